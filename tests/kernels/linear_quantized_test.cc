// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include "kernels/quantized_layer.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

using kernels::Epilogue;

QuantizedLayer make_layer(WeightScheme scheme, int rows, int inputs, int outputs, int x_limit = 127,
                          int group = 0) {
  QuantizedLayer layer;
  layer.scheme = scheme;
  layer.rows = rows;
  layer.inputs = inputs;
  layer.outputs = outputs;
  layer.x_limit = x_limit;
  layer.group = group;
  layer.randomize(true, static_cast<std::uint32_t>(rows + 1000 * inputs + 31 * outputs + group));
  return layer;
}

TEST_CASE("quantized linear layers sum exactly at the models' shapes", "[kernels][quantized]") {
  struct Shape {
    int rows, inputs, outputs;
  };
  for (const WeightScheme scheme : kWeightSchemes) {
    for (const Shape& s : {Shape{196, 768, 128}, Shape{197, 128, 384}, Shape{197, 512, 128},
                           Shape{41, 192, 576}, Shape{23, 384, 1536}, Shape{21, 1536, 384}}) {
      for (const int x_limit : {127, 31}) {
        if (x_limit == 31 && scheme != WeightScheme::kInt4) continue;
        QuantizedLayer layer = make_layer(scheme, s.rows, s.inputs, s.outputs, x_limit);
        check(layer);
        layer.make_scales_one();
        check(layer, true);
      }
    }
  }
}

TEST_CASE("quantized linear layers sum exactly at odd shapes", "[kernels][quantized]") {
  unsigned variant = 0;
  for (const WeightScheme scheme : kWeightSchemes) {
    for (const int rows : {0, 1, 2, 3, 4, 7, 8, 9, 17}) {
      for (const int outputs : {0, 1, 2, 3, 5, 8, 23, 24, 25, 33}) {
        for (const int inputs : {0, 1, 2, 3, 4, 7, 8, 23, 24, 25, 48, 127, 128, 129, 259}) {
          ++variant;
          QuantizedLayer layer = make_layer(scheme, rows, inputs, outputs,
                                            variant % 3 == 0 ? 31 : 127, variant % 4 == 0 ? 32 : 0);
          layer.x_gap = variant % 3 == 1 ? 5 : 0;
          layer.y_gap = variant % 5 == 0 ? 3 : 0;
          layer.randomize(variant % 2 == 0, variant);
          check(layer);
        }
      }
    }
  }
}

TEST_CASE("quantized linear layers do not overflow at the extremes", "[kernels][quantized]") {
  for (const WeightScheme scheme : kWeightSchemes) {
    for (const int x_limit : {127, 31}) {
      if (x_limit == 31 && scheme != WeightScheme::kInt4) continue;
      for (const int inputs : {150, 240, 768, 3072}) {
        for (const int pattern : {0, 1, 2, 3}) {
          QuantizedLayer layer = make_layer(scheme, 9, inputs, 26, x_limit);
          const int lowest = x_limit == 31 ? -31 : -128;
          const int highest = x_limit;
          const int weight = scheme == WeightScheme::kInt8   ? (pattern == 1 ? -128 : 127)
                             : scheme == WeightScheme::kInt4 ? 7
                                                             : 1;
          for (std::int8_t& value : layer.x) {
            value = static_cast<std::int8_t>(pattern % 2 == 0 ? highest : lowest);
          }
          bool flip = false;
          for (std::int8_t& value : layer.weight) {
            value = static_cast<std::int8_t>(pattern >= 2 && flip ? -weight : weight);
            flip = pattern == 2 ? !flip : true;
          }
          layer.make_scales_one();
          check(layer, true);
        }
      }
    }
  }
}

TEST_CASE("quantized linear layers keep scales by group apart", "[kernels][quantized]") {
  for (const int group : {32, 64, 128, 160}) {
    for (const int inputs : {32, 128, 192, 200, 384, 513}) {
      for (const int x_limit : {127, 31}) {
        check(make_layer(WeightScheme::kInt4, 19, inputs, 27, x_limit, group));
      }
    }
  }
}

TEST_CASE("quantized linear layers apply GELU or add to the residual stream",
          "[kernels][quantized]") {
  for (const WeightScheme scheme : kWeightSchemes) {
    for (const Epilogue epilogue : {Epilogue::kGelu, Epilogue::kResidual}) {
      for (const bool scaled : {false, true}) {
        QuantizedLayer layer = make_layer(scheme, 21, 131, 29);
        layer.epilogue = epilogue;
        layer.y_gap = 2;
        // Results of a few units, where GELU is neither 0 nor the identity.
        for (float& scale : layer.x_scale) scale *= scheme == WeightScheme::kInt8 ? 1e-4f : 2e-3f;
        if (scaled)
          layer.residual_scale.assign(layer.weight_scale.begin(),
                                      layer.weight_scale.begin() + layer.outputs);
        check(layer);
      }
    }
  }
}

