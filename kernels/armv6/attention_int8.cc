// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention_int8.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "kernels/armv6/armv6_kernels.h"
#include "kernels/reference/reference_kernels.h"

// Keys and values of a head are packed once, into panels of int16 pairs that SMLAD takes. Then
// twelve queries at a time go through all keys, the softmax and all values: most of their scores
// (9 KiB at 197 tokens) and weights stay in the level 1 cache, and a panel of keys or values that
// comes from the level 2 cache is used twelve times. Assembly in tiles_int16.S and
// attention_int8.S; what is here runs per row. Issue slots per product, 197 tokens of 64: 0.82 for
// each half, 0.07 softmax, 0.08 packing and the results; misses come to another 0.15.

namespace dinozero::kernels::armv6 {
namespace {

constexpr int kQueries = 12;     // at a time; tiles_int16.py has MOST_ROWS
constexpr int kMostPairs = 128;  // that one call of the tiles' assembly sums
constexpr int kLargestHeadDim = 256;
constexpr std::uint32_t kInfinityBits = 0xFF000000u;  // shifted left by one

// What tiles_int16.S reads.
struct Tiles {
  const std::int16_t* rows;
  const std::int16_t* columns;
  std::int32_t* sums;
  int row_panels;
  int column_panels;
  std::size_t row_stride;  // bytes from panel to panel
  std::size_t column_stride;
  int pairs;
  std::int32_t* maxima;  // of each row; only dinozero_armv6_tiles_of_32_pairs finds them
};

extern "C" {
void dinozero_armv6_tiles_of_32_pairs(const Tiles* tiles);
void dinozero_armv6_tiles_of_100_pairs(const Tiles* tiles);
void dinozero_armv6_tiles(const Tiles* tiles);
std::uint32_t dinozero_armv6_largest_of_rows(const float* x, int turns, std::size_t row_stride,
                                             int rows);
void dinozero_armv6_column_maxima(const float* x, int turns, std::size_t row_stride,
                                  std::uint32_t* maxima, int rows);
void dinozero_armv6_pack_rows(const float* row0, const float* row1, std::int16_t* panel, int turns,
                              const float* factors, const std::uintptr_t* next_lines);
void dinozero_armv6_pack_values(const float* token0, const float* token1, std::int16_t* words,
                                int turns, std::size_t panel_stride, const float* factors,
                                const std::uintptr_t* next_lines);
std::int32_t dinozero_armv6_attention_maximum(const std::int32_t* scores, int pairs,
                                              std::size_t score_stride);
std::uint32_t dinozero_armv6_attention_weights(const std::int32_t* scores, int pairs,
                                               std::int16_t* weights, std::size_t score_stride,
                                               std::int32_t maximum, std::int32_t factor,
                                               const std::uint16_t* table, std::uintptr_t fetch,
                                               std::size_t fetch_step);
void dinozero_armv6_attention_out(const std::int32_t* sums, int turns, float* out0, float* out1,
                                  std::size_t sum_stride, const float* scales,
                                  const float* factors);
}

std::size_t round_up(std::size_t n, std::size_t multiple) {
  return (n + multiple - 1) / multiple * multiple;
}

// kAttentionInt8Weights in half the cache lines, and a zero behind it.
constexpr std::array<std::uint16_t, 2049> make_weights() {
  std::array<std::uint16_t, 2049> weights = {};
  for (std::size_t i = 0; i < 2048; ++i) {
    weights[i] = static_cast<std::uint16_t>(kAttentionInt8Weights[i]);
  }
  return weights;
}
alignas(32) constexpr std::array<std::uint16_t, 2049> kWeights = make_weights();
static_assert(kAttentionInt8Weights[0] < 65536 && kWeights[2047] == 0);

struct Quantizer {
  float factor = 0.0f;
  float scale = 0.0f;
};

Quantizer quantizer(std::uint32_t largest_bits, int limit) {
  const auto largest = std::bit_cast<float>(largest_bits >> 1);
  if (largest < 0x1p-100f) return {};
  const auto steps = static_cast<float>(limit);
  return {steps / largest, largest / steps};
}

// The parts of scratch, one after the other; what is loaded beyond a panel's end is never used.
struct Layout {
  Layout(int token_count, int head_dim)
      : tokens(static_cast<std::size_t>(token_count)),
        columns(round_up(static_cast<std::size_t>(head_dim), 16)),
        column_pairs(columns / 2),
        token_pairs(round_up((tokens + 1) / 2, 4)) {
    std::size_t end = 0;
    const auto part = [&end](std::size_t size) {
      const std::size_t begin = end;
      end = round_up(begin + size, 64);
      return begin;
    };
    keys = part(token_pairs * column_pairs * 8);
    values = part(token_pairs * column_pairs * 8);
    queries = part(kQueries / 2 * column_pairs * 8);
    weights = part(kQueries / 2 * token_pairs * 8);
    scores = part(token_pairs * kQueries * 8);
    sums = part(column_pairs * kQueries * 8);
    totals = part(token_pairs > kMostPairs ? column_pairs * kQueries * 16 : 0);
    value_maxima = part(columns * 4);
    value_factors = part(columns * 4);
    value_scales = part(columns * 4);
    rows = part(2 * columns * 4);
    out_rows = part(2 * columns * 4);
    bytes = end + 64;
  }
  std::size_t tokens, columns, column_pairs, token_pairs;
  std::size_t keys, values, queries, weights, scores, sums, totals, value_maxima, value_factors,
      value_scales, rows, out_rows, bytes;
};

class Head {
 public:
  Head(const AttentionInt8Args& args, const Layout& layout, void* scratch, int index)
      : args_(args),
        layout_(layout),
        scratch_(static_cast<std::byte*>(scratch)),
        head_dim_(static_cast<std::size_t>(args.head_dim)),
        dim_(static_cast<std::size_t>(args.heads) * head_dim_),
        index_(static_cast<std::size_t>(index)),
        limit_(attention_int8_limit(args.head_dim)),
        steps_per_score_(attention_int8_steps_per_score(args.head_dim)) {}

