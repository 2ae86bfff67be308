// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/moments.h"

#include <algorithm>
#include <cmath>

namespace dinozero::quantize {
namespace {

double weight_of(const std::vector<float>& weights, int row) {
  return weights.empty() ? 1.0 : weights[static_cast<std::size_t>(row) % weights.size()];
}

// Found on photographs that were neither calibrated with nor tested on (docs/quantization.md).
constexpr float kClsShare = 0.25F;

// A copy of rows [first, first + count) less `means`, times the roots of their weights.
Rows centred(const Rows& x, int first, int count, const std::vector<double>& means,
             const std::vector<float>& weights) {
  Rows result(count, x.width);
  for (int row = 0; row < count; ++row) {
    const float* from = x.row(first + row);
    float* to = result.row(row);
    const double factor = std::sqrt(weight_of(weights, first + row));
    for (int i = 0; i < x.width; ++i) to[i] = static_cast<float>(factor * (from[i] - means[i]));
  }
  return result;
}

}  // namespace

std::vector<float> token_weights(int tokens, int patches) {
  std::vector<float> weights(static_cast<std::size_t>(tokens), 1.0F);
  weights[0] = std::max(1.0F, kClsShare * static_cast<float>(patches));
  return weights;
}

std::vector<double> column_means(const Rows& x, const std::vector<float>& weights) {
  std::vector<double> means(static_cast<std::size_t>(x.width));
  double total = 0;
  for (int row = 0; row < x.count; ++row) {
    const float* values = x.row(row);
    const double weight = weight_of(weights, row);
    for (int i = 0; i < x.width; ++i) means[i] += weight * values[i];
    total += weight;
  }
  for (double& mean : means) mean /= total > 0 ? total : 1;
  return means;
}

InputMoments input_moments(Compute* compute, const Rows& wanted, const Rows& rounded,
                           bool about_means, const std::vector<float>& weights) {
  constexpr int kRowsAtATime = 1024;
  InputMoments moments{SquareMatrix(rounded.width), SquareMatrix(rounded.width),
                       column_means(rounded, weights), column_means(wanted, weights)};
  const std::vector<double> zero(static_cast<std::size_t>(rounded.width));
  for (int first = 0; first < rounded.count; first += kRowsAtATime) {
    const int count = std::min(kRowsAtATime, rounded.count - first);
    const Rows used = centred(rounded, first, count, about_means ? moments.rounded : zero, weights);
    const Rows target = centred(wanted, first, count, about_means ? moments.wanted : zero, weights);
    compute->add_products(used, used, &moments.gram);
    compute->add_products(target, used, &moments.cross);
  }
  return moments;
}

}  // namespace dinozero::quantize
