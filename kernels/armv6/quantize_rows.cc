// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cstring>

#include "kernels/armv6/armv6_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

// Multiples of 16 floats, as quantize_rows.S wants them.
constexpr int kBlock = 16;

extern "C" std::uint32_t dinozero_armv6_largest_magnitude(const float* x, int count,
                                                          std::uint32_t largest_before);
extern "C" void dinozero_armv6_quantize(const float* x, int count, std::int8_t* q,
                                        const float* factor);

// The last floats of a row, and zeros.
struct Tail {
  Tail(const float* x, int count) { std::memcpy(values, x, count * sizeof(float)); }
  float values[kBlock] = {};
};

// Bits of the largest magnitude, shifted left by one; beyond kInfinityBits where there is a NaN.
std::uint32_t largest_magnitude(int dim, const float* x) {
  const int whole = dim / kBlock * kBlock;
  std::uint32_t largest = 0;
  if (whole > 0) largest = dinozero_armv6_largest_magnitude(x, whole, largest);
  if (whole == dim) return largest;
  const Tail tail(x + whole, dim - whole);
  return dinozero_armv6_largest_magnitude(tail.values, kBlock, largest);
}

void quantize(int dim, const float* x, float factor, std::int8_t* q) {
  const int whole = dim / kBlock * kBlock;
  if (whole > 0) dinozero_armv6_quantize(x, whole, q, &factor);
  if (whole == dim) return;
  const Tail tail(x + whole, dim - whole);
  std::int8_t rounded[kBlock];
  dinozero_armv6_quantize(tail.values, kBlock, rounded, &factor);
  std::memcpy(q + whole, rounded, dim - whole);
}

}  // namespace

void quantize_rows(int rows, int dim, const float* x, int limit, std::int8_t* q, float* scale) {
  constexpr float kSmallestMaximum = 0x1p-100f;
  constexpr std::uint32_t kInfinityBits = 0xFF000000u;
  const auto largest = static_cast<float>(limit);
  for (int row = 0; row < rows; ++row, x += dim, q += dim) {
    const std::uint32_t bits = largest_magnitude(dim, x);
    const auto maximum = std::bit_cast<float>(bits >> 1);
    const bool usable = bits < kInfinityBits && maximum >= kSmallestMaximum;
    scale[row] = maximum < kSmallestMaximum ? 0.0f : maximum / largest;
    if (usable) {
      quantize(dim, x, largest / maximum, q);
    } else {
      std::fill_n(q, dim, std::int8_t{0});
    }
  }
}

void layer_norm_quantize(const LayerNormQuantizeArgs& args) {
  for (int row = 0; row < args.rows; ++row) {
    const std::size_t offset = static_cast<std::size_t>(row) * args.dim;
    layer_norm_f32(1, args.dim, args.x + offset, args.weight, args.bias, args.epsilon, args.row);
    quantize_rows(1, args.dim, args.row, args.limit, args.q + offset, args.scale + row);
  }
}

}  // namespace dinozero::kernels::armv6
