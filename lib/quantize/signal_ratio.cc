// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/signal_ratio.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dinozero::quantize {

double signal_to_noise_db(const std::vector<float>& signal, const std::vector<float>& rounded) {
  double power = 0;
  double noise = 0;
  for (std::size_t i = 0; i < signal.size(); ++i) {
    const double difference = double{signal[i]} - rounded[i];
    power += double{signal[i]} * signal[i];
    noise += difference * difference;
  }
  if (noise == 0) return std::numeric_limits<double>::infinity();
  return 10 * std::log10(power / noise);
}

double cosine(const float* a, const float* b, int count) {
  double product = 0;
  double a_square = 0;
  double b_square = 0;
  for (int i = 0; i < count; ++i) {
    product += double{a[i]} * b[i];
    a_square += double{a[i]} * a[i];
    b_square += double{b[i]} * b[i];
  }
  if (a_square == 0 && b_square == 0) return 1;
  return product / std::sqrt(std::max(a_square * b_square, std::numeric_limits<double>::min()));
}

TokenCosines token_cosines(const Rows& a, const Rows& b, int tokens, int patches) {
  std::vector<double> cls;
  double patch_sum = 0;
  for (int first = 0; first < a.count; first += tokens) {
    cls.push_back(cosine(a.row(first), b.row(first), a.width));
    for (int row = first + tokens - patches; row < first + tokens; ++row) {
      patch_sum += cosine(a.row(row), b.row(row), a.width);
    }
  }
  TokenCosines result;
  if (cls.empty()) return result;
  std::sort(cls.begin(), cls.end());
  const auto images = static_cast<double>(cls.size());
  result.cls_mean = 0;
  for (const double value : cls) result.cls_mean += value / images;
  const std::size_t worst = (cls.size() + 99) / 100;
  result.cls_worst = 0;
  for (std::size_t i = 0; i < worst; ++i) result.cls_worst += cls[i] / static_cast<double>(worst);
  result.patches_mean = patch_sum / (images * patches);
  return result;
}

}  // namespace dinozero::quantize
