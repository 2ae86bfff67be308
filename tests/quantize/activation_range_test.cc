// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/activation_range.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "quantize/quantize_support.h"
#include "support/catch.h"

namespace dinozero::quantize {
namespace {

double error_of(const ActivationRounding& rounding, const Rows& x,
                const std::vector<double>& importance) {
  double sum = 0;
  for (int row = 0; row < x.count; ++row) {
    for (int i = 0; i < x.width; ++i) {
      const double value = x.row(row)[i];
      const double code =
          std::clamp(std::nearbyint(value / rounding.scale) + rounding.zero_point, -128.0, 127.0);
      sum += importance[i] * std::pow(value - (code - rounding.zero_point) * rounding.scale, 2);
    }
  }
  return sum;
}

ActivationRounding whole_range(const Rows& x) {
  const auto [low, high] = std::minmax_element(x.values.begin(), x.values.end());
  ActivationRounding rounding;
  rounding.kind = ActivationRounding::Kind::kStatic;
  rounding.scale = (std::max(*high, 0.0F) - std::min(*low, 0.0F)) / 255;
  rounding.zero_point =
      static_cast<int>(std::nearbyint(-128 - std::min(*low, 0.0F) / rounding.scale));
  return rounding;
}

TEST_CASE("Static ranges make no larger error than the whole range", "[quantize][range]") {
  const std::vector<double> ones(16, 1.0);
  for (const std::uint64_t seed : {1, 2, 3}) {
    const Rows x = testing::correlated_rows(500, 16, seed);
    const ActivationRounding found = static_rounding(x, ones);
    CHECK(found.kind == ActivationRounding::Kind::kStatic);
    CHECK(std::abs(found.zero_point) <= 128);
    CHECK(error_of(found, x, ones) <= 1.02 * error_of(whole_range(x), x, ones));
  }
}

TEST_CASE("An outlier is cut off, unless it is important", "[quantize][range]") {
  testing::Numbers numbers(4);
  Rows x(4000, 2);
  for (int row = 0; row < x.count; ++row) {
    x.row(row)[0] = numbers.next();
    x.row(row)[1] = numbers.next();
  }
  x.row(17)[1] = 60;
  const ActivationRounding clipped = static_rounding(x, {1, 1e-6});
  CHECK(clipped.scale * 255 < 30);
  CHECK(clipped_share(clipped, x) > 0);
  const ActivationRounding whole = static_rounding(x, {1e-6, 1});
  CHECK(whole.scale * 255 > 55);
  CHECK(error_of(clipped, x, {1, 1e-6}) < 0.2 * error_of(whole_range(x), x, {1, 1e-6}));
}

TEST_CASE("What GELU leaves gets a zero point near the lowest code", "[quantize][range]") {
  auto compute = testing::reference_compute();
  Rows x = testing::correlated_rows(300, 8, 6);
  compute.gelu(&x);
  const ActivationRounding rounding = static_rounding(x, std::vector<double>(8, 1.0));
  CHECK(rounding.zero_point < -100);
  Rows rounded = x;
  compute.round(rounding, &rounded);
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    if (x.values[i] == 0) CHECK(rounded.values[i] == 0);
    if (x.values[i] > 0 && x.values[i] < 100 * rounding.scale) {
      CHECK(std::fabs(rounded.values[i] - x.values[i]) <= 0.501F * rounding.scale);
    }
  }
}

TEST_CASE("The share that is clipped is counted", "[quantize][range]") {
  Rows x(1, 4);
  x.values = {-1, 0, 1, 3};
  ActivationRounding rounding;
  CHECK(clipped_share(rounding, x) == 0);
  rounding.kind = ActivationRounding::Kind::kStatic;
  rounding.scale = 0.01F;  // -1.28 to 1.27
  CHECK(clipped_share(rounding, x) == 0.25);
  rounding.zero_point = -128;  // 0 to 2.55
  CHECK(clipped_share(rounding, x) == 0.5);
}

TEST_CASE("Inputs that are always 0, or always positive", "[quantize][range]") {
  const Rows zeros(10, 3);
  const ActivationRounding rounding = static_rounding(zeros, {1, 1, 1});
  CHECK(rounding.scale > 0);
  CHECK(std::isfinite(1.0F / rounding.scale));
  Rows ones(10, 3);
  std::fill(ones.values.begin(), ones.values.end(), 1.0F);
  const ActivationRounding positive = static_rounding(ones, {1, 1, 1});
  Rows rounded = ones;
  testing::reference_compute().round(positive, &rounded);
  CHECK(rounded.values[0] == Approx(1.0).epsilon(0.01));
}

}  // namespace
}  // namespace dinozero::quantize
