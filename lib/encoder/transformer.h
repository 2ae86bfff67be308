// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "dinozero/encoder.h"
#include "kernels/kernel_table.h"
#include "lib/backend/linear_backend.h"
#include "lib/backend/thread_pool.h"
#include "lib/encoder/layer_inputs.h"
#include "lib/encoder/workspace.h"
#include "lib/model/model_data.h"

namespace dinozero {

/// Buffers of one image; docs in WorkspaceLayout.
struct TransformerBuffers {
  float* stream = nullptr;
  float* narrow = nullptr;
  float* wide = nullptr;
  float* row_scales = nullptr;
  float* hidden_scales = nullptr;
  float* attention = nullptr;     ///< heads x patches, or null
  float* patch_scores = nullptr;  ///< with token pruning, as the next two
  int* patch_order = nullptr;
  int* kept = nullptr;
  float* cls_rows = nullptr;
  float* blocks = nullptr;  ///< options.blocks x tokens x dim
};

/// The network from patches to tokens, for one image at a time.
class Transformer {
 public:
  /// `model`, `kernels` and `pool` outlive it; `positions` is the patch part of the position
  /// embedding for the grid of `shape`, a row for each patch.
  Transformer(const ModelData& model, const EncoderShape& shape,
              const kernels::KernelTable& kernels, const ThreadPool& pool, KernelScratch scratch,
              StoredRows positions);

  /// Prepares every linear layer, that of the patches for bands of this many rows of the grid.
  Expected<void> prepare(LinearBackend* backend, int patch_band_rows);

  /// What the patch embedding takes, and where a band's codes and scales go if that is kPerRow:
  /// a caller may write them there itself, instead of handing over floats.
  InputFormat patch_format() const { return patch_embedding_->input_format(); }
  static std::int8_t* patch_codes(const TransformerBuffers& buffers) {
    return reinterpret_cast<std::int8_t*>(buffers.narrow);
  }
  static float* patch_scales(const TransformerBuffers& buffers) { return buffers.row_scales; }

  /// How many of a band's `rows` of the grid to hand over at a time: one where patches are
  /// quantized, so that their floats are still in a cache then; otherwise all.
  int patch_rows_at_a_time(int rows) const;

  /// Patches of `rows` rows of the grid in buffers.wide, from row `band_row` of the band on.
  void take_patches(const TransformerBuffers& buffers, int band_row, int rows) const;

  /// After all patches of a band are taken, those of grid rows [first_row, first_row + rows): makes
  /// their tokens.
  Expected<void> embed_patches(const TransformerBuffers& buffers, int first_row, int rows);

  /// After all patches are embedded: all tokens after the final LayerNorm in buffers.stream.
  Expected<void> run(const TransformerBuffers& buffers, const Options& options);

  std::vector<LayerPlan> plan() const;

 private:
  struct Block {
    std::unique_ptr<LinearLayer> qkv;
    std::unique_ptr<LinearLayer> proj;
    std::unique_ptr<LinearLayer> fc1;
    std::unique_ptr<LinearLayer> fc2;
  };

  void add_positions(std::size_t first_patch, int patches, float* room, float* tokens) const;
  void add_prefix_tokens(const TransformerBuffers& buffers) const;
  Expected<void> attention_branch(int index, const TransformerBuffers& buffers,
                                  bool keep_attention);
  Expected<void> mlp_branch(int index, const TransformerBuffers& buffers);

  void attention(int index, const TransformerBuffers& buffers, float* cls_rows) const;
  void prune(int index, const TransformerBuffers& buffers) const;
  void layer_norm(const LayerNormWeights& norm, int tokens, const float* x, float* y) const;
  void add_residual(int rows, const float* branch, const float* scale, float* stream) const;
  void keep_attention_maps(const TransformerBuffers& buffers) const;

  const ModelData& model_;
  const EncoderShape shape_;
  const kernels::KernelTable& kernels_;
  const ThreadPool& pool_;
  KernelScratch scratch_;
  LayerInputs inputs_;
  StoredRows positions_;
  std::unique_ptr<LinearLayer> patch_embedding_;
  std::vector<Block> blocks_;
};

}  // namespace dinozero
