// SPDX-License-Identifier: Apache-2.0
#include "kernels/armv6/armv6_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

constexpr int kBlock = 16;

extern "C" void dinozero_armv6_residual(std::size_t count, const float* branch, float* stream);
extern "C" void dinozero_armv6_residual_scaled(std::size_t count, const float* branch,
                                               float* stream, const float* scale);

}  // namespace

void residual_f32(int rows, int dim, const float* branch, const float* scale, float* stream) {
  if (scale == nullptr) {  // one long row
    const std::size_t count = static_cast<std::size_t>(rows) * dim;
    const std::size_t whole = count / kBlock * kBlock;
    if (whole > 0) dinozero_armv6_residual(whole, branch, stream);
    for (std::size_t i = whole; i < count; ++i) stream[i] += branch[i];
    return;
  }
  const int whole = dim / kBlock * kBlock;
  for (int row = 0; row < rows; ++row, branch += dim, stream += dim) {
    if (whole > 0) dinozero_armv6_residual_scaled(whole, branch, stream, scale);
    for (int i = whole; i < dim; ++i) stream[i] += branch[i] * scale[i];
  }
}

}  // namespace dinozero::kernels::armv6
