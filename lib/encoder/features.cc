// SPDX-License-Identifier: Apache-2.0
#include "dinozero/features.h"

namespace dinozero {

Span<const float> Features::cls(int image) const {
  const std::size_t tokens = static_cast<std::size_t>(prefix_) + rows_ * cols_;
  return {tokens_ + image * tokens * dim_, static_cast<std::size_t>(dim_)};
}

PatchTokens Features::patches(int image) const {
  const float* patches = cls(image).data() + static_cast<std::size_t>(prefix_) * dim_;
  if (kept_ != nullptr) return {patches, 1, kept_count_, dim_};
  return {patches, rows_, cols_, dim_};
}

Span<const int> Features::patch_indices(int image) const {
  if (kept_ == nullptr) return {};
  const auto count = static_cast<std::size_t>(kept_count_);
  return {kept_ + image * count, count};
}

Span<const float> Features::rest(int image) const {
  if (kept_ == nullptr) return {};
  const std::size_t token = static_cast<std::size_t>(prefix_) + kept_count_;
  return {cls(image).data() + token * dim_, static_cast<std::size_t>(dim_)};
}

AttentionMaps Features::attention(int image) const {
  if (attention_ == nullptr) return {};
  const std::size_t floats = static_cast<std::size_t>(heads_) * rows_ * cols_;
  return {attention_ + image * floats, heads_, rows_, cols_};
}

BlockTokens Features::block(int index, int image) const {
  const int tokens = prefix_ + rows_ * cols_;
  const std::size_t floats = static_cast<std::size_t>(tokens) * dim_;
  const std::size_t slot = static_cast<std::size_t>(image) * block_count_ + index;
  return {blocks_ + slot * floats, block_tokens_[index], dim_};
}

}  // namespace dinozero
