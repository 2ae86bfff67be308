// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cstdint>

#include "kernels/armv6/armv6_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

constexpr int kBlock = 16;

// What softmax_f32.S reads.
struct SoftmaxRow {
  float* x;
  int blocks;  // of 16 floats, at least 1
  float sum_of_others;
  std::uintptr_t next;  // the cache line at which the next row begins
  float* factor;        // receives 1 / sum
};

// 0 if values are too large for it; then nothing has been written.
extern "C" int dinozero_armv6_softmax_row(const SoftmaxRow* row);
extern "C" const std::uint32_t dinozero_armv6_exp_table[1024];

constexpr std::size_t kGroup = 8;

// As in softmax_f32.S; |x| <= 87.33. Step by step for all eight, so that the latencies overlap.
void exponentials(const float* x, float* y) {
  constexpr float kRounder = 0x1.8p23f;
  constexpr float kStepHigh = 0x1.6p-11f;  // ln 2 / 1024; n times this is exact
  constexpr float kStepLow = 0x1.7217f8p-18f;
  float sum[kGroup];
  float r[kGroup];
  float power[kGroup];
  for (std::size_t i = 0; i < kGroup; ++i) sum[i] = x[i] * 1477.3197f + kRounder;
  for (std::size_t i = 0; i < kGroup; ++i) {
    const auto bits = std::bit_cast<std::uint32_t>(sum[i]);
    power[i] = std::bit_cast<float>(dinozero_armv6_exp_table[bits & 1023] + (bits << 13));
  }
  for (std::size_t i = 0; i < kGroup; ++i) sum[i] -= kRounder;
  for (std::size_t i = 0; i < kGroup; ++i) r[i] = x[i] - sum[i] * kStepHigh;
  for (std::size_t i = 0; i < kGroup; ++i) r[i] -= sum[i] * kStepLow;
  for (std::size_t i = 0; i < kGroup; ++i) y[i] = power[i] + power[i] * r[i];
}

// Below 64 in magnitude, and no NaN.
bool small(float x) {
  constexpr std::uint32_t kLimitBits = 0x42800000u;
  return std::bit_cast<std::uint32_t>(x) << 1 < kLimitBits << 1;
}

// The cache line that `x` is in.
std::uintptr_t line_of(const float* x) {
  return reinterpret_cast<std::uintptr_t>(x) & ~std::uintptr_t{31};
}

bool softmax_of_small_values(int dim, float* x) {
  const int whole = dim / kBlock * kBlock;
  const int rest = dim - whole;
  float tail[kBlock] = {};
  for (int i = 0; i < rest; ++i) {
    if (!small(x[whole + i])) return false;
    tail[i] = x[whole + i];
  }
  float sum = 0.0f;
  if (rest > 0) exponentials(tail, tail);
  if (rest > static_cast<int>(kGroup)) exponentials(tail + kGroup, tail + kGroup);
  for (int i = 0; i < rest; ++i) sum += tail[i];
  float factor;
  if (whole == 0) {
    factor = 1.0f / sum;
  } else {
    const SoftmaxRow row = {x, whole / kBlock, sum, line_of(x + dim), &factor};
    if (dinozero_armv6_softmax_row(&row) == 0) return false;
    // The assembly fetches two lines of the next row for each block of this one.
    __builtin_prefetch(reinterpret_cast<const void*>(line_of(x + 2 * dim - 1)));
  }
  for (int i = 0; i < rest; ++i) x[whole + i] = tail[i] * factor;
  return true;
}

void softmax_of_any_values(int dim, float* x) {
  constexpr float kSmallest = -87.33f;
  float maximum = -__builtin_inff();
  for (int i = 0; i < dim; ++i) maximum = x[i] > maximum ? x[i] : maximum;
  float sum = 0.0f;
  for (int begin = 0; begin < dim; begin += static_cast<int>(kGroup)) {
    const int count =
        dim - begin < static_cast<int>(kGroup) ? dim - begin : static_cast<int>(kGroup);
    float group[kGroup] = {};
    for (int i = 0; i < count; ++i) {
      group[i] = x[begin + i] - maximum;
      if (group[i] < kSmallest) group[i] = kSmallest;
    }
    exponentials(group, group);
    for (int i = 0; i < count; ++i) {
      // Exactly 0 where it would be subnormal.
      x[begin + i] = x[begin + i] - maximum < kSmallest ? 0.0f : group[i];
      sum += x[begin + i];
    }
  }
  const float factor = 1.0f / sum;
  for (int i = 0; i < dim; ++i) x[i] *= factor;
}

}  // namespace

void softmax_f32(int rows, int dim, float* x) {
  for (int row = 0; row < rows; ++row, x += dim) {
    if (!softmax_of_small_values(dim, x)) softmax_of_any_values(dim, x);
  }
}

}  // namespace dinozero::kernels::armv6
