// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/attention_f32.h"
#include "kernels/x86/gemm_tile.h"
#include "kernels/x86/softmax_simd.h"

namespace dinozero::kernels::x86 {
namespace {

/// Floats in scratch: the packed keys and values of one head, and the scores of one tile of rows.
struct AttentionLayout {
  std::size_t key_floats;
  std::size_t value_floats;
  std::size_t score_stride;

  AttentionLayout(int tokens, int head_dim)
      : key_floats(round_up(static_cast<std::size_t>(tokens), 16) *
                   static_cast<std::size_t>(head_dim)),
        value_floats(round_up(static_cast<std::size_t>(head_dim), 16) *
                     static_cast<std::size_t>(tokens)),
        score_stride(round_up(static_cast<std::size_t>(tokens), 16)) {}
};

template <class V>
std::size_t attention_f32_scratch_bytes(int tokens, int head_dim) {
  const AttentionLayout layout(tokens, head_dim);
  return (layout.key_floats + layout.value_floats + V::kTileRows * layout.score_stride) *
         sizeof(float);
}

/// Packs `columns` (1 to kTileColumns) columns of `source` as they are. Returns the panel's width.
template <class V>
int pack_columns(const float* source, std::size_t source_stride, int columns, int depth,
                 float* panel) {
  const int width = columns > V::kLanes ? 2 * V::kLanes : V::kLanes;
  for (int k = 0; k < depth; ++k, source += source_stride, panel += width) {
    for (int c = 0; c < columns; c += V::kLanes) {
      const int rest = columns - c;
      V::store(panel + c, rest >= V::kLanes ? V::load(source + c)
                                            : V::load_first(source + c, rest, V::zero()));
    }
  }
  return width;
}

/// The product of a tile's rows with consecutive panels that were packed for `columns` columns.
template <class V>
void multiply_panels(TileArgs tile, int rows, int columns) {
  for (int c = 0; c < columns; c += kTileColumns<V>) {
    const int rest = columns - c;
    const int width = rest > V::kLanes ? 2 * V::kLanes : V::kLanes;
    tile.columns = rest < width ? rest : width;
    tile_function<V>(rows, width)(tile);
    tile.panel += static_cast<std::size_t>(width) * static_cast<std::size_t>(tile.depth);
    tile.y += width;
  }
}

template <class V>
void attention_f32(const AttentionF32Args& args, void* scratch) {
  const int tokens = args.tokens;
  const int head_dim = args.head_dim;
  const AttentionLayout layout(tokens, head_dim);
  auto* key_panels = static_cast<float*>(scratch);
  float* value_panels = key_panels + layout.key_floats;
  float* scores = value_panels + layout.value_floats;
  const std::size_t dim = static_cast<std::size_t>(args.heads) * static_cast<std::size_t>(head_dim);
  const std::size_t token_stride = 3 * dim;
  const float scale = 1.0f / __builtin_sqrtf(static_cast<float>(head_dim));

  for (int head = args.head_begin; head < args.head_end; ++head) {
    const std::size_t head_offset =
        static_cast<std::size_t>(head) * static_cast<std::size_t>(head_dim);
    const float* queries = args.qkv + head_offset;
    const float* keys = queries + dim;
    const float* values = keys + dim;

    float* panel = key_panels;
    for (int token = 0; token < tokens; token += kTileColumns<V>) {
      const int columns = tokens - token < kTileColumns<V> ? tokens - token : kTileColumns<V>;
      const int width = pack_transposed<V>(keys + static_cast<std::size_t>(token) * token_stride,
                                           token_stride, columns, head_dim, panel);
      panel += static_cast<std::size_t>(width) * static_cast<std::size_t>(head_dim);
    }
    panel = value_panels;
    for (int d = 0; d < head_dim; d += kTileColumns<V>) {
      const int columns = head_dim - d < kTileColumns<V> ? head_dim - d : kTileColumns<V>;
      const int width = pack_columns<V>(values + d, token_stride, columns, tokens, panel);
      panel += static_cast<std::size_t>(width) * static_cast<std::size_t>(tokens);
    }

    for (int row = 0; row < tokens;) {
      const int rows = tile_rows<V>(row, tokens);
      TileArgs product{};
      product.depth = head_dim;
      product.x = queries + static_cast<std::size_t>(row) * token_stride;
      product.x_stride = token_stride;
      product.panel = key_panels;
      product.soon[0] = product.soon[1] = value_panels;
      product.y = scores;
      product.y_stride = layout.score_stride;
      multiply_panels<V>(product, rows, tokens);

      // All maxima first: the exponentials need not wait for the one of their own row.
      float maximum[V::kTileRows];
      float inverse_sum[V::kTileRows];
      for (int r = 0; r < rows; ++r) {
        maximum[r] =
            maximum_of_row<V>(scores + static_cast<std::size_t>(r) * layout.score_stride, tokens);
      }
      for (int r = 0; r < rows; ++r) {
        float* score = scores + static_cast<std::size_t>(r) * layout.score_stride;
        inverse_sum[r] = 1.0f / exponentials_of_row<V>(score, tokens, maximum[r], scale);
      }
      if (row == 0 && args.cls_attention != nullptr) {
        float* cls_attention =
            args.cls_attention + static_cast<std::size_t>(head) * static_cast<std::size_t>(tokens);
        scale_row<V>(scores, tokens, inverse_sum[0], cls_attention);
      }

      float* out = args.out + static_cast<std::size_t>(row) * dim + head_offset;
      product.depth = tokens;
      product.x = scores;
      product.x_stride = layout.score_stride;
      product.panel = value_panels;
      product.y = out;
      product.y_stride = dim;
      multiply_panels<V>(product, rows, head_dim);
      for (int r = 0; r < rows; ++r, out += dim) scale_row<V>(out, head_dim, inverse_sum[r], out);
      row += rows;
    }
  }
}

}  // namespace
}  // namespace dinozero::kernels::x86
