// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention_int8.h"

#include <algorithm>
#include <cmath>

#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels {

int attention_int8_limit(int head_dim) {
  int limit =
      std::min(32767, static_cast<int>(std::sqrt(0x1p30f / static_cast<float>(head_dim))) + 1);
  while (std::int64_t{limit} * limit * head_dim >= 1 << 30) --limit;
  return limit;
}

float attention_int8_steps_per_score(int head_dim) {
  constexpr float kStepsPerUnit = 0x1p39f * 1.44269504f;  // 2^32 * 128 / ln 2
  return kStepsPerUnit / std::sqrt(static_cast<float>(head_dim));
}

std::int32_t attention_int8_factor(float query_scale, float key_scale, int head_dim) {
  const float steps = query_scale * key_scale * attention_int8_steps_per_score(head_dim);
  return static_cast<std::int32_t>(std::min(std::nearbyintf(steps), 0x1.fffffep30f));
}

namespace reference {
namespace {

struct Quantizer {
  float factor = 0.0f;
  float scale = 0.0f;
  int operator()(float x) const { return static_cast<int>(std::nearbyintf(x * factor)); }
};

Quantizer quantizer(float largest, int limit) {
  if (largest < 0x1p-100f) return {};
  const auto steps = static_cast<float>(limit);
  return {steps / largest, largest / steps};
}

// Where the integers of one head lie in scratch, and the float rows that they come from.
struct Head {
  std::size_t tokens, head_dim, token_stride;
  int limit;
  const float* queries;
  std::int16_t* keys;           // tokens x head_dim
  std::int16_t* values;         // tokens x head_dim
  std::int16_t* query;          // head_dim
  std::int32_t* scores;         // tokens; then weights
  Quantizer* value_quantizers;  // head_dim

  const float* rows(std::size_t part) const { return queries + part * token_stride / 3; }
  float largest(const float* first, std::size_t rows, std::size_t columns) const {
    float largest = 0.0f;
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t i = 0; i < columns; ++i) {
        largest = std::max(largest, std::fabs(first[row * token_stride + i]));
      }
    }
    return largest;
  }
  bool finite() const {
    for (std::size_t row = 0; row < tokens; ++row) {
      for (std::size_t part = 0; part < 3; ++part) {
        const float* x = rows(part) + row * token_stride;
        if (!std::all_of(x, x + head_dim, [](float f) { return std::isfinite(f); })) return false;
      }
    }
    return true;
  }
};

void quantize_keys_and_values(const Head& head, const Quantizer& key_quantizer) {
  for (std::size_t c = 0; c < head.head_dim; ++c) {
    head.value_quantizers[c] =
        quantizer(head.largest(head.rows(2) + c, head.tokens, 1), kAttentionInt8ValueLimit);
  }
  for (std::size_t j = 0; j < head.tokens; ++j) {
    for (std::size_t c = 0; c < head.head_dim; ++c) {
      const std::size_t in = j * head.token_stride + c;
      const std::size_t out = j * head.head_dim + c;
      head.keys[out] = static_cast<std::int16_t>(key_quantizer(head.rows(1)[in]));
      head.values[out] = static_cast<std::int16_t>(head.value_quantizers[c](head.rows(2)[in]));
    }
  }
}

// The weights of one query, in head.scores; returns their sum.
std::uint32_t weigh_tokens(const Head& head, std::size_t token, float key_scale) {
  const float* x = head.queries + token * head.token_stride;
  const Quantizer quantize = quantizer(head.largest(x, 1, head.head_dim), head.limit);
  for (std::size_t d = 0; d < head.head_dim; ++d) {
    head.query[d] = static_cast<std::int16_t>(quantize(x[d]));
  }
  for (std::size_t j = 0; j < head.tokens; ++j) {
    std::int32_t sum = 0;
    for (std::size_t d = 0; d < head.head_dim; ++d) {
      sum += head.query[d] * head.keys[j * head.head_dim + d];
    }
    head.scores[j] = sum;
  }
  const std::int64_t factor =
      attention_int8_factor(quantize.scale, key_scale, static_cast<int>(head.head_dim));
  const std::int32_t maximum = *std::max_element(head.scores, head.scores + head.tokens);
  std::uint32_t sum = 0;
  for (std::size_t j = 0; j < head.tokens; ++j) {
    const std::int64_t steps =
        (factor * (maximum - head.scores[j]) + (std::int64_t{1} << 31)) >> 32;
    const std::uint32_t weight =
        kAttentionInt8Weights[static_cast<std::size_t>(std::min<std::int64_t>(steps, 2047))];
    head.scores[j] = static_cast<std::int32_t>(weight);
    sum += weight;
  }
  return sum;
}

