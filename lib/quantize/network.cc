// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/network.h"

#include <cstddef>
#include <utility>

#include "lib/model/model_data.h"

namespace dinozero::quantize {
namespace {

std::vector<float> copy(const float* values, std::size_t count) {
  return values == nullptr ? std::vector<float>() : std::vector<float>(values, values + count);
}

Linear copy(const LinearWeights& weights) {
  const auto outputs = static_cast<std::size_t>(weights.outputs);
  std::vector<float> values(outputs * static_cast<std::size_t>(weights.inputs));
  dequantize(weights, values.data());
  return {"", weights.outputs, weights.inputs, std::move(values), copy(weights.bias, outputs)};
}

LayerNorm copy(const LayerNormWeights& weights, int dim) {
  return {copy(weights.weight, dim), copy(weights.bias, dim)};
}

// The library's names: those of the official checkpoints.
void name_layers(Network* network) {
  network->patch_embedding.name = "patch_embed.proj";
  for (std::size_t index = 0; index < network->blocks.size(); ++index) {
    Block& block = network->blocks[index];
    const std::string prefix = "blocks." + std::to_string(index) + ".";
    block.qkv.name = prefix + "attn.qkv";
    block.proj.name = prefix + "attn.proj";
    block.fc1.name = prefix + "mlp.fc1";
    block.fc2.name = prefix + "mlp.fc2";
  }
}

}  // namespace

Expected<Network> read_network(const Model& model) {
  const ModelData& data = *model.data();
  const std::string& scheme = model.scheme();
  if (scheme != "f32" && scheme != "f16" && scheme != "bf16") {
    return tl::unexpected(Error{ErrorCode::kInvalidArgument,
                                data.file.file_name() +
                                    ": expected a model in f32, f16 or bf16, found one that is "
                                    "quantized already: " +
                                    scheme});
  }
  Network network;
  network.config = model.config();
  network.preprocess = model.preprocess();
  const auto dim = static_cast<std::size_t>(network.config.dim);
  network.patch_embedding = copy(data.patch_embedding);
  network.cls_token = copy(data.cls_token, dim);
  network.register_tokens = copy(data.register_tokens, dim * network.config.registers);
  // timm adds the CLS token's position to the token itself.
  network.positions =
      data.cls_position == nullptr ? std::vector<float>(dim) : copy(data.cls_position, dim);
  const auto patches = static_cast<std::size_t>(network.patches());
  std::vector<float> room(dim * patches);
  const float* positions = data.patch_positions.floats(patches, room.data());
  network.positions.insert(network.positions.end(), positions, positions + room.size());
  for (const BlockWeights& weights : data.blocks) {
    Block block;
    block.heads = weights.qkv.outputs / 3 / network.head_dim();
    block.norm1 = copy(weights.norm1, network.config.dim);
    block.qkv = copy(weights.qkv);
    block.proj = copy(weights.proj);
    block.scale1 = copy(weights.scale1, dim);
    block.norm2 = copy(weights.norm2, network.config.dim);
    block.fc1 = copy(weights.fc1);
    block.fc2 = copy(weights.fc2);
    block.scale2 = copy(weights.scale2, dim);
    network.blocks.push_back(std::move(block));
  }
  network.norm = copy(data.norm, network.config.dim);
  name_layers(&network);
  return network;
}

}  // namespace dinozero::quantize
