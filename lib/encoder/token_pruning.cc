// SPDX-License-Identifier: Apache-2.0
#include "lib/encoder/token_pruning.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace dinozero {
namespace {

// The sum over heads, which orders and weighs as the mean does.
void score_patches(const TokenPruningArgs& args) {
  std::fill_n(args.scores, args.patches, 0.0F);
  const float* row = args.cls_attention + args.prefix;
  for (int head = 0; head < args.heads; ++head, row += args.prefix + args.patches) {
    for (int patch = 0; patch < args.patches; ++patch) args.scores[patch] += row[patch];
  }
  // Comparisons with NaN are no order.
  for (int patch = 0; patch < args.patches; ++patch) {
    if (!(args.scores[patch] >= 0)) args.scores[patch] = 0;
  }
}

void select_patches(const TokenPruningArgs& args) {
  int* const end = args.order + args.patches;
  std::iota(args.order, end, 0);
  std::nth_element(args.order, args.order + args.keep, end, [&](int a, int b) {
    return args.scores[a] != args.scores[b] ? args.scores[a] > args.scores[b] : a < b;
  });
  std::copy_n(args.order, args.keep, args.kept);
  std::sort(args.kept, args.kept + args.keep);
}

}  // namespace

void prune_tokens(const TokenPruningArgs& args) {
  score_patches(args);
  select_patches(args);

  const auto dim = static_cast<std::size_t>(args.dim);
  float* const patches = args.tokens + args.prefix * dim;
  // Kept patches only move towards the front, over patches that have been dealt with.
  float* next = patches;
  const int* kept = args.kept;
  const int* const kept_end = args.kept + args.keep;
  float total = 0;
  for (int patch = 0; patch < args.patches; ++patch) {
    if (kept != kept_end && *kept == patch) {
      ++kept;
    } else {
      total += args.scores[patch];
    }
  }
  const bool weighted = total > 0;
  const float share = weighted ? 1.0F / total : 1.0F / static_cast<float>(args.patches - args.keep);
  std::fill_n(args.rest, dim, 0.0F);
  kept = args.kept;
  for (int patch = 0; patch < args.patches; ++patch) {
    const float* token = patches + static_cast<std::size_t>(patch) * dim;
    if (kept != kept_end && *kept == patch) {
      std::copy_n(token, dim, next);
      next += dim;
      ++kept;
      continue;
    }
    const float weight = weighted ? args.scores[patch] * share : share;
    for (std::size_t i = 0; i < dim; ++i) args.rest[i] += weight * token[i];
  }
  std::copy_n(args.rest, dim, next);
}

}  // namespace dinozero
