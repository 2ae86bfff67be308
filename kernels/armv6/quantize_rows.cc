// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cstring>

#include "kernels/armv6/armv6_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

constexpr std::uint32_t kInfinityBits = 0xFF000000u;  // shifted left by one

// Multiples of 16 floats, as quantize_rows.S wants them.
constexpr int kBlock = 16;

// What quantize_rows.S reads.
struct Rounding {
  float factor;
  const std::byte* fetch;
  std::ptrdiff_t fetch_step;
};

struct QuantizedRows {
  const float* x;
  int rows;
  int dim;  // a positive multiple of kBlock
  float limit;
  std::int8_t* q;  // aligned to 4
  float* scale;
  int left;
};

// At least one row; changes what it counts and moves on.
extern "C" void dinozero_armv6_quantize_rows(QuantizedRows* rows);
// Both fetch two lines for every block, from `fetch` on in steps of `fetch_step` bytes.
extern "C" std::uint32_t dinozero_armv6_largest_magnitude(const float* x, int count,
                                                          std::uint32_t largest_before,
                                                          const std::byte* fetch,
                                                          std::ptrdiff_t fetch_step);
// `q` is aligned to 4.
extern "C" void dinozero_armv6_quantize(const float* x, int count, const Rounding* rounding,
                                        std::int8_t* q);

constexpr std::ptrdiff_t kLine = 32;
constexpr std::ptrdiff_t kAhead = 4 * kLine;  // in a row that the level 2 cache has

// PLD takes the address of a line's first word.
const std::byte* line_of(const float* x) {
  const auto* bytes = reinterpret_cast<const std::byte*>(x);
  return bytes - reinterpret_cast<std::uintptr_t>(x) % kLine;
}

// The last floats of a row, and zeros.
struct Tail {
  Tail(const float* x, int count) { std::memcpy(values, x, count * sizeof(float)); }
  float values[kBlock] = {};
};

void quantize(int dim, const float* x, const Rounding& rounding, std::int8_t* q) {
  const bool aligned = reinterpret_cast<std::uintptr_t>(q) % 4 == 0;
  const int whole = aligned ? dim / kBlock * kBlock : 0;
  if (whole > 0) dinozero_armv6_quantize(x, whole, &rounding, q);
  for (int i = whole; i < dim; i += kBlock) {
    const int count = std::min(kBlock, dim - i);
    const Tail tail(x + i, count);
    alignas(4) std::int8_t rounded[kBlock];
    dinozero_armv6_quantize(tail.values, kBlock, &rounding, rounded);
    std::memcpy(q + i, rounded, count);
  }
}

std::uint32_t largest_magnitude(int dim, const float* x, std::uint32_t largest,
                                const std::byte* fetch, std::ptrdiff_t fetch_step) {
  const int whole = dim / kBlock * kBlock;
  if (whole > 0) largest = dinozero_armv6_largest_magnitude(x, whole, largest, fetch, fetch_step);
  if (whole == dim) return largest;
  const Tail tail(x + whole, dim - whole);
  return dinozero_armv6_largest_magnitude(tail.values, kBlock, largest, fetch, fetch_step);
}

void quantize_row(int dim, const float* x, std::uint32_t largest, int limit, std::int8_t* q,
                  float* scale, const std::byte* fetch, std::ptrdiff_t fetch_step) {
  const auto maximum = std::bit_cast<float>(largest >> 1);
  *scale = maximum < kSmallestRowMaximum ? 0.0f : maximum / static_cast<float>(limit);
  if (largest < kInfinityBits && maximum >= kSmallestRowMaximum) {
    quantize(dim, x, {static_cast<float>(limit) / maximum, fetch, fetch_step}, q);
  } else {
    std::fill_n(q, dim, std::int8_t{0});
  }
}

}  // namespace

std::uint32_t largest_magnitude(int dim, const float* x, std::uint32_t largest) {
  return largest_magnitude(dim, x, largest, line_of(x) + kAhead, 2 * kLine);
}

void quantize_row(int dim, const float* x, std::uint32_t largest, int limit, std::int8_t* q,
                  float* scale) {
  quantize_row(dim, x, largest, limit, q, scale, line_of(x) + kAhead, 2 * kLine);
}

// Every row is read twice, and meanwhile the next one is fetched, a half each time.
void quantize_rows(int rows, int dim, const float* x, int limit, std::int8_t* q, float* scale) {
  if (rows > 0 && dim % kBlock == 0 && reinterpret_cast<std::uintptr_t>(q) % 4 == 0) {
    QuantizedRows all = {.x = x,
                         .rows = rows,
                         .dim = dim,
                         .limit = static_cast<float>(limit),
                         .q = q,
                         .scale = scale,
                         .left = 0};
    return dinozero_armv6_quantize_rows(&all);
  }
  for (int row = 0; row < rows; ++row, x += dim, q += dim) {
    const std::uint32_t largest = largest_magnitude(dim, x, 0, line_of(x + dim / 2), kLine);
    quantize_row(dim, x, largest, limit, q, scale + row, line_of(x + dim), kLine);
  }
}

}  // namespace dinozero::kernels::armv6
