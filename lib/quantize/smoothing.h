// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "lib/model/layer_scheme.h"
#include "lib/quantize/compute.h"
#include "lib/quantize/network.h"
#include "lib/quantize/rows.h"

namespace dinozero::quantize {

/// Factors by which the inputs of a layer are divided and its weights multiplied, which changes
/// nothing in exact arithmetic but takes outlier channels out of the input (SmoothQuant: Xiao, Lin,
/// Seznec, Wu, Demouth, Han, ICML 2023): s = max|x|^exponent / max|w|^(1 - exponent) for each
/// input, scaled to a geometric mean of 1.
struct Smoothing {
  double exponent = 0;         ///< 0: none, factors are empty
  std::vector<float> factors;  ///< one for each input
};

/// Tries several exponents on a sample of the rows of `x`, the layer's input, and returns the one
/// with which the layer, rounded to `scheme`, makes the smallest error; none where that is best, or
/// where the weights are on the scheme's grid already.
Smoothing choose_smoothing(Compute* compute, const Rows& x, const Linear& linear,
                           const LayerScheme& scheme);

/// x / factors, column by column, and the layer's weights times factors.
void smooth_input(const Smoothing& smoothing, Rows* x, Linear* linear);
/// The division, done by the LayerNorm before the layer.
void smooth_layer_norm(const Smoothing& smoothing, LayerNorm* norm);
/// The division, done by the rows of qkv that make the values: attention averages them and keeps
/// factors.
void smooth_values(const Smoothing& smoothing, Linear* qkv);

}  // namespace dinozero::quantize
