// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/linear_epilogue.h"
#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::reference {

void linear_binary(const LinearBinaryArgs& args, void* /*scratch*/) {
  const auto row_bytes = static_cast<std::size_t>((args.inputs + 7) / 8);
  for (int row = 0; row < args.rows; ++row) {
    const std::int8_t* x = args.x + static_cast<std::size_t>(row) * args.x_stride;
    for (int output = 0; output < args.outputs; ++output) {
      const std::uint8_t* weights = args.weight_packed + output * row_bytes;
      std::int32_t sum = 0;
      for (int i = 0; i < args.inputs; ++i) {
        const bool positive = (weights[i / 8] >> (i % 8) & 1) != 0;
        sum += positive ? x[i] : -x[i];
      }
      const float bias = args.bias != nullptr ? args.bias[output] : 0.0f;
      const float scale = args.x_scale[row] * args.weight_scale[output];
      apply_epilogue(args.output, row, output, scale * static_cast<float>(sum) + bias);
    }
  }
  finish_rows(args.output, args.rows, args.outputs);
}

std::size_t linear_binary_scratch_bytes(int /*rows*/, int /*outputs*/, int /*inputs*/) { return 0; }

}  // namespace dinozero::kernels::reference
