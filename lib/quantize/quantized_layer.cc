// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/quantized_layer.h"

#include <algorithm>
#include <cmath>

#include "lib/quantize/activation_range.h"
#include "lib/quantize/error_compensation.h"
#include "lib/quantize/float16.h"
#include "lib/quantize/moments.h"
#include "lib/quantize/signal_ratio.h"

namespace dinozero::quantize {
namespace {

// How much of the mean moment holds the weights near the original ones while they are aimed at the
// f32 network's outputs; found on held-out photographs (docs/quantization.md).
constexpr double kAimRidge = 0.2;

double clipped_share(const Linear& linear, const WeightCodes& codes) {
  const double reach = code_limit(codes.scheme) + 0.5;
  std::size_t clipped = 0;
  for (int output = 0; output < linear.outputs; ++output) {
    const float* weights = linear.weight.data() + static_cast<std::size_t>(output) * linear.inputs;
    const float* scales = codes.row_scales(output);
    for (int i = 0; i < linear.inputs; ++i) {
      if (std::fabs(weights[i]) > reach * scales[i / codes.group]) ++clipped;
    }
  }
  return static_cast<double>(clipped) / static_cast<double>(linear.weight.size());
}

// The squared norm of each column of W: how much an error of that input weighs in the output.
std::vector<double> column_importance(const Linear& linear) {
  std::vector<double> importance(static_cast<std::size_t>(linear.inputs));
  for (std::size_t i = 0; i < linear.weight.size(); ++i) {
    importance[i % importance.size()] += double{linear.weight[i]} * linear.weight[i];
  }
  return importance;
}

std::vector<float> diagonal(const SquareMatrix& gram) {
  std::vector<float> result(static_cast<std::size_t>(gram.size));
  // Not 0, so that inputs that never vary are rounded sensibly too.
  const double floor = 0.01 * gram.mean_diagonal() + 1e-30;
  for (int i = 0; i < gram.size; ++i) {
    result[i] = static_cast<float>(gram.diagonal(i) + floor);
  }
  return result;
}

// The bias takes up what rounding changes in the mean output.
void correct_bias(const Linear& original, const InputMoments& moments, Linear* rounded) {
  for (int output = 0; output < original.outputs; ++output) {
    const std::size_t begin = static_cast<std::size_t>(output) * original.inputs;
    double change = 0;
    for (int i = 0; i < original.inputs; ++i) {
      change += double{original.weight[begin + i]} * moments.wanted[i] -
                double{rounded->weight[begin + i]} * moments.rounded[i];
    }
    rounded->bias[output] = static_cast<float>(original.bias[output] + change);
  }
}

std::size_t stored_bytes(const QuantizedLayer& layer) {
  if (!layer.codes) return layer.linear.weight.size() * sizeof(float);
  const WeightCodes& codes = *layer.codes;
  const auto inputs = static_cast<std::size_t>(codes.inputs);
  const std::size_t row_bytes = codes.scheme == Scheme::kBinary ? (inputs + 7) / 8
                                : codes.scheme == Scheme::kInt4 ? (inputs + 1) / 2
                                                                : inputs;
  const std::size_t scale_bytes = codes.float16_scales ? sizeof(std::uint16_t) : sizeof(float);
  return codes.outputs * row_bytes + codes.scales.size() * scale_bytes;
}

void report_weights(const Linear& original, QuantizedLayer* layer) {
  LayerReport& report = layer->report;
  report.bytes = stored_bytes(*layer);
  report.name = original.name;
  report.outputs = original.outputs;
  report.inputs = original.inputs;
  const auto [smallest, largest] =
      std::minmax_element(original.weight.begin(), original.weight.end());
  report.weight_min = *smallest;
  report.weight_max = *largest;
  report.weight_sqnr_db = signal_to_noise_db(original.weight, layer->linear.weight);
  if (layer->codes) report.weight_clipped = clipped_share(original, *layer->codes);
}

QuantizedLayer layer_of(const Linear& original, const LayerScheme& scheme,
                        std::optional<WeightCodes> codes) {
  QuantizedLayer layer;
  layer.linear = original;
  layer.codes = std::move(codes);
  layer.rounding = dynamic_rounding(scheme);
  layer.report.scheme = scheme;
  if (layer.codes) layer.linear.weight = layer.codes->dequantized();
  return layer;
}

}  // namespace

ActivationRounding dynamic_rounding(const LayerScheme& scheme) {
  ActivationRounding rounding;
  if (scheme.scheme == Scheme::kF32) return rounding;
  rounding.kind = ActivationRounding::Kind::kPerToken;
  rounding.limit = scheme.activation_bits == 6 ? 31 : 127;
  return rounding;
}

Rows run_layer(Compute* compute, const QuantizedLayer& layer, Rows x) {
  compute->round(layer.rounding, &x);
  return compute->linear(x, layer.linear.weight, layer.linear.bias);
}

QuantizedLayer quantize_layer_weights(const Linear& linear, const LayerScheme& scheme) {
  std::optional<WeightCodes> codes;
  bool on_grid = false;
  if (scheme.scheme != Scheme::kF32) {
    codes = codes_on_grid(linear, scheme);
    on_grid = codes.has_value();
    if (!on_grid) codes = codes_with_best_scales(linear, scheme, nullptr);
  }
  QuantizedLayer layer = layer_of(linear, scheme, std::move(codes));
  layer.report.on_grid = on_grid;
  report_weights(linear, &layer);
  return layer;
}

QuantizedLayer quantize_layer(Compute* compute, const Linear& linear, const LayerScheme& scheme,
                              const LayerInput& input) {
  if (scheme.scheme == Scheme::kF32) return quantize_layer_weights(linear, scheme);
  ActivationRounding rounding = dynamic_rounding(scheme);
  if (scheme.scheme == Scheme::kInt8Static) {
    rounding = static_rounding(input.found, column_importance(linear));
  }
  Rows rounded = input.found;
  compute->round(rounding, &rounded);
  const bool has_bias = !linear.bias.empty();
  const InputMoments moments =
      input_moments(compute, input.wanted, rounded, has_bias, input.weights);

  std::optional<WeightCodes> codes = codes_on_grid(linear, scheme);
  const bool on_grid = codes.has_value();
  if (!on_grid) {
    Linear aimed = linear;
    aim_at_wanted_outputs(moments, kAimRidge, &aimed);
    codes = codes_with_best_scales(aimed, scheme, diagonal(moments.gram).data());
    const auto compensation = ErrorCompensation::create(moments.gram);
    if (compensation) compensation->round(aimed, &*codes);
  }
  QuantizedLayer layer = layer_of(linear, scheme, std::move(codes));
  layer.rounding = rounding;
  layer.report.on_grid = on_grid;
  if (has_bias && !on_grid) correct_bias(linear, moments, &layer.linear);
  report_weights(linear, &layer);

  const auto [smallest, largest] =
      std::minmax_element(input.found.values.begin(), input.found.values.end());
  layer.report.input_min = *smallest;
  layer.report.input_max = *largest;
  layer.report.input_clipped = clipped_share(rounding, input.found);
  const Rows wanted = compute->linear(input.found, linear.weight, linear.bias);
  const Rows found = compute->linear(rounded, layer.linear.weight, layer.linear.bias);
  layer.report.output_sqnr_db = signal_to_noise_db(wanted.values, found.values);
  return layer;
}

}  // namespace dinozero::quantize
