// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "kernels/attention_int8.h"
#include "kernels/x86/gemm_tile.h"
#include "kernels/x86/integer_tile.h"

// Attention in integers. Keys and values of a head become panels of 16-bit pairs once; then a tile
// of queries at a time is quantized, multiplied with all keys, turned into weights, and multiplied
// with all values. I multiplies pairs of 16-bit numbers (its kDepth is 2), V is its vector of
// floats.

namespace dinozero::kernels::x86 {
namespace {

/// Products of a weight and a value whose sum fits 32 bits.
inline constexpr int kTokensPerSum = 256;
/// Below every score: |score| < 2^30.
inline constexpr std::int32_t kNoScore = -(1 << 30);
/// A constant expression, so that no function of std::array is compiled here.
inline constexpr const std::uint32_t* kWeightTable = kAttentionInt8Weights.data();
inline constexpr std::int32_t kLastWeight = 2047;

/// Scratch of a head. Rows of tokens and of channels are padded to whole vectors.
template <class V>
struct AttentionInt8Buffers {
  int pairs;            ///< of channels; half of the last is 0 where their number is odd
  int token_pairs;      ///< likewise
  int padded_tokens;    ///< stride of scores and weights
  int padded_channels;  ///< stride of sums and totals

  std::int16_t* key_rows;      ///< tokens x 2 pairs
  std::int16_t* key_panels;    ///< padded_tokens x pairs x 2
  std::int16_t* value_panels;  ///< token_pairs x padded_channels x 2
  std::int16_t* queries;       ///< a tile's rows x 2 pairs
  std::int32_t* scores;        ///< a tile's rows x padded_tokens
  std::int16_t* weights;       ///< likewise
  std::int32_t* sums;          ///< a tile's rows x padded_channels
  double* totals;              ///< likewise, where there are more tokens than a sum takes
  float* value_factors;        ///< padded_channels
  float* value_scales;         ///< padded_channels
  float* query_maxima;         ///< tokens
  std::size_t bytes = 0;

  AttentionInt8Buffers(void* scratch, int tokens, int head_dim)
      : pairs((head_dim + 1) / 2),
        token_pairs((tokens + 1) / 2),
        padded_tokens(static_cast<int>(round_up(static_cast<std::size_t>(tokens), V::kLanes))),
        padded_channels(static_cast<int>(round_up(static_cast<std::size_t>(head_dim), V::kLanes))) {
    // Whole vectors are written to rows of 2 pairs, the last one beyond its end.
    take(scratch, &key_rows, tokens, 2 * pairs, V::kLanes);
    take(scratch, &key_panels, padded_tokens, 2 * pairs);
    take(scratch, &value_panels, token_pairs, 2 * padded_channels);
    take(scratch, &queries, V::kTileRows, 2 * pairs, V::kLanes);
    take(scratch, &scores, V::kTileRows, padded_tokens);
    take(scratch, &weights, V::kTileRows, padded_tokens);
    take(scratch, &sums, V::kTileRows, padded_channels);
    take(scratch, &totals, tokens > kTokensPerSum ? V::kTileRows : 0, padded_channels);
    take(scratch, &value_factors, 1, padded_channels);
    take(scratch, &value_scales, 1, padded_channels);
    take(scratch, &query_maxima, 1, tokens);
  }

 private:
  template <class T>
  void take(void* scratch, T** to, int rows, int columns, int more = 0) {
    *to = reinterpret_cast<T*>(reinterpret_cast<std::uintptr_t>(scratch) + bytes);
    const std::size_t count = static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
    bytes += round_up((count + static_cast<std::size_t>(more)) * sizeof(T), 64);
  }
};

template <class V>
std::size_t attention_int8_scratch_bytes(int tokens, int head_dim) {
  return AttentionInt8Buffers<V>(nullptr, tokens, head_dim).bytes;
}

/// One head's part of qkv.
struct AttentionInt8Head {
  int tokens;
  int head_dim;
  std::size_t stride;  ///< floats from token to token
  const float* queries;
  const float* keys;
  const float* values;
};

/// As the contract of attention_int8 has it.
struct SymmetricScale {
  float factor = 0.0f;
  float scale = 0.0f;

