// SPDX-License-Identifier: Apache-2.0
#ifndef DINOZERO_FEATURES_H_
#define DINOZERO_FEATURES_H_

#include <cstddef>

#include "dinozero/span.h"

namespace dinozero {

/// Tokens of the patch grid, row-major: `rows` x `cols` tokens of `dim` floats. With token pruning
/// one row of the patches that are left.
struct PatchTokens {
  const float* data = nullptr;
  int rows = 0;
  int cols = 0;
  int dim = 0;

  /// The token of the patch at (row, col) of the grid; no bounds check.
  Span<const float> operator()(int row, int col) const {
    return {data + (static_cast<std::size_t>(row) * cols + col) * dim,
            static_cast<std::size_t>(dim)};
  }
  std::size_t size() const { return static_cast<std::size_t>(rows) * cols * dim; }
};

/// Attention of the CLS token to every patch, one map of `rows` x `cols` floats a head. The softmax
/// also covers the CLS and register tokens, so a map sums to at most 1. Patches that were pruned
/// have 0.
struct AttentionMaps {
  const float* data = nullptr;
  int heads = 0;
  int rows = 0;
  int cols = 0;

  Span<const float> head(int index) const {
    const std::size_t patches = static_cast<std::size_t>(rows) * cols;
    return {data + index * patches, patches};
  }
  bool empty() const { return data == nullptr; }
};

/// All tokens after one block: `tokens` x `dim` floats, the CLS token first, then the registers,
/// then the patches in row-major order; after token pruning those that are left, then the token for
/// the rest. Tokens after the block that prunes are as they were before.
struct BlockTokens {
  const float* data = nullptr;
  int tokens = 0;
  int dim = 0;

  Span<const float> token(int index) const {
    return {data + static_cast<std::size_t>(index) * dim, static_cast<std::size_t>(dim)};
  }
};

class Encoder;

/// What encode() computed: views into the encoder's memory, valid until its next encode() or its
/// end. `image` counts from 0 in the order of the call.
class Features {
 public:
  int images() const { return images_; }
  /// The embedding of the image: the CLS token after the final LayerNorm, `dim` floats.
  Span<const float> cls(int image = 0) const;
  /// The patch tokens after the final LayerNorm.
  PatchTokens patches(int image = 0) const;
  /// Which patches those are, by row * cols + col in the grid, ascending; empty without token
  /// pruning, where they are all.
  Span<const int> patch_indices(int image = 0) const;
  /// The token that stands for the pruned patches, after the final LayerNorm, `dim` floats; empty
  /// without token pruning.
  Span<const float> rest(int image = 0) const;
  /// The last block's attention; empty unless Options::attention was set.
  AttentionMaps attention(int image = 0) const;
  /// Tokens after block Options::blocks[index]; no bounds check.
  BlockTokens block(int index, int image = 0) const;

 private:
  friend class Encoder;
  const float* tokens_ = nullptr;      // images x tokens x dim
  const float* attention_ = nullptr;   // images x heads x patches
  const float* blocks_ = nullptr;      // images x blocks x tokens x dim
  const int* block_tokens_ = nullptr;  // of each block that is kept
  const int* kept_ = nullptr;          // images x kept_count, or null without token pruning
  int kept_count_ = 0;
  int images_ = 0;
  int dim_ = 0;
  int heads_ = 0;
  int rows_ = 0;
  int cols_ = 0;
  int prefix_ = 0;  // CLS and register tokens before the patches
  int block_count_ = 0;
};

}  // namespace dinozero

#endif  // DINOZERO_FEATURES_H_