  // Keys and values are read twice each, the second time from the level 2 cache.
  void attend() {
    pack_keys();
    pack_values();
    for (std::size_t first = 0; finite_ && first < layout_.tokens; first += kQueries) {
      attend_queries(first, std::min<std::size_t>(kQueries, layout_.tokens - first));
    }
    if (!finite_) make_nan();
  }

 private:
  template <class T>
  T* part(std::size_t offset) const {
    return reinterpret_cast<T*>(scratch_ + offset);
  }
  static std::uintptr_t line(const float* x) {
    return reinterpret_cast<std::uintptr_t>(x) & ~std::uintptr_t{31};
  }
  // Where the tiles' assembly finds the largest scores, those of pairs without a token may be
  // anything; their weights are set to 0.
  std::size_t key_panels() const {
    return layout_.column_pairs == 32 ? (layout_.tokens + 1) / 2 : layout_.token_pairs;
  }
  std::size_t row_stride() const { return 3 * dim_ * sizeof(float); }
  const float* row(std::size_t part, std::size_t token) const {
    const std::size_t existing = std::min(token, layout_.tokens - 1);
    return args_.qkv + (existing * 3 + part) * dim_ + index_ * head_dim_;
  }
  // The row with zeros up to a multiple of 16, in place if it is one.
  const float* padded_row(std::size_t part_index, std::size_t token, int buffer) const {
    const float* x = row(part_index, token);
    if (head_dim_ == layout_.columns) return x;
    float* copy = part<float>(layout_.rows) + static_cast<std::size_t>(buffer) * layout_.columns;
    std::memcpy(copy, x, head_dim_ * sizeof(float));
    std::fill(copy + head_dim_, copy + layout_.columns, 0.0f);
    return copy;
  }

