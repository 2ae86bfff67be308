// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace dinozero {

/// Token pruning of one image, after "Not All Patches are What You Need: Expediting Vision
/// Transformers via Token Reorganizations" (EViT), Liang et al. 2022: the patches that the CLS
/// token attends to most stay, the others become one token.
struct TokenPruningArgs {
  int dim = 0;
  int prefix = 0;   ///< CLS and register tokens, which always stay
  int patches = 0;  ///< after them
  int keep = 0;     ///< 1 to patches - 1
  int heads = 0;
  const float* cls_attention = nullptr;  ///< heads x (prefix + patches): softmax rows
  float* tokens = nullptr;               ///< (prefix + patches) x dim
  int* kept = nullptr;                   ///< receives the `keep` patches, ascending
  float* scores = nullptr;               ///< room for a float for each patch
  int* order = nullptr;                  ///< room for an int for each patch
  float* rest = nullptr;                 ///< room for dim floats
};

/// Leaves in `tokens` the prefix, the kept patches in their order, and one token for the rest: the
/// mean of the other patches, weighted by the attention they get (by nothing where all get none).
/// What counts is the mean over heads; of patches that get the same, the first stays, and a NaN
/// counts as none. Allocates nothing.
void prune_tokens(const TokenPruningArgs& args);

}  // namespace dinozero
