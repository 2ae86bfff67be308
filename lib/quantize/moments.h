// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "lib/quantize/compute.h"
#include "lib/quantize/linear_algebra.h"
#include "lib/quantize/rows.h"

namespace dinozero::quantize {

/// Second moments of what a layer multiplies (`rounded`: its input in the quantized network, after
/// rounding) and of what it should have multiplied (`wanted`: the same input in the f32 network).
/// Where the layer has a bias that can take up means, the moments are about the means.
struct InputMoments {
  SquareMatrix gram;            ///< sum of rounded rounded^T
  SquareMatrix cross;           ///< sum of wanted rounded^T
  std::vector<double> rounded;  ///< means
  std::vector<double> wanted;
};

/// How much each token of an image counts in the moments: the CLS token as much as a quarter of the
/// patches together. It is one of some hundred, has activations of its own, and is the embedding.
std::vector<float> token_weights(int tokens, int patches);

/// Both have the same shape. `weights`: how much each row of an image counts, over and over for one
/// image after the other; empty for 1.
InputMoments input_moments(Compute* compute, const Rows& wanted, const Rows& rounded,
                           bool about_means, const std::vector<float>& weights);

/// Mean of each column, with weights as above.
std::vector<double> column_means(const Rows& x, const std::vector<float>& weights);

}  // namespace dinozero::quantize
