// SPDX-License-Identifier: Apache-2.0
// An int8-static layer on XNNPACK gives what the native one gives, in steps of its output scale.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "kernels/kernel_table.h"
#include "lib/backend/linear_backend.h"
#include "support/catch.h"

namespace dinozero {
namespace {

constexpr int kRows = 19;

struct Layer {
  std::vector<std::int8_t> codes;
  std::vector<float> scales;
  std::vector<float> bias;
  std::vector<float> folded_bias;
  std::vector<float> x;
  LinearWeights weights;
};

// x uses the input's range and goes beyond it.
Layer make_layer(int outputs, int inputs, bool with_bias, float output_scale) {
  std::uint32_t state = 1;
  const auto next = [&] {
    state = state * 1664525U + 1013904223U;
    return static_cast<float>(state >> 8) * 0x1p-23F - 1.0F;
  };
  Layer layer;
  for (int i = 0; i < outputs * inputs; ++i) {
    layer.codes.push_back(static_cast<std::int8_t>(next() * 127));
  }
  LinearWeights& weights = layer.weights;
  weights.name = "layer";
  weights.outputs = outputs;
  weights.inputs = inputs;
  weights.scheme.scheme = Scheme::kInt8Static;
  weights.input_scale = 0.02F;
  weights.input_zero_point = -37;
  weights.output_scale = output_scale;
  weights.output_zero_point = 11;
  for (int output = 0; output < outputs; ++output) {
    layer.scales.push_back(0.01F * (1.5F + next()));
    layer.bias.push_back(with_bias ? next() : 0.0F);
    int sum = 0;
    for (int i = 0; i < inputs; ++i) sum += layer.codes[output * inputs + i];
    layer.folded_bias.push_back(layer.bias.back() - weights.input_scale * layer.scales.back() *
                                                        -37 * static_cast<float>(sum));
  }
  for (int i = 0; i < kRows * inputs + 64; ++i) layer.x.push_back(next() * 4);
  return layer;
}

void connect(Layer* layer, bool with_bias) {
  layer->weights.weight_int8 = layer->codes.data();
  layer->weights.weight_scale = layer->scales.data();
  layer->weights.bias = with_bias ? layer->bias.data() : nullptr;
  layer->weights.folded_bias = layer->folded_bias.data();
}

// The layer in double precision from its quantized inputs.
double exact(const Layer& layer, int row, int output) {
  const LinearWeights& w = layer.weights;
  double sum = double{layer.bias[output]};
  for (int i = 0; i < w.inputs; ++i) {
    const double code =
        std::clamp(std::nearbyint(double{layer.x[row * w.inputs + i]} / double{w.input_scale}) +
                       w.input_zero_point,
                   -128.0, 127.0);
    sum += double{w.input_scale} * (code - w.input_zero_point) * double{layer.scales[output]} *
           layer.codes[output * w.inputs + i];
  }
  return sum;
}

TEST_CASE("XNNPACK runs int8-static layers to half a step of their output", "[xnnpack]") {
  if (!has_xnnpack()) return;
  const auto pool = ThreadPool::create(1);
  const Execution execution{kernels::best_kernel_table(), *pool, {}};
  const auto backend = make_xnnpack_backend(execution, "test");
  REQUIRE(backend.has_value());
  for (const int outputs : {1, 24, 131}) {
    for (const int inputs : {1, 36, 75, 768}) {
      for (const bool with_bias : {true, false}) {
        INFO(outputs << " x " << inputs << (with_bias ? " with bias" : ""));
        const float output_scale = 0.02F * std::sqrt(static_cast<float>(inputs));
        Layer layer = make_layer(outputs, inputs, with_bias, output_scale);
        connect(&layer, with_bias);
        auto made = (*backend)->make_layer(layer.weights);
        REQUIRE(made.has_value());
        CHECK((*made)->backend() == std::string("xnnpack"));
        REQUIRE((*made)->reserve(kRows).has_value());
        std::vector<float> y(static_cast<std::size_t>(kRows) * outputs + 64);
        const auto status = (*made)->run(kRows, {layer.x.data(), nullptr, nullptr}, {y.data()});
        INFO((status ? std::string() : status.error().message));
        REQUIRE(status.has_value());
        const double lowest = double{output_scale} * (-128 - 11);
        const double highest = double{output_scale} * (127 - 11);
        double worst = 0;
        for (int row = 0; row < kRows; ++row) {
          for (int output = 0; output < outputs; ++output) {
            const double want = std::clamp(exact(layer, row, output), lowest, highest);
            worst = std::max(worst, std::fabs(double{y[row * outputs + output]} - want));
          }
        }
        // The bias is rounded to a step of input scale x weight scale.
        CHECK(worst <= 0.505 * double{output_scale} + 0.02 * 0.025 / 2);
      }
    }
  }
}

TEST_CASE("int8-static layers that XNNPACK cannot run fall back and say why", "[xnnpack]") {
  if (!has_xnnpack()) return;
  const auto pool = ThreadPool::create(1);
  const Execution execution{kernels::best_kernel_table(), *pool, {}};
  const auto backend = make_xnnpack_backend(execution, "test");
  REQUIRE(backend.has_value());
  const auto check = [&](Layer layer, const std::string& reason) {
    connect(&layer, true);
    const auto made = (*backend)->make_layer(layer.weights);
    REQUIRE(made.has_value());
    CHECK((*made)->backend() == std::string("native"));
    CHECK((*made)->reason() == reason);
  };
  check(make_layer(4, 8, true, 0.0F), "no output_scale, which XNNPACK needs");
  check(make_layer(4, 8, true, 1e-9F), "scales that XNNPACK does not take");
  Layer dead = make_layer(4, 8, true, 0.1F);
  dead.scales[2] = 0.0F;  // an output whose weights are all 0
  check(dead, "scales that XNNPACK does not take");
  Layer int8 = make_layer(4, 8, true, 0.1F);
  int8.weights.scheme.scheme = Scheme::kInt8;
  check(int8, "XNNPACK cannot run this scheme");
}

}  // namespace
}  // namespace dinozero
