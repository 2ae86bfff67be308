// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "lib/quantize/rows.h"

namespace dinozero::quantize {

/// 10 log10 of the sum of squares of `signal` over that of its differences from `rounded`, in dB;
/// infinite where there is no difference.
double signal_to_noise_db(const std::vector<float>& signal, const std::vector<float>& rounded);

/// Cosine of the angle between two vectors; 1 for two zero vectors.
double cosine(const float* a, const float* b, int count);

/// How alike the tokens of images are in two networks.
struct TokenCosines {
  double cls_mean = 1;
  double cls_worst = 1;     ///< mean of the lowest hundredth, at least one
  double patches_mean = 1;  ///< over the patch tokens of all images
};

/// `a` and `b`: images of `tokens` rows, of which the first is the CLS token and the last `patches`
/// are those of patches.
TokenCosines token_cosines(const Rows& a, const Rows& b, int tokens, int patches);

}  // namespace dinozero::quantize
