// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lib/model/layer_scheme.h"
#include "lib/quantize/network.h"

namespace dinozero::quantize {

/// The largest |code| of a weight: 127, 7 or 1. Not for kF32.
int code_limit(Scheme scheme);

/// A matrix of integer codes times scales: w[o][i] = scales[o][i / group] * codes[o][i].
struct WeightCodes {
  Scheme scheme = Scheme::kInt8;
  int outputs = 0;
  int inputs = 0;
  int group = 0;  ///< inputs that share a scale, 1 to `inputs`
  std::vector<std::int8_t> codes;
  std::vector<float> scales;  ///< outputs x groups; binary16 numbers where float16_scales
  bool float16_scales = true;

  int groups() const { return (inputs - 1) / group + 1; }
  const float* row_scales(int output) const {
    return scales.data() + static_cast<std::size_t>(output) * groups();
  }
  /// outputs x inputs.
  std::vector<float> dequantized() const;
};

/// Storage for codes of `linear`, with all of them and all scales 0. `scheme.group` 0 means one
/// group.
WeightCodes empty_codes(const Linear& linear, const LayerScheme& scheme);

/// The code whose multiple of `scale` is nearest to `value`; scale >= 0.
std::int8_t nearest_code(Scheme scheme, float value, float scale);

/// The scale that minimises sum of importance[i] * (values[i] - scale * nearest code)^2 over
/// `count` values, searched over clipping ranges, each refined by least squares. For kBinary it is
/// the weighted mean of |values|. `importance` (> 0) may be null for 1. The result is as
/// fine as f32; 0 where all values are.
float best_scale(Scheme scheme, const float* values, const float* importance, int count);

/// Scales by best_scale(), rounded to binary16 before the codes are chosen, unless one of them
/// would be subnormal or overflow there: then all of the layer stay f32. `importance`, one number
/// for each input, may be null.
WeightCodes codes_with_best_scales(const Linear& linear, const LayerScheme& scheme,
                                   const float* importance);

/// Sets every code to the nearest one for the scales there are.
void round_to_nearest(const Linear& linear, WeightCodes* codes);

/// The codes of a matrix that lies on the scheme's grid already, as quantization-aware training
/// exports it: every row (or group) consists of multiples, at most code_limit(scheme), of one step.
/// Nothing if a weight is further than 2^-10 of its group's step from the grid.
std::optional<WeightCodes> codes_on_grid(const Linear& linear, const LayerScheme& scheme);

}  // namespace dinozero::quantize
