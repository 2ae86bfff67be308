// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/forward.h"

#include <algorithm>

#include "lib/model/position_embedding.h"

namespace dinozero::quantize {

Rows first_stream(const Network& network, const Rows& patches, int grid_side) {
  const ModelConfig& config = network.config;
  const int dim = config.dim;
  const int per_image = grid_side * grid_side;
  const int prefix = 1 + config.registers;
  const int tokens = prefix + per_image;
  Rows positions(per_image, dim);
  interpolate_position_embedding(config, network.positions.data() + dim, grid_side, grid_side,
                                 positions.values.data());
  Rows stream(patches.count / per_image * tokens, dim);
  for (int image = 0; image * tokens < stream.count; ++image) {
    float* cls = stream.row(image * tokens);
    for (int i = 0; i < dim; ++i) cls[i] = network.cls_token[i] + network.positions[i];
    std::copy(network.register_tokens.begin(), network.register_tokens.end(), cls + dim);
    for (int patch = 0; patch < per_image; ++patch) {
      const float* embedded = patches.row(image * per_image + patch);
      float* token = stream.row(image * tokens + prefix + patch);
      for (int i = 0; i < dim; ++i) token[i] = embedded[i] + positions.row(patch)[i];
    }
  }
  return stream;
}

void run_block(Compute* compute, const Network& network, const Block& block, int tokens,
               Rows* stream, BlockInputs* inputs) {
  const float epsilon = network.config.layer_norm_epsilon;
  BlockInputs seen;
  seen.qkv = compute->layer_norm(*stream, block.norm1, epsilon);
  seen.proj = compute->attention(compute->linear(seen.qkv, block.qkv.weight, block.qkv.bias),
                                 tokens, block.heads, network.head_dim());
  compute->add_residual(compute->linear(seen.proj, block.proj.weight, block.proj.bias),
                        block.scale1, stream);
  seen.fc1 = compute->layer_norm(*stream, block.norm2, epsilon);
  seen.fc2 = compute->linear(seen.fc1, block.fc1.weight, block.fc1.bias);
  compute->gelu(&seen.fc2);
  compute->add_residual(compute->linear(seen.fc2, block.fc2.weight, block.fc2.bias), block.scale2,
                        stream);
  if (inputs != nullptr) *inputs = std::move(seen);
}

}  // namespace dinozero::quantize
