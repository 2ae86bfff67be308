// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kernels/reference/linear_epilogue.h"
#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::reference {
namespace {

int unpack(const std::uint8_t* weights, int i) {
  const int nibble = i % 2 == 0 ? weights[i / 2] & 15 : weights[i / 2] >> 4;
  return nibble - 8;
}

}  // namespace

void linear_int4(const LinearInt4Args& args, void* /*scratch*/) {
  const auto row_bytes = static_cast<std::size_t>((args.inputs + 1) / 2);
  const int groups = args.inputs == 0 ? 0 : (args.inputs - 1) / args.group + 1;
  for (int row = 0; row < args.rows; ++row) {
    const std::int8_t* x = args.x + static_cast<std::size_t>(row) * args.x_stride;
    for (int output = 0; output < args.outputs; ++output) {
      const std::uint8_t* weights = args.weight_packed + output * row_bytes;
      const float* scales = args.weight_scale + static_cast<std::size_t>(output) * groups;
      float total = 0.0f;
      for (int group = 0; group < groups; ++group) {
        const int begin = group * args.group;
        const int length = std::min(args.group, args.inputs - begin);
        std::int32_t sum = 0;
        for (int i = begin; i < begin + length; ++i) sum += x[i] * unpack(weights, i);
        total += scales[group] * static_cast<float>(sum);
      }
      const float bias = args.bias != nullptr ? args.bias[output] : 0.0f;
      apply_epilogue(args.output, row, output, args.x_scale[row] * total + bias);
    }
  }
  finish_rows(args.output, args.rows, args.outputs);
}

std::size_t linear_int4_scratch_bytes(int /*rows*/, int /*outputs*/, int /*inputs*/) { return 0; }

}  // namespace dinozero::kernels::reference
