// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "dinozero/error.h"
#include "dinozero/options.h"
#include "kernels/kernel_table.h"
#include "lib/model/model_data.h"

namespace dinozero {

/// Sizes of one encoder's work, all fixed at its creation.
struct EncoderShape {
  int input_height = 0;  ///< pixels
  int input_width = 0;   ///< pixels
  int grid_rows = 0;     ///< patches
  int grid_cols = 0;
  int patches = 0;
  int prefix = 0;  ///< CLS and register tokens
  int tokens = 0;  ///< prefix + patches
  /// Token pruning; -1 for none.
  int prune_after_block = -1;
  int kept_patches = 0;

  bool prunes() const { return prune_after_block >= 0; }
  /// Tokens that a block works on: the rest of the patches is one of them.
  int tokens_in(int block) const {
    return prunes() && block > prune_after_block ? prefix + kept_patches + 1 : tokens;
  }
};

/// Checks the options against the model. Errors: kInvalidArgument naming the option.
Expected<EncoderShape> resolve_shape(const ModelData& model, const Options& options);

/// Where in the workspace each buffer starts, in bytes; all 64-byte aligned. A buffer that is not
/// needed has no bytes.
struct WorkspaceLayout {
  std::size_t streams = 0;  ///< images x tokens x dim floats: residual stream, then the result
  /// Two buffers that hand a block's intermediates to each other, each with room for one at a time:
  /// LayerNorm's output, attention's output, quantized inputs of layers in `narrow`; patches, qkv,
  /// the MLP's hidden layer in `wide`, where it may become int8 in place. A layer reads one of them
  /// and writes the other, or the stream.
  std::size_t narrow = 0;
  std::size_t wide = 0;
  std::size_t row_scales = 0;  ///< a float for each row of a layer's quantized input
  std::size_t hidden_scales =
      0;                      ///< the same of the MLP's hidden layer, quantized by the layer before
  std::size_t attention = 0;  ///< images x heads x patches floats
  std::size_t patch_scores = 0;  ///< a float for each patch, for token pruning
  std::size_t patch_order = 0;   ///< an int for each patch, for token pruning
  std::size_t kept = 0;          ///< images x kept patches ints
  std::size_t cls_rows = 0;      ///< heads x tokens floats: softmax rows of the CLS token
  std::size_t blocks = 0;        ///< images x blocks x tokens x dim floats
  std::size_t position = 0;      ///< patches x dim floats, if the grid is not the stored one
  std::size_t rgb = 0;           ///< input_height x input_width x 3 bytes, in `narrow` if it can be
  std::size_t resize = 0;        ///< workspace of resize_crop, in the same memory as `scratch`
  std::size_t scratch = 0;       ///< kernel scratch, one part a thread
  std::size_t scratch_bytes_per_thread = 0;
  /// Rows of the grid whose patches are embedded at a time (fewer in the last band), so that the
  /// matrix of patches does not need more room than a block does.
  int patch_band_rows = 0;
  std::size_t total = 0;  ///< without room for aligning the start
};

/// Errors: kOutOfMemory where the total does not fit the address space.
Expected<WorkspaceLayout> plan_workspace(const ModelData& model, const EncoderShape& shape,
                                         const Options& options,
                                         const kernels::KernelTable& kernels);

}  // namespace dinozero
