// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/moments.h"

#include <algorithm>

namespace dinozero::quantize {
namespace {

// A copy of rows [first, first + count) less `means`.
Rows centred(const Rows& x, int first, int count, const std::vector<double>& means) {
  Rows result(count, x.width);
  for (int row = 0; row < count; ++row) {
    const float* from = x.row(first + row);
    float* to = result.row(row);
    for (int i = 0; i < x.width; ++i) to[i] = static_cast<float>(from[i] - means[i]);
  }
  return result;
}

}  // namespace

std::vector<double> column_means(const Rows& x) {
  std::vector<double> means(static_cast<std::size_t>(x.width));
  for (int row = 0; row < x.count; ++row) {
    const float* values = x.row(row);
    for (int i = 0; i < x.width; ++i) means[i] += values[i];
  }
  for (double& mean : means) mean /= std::max(x.count, 1);
  return means;
}

InputMoments input_moments(Compute* compute, const Rows& wanted, const Rows& rounded,
                           bool about_means) {
  constexpr int kRowsAtATime = 1024;
  InputMoments moments{SquareMatrix(rounded.width), SquareMatrix(rounded.width),
                       column_means(rounded), column_means(wanted)};
  const std::vector<double> zero(static_cast<std::size_t>(rounded.width));
  for (int first = 0; first < rounded.count; first += kRowsAtATime) {
    const int count = std::min(kRowsAtATime, rounded.count - first);
    const Rows used = centred(rounded, first, count, about_means ? moments.rounded : zero);
    const Rows target = centred(wanted, first, count, about_means ? moments.wanted : zero);
    compute->add_products(used, used, &moments.gram);
    compute->add_products(target, used, &moments.cross);
  }
  return moments;
}

}  // namespace dinozero::quantize