  std::uint32_t largest_of_rows(std::size_t part_index, std::size_t token, int rows) const {
    const int turns = static_cast<int>(layout_.columns / 16);
    if (head_dim_ == layout_.columns) {
      return dinozero_armv6_largest_of_rows(row(part_index, token), turns, row_stride(), rows);
    }
    std::uint32_t largest = 0;
    for (int i = 0; i < rows; ++i, ++token) {
      const float* x = padded_row(part_index, token, 0);
      largest = std::max(largest, dinozero_armv6_largest_of_rows(x, turns, 0, 1));
    }
    return largest;
  }

  void find_value_maxima() {
    auto* maxima = part<std::uint32_t>(layout_.value_maxima);
    std::fill_n(maxima, layout_.columns, 0u);
    const int turns = static_cast<int>(layout_.columns / 16);
    if (head_dim_ == layout_.columns) {
      dinozero_armv6_column_maxima(row(2, 0), turns, row_stride(), maxima, args_.tokens);
    } else {
      for (std::size_t token = 0; token < layout_.tokens; ++token) {
        dinozero_armv6_column_maxima(padded_row(2, token, 0), turns, 0, maxima, 1);
      }
    }
  }

  // A NaN or an infinity in the head.
  void note_maximum(std::uint32_t bits) { finite_ = finite_ && bits < kInfinityBits; }

  void pack_rows(std::size_t part_index, std::size_t token, const float* factors,
                 std::int16_t* panel) const {
    const std::uintptr_t next_lines[2] = {line(row(part_index, token + 2)),
                                          line(row(part_index, token + 3))};
    dinozero_armv6_pack_rows(padded_row(part_index, token, 0), padded_row(part_index, token + 1, 1),
                             panel, static_cast<int>(layout_.columns / 16), factors, next_lines);
  }

  // Behind the last token comes the last again: it does not change the largest score.
  void pack_keys() {
    const std::uint32_t maximum = largest_of_rows(1, 0, args_.tokens);
    note_maximum(maximum);
    const Quantizer quantize = quantizer(maximum, limit_);
    key_scale_ = quantize.scale;
    const float factors[2] = {quantize.factor, quantize.factor};
    auto* panel = part<std::int16_t>(layout_.keys);
    for (std::size_t pair = 0; pair < key_panels(); ++pair) {
      pack_rows(1, 2 * pair, factors, panel);
      panel += 4 * layout_.column_pairs;
    }
  }

  void pack_values() {
    find_value_maxima();
    const auto* maxima = part<std::uint32_t>(layout_.value_maxima);
    auto* factors = part<float>(layout_.value_factors);
    auto* scales = part<float>(layout_.value_scales);
    for (std::size_t c = 0; c < layout_.columns; ++c) {
      note_maximum(maxima[c]);
      const Quantizer quantize = quantizer(maxima[c], kAttentionInt8ValueLimit);
      factors[c] = quantize.factor;
      scales[c] = quantize.scale;
    }
    auto* words = part<std::int16_t>(layout_.values);
    for (std::size_t pair = 0; pair < layout_.token_pairs; ++pair, words += 4) {
      const std::uintptr_t next_lines[2] = {line(row(2, 2 * pair + 2)), line(row(2, 2 * pair + 3))};
      dinozero_armv6_pack_values(padded_row(2, 2 * pair, 0), padded_row(2, 2 * pair + 1, 1), words,
                                 static_cast<int>(layout_.columns / 16), layout_.token_pairs * 8,
                                 factors, next_lines);
    }
  }

