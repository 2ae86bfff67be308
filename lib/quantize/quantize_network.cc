// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/quantize_network.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lib/quantize/float16.h"
#include "lib/quantize/forward.h"
#include "lib/quantize/moments.h"
#include "lib/quantize/smoothing.h"

namespace dinozero::quantize {
namespace {

// Quantizes the layers of a network one after the other.
class NetworkQuantizer {
 public:
  NetworkQuantizer(Compute* compute, Network network, const LayerSchemes& schemes,
                   const ReportProgress& progress)
      : compute_(*compute), schemes_(schemes), progress_(progress) {
    result_.network = std::move(network);
    total_ = static_cast<int>(1 + 4 * result_.network.blocks.size());
    exact_ = std::all_of(schemes.begin(), schemes.end(),
                         [](const auto& entry) { return entry.second.scheme == Scheme::kF32; });
  }

  void quantize_weights_only(bool int8_positions);
  void quantize_on_images(bool int8_positions, const Network* original,
                          const CalibrationSet& images);
  QuantizedNetwork take() { return std::move(result_); }

 private:
  const LayerScheme& scheme_of(const Linear& linear) const {
    return schemes_.find(linear.name)->second;
  }
  void round_to_stored(std::vector<float>* values) const;
  void round_to_stored(LayerNorm* norm) const;
  void quantize_small_tensors(bool int8_positions);
  void keep(QuantizedLayer layer, Linear* linear);
  // Quantizes a layer and returns its output in the quantized network.
  Rows quantize(const Rows& wanted, Rows found, Linear* linear);
  void smooth(Block* block, BlockInputs* inputs);
  void quantize_block(Block* block, const BlockInputs& wanted);
  void compare(const Rows& wanted, const Rows& found);

