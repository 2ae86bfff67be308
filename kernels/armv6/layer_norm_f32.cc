// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include "kernels/armv6/armv6_kernels.h"
#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

constexpr int kBlock = 32;

// What layer_norm_f32.S reads.
struct LayerNormRows {
  const float* x;
  int rows;
  int dim;
  const float* weight;
  const float* bias;
  float* y;  // one row
  float inverse_dim;
  float epsilon;
  // For quantization:
  float limit;
  std::int8_t* q;  // aligned to 4
  float* scale;
  int left;  // rows
};

extern "C" {
// One row.
void dinozero_armv6_layer_norm_row(const LayerNormRows* row);
// At least one; changes what it counts and moves on.
void dinozero_armv6_layer_norm_quantize_rows(LayerNormRows* rows);
}

}  // namespace

void layer_norm_f32(int rows, int dim, const float* x, const float* weight, const float* bias,
                    float epsilon, float* y) {
  if (dim % kBlock != 0) {
    reference::layer_norm_f32(rows, dim, x, weight, bias, epsilon, y);
    return;
  }
  for (int row = 0; row < rows; ++row, x += dim, y += dim) {
    const LayerNormRows args = {.x = x,
                                .rows = 1,
                                .dim = dim,
                                .weight = weight,
                                .bias = bias,
                                .y = y,
                                .inverse_dim = 1.0f / static_cast<float>(dim),
                                .epsilon = epsilon,
                                .limit = 0.0f,
                                .q = nullptr,
                                .scale = nullptr,
                                .left = 0};
    dinozero_armv6_layer_norm_row(&args);
  }
}

void layer_norm_quantize(const LayerNormQuantizeArgs& args) {
  const int dim = args.dim;
  if (dim % kBlock != 0 || reinterpret_cast<std::uintptr_t>(args.q) % 4 != 0) {
    const float* x = args.x;
    std::int8_t* q = args.q;
    for (int row = 0; row < args.rows; ++row, x += dim, q += dim) {
      layer_norm_f32(1, dim, x, args.weight, args.bias, args.epsilon, args.row);
      quantize_rows(1, dim, args.row, args.limit, q, args.scale + row);
    }
    return;
  }
  if (args.rows == 0) return;
  LayerNormRows rows = {.x = args.x,
                        .rows = args.rows,
                        .dim = dim,
                        .weight = args.weight,
                        .bias = args.bias,
                        .y = args.row,
                        .inverse_dim = 1.0f / static_cast<float>(dim),
                        .epsilon = args.epsilon,
                        .limit = static_cast<float>(args.limit),
                        .q = args.q,
                        .scale = args.scale,
                        .left = 0};
  dinozero_armv6_layer_norm_quantize_rows(&rows);
}

}  // namespace dinozero::kernels::armv6
