// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/activation_range.h"

#include <algorithm>
#include <cmath>

namespace dinozero::quantize {
namespace {

constexpr int kBins = 4096;
constexpr int kLowest = -128;
constexpr int kHighest = 127;
constexpr double kFinestShrink = 0.02;  // step of the search in shares of the range
constexpr int kShrinks = 48;            // down to 4% of it

struct Histogram {
  double low = 0;
  double width = 0;  // of a bin
  std::vector<double> weights;

  double centre(int bin) const { return low + (bin + 0.5) * width; }
};

Histogram histogram_of(const Rows& x, const std::vector<double>& importance, double low,
                       double high) {
  Histogram histogram{low, (high - low) / kBins, std::vector<double>(kBins)};
  for (int row = 0; row < x.count; ++row) {
    const float* values = x.row(row);
    for (int i = 0; i < x.width; ++i) {
      const auto bin = static_cast<int>((values[i] - low) / histogram.width);
      histogram.weights[std::clamp(bin, 0, kBins - 1)] += importance[i];
    }
  }
  return histogram;
}

ActivationRounding rounding_of(double low, double high) {
  ActivationRounding rounding;
  rounding.kind = ActivationRounding::Kind::kStatic;
  rounding.scale = static_cast<float>((high - low) / (kHighest - kLowest));
  rounding.zero_point =
      static_cast<int>(std::clamp(std::nearbyint(kLowest - low / rounding.scale), -128.0, 127.0));
  return rounding;
}

double error_of(const Histogram& histogram, const ActivationRounding& rounding) {
  double error = 0;
  for (int bin = 0; bin < kBins; ++bin) {
    if (histogram.weights[bin] == 0) continue;
    const double value = histogram.centre(bin);
    const double code = std::clamp(std::nearbyint(value / rounding.scale) + rounding.zero_point,
                                   1.0 * kLowest, 1.0 * kHighest);
    const double difference = value - (code - rounding.zero_point) * rounding.scale;
    error += histogram.weights[bin] * difference * difference;
  }
  return error;
}

}  // namespace

ActivationRounding static_rounding(const Rows& x, const std::vector<double>& importance) {
  const auto [smallest, largest] = std::minmax_element(x.values.begin(), x.values.end());
  const double low = std::min(0.0, x.values.empty() ? 0.0 : double{*smallest});
  const double high = std::max(0.0, x.values.empty() ? 0.0 : double{*largest});
  // Nothing but zeros: any scale does.
  if (!(high - low > 0x1p-100)) return rounding_of(-1, 1);
  const Histogram histogram = histogram_of(x, importance, low, high);
  ActivationRounding best = rounding_of(low, high);
  double least = error_of(histogram, best);
  for (int below = 0; below < kShrinks; ++below) {
    for (int above = 0; above < kShrinks; ++above) {
      const ActivationRounding rounding =
          rounding_of(low * (1 - kFinestShrink * below), high * (1 - kFinestShrink * above));
      if (!(rounding.scale > 0)) continue;
      const double error = error_of(histogram, rounding);
      if (error >= least) continue;
      least = error;
      best = rounding;
    }
  }
  return best;
}

double clipped_share(const ActivationRounding& rounding, const Rows& x) {
  if (rounding.kind != ActivationRounding::Kind::kStatic || x.values.empty()) return 0;
  const double low = (kLowest - rounding.zero_point - 0.5) * rounding.scale;
  const double high = (kHighest - rounding.zero_point + 0.5) * rounding.scale;
  const auto clipped = std::count_if(x.values.begin(), x.values.end(),
                                     [&](float value) { return value < low || value > high; });
  return static_cast<double>(clipped) / static_cast<double>(x.values.size());
}

}  // namespace dinozero::quantize
