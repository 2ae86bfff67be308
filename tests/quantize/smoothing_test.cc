// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/smoothing.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "lib/quantize/forward.h"
#include "lib/quantize/network.h"
#include "quantize/quantize_support.h"
#include "support/catch.h"

namespace dinozero::quantize {
namespace {

// A few channels a hundred times as large as the others, as LayerNorm makes them.
Rows with_outliers(int count, int width) {
  Rows x = testing::correlated_rows(count, width, 41);
  for (int row = 0; row < count; ++row) x.row(row)[3] *= 100;
  return x;
}

double largest_difference(const Rows& a, const Rows& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    largest = std::max(largest, std::fabs(double{a.values[i]} - b.values[i]));
  }
  return largest;
}

double magnitude(const Rows& a) {
  double largest = 0;
  for (const float value : a.values) largest = std::max(largest, std::fabs(double{value}));
  return largest;
}

TEST_CASE("Outlier channels are smoothed, and the layer computes the same",
          "[quantize][smoothing]") {
  auto compute = testing::reference_compute();
  Rows x = with_outliers(200, 32);
  Linear linear = testing::random_linear(16, 32, 42);
  const Rows wanted = compute.linear(x, linear.weight, linear.bias);
  const Smoothing smoothing = choose_smoothing(&compute, x, linear, {Scheme::kInt8, 0, 8});
  REQUIRE(smoothing.factors.size() == 32);
  CHECK(smoothing.exponent > 0);
  CHECK(smoothing.factors[3] ==
        *std::max_element(smoothing.factors.begin(), smoothing.factors.end()));
  const double before = magnitude(x);
  smooth_input(smoothing, &x, &linear);
  CHECK(magnitude(x) < before / 3);
  CHECK(largest_difference(wanted, compute.linear(x, linear.weight, linear.bias)) <
        1e-5 * magnitude(wanted));
}

TEST_CASE("Layers that stay f32, or are on their grid, are not smoothed", "[quantize][smoothing]") {
  auto compute = testing::reference_compute();
  const Rows x = with_outliers(50, 32);
  Linear linear = testing::random_linear(16, 32, 43);
  CHECK(choose_smoothing(&compute, x, linear, {Scheme::kF32, 0, 8}).factors.empty());
  CHECK_FALSE(choose_smoothing(&compute, x, linear, {Scheme::kInt8Static, 0, 8}).factors.empty());
  for (float& weight : linear.weight) weight = weight < 0 ? -0.25F : 0.25F;
  CHECK(choose_smoothing(&compute, x, linear, {Scheme::kBinary, 0, 8}).factors.empty());
}

TEST_CASE("A network computes the same when LayerNorms and values are smoothed",
          "[quantize][smoothing]") {
  const auto model = testing::calibratable_model();
  auto compute = testing::reference_compute();
  Network network = *read_network(model.model);
  const auto images = testing::synthetic_images(model.model, 2);
  const Linear& embedding = network.patch_embedding;
  const int side = images.grid_side();
  const int tokens = 2 + side * side;
  const Rows start = first_stream(
      network, compute.linear(images.patches(compute), embedding.weight, embedding.bias), side);
  Rows wanted = start;
  BlockInputs inputs;
  run_block(&compute, network, network.blocks[0], tokens, &wanted, &inputs);

  Block smooth = network.blocks[0];
  testing::Numbers numbers(44);
  const auto factors = [&](int count) {
    Smoothing smoothing{0.5, numbers.many(static_cast<std::size_t>(count))};
    for (float& factor : smoothing.factors) factor = std::exp(factor);
    return smoothing;
  };
  const Smoothing for_qkv = factors(24);
  const Smoothing for_proj = factors(24);
  const Smoothing for_fc1 = factors(24);
  smooth_input(for_proj, &inputs.proj, &smooth.proj);
  smooth_values(for_proj, &smooth.qkv);
  smooth_input(for_qkv, &inputs.qkv, &smooth.qkv);
  smooth_layer_norm(for_qkv, &smooth.norm1);
  smooth_input(for_fc1, &inputs.fc1, &smooth.fc1);
  smooth_layer_norm(for_fc1, &smooth.norm2);
  Rows found = start;
  BlockInputs seen;
  run_block(&compute, network, smooth, tokens, &found, &seen);
  CHECK(largest_difference(wanted, found) < 1e-5 * magnitude(wanted));
  // The inputs that smoothing has changed are those that the smoothed block sees.
  CHECK(largest_difference(inputs.qkv, seen.qkv) < 1e-5 * magnitude(seen.qkv));
  CHECK(largest_difference(inputs.proj, seen.proj) < 1e-4 * magnitude(seen.proj));
  CHECK(largest_difference(inputs.fc1, seen.fc1) < 1e-4 * magnitude(seen.fc1));
}

}  // namespace
}  // namespace dinozero::quantize
