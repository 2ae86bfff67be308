// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/error_compensation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "lib/quantize/float16.h"
#include "lib/quantize/quantized_layer.h"
#include "quantize/quantize_support.h"
#include "support/catch.h"

namespace dinozero::quantize {
namespace {

// Squared error of one output over all rows of x: (w - v)^T X^T X (w - v).
double output_error(const Linear& linear, const WeightCodes& codes, const Rows& x, int output) {
  const std::vector<float> rounded = codes.dequantized();
  double sum = 0;
  for (int row = 0; row < x.count; ++row) {
    double difference = 0;
    for (int i = 0; i < linear.inputs; ++i) {
      const std::size_t at = static_cast<std::size_t>(output) * linear.inputs + i;
      difference += (double{linear.weight[at]} - rounded[at]) * x.row(row)[i];
    }
    sum += difference * difference;
  }
  return sum;
}

double squared_difference(const Linear& linear, const WeightCodes& codes, int output) {
  const std::vector<float> rounded = codes.dequantized();
  double sum = 0;
  for (int i = 0; i < linear.inputs; ++i) {
    const std::size_t at = static_cast<std::size_t>(output) * linear.inputs + i;
    sum += std::pow(double{linear.weight[at]} - rounded[at], 2);
  }
  return sum;
}

TEST_CASE("Compensated rounding makes smaller errors than nearest", "[quantize][compensation]") {
  const Rows x = testing::correlated_rows(300, 64, 21);
  const SquareMatrix gram = testing::gram_of(x);
  const auto compensation = ErrorCompensation::create(gram);
  REQUIRE(compensation.has_value());
  const Linear linear = testing::random_linear(24, 64, 22);
  for (const LayerScheme& scheme :
       {LayerScheme{Scheme::kInt8, 0, 8}, LayerScheme{Scheme::kInt4, 0, 6},
        LayerScheme{Scheme::kInt4, 32, 8}, LayerScheme{Scheme::kBinary, 0, 8}}) {
    CAPTURE(scheme_name(scheme.scheme), scheme.group);
    const WeightCodes nearest = codes_with_best_scales(linear, scheme, nullptr);
    WeightCodes compensated = nearest;
    compensation->round(linear, &compensated);
    double before = 0;
    double after = 0;
    for (int output = 0; output < linear.outputs; ++output) {
      const double nearest_error = compensation->error(linear, nearest, output);
      const double error = compensation->error(linear, compensated, output);
      CHECK(error <= nearest_error);
      // The error is what it is said to be: that of the outputs, and the damping.
      CHECK(error ==
            Approx(output_error(linear, compensated, x, output) +
                   0.01 * gram.mean_diagonal() * squared_difference(linear, compensated, output))
                .epsilon(1e-4));
      before += nearest_error;
      after += error;
    }
    CHECK(after < 0.7 * before);
    for (std::size_t i = 0; i < compensated.codes.size(); ++i) {
      CHECK(std::abs(compensated.codes[i]) <= code_limit(scheme.scheme));
      if (scheme.scheme == Scheme::kBinary) CHECK(compensated.codes[i] != 0);
    }
    for (const float scale : compensated.scales) CHECK(scale == round_to_float16(scale));
  }
}

TEST_CASE("Few weights: close to the best of all codes", "[quantize][compensation]") {
  const Rows x = testing::correlated_rows(40, 3, 23);
  const auto compensation = ErrorCompensation::create(testing::gram_of(x));
  const Linear linear = testing::random_linear(6, 3, 24);
  WeightCodes codes = codes_with_best_scales(linear, {Scheme::kInt4, 0, 8}, nullptr);
  compensation->round(linear, &codes);
  for (int output = 0; output < linear.outputs; ++output) {
    const double found = compensation->error(linear, codes, output);
    WeightCodes tried = codes;
    double least = found;
    for (int combination = 0; combination < 15 * 15 * 15; ++combination) {
      for (int i = 0, rest = combination; i < 3; ++i, rest /= 15) {
        tried.codes[output * 3 + i] = static_cast<std::int8_t>(rest % 15 - 7);
      }
      least = std::min(least, compensation->error(linear, tried, output));
    }
    CHECK(found <= 2 * least);
  }
}

TEST_CASE("Inputs that are independent need no compensation", "[quantize][compensation]") {
  SquareMatrix gram(32);
  gram.add_diagonal(2.0);
  const auto compensation = ErrorCompensation::create(gram);
  const Linear linear = testing::random_linear(8, 32, 25);
  WeightCodes codes = codes_with_best_scales(linear, {Scheme::kInt4, 0, 8}, nullptr);
  compensation->round(linear, &codes);
  WeightCodes nearest = codes;
  round_to_nearest(linear, &nearest);
  CHECK(codes.codes == nearest.codes);
}

TEST_CASE("Inputs that never vary", "[quantize][compensation]") {
  CHECK_FALSE(ErrorCompensation::create(SquareMatrix(4)).has_value());
  SquareMatrix gram = testing::gram_of(testing::correlated_rows(50, 8, 26));
  for (int i = 0; i < 8; ++i) gram.row(3)[i] = gram.row(i)[3] = 0;
  const auto compensation = ErrorCompensation::create(gram);
  REQUIRE(compensation.has_value());
  const Linear linear = testing::random_linear(3, 8, 27);
  WeightCodes codes = codes_with_best_scales(linear, {Scheme::kInt8, 0, 8}, nullptr);
  compensation->round(linear, &codes);
  for (int output = 0; output < 3; ++output) {
    CHECK(std::isfinite(compensation->error(linear, codes, output)));
  }
}

double error_to_wanted(const Linear& original, const Linear& aimed, const Rows& wanted,
                       const Rows& rounded, int output) {
  Linear plain = original;
  plain.bias.clear();
  Linear changed = aimed;
  changed.bias.clear();
  double sum = 0;
  for (int row = 0; row < wanted.count; ++row) {
    sum += std::pow(testing::output_of(plain, wanted, row, output) -
                        testing::output_of(changed, rounded, row, output),
                    2);
  }
  return sum;
}

TEST_CASE("Aiming at the wanted outputs is least squares", "[quantize][compensation]") {
  const Rows wanted = testing::correlated_rows(200, 24, 28);
  Rows rounded = wanted;
  testing::Numbers numbers(29);
  for (float& value : rounded.values) value = 0.9F * value + 0.2F * numbers.next();
  auto compute = testing::reference_compute();
  const InputMoments moments = input_moments(&compute, wanted, rounded, false, {});
  const Linear linear = testing::random_linear(4, 24, 30);
  Linear aimed = linear;
  aim_at_wanted_outputs(moments, 0.0, &aimed);
  for (int output = 0; output < 4; ++output) {
    const double error = error_to_wanted(linear, aimed, wanted, rounded, output);
    CHECK(error < error_to_wanted(linear, linear, wanted, rounded, output));
    // The minimum of a parabola in every direction.
    for (int i = 0; i < 24; ++i) {
      for (const float change : {-0.003F, 0.003F}) {
        Linear moved = aimed;
        moved.weight[output * 24 + i] += change;
        CHECK(error <= error_to_wanted(linear, moved, wanted, rounded, output) * (1 + 1e-5));
      }
    }
  }
  // Held firmly, the weights stay.
  Linear held = linear;
  aim_at_wanted_outputs(moments, 1e9, &held);
  for (std::size_t i = 0; i < held.weight.size(); ++i) {
    CHECK(held.weight[i] == Approx(linear.weight[i]).margin(1e-6));
  }
}

TEST_CASE("Moments are sums over the rows", "[quantize][compensation]") {
  const Rows wanted = testing::correlated_rows(70, 9, 31);
  Rows rounded = testing::correlated_rows(70, 9, 32);
  auto compute = testing::reference_compute();
  const InputMoments plain = input_moments(&compute, wanted, rounded, false, {});
  const InputMoments centred = input_moments(&compute, wanted, rounded, true, {});
  for (int i = 0; i < 9; ++i) {
    double mean = 0;
    for (int row = 0; row < 70; ++row) mean += rounded.row(row)[i] / 70.0;
    CHECK(centred.rounded[i] == Approx(mean).margin(1e-6));
    for (int j = 0; j < 9; ++j) {
      double gram = 0;
      double cross = 0;
      for (int row = 0; row < 70; ++row) {
        gram += double{rounded.row(row)[i]} * rounded.row(row)[j];
        cross += double{wanted.row(row)[i]} * rounded.row(row)[j];
      }
      CHECK(plain.gram.row(i)[j] == Approx(gram).margin(1e-3));
      CHECK(plain.cross.row(i)[j] == Approx(cross).margin(1e-3));
      CHECK(centred.gram.row(i)[j] ==
            Approx(gram - 70 * centred.rounded[i] * centred.rounded[j]).margin(2e-3));
      CHECK(centred.cross.row(i)[j] ==
            Approx(cross - 70 * centred.wanted[i] * centred.rounded[j]).margin(2e-3));
    }
  }
}

TEST_CASE("A row of weight 3 counts as three rows", "[quantize][compensation]") {
  const int width = 9;
  const Rows wanted = testing::correlated_rows(10, width, 33);
  const Rows rounded = testing::correlated_rows(10, width, 34);
  // Two images of five tokens, the first of which counts three times.
  const auto repeated = [&](const Rows& x) {
    Rows result(14, width);
    int to = 0;
    for (int row = 0; row < x.count; ++row) {
      for (int i = 0; i < (row % 5 == 0 ? 3 : 1); ++i) {
        std::copy_n(x.row(row), width, result.row(to++));
      }
    }
    return result;
  };
  auto compute = testing::reference_compute();
  for (const bool about_means : {false, true}) {
    CAPTURE(about_means);
    const InputMoments found =
        input_moments(&compute, wanted, rounded, about_means, {3, 1, 1, 1, 1});
    const InputMoments expected =
        input_moments(&compute, repeated(wanted), repeated(rounded), about_means, {});
    for (int i = 0; i < width; ++i) {
      CHECK(found.wanted[i] == Approx(expected.wanted[i]).margin(1e-6));
      CHECK(found.rounded[i] == Approx(expected.rounded[i]).margin(1e-6));
      for (int j = 0; j < width; ++j) {
        CHECK(found.gram.row(i)[j] == Approx(expected.gram.row(i)[j]).margin(1e-3));
        CHECK(found.cross.row(i)[j] == Approx(expected.cross.row(i)[j]).margin(1e-3));
      }
    }
  }
}

TEST_CASE("The CLS token counts as a quarter of the patches", "[quantize][compensation]") {
  const std::vector<float> weights = token_weights(1 + 2 + 196, 196);  // two registers
  REQUIRE(weights.size() == 199);
  CHECK(weights[0] == 49.0F);
  CHECK(std::count(weights.begin(), weights.end(), 1.0F) == 198);
  CHECK(token_weights(2, 1) == std::vector<float>{1, 1});
}

TEST_CASE("A layer serves the rows that count", "[quantize][compensation]") {
  // The first of 50 tokens has activations of its own, as the CLS token has.
  constexpr int kTokens = 50;
  Rows x = testing::correlated_rows(40 * kTokens, 48, 35);
  const Rows other = testing::correlated_rows(40, 48, 36);
  for (int image = 0; image < 40; ++image) {
    std::copy_n(other.row(image), 48, x.row(image * kTokens));
  }
  const Linear linear = testing::random_linear(32, 48, 37);
  auto compute = testing::reference_compute();
  const auto errors = [&](const std::vector<float>& weights) {
    const QuantizedLayer layer =
        quantize_layer(&compute, linear, {Scheme::kInt4, 0, 8}, {x, x, weights});
    const Rows found = run_layer(&compute, layer, x);
    const Rows wanted = compute.linear(x, linear.weight, linear.bias);
    std::array<double, 2> sums{};  // of the first token, of the others
    for (std::size_t i = 0; i < found.values.size(); ++i) {
      const bool first = i / 32 % kTokens == 0;
      sums[first ? 0 : 1] += std::pow(double{found.values[i]} - wanted.values[i], 2);
    }
    return sums;
  };
  const std::array<double, 2> plain = errors({});
  const std::array<double, 2> weighted = errors(token_weights(kTokens, kTokens - 1));
  CHECK(weighted[0] < 0.7 * plain[0]);
  CHECK(weighted[1] < 1.3 * plain[1]);
}

}  // namespace
}  // namespace dinozero::quantize
