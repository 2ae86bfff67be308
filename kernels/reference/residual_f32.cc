// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::reference {

void residual_f32(int rows, int dim, const float* branch, const float* scale, float* stream) {
  for (int row = 0; row < rows; ++row, branch += dim, stream += dim) {
    for (int i = 0; i < dim; ++i) {
      stream[i] += scale != nullptr ? branch[i] * scale[i] : branch[i];
    }
  }
}

}  // namespace dinozero::kernels::reference
