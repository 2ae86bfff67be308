// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

// The building blocks of matrix products, templates over a vector class (vector_avx2.h,
// vector_avx512.h): packing of the right-hand matrix into panels, and the product of a few rows of
// the left-hand matrix with a panel.
//
// A panel holds `depth` steps of one or two registers, columns next to each other:
// panel[k][column]. It is 64-byte aligned.

namespace dinozero::kernels::x86 {
namespace {

constexpr std::size_t round_up(std::size_t value, std::size_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

template <class V>
constexpr int kTileColumns = V::kTileVectors* V::kLanes;

/// Packs `columns` (1 to kLanes) rows of `source` into one register's width of a panel, transposed:
/// panel[k * panel_stride + c] = source[c * source_stride + k]. Columns beyond are copies. 16-bit
/// numbers become f32.
template <class V, class Number>
void pack_transposed_vector(const Number* source, std::size_t source_stride, int columns, int depth,
                            float* panel, int panel_stride) {
  using Register = typename V::Register;
  const Number* rows[V::kLanes];
  for (int c = 0; c < V::kLanes; ++c) {
    rows[c] = source + static_cast<std::size_t>(c < columns ? c : columns - 1) * source_stride;
  }
  // Transposes 4 x 4 floats in every 128-bit part.
  const auto transpose = [](Register r[4]) {
    const Register a = V::unpack_low(r[0], r[1]);
    const Register b = V::unpack_low(r[2], r[3]);
    const Register c = V::unpack_high(r[0], r[1]);
    const Register d = V::unpack_high(r[2], r[3]);
    r[0] = V::unpack_low_pairs(a, b);
    r[1] = V::unpack_high_pairs(a, b);
    r[2] = V::unpack_low_pairs(c, d);
    r[3] = V::unpack_high_pairs(c, d);
  };
  int k = 0;
  for (; k + 4 <= depth; k += 4, panel += 4 * panel_stride) {
    Register r[4];
    for (int j = 0; j < 4; ++j) r[j] = V::load_quarters(rows, j, k);
    transpose(r);
    for (int j = 0; j < 4; ++j) V::store(panel + j * panel_stride, r[j]);
  }
  if (k < depth) {
    Register r[4];
    for (int j = 0; j < 4; ++j) r[j] = V::load_quarters_first(rows, j, k, depth - k);
    transpose(r);
    for (int j = 0; j < depth - k; ++j) V::store(panel + j * panel_stride, r[j]);
  }
}

/// Packs `columns` (1 to kTileColumns) rows of `source`, transposed. Returns the panel's width.
template <class V, class Number>
int pack_transposed(const Number* source, std::size_t source_stride, int columns, int depth,
                    float* panel) {
  const int width = columns > V::kLanes ? 2 * V::kLanes : V::kLanes;
  for (int c = 0; c < columns; c += V::kLanes) {
    const int count = columns - c < V::kLanes ? columns - c : V::kLanes;
    pack_transposed_vector<V>(source + static_cast<std::size_t>(c) * source_stride, source_stride,
                              count, depth, panel + c, width);
  }
  return width;
}

/// One product of some rows of x with a panel.
struct TileArgs {
  int depth;       // the common dimension
  const float* x;  // rows x depth
  std::size_t x_stride;
  const float* panel;
  float* y;  // rows x columns
  std::size_t y_stride;
  int columns;        // of y, 1 to the panel's width
  const float* bias;  // what y starts from: `columns` floats, or null for 0
  bool accumulate;    // y starts from what it holds; bias is not used
  /// What the caller reads soon after, `soon_bytes` for every four of `depth` each: it is brought
  /// nearer, a little in every step, because a burst of requests would hold up the tile's own. Any
  /// memory will do.
  const void* soon[2];
  std::ptrdiff_t soon_bytes = 4 * sizeof(float);
};

/// kRows x kVectors accumulators stay in registers for the whole depth.
template <class V, int kRows, int kVectors>
void multiply_tile(const TileArgs& args) {
  using Register = typename V::Register;
  constexpr int kWidth = kVectors * V::kLanes;
  constexpr int kLast = kVectors - 1;
  const int last_columns = args.columns - kLast * V::kLanes;
  const bool whole = args.columns == kWidth;

  const auto load = [&](const float* from, int v) __attribute__((always_inline)) {
    return whole || v != kLast ? V::load(from + v * V::kLanes)
                               : V::load_first(from + v * V::kLanes, last_columns, V::zero());
  };

  Register sum[kRows][kVectors];
  if (args.accumulate) {
    for (int r = 0; r < kRows; ++r) {
      const float* y = args.y + static_cast<std::size_t>(r) * args.y_stride;
      for (int v = 0; v < kVectors; ++v) sum[r][v] = load(y, v);
    }
  } else {
    for (int v = 0; v < kVectors; ++v) {
      const Register bias = args.bias != nullptr ? load(args.bias, v) : V::zero();
      for (int r = 0; r < kRows; ++r) sum[r][v] = bias;
    }
  }

  // Three rows share a pointer: x86 addresses reach pointer + {0, 1, 2} * stride.
  constexpr int kGroups = (kRows + 2) / 3;
  const auto stride = static_cast<std::ptrdiff_t>(args.x_stride);
  const float* x[kGroups];
  for (int g = 0; g < kGroups; ++g) x[g] = args.x + 3 * g * stride;
  const float* panel = args.panel;
  const auto step = [&](int k) __attribute__((always_inline)) {
    Register weight[kVectors];
    for (int v = 0; v < kVectors; ++v) weight[v] = V::load(panel + k * kWidth + v * V::kLanes);
    for (int r = 0; r < kRows; ++r) {
      const Register value = V::broadcast_from(x[r / 3] + (r % 3) * stride + k);
      for (int v = 0; v < kVectors; ++v) {
        sum[r][v] = V::multiply_add(value, weight[v], sum[r][v]);
      }
    }
  };
  const char* soon[] = {static_cast<const char*>(args.soon[0]),
                        static_cast<const char*>(args.soon[1])};
  int k = args.depth;
  for (; k >= 4; k -= 4) {
    for (const char*& next : soon) {
      __builtin_prefetch(next, 0, 2);
      next += args.soon_bytes;
    }
    step(0);
    step(1);
    step(2);
    step(3);
    for (int g = 0; g < kGroups; ++g) x[g] += 4;
    panel += 4 * kWidth;
  }
  for (; k > 0; --k) {
    step(0);
    for (int g = 0; g < kGroups; ++g) x[g] += 1;
    panel += kWidth;
  }

  for (int r = 0; r < kRows; ++r) {
    float* y = args.y + static_cast<std::size_t>(r) * args.y_stride;
    for (int v = 0; v < kVectors; ++v) {
      if (whole || v != kLast) {
        V::store(y + v * V::kLanes, sum[r][v]);
      } else {
        V::store_first(y + v * V::kLanes, last_columns, sum[r][v]);
      }
    }
  }
}

using MultiplyTile = void (*)(const TileArgs& args);

/// multiply_tile<V, 1 to kTileRows, kVectors>: entry rows - 1.
template <class V, int kVectors>
struct TileFunctions {
  MultiplyTile entry[V::kTileRows];
  constexpr TileFunctions() : entry{} { fill<V::kTileRows>(); }
  template <int kRows>
  constexpr void fill() {
    entry[kRows - 1] = multiply_tile<V, kRows, kVectors>;
    if constexpr (kRows > 1) fill<kRows - 1>();
  }
};
template <class V, int kVectors>
constexpr TileFunctions<V, kVectors> kTileFunctions;

/// The product of 1 to kTileRows rows with a panel of one or two registers' width.
template <class V>
MultiplyTile tile_function(int rows, int panel_width) {
  return panel_width == V::kLanes ? kTileFunctions<V, 1>.entry[rows - 1]
                                  : kTileFunctions<V, 2>.entry[rows - 1];
}

/// Rows of the tile that starts at `row`: as few tiles as possible, of nearly equal height.
template <class V>
int tile_rows(int row, int rows) {
  const int rest = rows - row;
  const int tiles = (rest + V::kTileRows - 1) / V::kTileRows;
  return (rest + tiles - 1) / tiles;
}

}  // namespace
}  // namespace dinozero::kernels::x86
