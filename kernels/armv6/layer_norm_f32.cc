// SPDX-License-Identifier: Apache-2.0
#include "kernels/armv6/armv6_kernels.h"
#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

// What layer_norm_f32.S reads.
struct LayerNormRow {
  const float* weight;
  const float* bias;
  float* y;
  const float* x;
  int dim;
  int turns_of_48;
  int turns_of_16;
  float epsilon;
};

extern "C" void dinozero_armv6_layer_norm_row(const LayerNormRow* row);

}  // namespace

void layer_norm_f32(int rows, int dim, const float* x, const float* weight, const float* bias,
                    float epsilon, float* y) {
  if (dim % 16 != 0) {
    reference::layer_norm_f32(rows, dim, x, weight, bias, epsilon, y);
    return;
  }
  for (int row = 0; row < rows; ++row, x += dim, y += dim) {
    const LayerNormRow args = {weight, bias, y, x, dim, dim / 48, dim % 48 / 16, epsilon};
    dinozero_armv6_layer_norm_row(&args);
  }
}

}  // namespace dinozero::kernels::armv6
