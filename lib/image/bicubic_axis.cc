// SPDX-License-Identifier: Apache-2.0
#include "lib/image/bicubic_axis.h"

#include <algorithm>
#include <bit>
#include <cmath>

// The results are compared bit by bit with Pillow's, so every expression is evaluated in the order
// of its Resample.c, and this file is compiled without contraction to fused multiply-add.

namespace dinozero {
namespace {

constexpr double kFilterSupport = 2.0;

// Keys' cubic convolution with a = -0.5. Both of its pieces are evaluated, and chosen by the upper
// half of x as an integer, which orders like x: comparisons of the VFP11 make it wait for
// everything.
double bicubic(double x) {
  constexpr double kA = -0.5;
  constexpr std::uint32_t kOneBits = 0x3FF00000u;
  constexpr std::uint32_t kTwoBits = 0x40000000u;
  x = std::fabs(x);
  const auto bits = static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(x) >> 32);
  const double inner = ((kA + 2.0) * x - (kA + 3.0)) * x * x + 1;
  const double outer = (((x - 5) * x + 8) * x - 4) * kA;
  if (bits < kOneBits) return inner;
  return bits < kTwoBits ? outer : 0.0;
}

std::int32_t to_fixed_point(double weight) {
  return static_cast<std::int32_t>(weight * (1 << kWeightBits) + std::copysign(0.5, weight));
}

// A 64-bit integer is converted in software on 32-bit processors.
double to_double(std::int64_t value) {
  const auto narrow = static_cast<std::int32_t>(value);
  return narrow == value ? static_cast<double>(narrow) : static_cast<double>(value);
}

// A number of taps that the compiler knows, so that it computes them side by side.
template <int kCount>
void weigh(int first, double center, double inverse_scale, std::int32_t* weights) {
  double values[kCount];
  double sum = 0.0;
  for (int i = 0; i < kCount; ++i) values[i] = bicubic((i + first - center + 0.5) * inverse_scale);
  for (int i = 0; i < kCount; ++i) sum += values[i];
  if (sum != 0.0) {
    for (int i = 0; i < kCount; ++i) values[i] /= sum;
  }
  for (int i = 0; i < kCount; ++i) weights[i] = to_fixed_point(values[i]);
}

}  // namespace

BicubicAxis::BicubicAxis(int source, std::int64_t resized)
    : source_(source),
      scale_(static_cast<double>(source) / static_cast<double>(resized)),
      inverse_filter_scale_(1.0 / std::max(scale_, 1.0)),
      support_(kFilterSupport * std::max(scale_, 1.0)),
      max_taps_(static_cast<std::int64_t>(std::ceil(support_)) * 2 + 1) {
  // If the scale is a multiple of 1 / kMostPeriod, centres are multiples of half that and nothing
  // is rounded until distances from them are weighed.
  int period = 1;
  while (period <= kMostPeriod && scale_ * period != std::floor(scale_ * period)) period *= 2;
  if (period > kMostPeriod) return;
  period_ = period;
  source_period_ = static_cast<int>(scale_ * period);
  // Not even the ends of the filter are rounded.
  if (scale_ <= 1.0) max_taps_ = 4;
  const auto center = [this](std::int64_t position) {
    return (to_double(position) + 0.5) * scale_;
  };
  while (whole_begin_ < resized && center(whole_begin_) - support_ + 0.5 < 0.0) ++whole_begin_;
  whole_end_ = resized;
  while (whole_end_ > whole_begin_ && center(whole_end_ - 1) + support_ + 0.5 > source_)
    --whole_end_;
}

Taps BicubicAxis::taps(std::int64_t position, std::int32_t* weights) const {
  const double center = (to_double(position) + 0.5) * scale_;
  const int first = static_cast<int>(std::max(center - support_ + 0.5, 0.0));
  const int end = static_cast<int>(std::min(center + support_ + 0.5, static_cast<double>(source_)));
  const int count = end - first;

  // As of pictures that are enlarged.
  constexpr int kFew = 4;
  if (count == kFew) {
    weigh<kFew>(first, center, inverse_filter_scale_, weights);
    return {first, count};
  }

  const auto weight = [&](int i) {
    return bicubic((i + first - center + 0.5) * inverse_filter_scale_);
  };
  // Some are kept; others are computed a second time, so that no buffer of doubles is needed.
  constexpr int kKept = 16;
  double kept[kKept];
  double sum = 0.0;
  for (int i = 0; i < count; ++i) {
    const double value = weight(i);
    if (i < kKept) kept[i] = value;
    sum += value;
  }
  for (int i = 0; i < count; ++i) {
    const double value = i < kKept ? kept[i] : weight(i);
    weights[i] = to_fixed_point(sum != 0.0 ? value / sum : value);
  }
  return {first, count};
}

}  // namespace dinozero
