// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::reference {

void gelu_f32(std::size_t count, const float* x, float* y) {
  constexpr float kInverseSqrt2 = 0.70710678118654752f;
  for (std::size_t i = 0; i < count; ++i) {
    y[i] = x[i] * (0.5f + 0.5f * std::erf(x[i] * kInverseSqrt2));
  }
}

}  // namespace dinozero::kernels::reference
