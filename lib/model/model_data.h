// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dinozero/model.h"
#include "lib/checkpoint/safetensors.h"
#include "lib/memory/aligned_buffer.h"

namespace dinozero {

/// y = x W^T + bias. `weight` is outputs x inputs, row-major; `bias` has `outputs` floats or is
/// null.
struct LinearWeights {
  std::string name;  ///< tensor name without its ending, e.g. "blocks.0.attn.qkv"
  int outputs = 0;
  int inputs = 0;
  const float* weight = nullptr;
  const float* bias = nullptr;
};

struct LayerNormWeights {
  const float* weight = nullptr;
  const float* bias = nullptr;
};

/// One transformer block: x += scale1 * proj(attention(norm1(x))), x += scale2 * mlp(norm2(x)).
struct BlockWeights {
  LayerNormWeights norm1;
  LinearWeights qkv;  ///< outputs 3 x dim: query, key, value
  LinearWeights proj;
  const float* scale1 = nullptr;  ///< LayerScale, dim floats, or null
  LayerNormWeights norm2;
  LinearWeights fc1;
  LinearWeights fc2;
  const float* scale2 = nullptr;
};

/// What a Model shares: the open file and typed views of its tensors, most of them into the
/// mapping.
struct ModelData {
  explicit ModelData(Safetensors open_file) : file(std::move(open_file)) {}

  Safetensors file;
  ModelConfig config;
  PreprocessConfig preprocess;
  CheckpointFlavour flavour = CheckpointFlavour::kOfficial;
  std::string scheme;
  std::size_t parameters = 0;

  LinearWeights patch_embedding;           ///< inputs 3 x patch x patch
  const float* cls_token = nullptr;        ///< dim floats
  const float* register_tokens = nullptr;  ///< registers x dim, or null
  const float* cls_position = nullptr;     ///< dim floats, or null: already in cls_token
  const float* patch_positions = nullptr;  ///< position_rows x position_cols x dim
  std::vector<BlockWeights> blocks;
  LayerNormWeights norm;

  /// Tensors that could not be used in place, in f32.
  std::vector<AlignedBuffer<float>> converted;
  std::size_t converted_bytes = 0;
};

/// Reads the configuration, checks every tensor against it, and sets the views.
/// `checkpoint_directory` is where a Hugging Face config.json is looked for; empty for none.
Expected<std::shared_ptr<const ModelData>> read_model(Safetensors file,
                                                      const std::string& checkpoint_directory);

}  // namespace dinozero
