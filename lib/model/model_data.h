// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dinozero/model.h"
#include "lib/checkpoint/safetensors.h"
#include "lib/memory/aligned_buffer.h"
#include "lib/model/linear_weights.h"
#include "lib/model/stored_rows.h"

namespace dinozero {

struct LayerNormWeights {
  const float* weight = nullptr;
  const float* bias = nullptr;
};

/// One transformer block: x += scale1 * proj(attention(norm1(x))), x += scale2 * mlp(norm2(x)).
/// Pruning leaves blocks of different widths.
struct BlockWeights {
  int heads = 0;
  /// Where what makes queries, keys and values is quantized, integers are precise enough to attend
  /// with (docs/quantization.md), and faster where there is no vector unit for floats.
  bool int8_attention = false;
  LayerNormWeights norm1;
  LinearWeights qkv;  ///< outputs 3 x heads x head_dim: query, key, value
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
  std::string layout;  ///< of packed weights, as the file says: "" or "armv6"
  std::size_t parameters = 0;

  LinearWeights patch_embedding;           ///< inputs 3 x patch x patch
  const float* cls_token = nullptr;        ///< dim floats
  const float* register_tokens = nullptr;  ///< registers x dim, or null
  const float* cls_position = nullptr;     ///< dim floats, or null: already in cls_token
  StoredRows patch_positions;              ///< a row for each of position_rows x position_cols
  std::vector<BlockWeights> blocks;
  LayerNormWeights norm;

  /// Tensors that could not be used in place, in f32.
  AlignedBuffer<float> converted;
  std::size_t converted_floats = 0;

  int head_dim() const { return config.dim / config.heads; }
  /// Calls visit(const LinearWeights&) for every linear layer, in the order of execution.
  template <typename Visit>
  void for_each_linear(const Visit& visit) const {
    visit(patch_embedding);
    for (const BlockWeights& block : blocks) {
      visit(block.qkv);
      visit(block.proj);
      visit(block.fc1);
      visit(block.fc2);
    }
  }
};

/// Reads the configuration, checks every tensor against it, and sets the views.
/// `checkpoint_directory` is where a Hugging Face config.json is looked for; empty for none.
Expected<std::shared_ptr<const ModelData>> read_model(Safetensors file,
                                                      const std::string& checkpoint_directory);

}  // namespace dinozero
