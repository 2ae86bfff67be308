// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::reference {

void residual_int8(int rows, int dim, const std::int8_t* branch, const float* scale,
                   std::size_t scale_step, float* stream) {
  for (int row = 0; row < rows; ++row, scale += scale_step) {
    for (int i = 0; i < dim; ++i) {
      const float added = *scale * static_cast<float>(*branch++);
      *stream++ += added;
    }
  }
}

}  // namespace dinozero::kernels::reference
