// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/weight_codes.h"

#include <algorithm>
#include <cmath>

#include "lib/quantize/float16.h"

namespace dinozero::quantize {
namespace {

// Clipping ranges that are tried, as shares of the largest magnitude.
constexpr int kRanges = 40;
constexpr int kRefinements = 3;

// Many codes leave little to gain by clipping, and need a finer search.
double smallest_range(Scheme scheme) { return scheme == Scheme::kInt4 ? 0.3 : 0.8; }

double importance_of(const float* importance, int i) {
  return importance == nullptr ? 1.0 : double{importance[i]};
}

float largest_magnitude(const float* values, int count) {
  float largest = 0;
  for (int i = 0; i < count; ++i) largest = std::max(largest, std::fabs(values[i]));
  return largest;
}

struct Fit {
  double scale = 0;
  double error = 0;
};

// The error of `scale` with its nearest codes, and the scale that is best for those codes.
Fit refit(Scheme scheme, const float* values, const float* importance, int count, double scale) {
  double error = 0;
  double dot = 0;
  double square = 0;
  for (int i = 0; i < count; ++i) {
    const double code = nearest_code(scheme, values[i], static_cast<float>(scale));
    const double weight = importance_of(importance, i);
    const double difference = values[i] - scale * code;
    error += weight * difference * difference;
    dot += weight * values[i] * code;
    square += weight * code * code;
  }
  return {square > 0 ? dot / square : scale, error};
}

bool needs_f32(const std::vector<float>& scales) {
  return std::any_of(scales.begin(), scales.end(), [](float scale) {
    return (scale != 0 && scale < kSmallestFloat16) || scale > kLargestFloat16;
  });
}

// Calls visit(output, first input, count, index of the scale) for every group.
template <typename Visit>
void for_each_group(const WeightCodes& codes, const Visit& visit) {
  std::size_t index = 0;
  for (int output = 0; output < codes.outputs; ++output) {
    for (int first = 0; first < codes.inputs; first += codes.group) {
      visit(output, first, std::min(codes.group, codes.inputs - first), index++);
    }
  }
}

void round_scales(WeightCodes* codes) {
  codes->float16_scales = !needs_f32(codes->scales);
  if (!codes->float16_scales) return;
  for (float& scale : codes->scales) scale = round_to_float16(scale);
}

// The step of a group on a grid: the weights are multiples of an unknown step, so the largest of
// them is one of limit, limit - 1, ... steps.
std::optional<float> grid_step(Scheme scheme, const float* values, int count) {
  constexpr float kTolerance = 0x1p-10F;
  const float largest = largest_magnitude(values, count);
  if (largest == 0) return 0.0F;
  for (int steps = code_limit(scheme); steps >= 1; --steps) {
    const float step = largest / static_cast<float>(steps);
    const bool fits = std::all_of(values, values + count, [&](float value) {
      const float code = nearest_code(scheme, value, step);
      return std::fabs(value - step * code) <= kTolerance * step;
    });
    if (fits) return step;
  }
  return std::nullopt;
}

}  // namespace

int code_limit(Scheme scheme) {
  if (scheme == Scheme::kBinary) return 1;
  return scheme == Scheme::kInt4 ? 7 : 127;
}

std::vector<float> WeightCodes::dequantized() const {
  std::vector<float> weights(codes.size());
  for_each_group(*this, [&](int output, int first, int count, std::size_t index) {
    const std::size_t begin = static_cast<std::size_t>(output) * inputs + first;
    for (int i = 0; i < count; ++i) weights[begin + i] = scales[index] * codes[begin + i];
  });
  return weights;
}

WeightCodes empty_codes(const Linear& linear, const LayerScheme& scheme) {
  WeightCodes codes;
  codes.scheme = scheme.scheme;
  codes.outputs = linear.outputs;
  codes.inputs = linear.inputs;
  codes.group = scheme.group == 0 ? linear.inputs : std::min(scheme.group, linear.inputs);
  codes.codes.resize(linear.weight.size());
  codes.scales.resize(static_cast<std::size_t>(codes.outputs) * codes.groups());
  return codes;
}

std::int8_t nearest_code(Scheme scheme, float value, float scale) {
  if (scheme == Scheme::kBinary) return value < 0 ? std::int8_t{-1} : std::int8_t{1};
  if (scale == 0) return 0;
  const auto limit = static_cast<float>(code_limit(scheme));
  const float steps = std::clamp(value / scale, -limit, limit);
  // Adding 1.5 * 2^23 leaves no bits behind the point: rounds half to even, faster than the
  // library.
  constexpr float kInteger = 0x1.8p23F;
  return static_cast<std::int8_t>(static_cast<int>((steps + kInteger) - kInteger));
}

float best_scale(Scheme scheme, const float* values, const float* importance, int count) {
  const float largest = largest_magnitude(values, count);
  if (largest == 0) return 0;
  if (scheme == Scheme::kBinary) {
    return static_cast<float>(refit(scheme, values, importance, count, largest).scale);
  }
  Fit best{0, INFINITY};
  double refined = 0;
  const auto consider = [&](double scale) {
    const Fit fit = refit(scheme, values, importance, count, scale);
    if (fit.error >= best.error) return;
    best = {scale, fit.error};
    refined = fit.scale;
  };
  for (int step = 0; step < kRanges; ++step) {
    const double share = 1.0 - (1.0 - smallest_range(scheme)) * step / (kRanges - 1);
    consider(share * largest / code_limit(scheme));
  }
  for (int round = 0; round < kRefinements; ++round) consider(refined);
  return static_cast<float>(best.scale);
}

WeightCodes codes_with_best_scales(const Linear& linear, const LayerScheme& scheme,
                                   const float* importance) {
  WeightCodes codes = empty_codes(linear, scheme);
  for_each_group(codes, [&](int output, int first, int count, std::size_t index) {
    const float* values =
        linear.weight.data() + static_cast<std::size_t>(output) * linear.inputs + first;
    codes.scales[index] = best_scale(scheme.scheme, values,
                                     importance == nullptr ? nullptr : importance + first, count);
  });
  round_scales(&codes);
  round_to_nearest(linear, &codes);
  return codes;
}

void round_to_nearest(const Linear& linear, WeightCodes* codes) {
  for_each_group(*codes, [&](int output, int first, int count, std::size_t index) {
    const std::size_t begin = static_cast<std::size_t>(output) * linear.inputs + first;
    for (int i = 0; i < count; ++i) {
      codes->codes[begin + i] =
          nearest_code(codes->scheme, linear.weight[begin + i], codes->scales[index]);
    }
  });
}

std::optional<WeightCodes> codes_on_grid(const Linear& linear, const LayerScheme& scheme) {
  WeightCodes codes = empty_codes(linear, scheme);
  bool fits = true;
  for_each_group(codes, [&](int output, int first, int count, std::size_t index) {
    if (!fits) return;
    const float* values =
        linear.weight.data() + static_cast<std::size_t>(output) * linear.inputs + first;
    const std::optional<float> step = grid_step(scheme.scheme, values, count);
    fits = step.has_value();
    codes.scales[index] = step.value_or(0.0F);
  });
  if (!fits) return std::nullopt;
  round_to_nearest(linear, &codes);
  round_scales(&codes);
  return codes;
}

}  // namespace dinozero::quantize
