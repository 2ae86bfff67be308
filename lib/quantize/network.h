// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dinozero/error.h"
#include "dinozero/model.h"

namespace dinozero::quantize {

/// y = x W^T + bias; `weight` is outputs x inputs, `bias` has `outputs` floats or is empty.
struct Linear {
  std::string name;  ///< official name, e.g. "blocks.0.attn.qkv"
  int outputs = 0;
  int inputs = 0;
  std::vector<float> weight;
  std::vector<float> bias;
};

struct LayerNorm {
  std::vector<float> weight;
  std::vector<float> bias;
};

struct Block {
  int heads = 0;  ///< fewer than the configuration's after pruning
  LayerNorm norm1;
  Linear qkv;  ///< outputs 3 x heads x head_dim
  Linear proj;
  std::vector<float> scale1;  ///< LayerScale, or empty
  LayerNorm norm2;
  Linear fc1;
  Linear fc2;
  std::vector<float> scale2;
};

/// A model in f32 that can be changed: what smoothing, pruning and rounding work on.
struct Network {
  ModelConfig config;
  PreprocessConfig preprocess;
  Linear patch_embedding;  ///< inputs 3 x patch x patch
  std::vector<float> cls_token;
  std::vector<float> register_tokens;  ///< registers x dim
  std::vector<float> positions;        ///< (1 + patches) x dim, the CLS token's first
  std::vector<Block> blocks;
  LayerNorm norm;

  int head_dim() const { return config.dim / config.heads; }
  int patches() const { return config.position_rows * config.position_cols; }
  int tokens() const { return 1 + config.registers + patches(); }
};

/// Copies a model's weights, whatever the names of its checkpoint.
/// Errors: kInvalidArgument for a model that is quantized already, or in whose memory the weights
/// are not f32.
Expected<Network> read_network(const Model& model);

/// Calls visit(Linear&) for every linear layer in the order of execution.
template <typename AnyNetwork, typename Visit>
void for_each_linear(AnyNetwork& network, const Visit& visit) {
  visit(network.patch_embedding);
  for (auto& block : network.blocks) {
    visit(block.qkv);
    visit(block.proj);
    visit(block.fc1);
    visit(block.fc2);
  }
}

}  // namespace dinozero::quantize
