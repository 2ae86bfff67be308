// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/weight_codes.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "lib/quantize/float16.h"
#include "quantize/quantize_support.h"
#include "support/catch.h"

namespace dinozero::quantize {
namespace {

const LayerScheme kEveryScheme[] = {{Scheme::kInt8, 0, 8},
                                    {Scheme::kInt8Static, 0, 8},
                                    {Scheme::kInt4, 0, 6},
                                    {Scheme::kInt4, 32, 8},
                                    {Scheme::kBinary, 0, 8}};

double squared_error(Scheme scheme, const std::vector<float>& values,
                     const std::vector<float>& importance, float scale) {
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double difference = values[i] - double{scale} * nearest_code(scheme, values[i], scale);
    sum += importance[i] * difference * difference;
  }
  return sum;
}

TEST_CASE("The nearest code is the nearest", "[quantize][weights]") {
  testing::Numbers numbers(7);
  for (const Scheme scheme : {Scheme::kInt8, Scheme::kInt4, Scheme::kBinary}) {
    const int limit = code_limit(scheme);
    for (int round = 0; round < 300; ++round) {
      const float value = numbers.next();
      const float scale = 0.01F + std::fabs(numbers.next()) * 0.3F;
      double least = INFINITY;
      for (int code = -limit; code <= limit; ++code) {
        if (scheme == Scheme::kBinary && code == 0) continue;
        least = std::min(least, std::fabs(double{value} - double{scale} * code));
      }
      const int code = nearest_code(scheme, value, scale);
      CHECK(std::abs(code) <= limit);
      CHECK(std::fabs(double{value} - double{scale} * code) <= least + 1e-7);
    }
  }
  CHECK(nearest_code(Scheme::kInt4, 2.5F, 1.0F) == 2);
  CHECK(nearest_code(Scheme::kInt4, -3.5F, 1.0F) == -4);
  CHECK(nearest_code(Scheme::kInt4, 1e30F, 1e-3F) == 7);
  CHECK(nearest_code(Scheme::kInt8, 1.0F, 0.0F) == 0);
  CHECK(nearest_code(Scheme::kBinary, 0.0F, 1.0F) == 1);
}

TEST_CASE("Best scales: no scale of a fine grid is better by much", "[quantize][weights]") {
  testing::Numbers numbers(9);
  for (const Scheme scheme : {Scheme::kInt8, Scheme::kInt4, Scheme::kBinary}) {
    for (const int count : {1, 5, 64, 300}) {
      const std::vector<float> values = numbers.many(static_cast<std::size_t>(count));
      std::vector<float> importance = numbers.many(static_cast<std::size_t>(count));
      for (float& weight : importance) weight = weight * weight + 0.01F;
      const float scale = best_scale(scheme, values.data(), importance.data(), count);
      const double error = squared_error(scheme, values, importance, scale);
      float largest = 0;
      for (const float value : values) largest = std::max(largest, std::fabs(value));
      double least = INFINITY;
      for (int step = 1; step <= 2000; ++step) {
        const float tried = 1.5F * largest / static_cast<float>(code_limit(scheme)) *
                            static_cast<float>(step) / 2000;
        least = std::min(least, squared_error(scheme, values, importance, tried));
      }
      CAPTURE(scheme_name(scheme), count, scale);
      // Of few weights, or with many codes, a scale can be found that happens to fit them.
      const double tolerance = scheme == Scheme::kInt8 ? 1.5 : 1.1;
      if (count >= 64 || scheme == Scheme::kBinary) CHECK(error <= tolerance * least + 1e-9);
      CHECK(error <= squared_error(scheme, values, importance,
                                   largest / static_cast<float>(code_limit(scheme))) +
                         1e-9);
    }
  }
}

TEST_CASE("A binary scale is the mean magnitude", "[quantize][weights]") {
  const std::vector<float> values = {1, -2, 3, -6};
  CHECK(best_scale(Scheme::kBinary, values.data(), nullptr, 4) == 3.0F);
  const std::vector<float> importance = {1, 0.5F, 1, 0.5F};
  CHECK(best_scale(Scheme::kBinary, values.data(), importance.data(), 4) ==
        Approx((1 + 1 + 3 + 3) / 3.0));
}

TEST_CASE("Scales are binary16 before codes are chosen", "[quantize][weights]") {
  const Linear linear = testing::random_linear(7, 96, 11);
  for (const LayerScheme& scheme : kEveryScheme) {
    const WeightCodes codes = codes_with_best_scales(linear, scheme, nullptr);
    CHECK(codes.float16_scales);
    CHECK(codes.groups() == (scheme.group == 0 ? 1 : 3));
    REQUIRE(codes.scales.size() == 7U * codes.groups());
    for (const float scale : codes.scales) {
      CHECK(scale == round_to_float16(scale));
      CHECK(scale >= kSmallestFloat16);
    }
    const std::vector<float> weights = codes.dequantized();
    for (int output = 0; output < 7; ++output) {
      for (int i = 0; i < 96; ++i) {
        const std::size_t at = static_cast<std::size_t>(output) * 96 + i;
        const float scale = codes.row_scales(output)[i / codes.group];
        CHECK(codes.codes[at] == nearest_code(scheme.scheme, linear.weight[at], scale));
        CHECK(weights[at] == scale * static_cast<float>(codes.codes[at]));
      }
    }
  }
}

TEST_CASE("Scales that binary16 could hold only as subnormal numbers stay f32",
          "[quantize][weights]") {
  Linear linear = testing::random_linear(3, 40, 12);
  for (int i = 0; i < 40; ++i) linear.weight[40 + i] *= 1e-4F;  // one row is enough
  const WeightCodes codes = codes_with_best_scales(linear, {Scheme::kInt8, 0, 8}, nullptr);
  CHECK_FALSE(codes.float16_scales);
  CHECK(codes.scales[1] < kSmallestFloat16);
  const std::vector<float> weights = codes.dequantized();
  for (int i = 40; i < 80; ++i) {
    CHECK(std::fabs(weights[i] - linear.weight[i]) <= 0.51F * codes.scales[1]);
  }
}

TEST_CASE("Rows of zeros give zeros", "[quantize][weights]") {
  Linear linear = testing::random_linear(2, 32, 13);
  std::fill_n(linear.weight.begin(), 32, 0.0F);
  for (const LayerScheme& scheme : kEveryScheme) {
    const WeightCodes codes = codes_with_best_scales(linear, scheme, nullptr);
    const std::vector<float> weights = codes.dequantized();
    for (int i = 0; i < 32; ++i) CHECK(weights[i] == 0);
    CHECK(codes.float16_scales);
  }
}

// What quantization-aware training exports: multiples of a step a row.
Linear on_grid(Scheme scheme, float step_unit, int group) {
  testing::Numbers numbers(14);
  Linear linear{"layer", 5, 64, {}, {}};
  const int limit = code_limit(scheme);
  for (int output = 0; output < 5; ++output) {
    float step = 0;
    for (int i = 0; i < 64; ++i) {
      if (i % group == 0) step = step_unit * (1 + std::fabs(numbers.next()));
      int code = static_cast<int>(std::lround(numbers.next() * static_cast<float>(limit) / 2));
      code = std::clamp(code, -limit, limit);
      if (scheme == Scheme::kBinary) code = code < 0 ? -1 : 1;
      if (i % group == 3 && scheme != Scheme::kBinary) code = limit - output % 2;
      linear.weight.push_back(step * static_cast<float>(code));
    }
  }
  return linear;
}

TEST_CASE("Weights on a grid are found and kept", "[quantize][weights]") {
  for (const LayerScheme& scheme :
       {LayerScheme{Scheme::kInt4, 0, 6}, LayerScheme{Scheme::kInt4, 32, 6},
        LayerScheme{Scheme::kBinary, 0, 8}}) {
    const Linear linear = on_grid(scheme.scheme, 0.01F, scheme.group == 0 ? 64 : scheme.group);
    const auto codes = codes_on_grid(linear, scheme);
    REQUIRE(codes.has_value());
    const std::vector<float> weights = codes->dequantized();
    for (std::size_t i = 0; i < weights.size(); ++i) {
      // Scales that are not binary16 numbers are rounded.
      CHECK(std::fabs(weights[i] - linear.weight[i]) <= 0x1p-11F * std::fabs(linear.weight[i]));
    }
    Linear moved = linear;
    moved.weight[70] += 0.003F;
    CHECK_FALSE(codes_on_grid(moved, scheme).has_value());
  }
  CHECK_FALSE(codes_on_grid(testing::random_linear(3, 64, 15), {Scheme::kInt4, 0, 6}).has_value());
  CHECK_FALSE(codes_on_grid(testing::random_linear(3, 64, 15), {Scheme::kInt8, 0, 8}).has_value());
}

TEST_CASE("Weights on a grid with binary16 steps are reproduced exactly", "[quantize][weights]") {
  Linear linear = on_grid(Scheme::kInt4, 1.0F, 64);
  for (int output = 0; output < 5; ++output) {
    const float step = round_to_float16(0.01F * static_cast<float>(output + 1));
    const float old = linear.weight[output * 64 + 3] / static_cast<float>(7 - output % 2);
    for (int i = 0; i < 64; ++i) {
      linear.weight[output * 64 + i] = step * std::nearbyint(linear.weight[output * 64 + i] / old);
    }
  }
  const auto codes = codes_on_grid(linear, {Scheme::kInt4, 0, 6});
  REQUIRE(codes.has_value());
  CHECK(codes->dequantized() == linear.weight);
}

}  // namespace
}  // namespace dinozero::quantize
