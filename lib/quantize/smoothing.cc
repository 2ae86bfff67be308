// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/smoothing.h"

#include <algorithm>
#include <cmath>

#include "lib/quantize/activation_range.h"
#include "lib/quantize/quantized_layer.h"
#include "lib/quantize/weight_codes.h"

namespace dinozero::quantize {
namespace {

constexpr double kExponents[] = {0.3, 0.45, 0.6, 0.75, 0.9};
constexpr int kSampleRows = 1024;
// Beyond it a channel that hardly ever speaks would make weights that binary16 cannot hold.
constexpr double kLargestFactor = 64;

Rows sample_of(const Rows& x) {
  const int step = std::max(1, x.count / kSampleRows);
  Rows sample(x.count / step, x.width);
  for (int row = 0; row < sample.count; ++row) {
    std::copy_n(x.row(row * step), x.width, sample.row(row));
  }
  return sample;
}

std::vector<float> column_maxima(const float* values, std::size_t count, int width) {
  std::vector<float> maxima(static_cast<std::size_t>(width));
  for (std::size_t i = 0; i < count; ++i) {
    float& maximum = maxima[i % maxima.size()];
    maximum = std::max(maximum, std::fabs(values[i]));
  }
  return maxima;
}

std::vector<float> factors_for(double exponent, const std::vector<float>& inputs,
                               const std::vector<float>& weights) {
  std::vector<double> logs(inputs.size());
  double sum = 0;
  int used = 0;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i] == 0 || weights[i] == 0) continue;
    logs[i] = exponent * std::log(inputs[i]) - (1 - exponent) * std::log(weights[i]);
    sum += logs[i];
    ++used;
  }
  const double mean = used == 0 ? 0 : sum / used;
  std::vector<float> factors(inputs.size(), 1.0F);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i] == 0 || weights[i] == 0) continue;
    factors[i] = static_cast<float>(
        std::clamp(std::exp(logs[i] - mean), 1 / kLargestFactor, kLargestFactor));
  }
  return factors;
}

void divide_columns(const std::vector<float>& factors, Rows* x) {
  for (int row = 0; row < x->count; ++row) {
    float* values = x->row(row);
    for (int i = 0; i < x->width; ++i) values[i] /= factors[i];
  }
}

// Squared error of the outputs with nearest codes.
double error_of(Compute* compute, const Rows& wanted, Rows x, const Linear& linear,
                const LayerScheme& scheme) {
  std::vector<float> importance(static_cast<std::size_t>(x.width), 1e-30F);
  for (int row = 0; row < x.count; ++row) {
    for (int i = 0; i < x.width; ++i) importance[i] += x.row(row)[i] * x.row(row)[i];
  }
  const WeightCodes codes = codes_with_best_scales(linear, scheme, importance.data());
  ActivationRounding rounding = dynamic_rounding(scheme);
  if (scheme.scheme == Scheme::kInt8Static) {
    rounding = static_rounding(x, std::vector<double>(static_cast<std::size_t>(x.width), 1.0));
  }
  compute->round(rounding, &x);
  const Rows found = compute->linear(x, codes.dequantized(), {});
  double error = 0;
  for (std::size_t i = 0; i < found.values.size(); ++i) {
    const double difference = double{found.values[i]} - wanted.values[i];
    error += difference * difference;
  }
  return error;
}

}  // namespace

Smoothing choose_smoothing(Compute* compute, const Rows& x, const Linear& linear,
                           const LayerScheme& scheme) {
  Smoothing best;
  // Weights that are on the grid already would leave it.
  if (scheme.scheme == Scheme::kF32 || codes_on_grid(linear, scheme)) return best;
  const Rows sample = sample_of(x);
  const Rows wanted = compute->linear(sample, linear.weight, {});
  double least = error_of(compute, wanted, sample, linear, scheme);
  const std::vector<float> inputs = column_maxima(x.values.data(), x.values.size(), x.width);
  const std::vector<float> weights =
      column_maxima(linear.weight.data(), linear.weight.size(), linear.inputs);
  for (const double exponent : kExponents) {
    const Smoothing smoothing{exponent, factors_for(exponent, inputs, weights)};
    Rows smooth = sample;
    Linear changed = linear;
    smooth_input(smoothing, &smooth, &changed);
    const double error = error_of(compute, wanted, std::move(smooth), changed, scheme);
    if (error >= least) continue;
    least = error;
    best = smoothing;
  }
  return best;
}

void smooth_input(const Smoothing& smoothing, Rows* x, Linear* linear) {
  if (smoothing.factors.empty()) return;
  divide_columns(smoothing.factors, x);
  for (std::size_t i = 0; i < linear->weight.size(); ++i) {
    linear->weight[i] *= smoothing.factors[i % smoothing.factors.size()];
  }
}

void smooth_layer_norm(const Smoothing& smoothing, LayerNorm* norm) {
  for (std::size_t i = 0; i < smoothing.factors.size(); ++i) {
    norm->weight[i] /= smoothing.factors[i];
    norm->bias[i] /= smoothing.factors[i];
  }
}

void smooth_values(const Smoothing& smoothing, Linear* qkv) {
  const std::size_t width = smoothing.factors.size();
  for (std::size_t i = 0; i < width; ++i) {
    const std::size_t row = 2 * width + i;
    float* weights = qkv->weight.data() + row * qkv->inputs;
    for (int k = 0; k < qkv->inputs; ++k) weights[k] /= smoothing.factors[i];
    if (!qkv->bias.empty()) qkv->bias[row] /= smoothing.factors[i];
  }
}

}  // namespace dinozero::quantize