  Compute& compute_;
  const LayerSchemes& schemes_;
  const ReportProgress& progress_;
  QuantizedNetwork result_;
  int total_ = 0;
  bool exact_ = false;  // a file in f32 only
  int tokens_ = 0;      // of an image
  int patches_ = 0;
  std::vector<float> token_weights_;  // of an image, in the moments
  std::vector<double> exponents_;     // smoothing of qkv, proj, fc1 of the block in work
  Rows stream_;                       // of the quantized network
};

void NetworkQuantizer::round_to_stored(std::vector<float>* values) const {
  if (exact_ || !fits_float16(values->data(), values->size())) return;
  for (float& value : *values) value = round_to_float16(value);
}

void NetworkQuantizer::round_to_stored(LayerNorm* norm) const {
  round_to_stored(&norm->weight);
  round_to_stored(&norm->bias);
}

// Everything that is neither a layer nor a LayerNorm before one.
void NetworkQuantizer::quantize_small_tensors(bool int8_positions) {
  Network& network = result_.network;
  if (int8_positions) {
    result_.positions = quantize_positions(network.positions, network.config.dim);
    const std::vector<float> before = std::move(network.positions);
    network.positions = result_.positions->dequantized();
    // The CLS token and its position only meet as a sum.
    for (int i = 0; i < network.config.dim; ++i) {
      network.cls_token[i] += before[i] - network.positions[i];
    }
  } else {
    round_to_stored(&network.positions);
  }
  round_to_stored(&network.cls_token);
  round_to_stored(&network.register_tokens);
  round_to_stored(&network.norm);
  for (Block& block : network.blocks) {
    round_to_stored(&block.scale1);
    round_to_stored(&block.scale2);
  }
}

void NetworkQuantizer::keep(QuantizedLayer layer, Linear* linear) {
  round_to_stored(&layer.linear.bias);
  *linear = layer.linear;
  result_.layers.push_back(std::move(layer));
  if (progress_) progress_(static_cast<int>(result_.layers.size()), total_);
}

void NetworkQuantizer::quantize_weights_only(bool int8_positions) {
  quantize_small_tensors(int8_positions);
  for_each_linear(result_.network, [&](Linear& linear) {
    keep(quantize_layer_weights(linear, scheme_of(linear)), &linear);
  });
  for (Block& block : result_.network.blocks) {
    round_to_stored(&block.norm1);
    round_to_stored(&block.norm2);
  }
}

Rows NetworkQuantizer::quantize(const Rows& wanted, Rows found, Linear* linear) {
  const bool of_patches = linear == &result_.network.patch_embedding;
  keep(quantize_layer(&compute_, *linear, scheme_of(*linear),
                      {wanted, found, of_patches ? std::vector<float>() : token_weights_}),
       linear);
  return run_layer(&compute_, result_.layers.back(), std::move(found));
}

// Moves outlier channels of the inputs of qkv, proj and fc1 into their weights; exact in the f32
// network, whose inputs are changed with them.
void NetworkQuantizer::smooth(Block* block, BlockInputs* inputs) {
  exponents_.clear();
  const auto choose = [&](Rows* x, Linear* linear) {
    Smoothing smoothing = choose_smoothing(&compute_, *x, *linear, scheme_of(*linear));
    smooth_input(smoothing, x, linear);
    exponents_.push_back(smoothing.exponent);
    return smoothing;
  };
  smooth_values(choose(&inputs->proj, &block->proj), &block->qkv);
  smooth_layer_norm(choose(&inputs->qkv, &block->qkv), &block->norm1);
  smooth_layer_norm(choose(&inputs->fc1, &block->fc1), &block->norm2);
  round_to_stored(&block->norm1);
  round_to_stored(&block->norm2);
}

void NetworkQuantizer::quantize_block(Block* block, const BlockInputs& wanted) {
  const Network& network = result_.network;
  const float epsilon = network.config.layer_norm_epsilon;
  const std::size_t first = result_.layers.size();
  const Rows qkv =
      quantize(wanted.qkv, compute_.layer_norm(stream_, block->norm1, epsilon), &block->qkv);
  const Rows proj =
      quantize(wanted.proj, compute_.attention(qkv, tokens_, block->heads, network.head_dim()),
               &block->proj);
  compute_.add_residual(proj, block->scale1, &stream_);
  Rows hidden =
      quantize(wanted.fc1, compute_.layer_norm(stream_, block->norm2, epsilon), &block->fc1);
  compute_.gelu(&hidden);
  const Rows fc2 = quantize(wanted.fc2, std::move(hidden), &block->fc2);
  compute_.add_residual(fc2, block->scale2, &stream_);
  result_.layers[first].report.smoothing = exponents_[1];
  result_.layers[first + 1].report.smoothing = exponents_[0];
  result_.layers[first + 2].report.smoothing = exponents_[2];
}

void NetworkQuantizer::compare(const Rows& wanted, const Rows& found) {
  result_.block_cosines.push_back(token_cosines(wanted, found, tokens_, patches_));
}

void NetworkQuantizer::quantize_on_images(bool int8_positions, const Network* original,
                                          const CalibrationSet& images) {
  Network& network = result_.network;
  const int side = images.grid_side();
  patches_ = side * side;
  tokens_ = 1 + network.config.registers + patches_;
  token_weights_ = token_weights(tokens_, patches_);
  const Rows pixels = images.patches(compute_);
  const Linear& embedding = network.patch_embedding;
  Rows wanted =
      first_stream(network, compute_.linear(pixels, embedding.weight, embedding.bias), side);
  // Pruning leaves everything before the first block and behind the last one.
  Rows unpruned = original == nullptr ? Rows() : wanted;
  const LayerNorm norm = network.norm;
  quantize_small_tensors(int8_positions);
  stream_ = first_stream(network, quantize(pixels, pixels, &network.patch_embedding), side);
  for (std::size_t index = 0; index < network.blocks.size(); ++index) {
    Block& block = network.blocks[index];
    BlockInputs inputs;
    run_block(&compute_, network, block, tokens_, &wanted, &inputs);
    smooth(&block, &inputs);
    quantize_block(&block, inputs);
    if (original != nullptr) {
      run_block(&compute_, *original, original->blocks[index], tokens_, &unpruned, nullptr);
    }
    compare(original == nullptr ? wanted : unpruned, stream_);
  }
  const float epsilon = network.config.layer_norm_epsilon;
  compare(compute_.layer_norm(original == nullptr ? wanted : unpruned, norm, epsilon),
          compute_.layer_norm(stream_, network.norm, epsilon));
}

}  // namespace

std::vector<float> PositionCodes::dequantized() const {
  const std::size_t width = codes.size() / scales.size();
  std::vector<float> values(codes.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = scales[i / width] * codes[i];
  return values;
}

PositionCodes quantize_positions(const std::vector<float>& positions, int dim) {
  const int count = static_cast<int>(positions.size());
  // As a layer with an output for each scale.
  const auto with_scales = [&](int scales) {
    const Linear rows{"", scales, count / scales, positions, {}};
    const WeightCodes codes = codes_with_best_scales(rows, {Scheme::kInt8, 0, 8}, nullptr);
    return PositionCodes{codes.codes, codes.scales, codes.float16_scales};
  };
  PositionCodes shared = with_scales(1);
  PositionCodes by_token = with_scales(count / dim);
  // Half the resolution, one bit of the eight.
  constexpr double kLargestLossDb = 6.0;
  const double loss = signal_to_noise_db(positions, by_token.dequantized()) -
                      signal_to_noise_db(positions, shared.dequantized());
  return loss <= kLargestLossDb ? std::move(shared) : std::move(by_token);
}

QuantizedNetwork quantize_network(Compute* compute, Network network, const Network* original,
                                  const LayerSchemes& schemes, bool int8_positions,
                                  const CalibrationSet* images, const ReportProgress& progress) {
  NetworkQuantizer quantizer(compute, std::move(network), schemes, progress);
  if (images == nullptr) {
    quantizer.quantize_weights_only(int8_positions);
  } else {
    quantizer.quantize_on_images(int8_positions, original, *images);
  }
  return quantizer.take();
}

}  // namespace dinozero::quantize
