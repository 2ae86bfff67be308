// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cstring>

#include "kernels/armv6/armv6_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

constexpr int kBlock = 16;

// What softmax_f32.S reads: a multiple of 16 floats, and at most one padded block behind them.
struct SoftmaxRow {
  float* x;
  int blocks;
  float* tail;
  int tail_blocks;
  const float* mask;  // 16 floats: 1 for the block's floats, 0 for its padding
};

// 0 if values are too large for it; then nothing has been written.
extern "C" int dinozero_armv6_softmax_row(const SoftmaxRow* row);
extern "C" const std::uint32_t dinozero_armv6_exp_table[1024];

constexpr float kMask[2 * kBlock] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

bool softmax_of_small_values(int dim, float* x) {
  float tail[kBlock] = {};
  const int whole = dim / kBlock * kBlock;
  const int rest = dim - whole;
  std::memcpy(tail, x + whole, rest * sizeof(float));
  const SoftmaxRow row = {x, whole / kBlock, tail, rest > 0 ? 1 : 0, kMask + kBlock - rest};
  if (dinozero_armv6_softmax_row(&row) == 0) return false;
  std::memcpy(x + whole, tail, rest * sizeof(float));
  return true;
}

// As in softmax_f32.S. 0 where the result would be subnormal.
float exp_of_nonpositive(float x) {
  constexpr float kRounder = 0x1.8p23f;
  constexpr float kStepHigh = 0x1.6p-11f;  // ln 2 / 1024; n times this is exact
  constexpr float kStepLow = 0x1.7217f8p-18f;
  if (x < -87.33f) return 0.0f;
  const float sum = x * 1477.3197f + kRounder;
  const float n = sum - kRounder;
  const float r = x - n * kStepHigh - n * kStepLow;
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(sum);
  const auto power = std::bit_cast<float>(dinozero_armv6_exp_table[bits & 1023] + (bits << 13));
  return power + power * r;
}

void softmax_of_any_values(int dim, float* x) {
  float maximum = -__builtin_inff();
  for (int i = 0; i < dim; ++i) maximum = x[i] > maximum ? x[i] : maximum;
  float sum = 0.0f;
  for (int i = 0; i < dim; ++i) {
    x[i] = exp_of_nonpositive(x[i] - maximum);
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
