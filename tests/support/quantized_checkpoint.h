// SPDX-License-Identifier: Apache-2.0
#pragma once

// Quantized checkpoints by the simplest rules there are: round to nearest with the largest weight
// as the range. Knows the file profile (docs/model-format.md) and nothing of the library.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "support/synthetic_checkpoint.h"

namespace dinozero::testing {

/// How a linear layer is stored: "f32", "int8", "int8-static", "int4" or "binary".
struct LayerFormat {
  std::string scheme = "f32";
  int group = 0;
  int activation_bits = 8;
};

struct QuantizedConfig {
  std::string scheme;  ///< of the file
  LayerFormat by_default;
  std::map<std::string, LayerFormat> layers;  ///< that differ from it
  DType floats = DType::kF32;                 ///< type of scales, biases and what is not quantized
  bool int8_positions = false;
  bool shared_position_scale = false;  ///< one scale for all tokens instead of one for each
  /// Smallest and largest input of a layer, for int8-static.
  std::map<std::string, std::pair<double, double>> input_ranges;

  const LayerFormat& of(const std::string& layer) const;
};

/// A config with `format` for all layers.
QuantizedConfig all_layers(const LayerFormat& format);

struct QuantizedCheckpoint {
  std::vector<StoredTensor> tensors;
  std::string metadata;  ///< the value of the key `dinozero`
  /// The f32 checkpoint that the file stands for.
  std::vector<SyntheticTensor> dequantized;
  /// Scale and zero point of the input of layers in int8-static.
  std::map<std::string, std::pair<float, int>> static_inputs;
};

/// Quantizes a checkpoint with official names. `profile` is its metadata, a JSON object, as
/// profile_json() gives it.
QuantizedCheckpoint quantize(const std::vector<SyntheticTensor>& tensors,
                             const std::string& profile, const QuantizedConfig& config);

}  // namespace dinozero::testing
