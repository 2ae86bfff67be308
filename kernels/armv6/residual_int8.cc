// SPDX-License-Identifier: Apache-2.0
#include "kernels/armv6/armv6_kernels.h"
#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

constexpr int kBlock = 32;

// `count` is a positive multiple of kBlock, `branch` aligned to 4.
extern "C" void dinozero_armv6_residual_int8(std::size_t count, const std::int8_t* branch,
                                             float* stream, const float* scale);

}  // namespace

void residual_int8(int rows, int dim, const std::int8_t* branch, const float* scale,
                   std::size_t scale_step, float* stream) {
  if (dim % kBlock != 0 || reinterpret_cast<std::uintptr_t>(branch) % 4 != 0) {
    return reference::residual_int8(rows, dim, branch, scale, scale_step, stream);
  }
  if (scale_step == 0) {  // one long row
    dim *= rows;
    rows = dim > 0 ? 1 : 0;
  }
  for (int row = 0; row < rows; ++row, branch += dim, stream += dim, scale += scale_step) {
    dinozero_armv6_residual_int8(static_cast<std::size_t>(dim), branch, stream, scale);
  }
}

}  // namespace dinozero::kernels::armv6
