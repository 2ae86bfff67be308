// SPDX-License-Identifier: Apache-2.0
#include "lib/model/armv6_weights.h"

#include <cstring>
#include <vector>

#include "kernels/armv6_layout.h"
#include "kernels/kernel_table.h"

namespace dinozero {

bool is_used_in_place(const TensorView& armv6_weights) {
  const auto address = reinterpret_cast<std::uintptr_t>(armv6_weights.data);
  return kernels::find_kernel_table(kernels::armv6_layout::kName) != nullptr &&
         address % alignof(std::uint32_t) == 0;
}

std::size_t unpacked_floats(const TensorView& armv6_weights) {
  // The layout has a little padding more than weights that are packed row by row.
  return is_used_in_place(armv6_weights) ? 0 : armv6_weights.bytes / sizeof(float);
}

void unpack_armv6_weights(const LinearWeights& layer, const std::byte* words,
                          std::uint8_t* packed) {
  const bool binary = layer.scheme.scheme == Scheme::kBinary;
  std::vector<std::uint32_t> aligned(
      armv6_layout_words(layer.scheme.scheme, layer.outputs, layer.inputs));
  std::memcpy(aligned.data(), words, aligned.size() * sizeof(std::uint32_t));
  const std::size_t row_bytes = packed_row_bytes(layer.scheme.scheme, layer.inputs);
  std::memset(packed, 0, row_bytes * static_cast<std::size_t>(layer.outputs));
  for (int output = 0; output < layer.outputs; ++output, packed += row_bytes) {
    for (int input = 0; input < layer.inputs; ++input) {
      const int code = kernels::armv6_layout::code(binary, aligned.data(), layer.outputs,
                                                   layer.inputs, output, input);
      const int bits = binary ? (code > 0 ? 1 : 0) << (input % 8) : (code + 8) << (input % 2 * 4);
      std::uint8_t& byte = packed[input / (binary ? 8 : 2)];
      byte = static_cast<std::uint8_t>(byte | bits);
    }
  }
}

}  // namespace dinozero
