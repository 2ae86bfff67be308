// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "kernels/quantize_rows.h"
#include "kernels/x86/elementwise_f32_simd.h"

namespace dinozero::kernels::x86 {
namespace {

/// q = saturate(round(clamp(x * factor)) + add) for `count` floats.
template <class I, class V>
void quantize_floats(std::size_t count, const float* x, float factor, int add, std::int8_t* q) {
  using Register = typename V::Register;
  const Register scale = V::broadcast(factor);
  const Register limit = V::broadcast(512.0f);
  // Beyond +-512 the result saturates anyway, and the conversion of huge values would not.
  const auto steps = [&](Register v) {
    const Register product = V::multiply(v, scale);
    const Register low = V::subtract(V::zero(), limit);
    const Register below = V::select_greater(product, limit, limit, product);
    return V::select_greater(low, below, low, below);
  };
  std::size_t i = 0;
  for (; i + V::kLanes <= count; i += V::kLanes) {
    I::store_rounded(steps(V::load(x + i)), add, q + i);
  }
  if (i < count) {
    std::int8_t last[V::kLanes];
    I::store_rounded(steps(V::load_first(x + i, static_cast<int>(count - i), V::zero())), add,
                     last);
    std::memcpy(q + i, last, count - i);
  }
}

template <class I, class V>
void quantize_rows(int rows, int dim, const float* x, int limit, std::int8_t* q, float* scale) {
  const auto count = static_cast<std::size_t>(dim);
  for (int row = 0; row < rows; ++row, x += dim, q += dim) {
    auto magnitudes = I::magnitude_zero();
    std::size_t i = 0;
    for (; i + V::kLanes <= count; i += V::kLanes) {
      magnitudes = I::larger_magnitude(magnitudes, V::load(x + i));
    }
    if (i < count) {
      magnitudes = I::larger_magnitude(
          magnitudes, V::load_first(x + i, static_cast<int>(count - i), V::zero()));
    }
    const std::uint32_t bits = I::largest(magnitudes);
    float maximum;
    std::memcpy(&maximum, &bits, sizeof maximum);
    scale[row] = maximum < kSmallestRowMaximum ? 0.0f : maximum / static_cast<float>(limit);
    if (maximum >= kSmallestRowMaximum && bits < 0x7f800000u) {
      quantize_floats<I, V>(count, x, static_cast<float>(limit) / maximum, 0, q);
    } else {
      std::memset(q, 0, count);
    }
  }
}

template <class I, class V>
void quantize_static(std::size_t count, const float* x, float inverse_scale, int zero_point,
                     std::int8_t* q) {
  quantize_floats<I, V>(count, x, inverse_scale, zero_point, q);
}

template <class I, class V>
void layer_norm_quantize(const LayerNormQuantizeArgs& args) {
  for (int row = 0; row < args.rows; ++row) {
    const std::size_t offset = static_cast<std::size_t>(row) * args.dim;
    layer_norm_f32<V>(1, args.dim, args.x + offset, args.weight, args.bias, args.epsilon, args.row);
    quantize_rows<I, V>(1, args.dim, args.row, args.limit, args.q + offset, args.scale + row);
  }
}

}  // namespace
}  // namespace dinozero::kernels::x86
