// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>

#include "kernels/armv6/armv6_kernels.h"
#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

constexpr int kBlock = 32;

// What layer_norm_f32.S reads.
struct LayerNormRow {
  const float* weight;
  const float* bias;
  float* y;
  const float* x;
  int dim;
  float inverse_dim;
  float epsilon;
  // For quantization:
  std::int8_t* q;  // aligned to 4
  float limit;
  float* scale;
};

extern "C" void dinozero_armv6_layer_norm_row(const LayerNormRow* row);
// The largest magnitude's bits, shifted left by one.
extern "C" std::uint32_t dinozero_armv6_layer_norm_quantize_row(const LayerNormRow* row);

}  // namespace

void layer_norm_f32(int rows, int dim, const float* x, const float* weight, const float* bias,
                    float epsilon, float* y) {
  if (dim % kBlock != 0) {
    reference::layer_norm_f32(rows, dim, x, weight, bias, epsilon, y);
    return;
  }
  for (int row = 0; row < rows; ++row, x += dim, y += dim) {
    const LayerNormRow args = {.weight = weight,
                               .bias = bias,
                               .y = y,
                               .x = x,
                               .dim = dim,
                               .inverse_dim = 1.0f / static_cast<float>(dim),
                               .epsilon = epsilon,
                               .q = nullptr,
                               .limit = 0.0f,
                               .scale = nullptr};
    dinozero_armv6_layer_norm_row(&args);
  }
}

void layer_norm_quantize(const LayerNormQuantizeArgs& args) {
  constexpr std::uint32_t kSmallestBits = 0x1B000000u;  // of 2^-100, shifted left by one
  constexpr std::uint32_t kInfinityBits = 0xFF000000u;
  const int dim = args.dim;
  const float* x = args.x;
  std::int8_t* q = args.q;
  if (dim % kBlock != 0 || reinterpret_cast<std::uintptr_t>(q) % 4 != 0) {
    for (int row = 0; row < args.rows; ++row, x += dim, q += dim) {
      layer_norm_f32(1, dim, x, args.weight, args.bias, args.epsilon, args.row);
      quantize_rows(1, dim, args.row, args.limit, q, args.scale + row);
    }
    return;
  }
  for (int row = 0; row < args.rows; ++row, x += dim, q += dim) {
    const LayerNormRow row_args = {.weight = args.weight,
                                   .bias = args.bias,
                                   .y = args.row,
                                   .x = x,
                                   .dim = dim,
                                   .inverse_dim = 1.0f / static_cast<float>(dim),
                                   .epsilon = args.epsilon,
                                   .q = q,
                                   .limit = static_cast<float>(args.limit),
                                   .scale = args.scale + row};
    const std::uint32_t largest = dinozero_armv6_layer_norm_quantize_row(&row_args);
    if (largest >= kSmallestBits && largest < kInfinityBits) continue;
    std::fill_n(q, dim, std::int8_t{0});
    // NaN and infinity divided by the limit are themselves.
    args.scale[row] = largest < kSmallestBits ? 0.0f : std::bit_cast<float>(largest >> 1);
  }
}

}  // namespace dinozero::kernels::armv6