void attend(const Head& head, const AttentionInt8Args& args, std::size_t index) {
  const Quantizer key_quantizer =
      quantizer(head.largest(head.rows(1), head.tokens, head.head_dim), head.limit);
  quantize_keys_and_values(head, key_quantizer);
  const std::size_t dim = head.token_stride / 3;
  for (std::size_t i = 0; i < head.tokens; ++i) {
    const auto sum = static_cast<float>(weigh_tokens(head, i, key_quantizer.scale));
    if (i == 0 && args.cls_attention != nullptr) {
      float* cls_attention = args.cls_attention + index * head.tokens;
      for (std::size_t j = 0; j < head.tokens; ++j) {
        cls_attention[j] = static_cast<float>(head.scores[j]) / sum;
      }
    }
    float* out = args.out + i * dim + index * head.head_dim;
    for (std::size_t c = 0; c < head.head_dim; ++c) {
      std::int64_t total = 0;
      for (std::size_t j = 0; j < head.tokens; ++j) {
        total += std::int64_t{head.scores[j]} * head.values[j * head.head_dim + c];
      }
      out[c] = static_cast<float>(total) * (head.value_quantizers[c].scale / sum);
    }
  }
}

void make_nan(const Head& head, const AttentionInt8Args& args, std::size_t index) {
  for (std::size_t i = 0; i < head.tokens; ++i) {
    std::fill_n(args.out + i * (head.token_stride / 3) + index * head.head_dim, head.head_dim, NAN);
  }
  if (args.cls_attention == nullptr) return;
  std::fill_n(args.cls_attention + index * head.tokens, head.tokens, NAN);
}

}  // namespace

void attention_int8(const AttentionInt8Args& args, void* scratch) {
  Head head = {};
  head.tokens = static_cast<std::size_t>(args.tokens);
  head.head_dim = static_cast<std::size_t>(args.head_dim);
  head.token_stride = 3 * static_cast<std::size_t>(args.heads) * head.head_dim;
  head.limit = attention_int8_limit(args.head_dim);
  head.value_quantizers = static_cast<Quantizer*>(scratch);
  head.scores = reinterpret_cast<std::int32_t*>(head.value_quantizers + head.head_dim);
  head.keys = reinterpret_cast<std::int16_t*>(head.scores + head.tokens);
  head.values = head.keys + head.tokens * head.head_dim;
  head.query = head.values + head.tokens * head.head_dim;
  for (int index = args.head_begin; index < args.head_end; ++index) {
    head.queries = args.qkv + static_cast<std::size_t>(index) * head.head_dim;
    if (head.finite()) {
      attend(head, args, static_cast<std::size_t>(index));
    } else {
      make_nan(head, args, static_cast<std::size_t>(index));
    }
  }
}

std::size_t attention_int8_scratch_bytes(int tokens, int head_dim) {
  constexpr std::size_t kAlignment = 64;
  const auto rows = static_cast<std::size_t>(tokens);
  const auto columns = static_cast<std::size_t>(head_dim);
  const std::size_t bytes = columns * sizeof(Quantizer) + rows * sizeof(std::int32_t) +
                            (2 * rows + 1) * columns * sizeof(std::int16_t);
  return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

}  // namespace reference
}  // namespace dinozero::kernels