// The same bits as the parts of the same kernel set, wherever the codes go.
void check_gelu_quantize(QuantizedLayer layer) {
  for (const kernels::KernelTable* table : supported_tables()) {
    for (const Guard guard : kGuards) {
      for (const bool in_y : {false, true}) {
        for (const int limit : {127, 31}) {
          CAPTURE(table->name, static_cast<int>(layer.scheme), layer.rows, layer.inputs,
                  layer.outputs, static_cast<int>(guard), in_y, limit);
          layer.epilogue = Epilogue::kGelu;
          const std::vector<float> y = run(*table, layer, guard);
          std::vector<std::int8_t> codes(static_cast<std::size_t>(layer.rows * layer.outputs));
          std::vector<float> scales(static_cast<std::size_t>(layer.rows));
          for (std::size_t row = 0; row < scales.size(); ++row) {
            table->quantize_rows(1, layer.outputs, y.data() + row * layer.y_stride(), limit,
                                 codes.data() + row * static_cast<std::size_t>(layer.outputs),
                                 scales.data() + row);
          }
          layer.epilogue = Epilogue::kGeluQuantize;
          QuantizedRows quantized;
          quantized.in_y = in_y;
          quantized.limit = limit;
          run(*table, layer, guard, false, &quantized);
          CHECK(quantized.codes == codes);
          // Bit by bit, for there may be NaN.
          CHECK(std::memcmp(quantized.scales.data(), scales.data(),
                            scales.size() * sizeof(float)) == 0);
        }
      }
    }
  }
}

TEST_CASE("quantized linear layers apply GELU and quantize", "[kernels][quantized]") {
  struct Shape {
    int rows, inputs, outputs, y_gap;
  };
  for (const WeightScheme scheme : kWeightSchemes) {
    for (const Shape& s : {Shape{197, 128, 512, 0}, Shape{41, 64, 768, 0}, Shape{21, 131, 29, 2},
                           Shape{15, 40, 72, 1}, Shape{16, 32, 136, 0}, Shape{13, 32, 8, 0},
                           Shape{1, 5, 3, 0}, Shape{14, 0, 48, 0}}) {
      QuantizedLayer layer = make_layer(scheme, s.rows, s.inputs, s.outputs);
      layer.y_gap = s.y_gap;
      for (float& scale : layer.x_scale) scale *= scheme == WeightScheme::kInt8 ? 1e-4f : 2e-3f;
      if (s.rows > 2) layer.x_scale[2] = std::nanf("");
      check_gelu_quantize(layer);
    }
    QuantizedLayer grouped = make_layer(scheme, 19, 128, 72, 31, 32);
    check_gelu_quantize(grouped);
  }
}

TEST_CASE("quantized linear layers do not depend on how they are split", "[kernels][quantized]") {
  for (const WeightScheme scheme : kWeightSchemes) {
    const QuantizedLayer layer = make_layer(scheme, 19, 150, 53);
    for (const kernels::KernelTable* table : supported_tables()) {
      const std::vector<float> whole = run(*table, layer, Guard::kAfter);
      for (const int split : {1, 24, 32, 52}) {
        CAPTURE(table->name, static_cast<int>(scheme), split);
        QuantizedLayer right = layer;
        right.outputs = layer.outputs - split;
        right.weight.erase(right.weight.begin(), right.weight.begin() + split * layer.inputs);
        right.weight_scale.erase(right.weight_scale.begin(), right.weight_scale.begin() + split);
        right.bias.erase(right.bias.begin(), right.bias.begin() + split);
        const std::vector<float> part = run(*table, right, Guard::kAfter);
        bool equal = true;
        for (int row = 0; row < layer.rows; ++row) {
          for (int output = split; output < layer.outputs; ++output) {
            equal = equal && part[static_cast<std::size_t>(row * right.outputs + output - split)] ==
                                 whole[static_cast<std::size_t>(row * layer.outputs + output)];
          }
        }
        CHECK(equal);
      }
    }
  }
}

TEST_CASE("a NaN scale reaches its own row only", "[kernels][quantized]") {
  for (const WeightScheme scheme : kWeightSchemes) {
    QuantizedLayer layer = make_layer(scheme, 5, 64, 7);
    layer.x_scale[3] = std::nanf("");
    check(layer);
  }
}

}  // namespace
}  // namespace dinozero::testing
