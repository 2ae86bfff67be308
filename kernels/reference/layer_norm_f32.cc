// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::reference {

void layer_norm_f32(int rows, int dim, const float* x, const float* weight, const float* bias,
                    float epsilon, float* y) {
  const auto size = static_cast<float>(dim);
  for (int row = 0; row < rows; ++row, x += dim, y += dim) {
    float sum = 0.0f;
    for (int i = 0; i < dim; ++i) sum += x[i];
    const float mean = sum / size;

    // A second pass over the row: E[x^2] - mean^2 would cancel.
    float square_sum = 0.0f;
    for (int i = 0; i < dim; ++i) square_sum += (x[i] - mean) * (x[i] - mean);
    const float scale = 1.0f / std::sqrt(square_sum / size + epsilon);

    for (int i = 0; i < dim; ++i) y[i] = (x[i] - mean) * scale * weight[i] + bias[i];
  }
}

}  // namespace dinozero::kernels::reference