  SymmetricScale(float largest, int limit) {
    if (largest < 0x1p-100f) return;
    factor = static_cast<float>(limit) / largest;
    scale = largest / static_cast<float>(limit);
  }
};

template <class V>
typename V::Register load_channels(const float* x, int channel, int channels) {
  const int rest = channels - channel;
  return rest >= V::kLanes ? V::load(x + channel) : V::load_first(x + channel, rest, V::zero());
}

/// Finds query_maxima, the values' scales, and the largest key; false where something is a NaN or
/// an infinity, whose magnitudes compare above all others.
template <class I, class V>
bool measure_head(const AttentionInt8Head& head, const AttentionInt8Buffers<V>& buffers,
                  float* largest_key) {
  constexpr std::uint32_t kLargestFinite = 0x7f7fffffu;
  auto keys = I::magnitude_zero();
  for (int token = 0; token < head.tokens; ++token) {
    const std::size_t offset = static_cast<std::size_t>(token) * head.stride;
    auto query = I::magnitude_zero();
    for (int c = 0; c < head.head_dim; c += V::kLanes) {
      query = I::larger_magnitude(query, load_channels<V>(head.queries + offset, c, head.head_dim));
      keys = I::larger_magnitude(keys, load_channels<V>(head.keys + offset, c, head.head_dim));
    }
    const std::uint32_t bits = I::largest(query);
    if (bits > kLargestFinite) return false;
    std::memcpy(buffers.query_maxima + token, &bits, sizeof bits);
  }
  const std::uint32_t key_bits = I::largest(keys);
  if (key_bits > kLargestFinite) return false;
  std::memcpy(largest_key, &key_bits, sizeof key_bits);

  for (int c = 0; c < head.head_dim; c += V::kLanes) {
    auto largest = I::magnitude_zero();
    for (int token = 0; token < head.tokens; ++token) {
      const float* values = head.values + static_cast<std::size_t>(token) * head.stride;
      largest = I::larger_magnitude(largest, load_channels<V>(values, c, head.head_dim));
    }
    if (I::largest(largest) > kLargestFinite) return false;
    std::int32_t bits[V::kLanes];
    I::store(bits, largest);
    for (int lane = 0; lane < V::kLanes; ++lane) {
      float maximum;
      std::memcpy(&maximum, bits + lane, sizeof maximum);
      const SymmetricScale scale(maximum, kAttentionInt8ValueLimit);
      buffers.value_factors[c + lane] = scale.factor;
      buffers.value_scales[c + lane] = scale.scale;
    }
  }
  return true;
}

/// Whole vectors are written: zeros behind the last channel.
template <class I, class V>
void quantize_channels(const float* x, int channels, float factor, std::int16_t* to) {
  const typename V::Register steps = V::broadcast(factor);
  for (int c = 0; c < channels; c += V::kLanes) {
    I::store_words(to + c, I::round(V::multiply(load_channels<V>(x, c, channels), steps)));
  }
}

/// Keys transposed: a panel holds a pair of channels of neighbouring tokens in each step.
template <class I, class V>
void pack_keys(const AttentionInt8Head& head, float factor,
               const AttentionInt8Buffers<V>& buffers) {
  const std::size_t row = std::size_t{2} * static_cast<std::size_t>(buffers.pairs);
  for (int token = 0; token < head.tokens; ++token) {
    const auto index = static_cast<std::size_t>(token);
    quantize_channels<I, V>(head.keys + index * head.stride, head.head_dim, factor,
                            buffers.key_rows + index * row);
  }
  // Words are moved as floats, which changes none of their bits.
  auto* panel = reinterpret_cast<float*>(buffers.key_panels);
  for (int token = 0; token < head.tokens; token += kTileColumns<V>) {
    const int columns =
        head.tokens - token < kTileColumns<V> ? head.tokens - token : kTileColumns<V>;
    const auto* rows =
        reinterpret_cast<const float*>(buffers.key_rows + static_cast<std::size_t>(token) * row);
    const int width = pack_transposed<V>(rows, static_cast<std::size_t>(buffers.pairs), columns,
                                         buffers.pairs, panel);
    panel += static_cast<std::size_t>(width) * static_cast<std::size_t>(buffers.pairs);
  }
}

/// Values as they lie: a panel holds neighbouring channels of a pair of tokens in each step.
template <class I, class V>
void pack_values(const AttentionInt8Head& head, const AttentionInt8Buffers<V>& buffers) {
  std::int16_t* panel = buffers.value_panels;
  for (int c = 0; c < head.head_dim; c += kTileColumns<V>) {
    const int width = buffers.padded_channels - c > V::kLanes ? kTileColumns<V> : V::kLanes;
    for (int token = 0; token < head.tokens; token += 2, panel += 2 * width) {
      const float* first = head.values + static_cast<std::size_t>(token) * head.stride;
      for (int v = 0; v < width; v += V::kLanes) {
        const auto factors = V::load(buffers.value_factors + c + v);
        const auto quantized = [&](const float* x) {
          return I::round(V::multiply(load_channels<V>(x, c + v, head.head_dim), factors));
        };
        const auto second =
            token + 1 < head.tokens ? quantized(first + head.stride) : I::broadcast_word(0);
        I::store_pairs(panel + 2 * v, quantized(first), second);
      }
    }
  }
}

/// The product with steps [begin, begin + tile.steps) of consecutive panels that have `panel_steps`
/// steps and `columns` columns together, a multiple of kLanes.
template <class I>
void multiply_panels(IntegerTile<I> tile, int rows, int columns, int panel_steps, int begin) {
  const typename I::Weight* panel = tile.panel;
  for (int c = 0; c < columns;) {
    const int width = columns - c > I::kLanes ? 2 * I::kLanes : I::kLanes;
    const std::ptrdiff_t step = static_cast<std::ptrdiff_t>(width) * I::kDepth;
    tile.panel = panel + step * begin;
    integer_tile_function<I>(rows, width)(tile);
    panel += step * panel_steps;
    tile.y += width;
    c += width;
  }
}

/// A row of scores to 16-bit weights, zeros behind the last token; returns their sum.
template <class I, class V>
std::int32_t weigh(std::int32_t* scores, int tokens, int padded_tokens, std::int32_t factor,
                   std::int16_t* weights) {
  for (int j = tokens; j < padded_tokens; ++j) scores[j] = kNoScore;
  auto largest = I::load(scores);
  for (int j = I::kLanes; j < padded_tokens; j += I::kLanes) {
    largest = I::maximum(largest, I::load(scores + j));
  }
  const auto from = I::broadcast_word(I::largest_word(largest));
  const auto factors = I::broadcast_word(factor);
  const auto last = I::broadcast_word(kLastWeight);
  auto sums = I::broadcast_word(0);
  for (int j = 0; j < padded_tokens; j += I::kLanes) {
    const auto weight =
        I::gather(kWeightTable, I::high_product(from, I::load(scores + j), factors, last));
    sums = I::add(sums, weight);
    I::store_words(weights + j, weight);
  }
  std::int32_t sum = I::sum(sums);
  for (int j = tokens; j < padded_tokens; ++j) {
    sum -= weights[j];
    weights[j] = 0;
  }
  return sum;
}

/// out = sums * scales / weight sum, for `rows` rows of one head.
template <class I, class V>
void weighted_values(const AttentionInt8Head& head, const AttentionInt8Buffers<V>& buffers,
                     int rows, const float* inverse_sums, float* out, std::size_t out_stride) {
  IntegerTile<I> product{};
  product.steps = buffers.token_pairs;
  product.x = buffers.weights;
  product.x_stride = buffers.padded_tokens;
  product.panel = buffers.value_panels;
  product.y = buffers.sums;
  product.y_stride = buffers.padded_channels;
  const int columns = buffers.padded_channels;
  if (head.tokens <= kTokensPerSum) {
    multiply_panels<I>(product, rows, columns, buffers.token_pairs, 0);
    for (int r = 0; r < rows; ++r, out += out_stride) {
      const auto inverse = V::broadcast(inverse_sums[r]);
      for (int c = 0; c < head.head_dim; c += V::kLanes) {
        const auto sum = I::to_float(I::load(buffers.sums + r * columns + c));
        const auto scale = V::multiply(V::load(buffers.value_scales + c), inverse);
        const auto value = V::multiply(sum, scale);
        const int rest = head.head_dim - c;
        if (rest >= V::kLanes) {
          V::store(out + c, value);
        } else {
          V::store_first(out + c, rest, value);
        }
      }
    }
    return;
  }
  // Doubles hold the totals exactly: below 2^53 up to a thousand million tokens.
  for (int i = 0; i < rows * columns; ++i) buffers.totals[i] = 0.0;
  constexpr int kPairsPerSum = kTokensPerSum / 2;
  for (int begin = 0; begin < buffers.token_pairs; begin += kPairsPerSum) {
    const int rest = buffers.token_pairs - begin;
    product.steps = rest < kPairsPerSum ? rest : kPairsPerSum;
    product.x = buffers.weights + 2 * begin;
    multiply_panels<I>(product, rows, columns, buffers.token_pairs, begin);
    for (int i = 0; i < rows * columns; ++i) buffers.totals[i] += buffers.sums[i];
  }
  for (int r = 0; r < rows; ++r, out += out_stride) {
    for (int c = 0; c < head.head_dim; ++c) {
      out[c] = static_cast<float>(buffers.totals[r * columns + c]) *
               (buffers.value_scales[c] * inverse_sums[r]);
    }
  }
}

template <class I, class V>
void attend(const AttentionInt8Head& head, const AttentionInt8Buffers<V>& buffers,
            float largest_key, float* out, std::size_t out_stride, float* cls_attention) {
  const int limit = attention_int8_limit(head.head_dim);
  const SymmetricScale key_scale(largest_key, limit);
  pack_keys<I, V>(head, key_scale.factor, buffers);
  pack_values<I, V>(head, buffers);
  for (int row = 0; row < head.tokens;) {
    const int rows = tile_rows<V>(row, head.tokens);
    std::int32_t factors[V::kTileRows];
    for (int r = 0; r < rows; ++r) {
      const SymmetricScale scale(buffers.query_maxima[row + r], limit);
      quantize_channels<I, V>(head.queries + static_cast<std::size_t>(row + r) * head.stride,
                              head.head_dim, scale.factor, buffers.queries + 2 * r * buffers.pairs);
      factors[r] = attention_int8_factor(scale.scale, key_scale.scale, head.head_dim);
    }
    IntegerTile<I> product{};
    product.steps = buffers.pairs;
    product.x = buffers.queries;
    product.x_stride = 2 * buffers.pairs;
    product.panel = buffers.key_panels;
    product.y = buffers.scores;
    product.y_stride = buffers.padded_tokens;
    multiply_panels<I>(product, rows, buffers.padded_tokens, buffers.pairs, 0);

    float inverse_sums[V::kTileRows];
    for (int r = 0; r < rows; ++r) {
      const std::ptrdiff_t offset = static_cast<std::ptrdiff_t>(r) * buffers.padded_tokens;
      const std::int32_t sum =
          weigh<I, V>(buffers.scores + offset, head.tokens, buffers.padded_tokens, factors[r],
                      buffers.weights + offset);
      inverse_sums[r] = 1.0f / static_cast<float>(sum);
    }
    if (row == 0 && cls_attention != nullptr) {
      for (int j = 0; j < head.tokens; ++j) {
        cls_attention[j] = static_cast<float>(buffers.weights[j]) * inverse_sums[0];
      }
    }
    weighted_values<I, V>(head, buffers, rows, inverse_sums,
                          out + static_cast<std::size_t>(row) * out_stride, out_stride);
    row += rows;
  }
}

template <class I, class V>
void attention_int8(const AttentionInt8Args& args, void* scratch) {
  static_assert(I::kDepth == 2 && I::kLanes == V::kLanes && I::kTileRows == V::kTileRows);
  const AttentionInt8Buffers<V> buffers(scratch, args.tokens, args.head_dim);
  const auto head_dim = static_cast<std::size_t>(args.head_dim);
  const std::size_t dim = static_cast<std::size_t>(args.heads) * head_dim;
  for (int index = args.head_begin; index < args.head_end; ++index) {
    const std::size_t first = static_cast<std::size_t>(index) * head_dim;
    const float* queries = args.qkv + first;
    const AttentionInt8Head head = {args.tokens, args.head_dim, 3 * dim,
                                    queries,     queries + dim, queries + 2 * dim};
    float* out = args.out + first;
    float* cls_attention = args.cls_attention == nullptr
                               ? nullptr
                               : args.cls_attention + static_cast<std::size_t>(index) *
                                                          static_cast<std::size_t>(args.tokens);
    float largest_key = 0.0f;
    if (measure_head<I, V>(head, buffers, &largest_key)) {
      attend<I, V>(head, buffers, largest_key, out, dim, cls_attention);
      continue;
    }
    for (int token = 0; token < args.tokens; ++token, out += dim) {
      for (int c = 0; c < args.head_dim; ++c) out[c] = __builtin_nanf("");
      if (cls_attention != nullptr) cls_attention[token] = __builtin_nanf("");
    }
  }
}

}  // namespace
}  // namespace dinozero::kernels::x86
