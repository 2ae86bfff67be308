// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::reference {

void softmax_f32(int rows, int dim, float* x) {
  for (int row = 0; row < rows; ++row, x += dim) {
    float maximum = -INFINITY;
    for (int i = 0; i < dim; ++i) maximum = x[i] > maximum ? x[i] : maximum;

    // A NaN of the row is not its maximum, but it is in the sum and so in every result.
    float sum = 0.0f;
    for (int i = 0; i < dim; ++i) {
      x[i] = std::exp(x[i] - maximum);
      sum += x[i];
    }
    for (int i = 0; i < dim; ++i) x[i] /= sum;
  }
}

}  // namespace dinozero::kernels::reference
