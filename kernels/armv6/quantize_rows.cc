// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cstring>

#include "kernels/armv6/armv6_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

constexpr float kSmallestMaximum = 0x1p-100f;
constexpr std::uint32_t kInfinityBits = 0xFF000000u;  // shifted left by one

// Multiples of 16 floats, as quantize_rows.S wants them.
constexpr int kBlock = 16;

extern "C" std::uint32_t dinozero_armv6_largest_magnitude(const float* x, int count,
                                                          std::uint32_t largest_before);
// `q` is aligned to 4.
extern "C" void dinozero_armv6_quantize(const float* x, int count, const float* factor,
                                        std::int8_t* q);

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
  const bool aligned = reinterpret_cast<std::uintptr_t>(q) % 4 == 0;
  const int whole = aligned ? dim / kBlock * kBlock : 0;
  if (whole > 0) dinozero_armv6_quantize(x, whole, &factor, q);
  for (int i = whole; i < dim; i += kBlock) {
    const int count = std::min(kBlock, dim - i);
    const Tail tail(x + i, count);
    alignas(4) std::int8_t rounded[kBlock];
    dinozero_armv6_quantize(tail.values, kBlock, &factor, rounded);
    std::memcpy(q + i, rounded, count);
  }
}

}  // namespace

void quantize_rows(int rows, int dim, const float* x, int limit, std::int8_t* q, float* scale) {
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

}  // namespace dinozero::kernels::armv6
