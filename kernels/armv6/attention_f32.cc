// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention_f32.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "kernels/armv6/armv6_kernels.h"

// Both products are linear layers: scores = queries * keys^T with the keys as weights, out =
// probabilities * values with the transposed values as weights. Keys, multiplied by 1 / sqrt of
// head_dim, and values are copied once per head into contiguous rows; then some queries at a time
// go through the first product, the softmax and the second, so that their scores stay in the level
// 2 cache and packing the weights costs little. Rows of scores are padded with zeros to the
// multiple of eight that linear_f32 likes.

namespace dinozero::kernels::armv6 {
namespace {

constexpr std::size_t kQueries = 100;  // at a time

std::size_t round_up(std::size_t n, std::size_t multiple) {
  return (n + multiple - 1) / multiple * multiple;
}

// A line's first word: what begins elsewhere in the line is fetched in two transfers.
const void* line_of(const float* x) {
  return reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(x) & ~std::uintptr_t{31});
}

// The parts of scratch, in floats.
struct Layout {
  Layout(int token_count, int size)
      : tokens(static_cast<std::size_t>(token_count)),
        head_dim(static_cast<std::size_t>(size)),
        padded_tokens(round_up(tokens, 8)) {
    std::size_t end = 0;
    const auto part = [&end](std::size_t size_in_floats) {
      const std::size_t begin = end;
      end += round_up(size_in_floats, 16);
      return begin;
    };
    keys = part(tokens * head_dim);
    values = part(head_dim * padded_tokens);
    scores = part(std::min(kQueries, tokens) * padded_tokens);
    const int queries = static_cast<int>(std::min(kQueries, tokens));
    linear =
        part(std::max(linear_f32_scratch_bytes(queries, token_count, size),
                      linear_f32_scratch_bytes(queries, size, static_cast<int>(padded_tokens))) /
                 sizeof(float) +
             1);
    floats = end;
  }
  std::size_t tokens, head_dim, padded_tokens, keys, values, scores, linear, floats;
};

// Eight floats are loaded, then multiplied, then stored, so that the VFP11's latencies overlap.
void copy_keys(const Layout& layout, const float* keys, std::size_t token_stride,
               float* __restrict to) {
  const float scale = 1.0f / std::sqrt(static_cast<float>(layout.head_dim));
  for (std::size_t token = 0; token < layout.tokens; ++token, keys += token_stride) {
    std::size_t d = 0;
    for (; d + 8 <= layout.head_dim; d += 8, to += 8) {
      __builtin_prefetch(line_of(keys + token_stride + d));
      float values[8];
      for (std::size_t i = 0; i < 8; ++i) values[i] = keys[d + i];
      for (std::size_t i = 0; i < 8; ++i) values[i] *= scale;
      for (std::size_t i = 0; i < 8; ++i) to[i] = values[i];
    }
    for (; d < layout.head_dim; ++d) *to++ = keys[d] * scale;
  }
}

// Eight tokens at a time: a line of each row that is written.
void transpose_values(const Layout& layout, const float* values, std::size_t token_stride,
                      float* __restrict to) {
  std::size_t first = 0;
  for (; first + 8 <= layout.tokens; first += 8) {
    const float* in = values + first * token_stride;
    float* out = to + first;
    for (std::size_t d = 0; d < layout.head_dim; ++d, ++in, out += layout.padded_tokens) {
      if (d % 8 == 0) {
        for (std::size_t t = 0; t < 8; ++t) __builtin_prefetch(line_of(in + t * token_stride + 8));
      }
      float row[8];
      for (std::size_t t = 0; t < 8; ++t) row[t] = in[t * token_stride];
      for (std::size_t t = 0; t < 8; ++t) out[t] = row[t];
    }
  }
  for (; first < layout.padded_tokens; ++first) {
    for (std::size_t d = 0; d < layout.head_dim; ++d) {
      to[d * layout.padded_tokens + first] =
          first < layout.tokens ? values[first * token_stride + d] : 0.0f;
    }
  }
}

void attend(const AttentionF32Args& args, const Layout& layout, std::size_t head, float* scratch) {
  const std::size_t dim = static_cast<std::size_t>(args.heads) * layout.head_dim;
  const float* queries = args.qkv + head * layout.head_dim;
  float* keys = scratch + layout.keys;
  float* values = scratch + layout.values;
  float* scores = scratch + layout.scores;
  copy_keys(layout, queries + dim, 3 * dim, keys);
  transpose_values(layout, queries + 2 * dim, 3 * dim, values);

  for (std::size_t first = 0; first < layout.tokens; first += kQueries) {
    const std::size_t count = std::min(kQueries, layout.tokens - first);
    LinearF32Args product;
    product.rows = static_cast<int>(count);
    product.outputs = args.tokens;
    product.inputs = args.head_dim;
    product.x = queries + first * 3 * dim;
    product.x_stride = 3 * dim;
    product.weight = keys;
    product.y = scores;
    product.y_stride = layout.padded_tokens;
    linear_f32(product, scratch + layout.linear);

    for (std::size_t query = 0; query < count; ++query) {
      float* row = scores + query * layout.padded_tokens;
      softmax_f32(1, args.tokens, row);
      std::fill(row + layout.tokens, row + layout.padded_tokens, 0.0f);
    }
    if (first == 0 && args.cls_attention != nullptr) {
      std::copy_n(scores, layout.tokens, args.cls_attention + head * layout.tokens);
    }

    product.outputs = args.head_dim;
    product.inputs = static_cast<int>(layout.padded_tokens);
    product.x = scores;
    product.x_stride = layout.padded_tokens;
    product.weight = values;
    product.y = args.out + first * dim + head * layout.head_dim;
    product.y_stride = dim;
    linear_f32(product, scratch + layout.linear);
  }
}

}  // namespace

void attention_f32(const AttentionF32Args& args, void* scratch) {
  const Layout layout(args.tokens, args.head_dim);
  for (int head = args.head_begin; head < args.head_end; ++head) {
    attend(args, layout, static_cast<std::size_t>(head), static_cast<float*>(scratch));
  }
}

std::size_t attention_f32_scratch_bytes(int tokens, int head_dim) {
  return Layout(tokens, head_dim).floats * sizeof(float);
}

}  // namespace dinozero::kernels::armv6
