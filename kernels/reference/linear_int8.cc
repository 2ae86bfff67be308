// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/linear_epilogue.h"
#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::reference {

void linear_int8(const LinearInt8Args& args, void* /*scratch*/) {
  for (int row = 0; row < args.rows; ++row) {
    const std::int8_t* x = args.x + static_cast<std::size_t>(row) * args.x_stride;
    for (int output = 0; output < args.outputs; ++output) {
      const std::int8_t* weight = args.weight + static_cast<std::size_t>(output) * args.inputs;
      std::int32_t sum = 0;
      for (int i = 0; i < args.inputs; ++i) sum += x[i] * weight[i];
      const float bias = args.bias != nullptr ? args.bias[output] : 0.0f;
      const float scale = args.x_scale[row] * args.weight_scale[output];
      apply_epilogue(args.output, row, output, scale * static_cast<float>(sum) + bias);
    }
  }
  finish_rows(args.output, args.rows, args.outputs);
}

std::size_t linear_int8_scratch_bytes(int /*rows*/, int /*outputs*/, int /*inputs*/) { return 0; }

}  // namespace dinozero::kernels::reference
