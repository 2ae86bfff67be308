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

// As in softmax_f32.S; |x| <= 87.33.
float exponential(float x) {
  constexpr float kRounder = 0x1.8p23f;
  constexpr float kStepHigh = 0x1.6p-11f;  // ln 2 / 1024; n times this is exact
  constexpr float kStepLow = 0x1.7217f8p-18f;
  const float sum = x * 1477.3197f + kRounder;
  const float n = sum - kRounder;
  const float r = x - n * kStepHigh - n * kStepLow;
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(sum);
  const auto power = std::bit_cast<float>(dinozero_armv6_exp_table[bits & 1023] + (bits << 13));
  return power + power * r;
}

bool softmax_of_small_values(int dim, float* x) {
  constexpr float kLimit = 64.0f;
  const int whole = dim / kBlock * kBlock;
  float tail[kBlock];
  float sum = 0.0f;
  for (int i = whole; i < dim; ++i) {
    if (!(x[i] < kLimit && x[i] > -kLimit)) return false;
    tail[i - whole] = exponential(x[i]);
    sum += tail[i - whole];
  }
  float factor = 1.0f / sum;
  if (whole > 0) {
    const auto next = reinterpret_cast<std::uintptr_t>(x + dim) & ~std::uintptr_t{31};
    const SoftmaxRow row = {x, whole / kBlock, sum, next, &factor};
    if (dinozero_armv6_softmax_row(&row) == 0) return false;
  }
  for (int i = whole; i < dim; ++i) x[i] = tail[i - whole] * factor;
  return true;
}

void softmax_of_any_values(int dim, float* x) {
  float maximum = -__builtin_inff();
  for (int i = 0; i < dim; ++i) maximum = x[i] > maximum ? x[i] : maximum;
  float sum = 0.0f;
  for (int i = 0; i < dim; ++i) {
    const float distance = x[i] - maximum;
    x[i] = distance < -87.33f ? 0.0f : exponential(distance);  // where it would be subnormal
    sum += x[i];
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
