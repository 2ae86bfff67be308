// SPDX-License-Identifier: Apache-2.0
#pragma once

// The network in double precision, written for being obviously right, quantized inputs of linear
// layers and token pruning included. Knows nothing of the library.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "support/quantized_checkpoint.h"
#include "support/synthetic_checkpoint.h"

namespace dinozero::testing {

struct ReferenceModel {
  SyntheticConfig config;  ///< heads: those of the unpruned model
  double layer_norm_eps = 1e-6;
  std::vector<SyntheticTensor> tensors;  ///< official names; blocks may be pruned
  /// How layers quantize their inputs; none for a network in floats.
  const QuantizedConfig* quantized = nullptr;
  std::map<std::string, std::pair<float, int>> static_inputs = {};  ///< scale, zero point
  /// After this block only `keep_patches` patches and one token for the rest; -1 for never.
  int prune_after_block = -1;
  int keep_patches = 0;
};

struct ReferenceResult {
  int tokens = 0;                                  ///< at the end
  std::vector<double> output;                      ///< tokens x dim, after the final LayerNorm
  std::vector<std::vector<double>> blocks;         ///< after each block, before pruning
  std::vector<std::vector<double>> cls_attention;  ///< of the last block: heads x tokens
  std::vector<int> patch_indices;                  ///< of the patches that are left
  std::map<std::string, std::pair<double, double>> input_ranges;  ///< by layer: smallest, largest
  /// How far, in codes, the quantized inputs stayed away from the places between two codes, where
  /// an implementation's own rounding errors decide which one it takes.
  double tie_distance = 0.5;
};

/// `image`: 3 x rows * patch x cols * patch, for the grid of the stored position embedding.
ReferenceResult evaluate(const ReferenceModel& model, const std::vector<float>& image);

/// Takes the blocks' attention heads and hidden neurons away, keeping the first `heads` of them and
/// the first `mlp_dim`, each of block `index`.
void prune_block(std::vector<SyntheticTensor>* tensors, const SyntheticConfig& config, int index,
                 int heads, int mlp_dim);

}  // namespace dinozero::testing
