// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/direction.h"

#include <algorithm>
#include <cmath>

namespace dinozero::evaluation {

std::vector<float> mean_feature(const Samples& samples) {
  std::vector<double> sum(static_cast<std::size_t>(samples.dim), 0.0);
  for (std::size_t row = 0; row < samples.count; ++row) {
    const float* feature = samples.row(row);
    for (std::size_t d = 0; d < sum.size(); ++d) sum[d] += double{feature[d]};
  }
  std::vector<float> mean(sum.size());
  const double count = std::max(1.0, static_cast<double>(samples.count));
  for (std::size_t d = 0; d < sum.size(); ++d) mean[d] = static_cast<float>(sum[d] / count);
  return mean;
}

void direction(const float* feature, const float* centre, int dim, float* out) {
  double squares = 0;
  for (int d = 0; d < dim; ++d) {
    out[d] = centre == nullptr ? feature[d] : feature[d] - centre[d];
    squares += double{out[d]} * double{out[d]};
  }
  constexpr double kSmallestNorm = 1e-12;
  const auto scale = static_cast<float>(1.0 / std::max(std::sqrt(squares), kSmallestNorm));
  for (int d = 0; d < dim; ++d) out[d] *= scale;
}

}  // namespace dinozero::evaluation