  void attend_queries(std::size_t first, std::size_t count) {
    const std::size_t panels = (count + 1) / 2;
    const std::size_t tile_stride = panels * 4 * sizeof(std::int32_t);
    auto* queries = part<std::int16_t>(layout_.queries);
    float scales[kQueries];
    for (std::size_t panel = 0; panel < panels; ++panel) {
      float factors[2];
      for (std::size_t k = 0; k < 2; ++k) {
        const std::size_t token = std::min(first + 2 * panel + k, layout_.tokens - 1);
        const std::uint32_t maximum = largest_of_rows(0, token, 1);
        note_maximum(maximum);
        const Quantizer quantize = quantizer(maximum, limit_);
        factors[k] = quantize.factor;
        scales[2 * panel + k] = quantize.scale;
      }
      pack_rows(0, first + 2 * panel, factors, queries + panel * 4 * layout_.column_pairs);
    }

    auto* scores = part<std::int32_t>(layout_.scores);
    std::int32_t maxima[kQueries];
    const Tiles products = {.rows = queries,
                            .columns = part<std::int16_t>(layout_.keys),
                            .sums = scores,
                            .row_panels = static_cast<int>(panels),
                            .column_panels = static_cast<int>(key_panels()),
                            .row_stride = layout_.column_pairs * 8,
                            .column_stride = layout_.column_pairs * 8,
                            .pairs = static_cast<int>(layout_.column_pairs),
                            .maxima = maxima};
    const auto scores_of = [&](std::size_t k) { return scores + k / 2 * 4 + k % 2 * 2; };
    if (layout_.column_pairs == 32) {
      dinozero_armv6_tiles_of_32_pairs(&products);
    } else {
      dinozero_armv6_tiles(&products);
      for (std::size_t k = 0; k < 2 * panels; ++k) {
        maxima[k] = dinozero_armv6_attention_maximum(
            scores_of(k), static_cast<int>(layout_.token_pairs), tile_stride);
      }
    }

    float factors[kQueries];
    for (std::size_t k = 0; k < 2 * panels; ++k) {
      factors[k] =
          1.0f / weigh(scores_of(k), tile_stride, k, first + kQueries + k, maxima[k], scales[k]);
    }
    if (first == 0 && args_.cls_attention != nullptr) write_cls_attention(factors[0]);
    sum_values(first, count, tile_stride, factors);
  }

  // attention_int8_factor() without calls of the C library.
  std::int32_t score_factor(float query_scale) const {
    const float steps = std::min(query_scale * key_scale_ * steps_per_score_, 0x1.fffffep30f);
    float rounded;
    asm("ftosis %0, %1" : "=t"(rounded) : "t"(steps));
    return std::bit_cast<std::int32_t>(rounded);
  }

  // Weights of query `k` of the group; returns their sum.
  float weigh(const std::int32_t* scores, std::size_t stride, std::size_t k, std::size_t next_query,
              std::int32_t maximum, float scale) const {
    // Four queries' scores share a cache line: the first has the scores fetched, the others a query
    // that comes later, three bytes at a time: over 197 tokens hardly more than 64 floats.
    const bool first = k % 4 == 0;
    const std::uintptr_t fetch =
        first ? reinterpret_cast<std::uintptr_t>(scores) + 4 * stride : line(row(0, next_query));
    const std::size_t fetch_step = first ? stride : 3;
    std::int16_t* weights =
        part<std::int16_t>(layout_.weights) + k / 2 * 4 * layout_.token_pairs + k % 2 * 2;
    std::uint32_t sum = dinozero_armv6_attention_weights(
        scores, static_cast<int>(layout_.token_pairs), weights, stride, maximum,
        score_factor(scale), kWeights.data(), fetch, fetch_step);
    for (std::size_t token = layout_.tokens; token < 2 * layout_.token_pairs; ++token) {
      std::int16_t& weight = weights[token / 2 * 4 + token % 2];
      sum -= static_cast<std::uint32_t>(weight);
      weight = 0;
    }
    return static_cast<float>(sum);
  }

  void write_cls_attention(float factor) const {
    const auto* weights = part<std::int16_t>(layout_.weights);
    float* out = args_.cls_attention + index_ * layout_.tokens;
    for (std::size_t token = 0; token < layout_.tokens; ++token) {
      out[token] = static_cast<float>(weights[token / 2 * 4 + token % 2]) * factor;
    }
  }

