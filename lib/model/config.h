// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dinozero/model.h"
#include "lib/checkpoint/safetensors.h"
#include "lib/model/quantization.h"
#include "lib/model/tensor_names.h"

namespace dinozero {

/// What pruning may have left of one block.
struct BlockShape {
  int heads = 0;    ///< attention heads, at most ModelConfig::heads
  int mlp_dim = 0;  ///< hidden width of the MLP
};

/// What a checkpoint says about itself besides its weights.
struct ModelDescription {
  ModelConfig config;
  PreprocessConfig preprocess;
  std::vector<BlockShape> blocks;
  Quantization quantization;
};

/// Reads the architecture from the tensor shapes, and what shapes cannot say from, in this order,
/// the `dinozero` metadata of the file (docs/model-format.md), the config.json and
/// preprocessor_config.json beside a Hugging Face checkpoint, and DINO's conventions (heads of 64
/// channels, epsilon 1e-6).
/// Errors: kInvalidModel with file, tensor, expected and found; kMalformedFile for metadata or a
/// config.json that is not JSON; kUnsupported for another profile or scheme.
Expected<ModelDescription> read_description(const Safetensors& file, const TensorNames& names,
                                            const std::string& checkpoint_directory);

}  // namespace dinozero
