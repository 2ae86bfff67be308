// SPDX-License-Identifier: Apache-2.0
#include "lib/image/bicubic_axis.h"

#include <algorithm>
#include <cmath>

// The results are compared bit by bit with Pillow's, so every expression is evaluated in the order
// of its Resample.c, and this file is compiled without contraction to fused multiply-add.

namespace dinozero {
namespace {

constexpr double kFilterSupport = 2.0;

// Keys' cubic convolution with a = -0.5.
double bicubic(double x) {
  constexpr double kA = -0.5;
  if (x < 0.0) x = -x;
  if (x < 1.0) return ((kA + 2.0) * x - (kA + 3.0)) * x * x + 1;
  if (x < 2.0) return (((x - 5) * x + 8) * x - 4) * kA;
  return 0.0;
}

std::int32_t to_fixed_point(double weight) {
  const double scaled = weight * (1 << kWeightBits);
  return static_cast<std::int32_t>(weight < 0 ? -0.5 + scaled : 0.5 + scaled);
}

}  // namespace

BicubicAxis::BicubicAxis(int source, std::int64_t resized)
    : source_(source),
      scale_(static_cast<double>(source) / static_cast<double>(resized)),
      filter_scale_(std::max(scale_, 1.0)),
      support_(kFilterSupport * filter_scale_),
      max_taps_(static_cast<std::int64_t>(std::ceil(support_)) * 2 + 1) {}

Taps BicubicAxis::taps(std::int64_t position, std::int32_t* weights) const {
  const double center = (static_cast<double>(position) + 0.5) * scale_;
  const double inverse_scale = 1.0 / filter_scale_;
  const auto begin = static_cast<std::int64_t>(center - support_ + 0.5);
  const auto end = static_cast<std::int64_t>(center + support_ + 0.5);
  const int first = static_cast<int>(std::max<std::int64_t>(begin, 0));
  const int count = static_cast<int>(std::min<std::int64_t>(end, source_)) - first;

  const auto weight = [&](int i) { return bicubic((i + first - center + 0.5) * inverse_scale); };
  // Those of a few taps, as of pictures that are enlarged, are kept; others are computed a second
  // time, so that no buffer of doubles is needed.
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
