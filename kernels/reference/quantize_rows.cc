// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::reference {
namespace {

// A NaN, once met, stays.
float maximum_magnitude(int dim, const float* x) {
  float maximum = 0.0f;
  for (int i = 0; i < dim; ++i) {
    const float magnitude = std::fabs(x[i]);
    if (!(magnitude <= maximum)) maximum = std::isnan(maximum) ? maximum : magnitude;
  }
  return maximum;
}

}  // namespace

void quantize_rows(int rows, int dim, const float* x, int limit, std::int8_t* q, float* scale) {
  const auto largest = static_cast<float>(limit);
  for (int row = 0; row < rows; ++row, x += dim, q += dim) {
    const float maximum = maximum_magnitude(dim, x);
    const bool usable = maximum >= kSmallestRowMaximum && std::isfinite(maximum);
    const float factor = usable ? largest / maximum : 0.0f;
    scale[row] = maximum < kSmallestRowMaximum ? 0.0f : maximum / largest;
    for (int i = 0; i < dim; ++i) {
      q[i] = usable ? static_cast<std::int8_t>(std::nearbyintf(x[i] * factor)) : std::int8_t{0};
    }
  }
}

void quantize_static(std::size_t count, const float* x, float inverse_scale, int zero_point,
                     std::int8_t* q) {
  for (std::size_t i = 0; i < count; ++i) {
    // Clamped before the conversion, which huge values would overflow.
    const float steps = std::clamp(std::nearbyintf(x[i] * inverse_scale), -512.0f, 512.0f);
    q[i] = static_cast<std::int8_t>(std::clamp(static_cast<int>(steps) + zero_point, -128, 127));
  }
}

void layer_norm_quantize(const LayerNormQuantizeArgs& args) {
  for (int row = 0; row < args.rows; ++row) {
    const std::size_t offset = static_cast<std::size_t>(row) * args.dim;
    layer_norm_f32(1, args.dim, args.x + offset, args.weight, args.bias, args.epsilon, args.row);
    quantize_rows(1, args.dim, args.row, args.limit, args.q + offset, args.scale + row);
  }
}

}  // namespace dinozero::kernels::reference
