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

/// Both have the same shape.
InputMoments input_moments(Compute* compute, const Rows& wanted, const Rows& rounded,
                           bool about_means);

/// Mean of each column.
std::vector<double> column_means(const Rows& x);

}  // namespace dinozero::quantize
