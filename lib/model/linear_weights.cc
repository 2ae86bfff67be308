// SPDX-License-Identifier: Apache-2.0
#include "lib/model/linear_weights.h"

#include <algorithm>

#include "kernels/armv6_layout.h"
#include "lib/model/float_values.h"

namespace dinozero {
namespace {

int weight_code(const LinearWeights& weights, std::size_t output, std::size_t input) {
  const auto inputs = static_cast<std::size_t>(weights.inputs);
  if (weights.weight_int8 != nullptr) return weights.weight_int8[output * inputs + input];
  if (weights.weight_armv6 != nullptr) {
    return kernels::armv6_layout::code(weights.scheme.scheme == Scheme::kBinary,
                                       weights.weight_armv6, weights.outputs, weights.inputs,
                                       static_cast<int>(output), static_cast<int>(input));
  }
  const std::uint8_t* row =
      weights.weight_packed + output * packed_row_bytes(weights.scheme.scheme, weights.inputs);
  if (weights.scheme.scheme == Scheme::kInt4) return (row[input / 2] >> (input % 2 * 4) & 15) - 8;
  return (row[input / 8] >> (input % 8) & 1) != 0 ? 1 : -1;
}

}  // namespace

std::size_t packed_row_bytes(Scheme scheme, int inputs) {
  const int per_byte = scheme == Scheme::kBinary ? 8 : 2;
  return (static_cast<std::size_t>(inputs) + per_byte - 1) / per_byte;
}

std::size_t armv6_layout_words(Scheme scheme, int outputs, int inputs) {
  if (scheme != Scheme::kInt4 && scheme != Scheme::kBinary) return 0;
  return kernels::armv6_layout::layer_words(scheme == Scheme::kBinary, outputs, inputs);
}

int LinearWeights::groups() const {
  return scheme.scheme == Scheme::kF32 ? 0 : (inputs - 1) / group() + 1;
}

std::size_t LinearWeights::weight_bytes() const {
  const auto rows = static_cast<std::size_t>(outputs);
  if (weight_armv6 != nullptr) {
    return armv6_layout_words(scheme.scheme, outputs, inputs) * sizeof(std::uint32_t);
  }
  if (weight_packed != nullptr) return rows * packed_row_bytes(scheme.scheme, inputs);
  return rows * inputs * (weight_int8 != nullptr ? sizeof(std::int8_t) : float_size(weight_type));
}

void dequantize(const LinearWeights& weights, float* values) {
  const auto outputs = static_cast<std::size_t>(weights.outputs);
  const auto inputs = static_cast<std::size_t>(weights.inputs);
  if (weights.scheme.scheme == Scheme::kF32) {
    convert_to_f32(weights.weight_type, static_cast<const std::byte*>(weights.weight),
                   outputs * inputs, values);
    return;
  }
  const auto group = static_cast<std::size_t>(weights.group());
  const float* scales = weights.weight_scale;
  for (std::size_t output = 0; output < outputs; ++output, scales += weights.groups()) {
    for (std::size_t input = 0; input < inputs; ++input) {
      *values++ = scales[input / group] * static_cast<float>(weight_code(weights, output, input));
    }
  }
}

}  // namespace dinozero