  void sum_values(std::size_t first, std::size_t count, std::size_t tile_stride,
                  const float* factors) const {
    const std::size_t panels = (count + 1) / 2;
    const bool at_once = layout_.token_pairs <= kMostPairs;
    const std::size_t integers = tile_stride / sizeof(std::int32_t) * layout_.column_pairs;
    auto* sums = part<std::int32_t>(layout_.sums);
    auto* totals = part<std::int64_t>(layout_.totals);
    if (!at_once) std::fill_n(totals, integers, 0);
    for (std::size_t pair = 0; pair < layout_.token_pairs; pair += kMostPairs) {
      const std::size_t pairs = std::min<std::size_t>(kMostPairs, layout_.token_pairs - pair);
      const Tiles products = {.rows = part<std::int16_t>(layout_.weights) + 4 * pair,
                              .columns = part<std::int16_t>(layout_.values) + 4 * pair,
                              .sums = sums,
                              .row_panels = static_cast<int>(panels),
                              .column_panels = static_cast<int>(layout_.column_pairs),
                              .row_stride = layout_.token_pairs * 8,
                              .column_stride = layout_.token_pairs * 8,
                              .pairs = static_cast<int>(pairs),
                              .maxima = nullptr};
      if (layout_.token_pairs == 100) {
        dinozero_armv6_tiles_of_100_pairs(&products);
      } else {
        dinozero_armv6_tiles(&products);
      }
      for (std::size_t i = 0; !at_once && i < integers; ++i) totals[i] += sums[i];
    }
    for (std::size_t panel = 0; panel < panels; ++panel) {
      float* rows[2];
      for (std::size_t k = 0; k < 2; ++k) {
        const bool direct = head_dim_ == layout_.columns && 2 * panel + k < count;
        rows[k] = direct ? out_row(first + 2 * panel + k)
                         : part<float>(layout_.out_rows) + k * layout_.columns;
      }
      if (at_once) {
        dinozero_armv6_attention_out(sums + 4 * panel, static_cast<int>(layout_.columns / 8),
                                     rows[0], rows[1], tile_stride,
                                     part<float>(layout_.value_scales), factors + 2 * panel);
      } else {
        write_totals(totals + 4 * panel, tile_stride / sizeof(std::int32_t), rows,
                     factors + 2 * panel);
      }
      if (head_dim_ == layout_.columns) continue;
      for (std::size_t k = 0; k < 2 && 2 * panel + k < count; ++k) {
        std::memcpy(out_row(first + 2 * panel + k), rows[k], head_dim_ * sizeof(float));
      }
    }
  }

  // As dinozero_armv6_attention_out, from 64 bits.
  void write_totals(const std::int64_t* totals, std::size_t stride, float* const rows[2],
                    const float* factors) const {
    const auto* scales = part<float>(layout_.value_scales);
    for (std::size_t c = 0; c < layout_.columns; ++c) {
      for (std::size_t k = 0; k < 2; ++k) {
        const auto total = static_cast<float>(totals[c / 2 * stride + 2 * k + c % 2]);
        rows[k][c] = total * scales[c] * factors[k];
      }
    }
  }

  float* out_row(std::size_t token) const { return args_.out + token * dim_ + index_ * head_dim_; }

  void make_nan() const {
    for (std::size_t token = 0; token < layout_.tokens; ++token) {
      std::fill_n(out_row(token), head_dim_, NAN);
    }
    if (args_.cls_attention == nullptr) return;
    std::fill_n(args_.cls_attention + index_ * layout_.tokens, layout_.tokens, NAN);
  }

  const AttentionInt8Args& args_;
  const Layout& layout_;
  std::byte* scratch_;
  std::size_t head_dim_, dim_, index_;
  int limit_;
  float steps_per_score_;
  bool finite_ = true;
  float key_scale_ = 0.0f;
};

}  // namespace

void attention_int8(const AttentionInt8Args& args, void* scratch) {
  if (args.head_dim > kLargestHeadDim) {
    reference::attention_int8(args, scratch);
    return;
  }
  const Layout layout(args.tokens, args.head_dim);
  for (int index = args.head_begin; index < args.head_end; ++index) {
    Head(args, layout, scratch, index).attend();
  }
}

std::size_t attention_int8_scratch_bytes(int tokens, int head_dim) {
  if (head_dim > kLargestHeadDim) return reference::attention_int8_scratch_bytes(tokens, head_dim);
  return Layout(tokens, head_dim).bytes;
}

}  // namespace dinozero::kernels::armv6
