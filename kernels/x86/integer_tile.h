// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

// The integer counterpart of gemm_tile.h, a template over an integer class (integer_avx2.h): some
// rows of activations times a panel, exact, in 32 bits.
//
// A panel holds steps of kDepth neighbouring numbers of one or two registers' columns:
// panel[step][column][0 to kDepth).

namespace dinozero::kernels::x86 {
namespace {

template <class I>
struct IntegerTile {
  int steps;
  const typename I::Activation* x;  ///< rows, of steps x kDepth numbers each
  std::ptrdiff_t x_stride;
  const typename I::Weight* panel;
  const std::int32_t* start;  ///< what each column's sums start from, or null for 0
  std::int32_t* y;            ///< rows x columns
  std::ptrdiff_t y_stride;
};

/// The accumulators stay in registers only where the loops over them are unrolled early (GCC 12).
template <class I, int kRows, int kVectors>
void multiply_integers(const IntegerTile<I>& tile) {
  using Register = typename I::Register;
  constexpr int kStep = kVectors * I::kLanes * I::kDepth;
  Register sums[kRows][kVectors];
#pragma GCC unroll 2
  for (int v = 0; v < kVectors; ++v) {
    const Register start =
        tile.start != nullptr ? I::load(tile.start + v * I::kLanes) : I::broadcast_word(0);
#pragma GCC unroll 12
    for (int r = 0; r < kRows; ++r) sums[r][v] = start;
  }
  const typename I::Activation* x = tile.x;
  const typename I::Weight* panel = tile.panel;
  for (int step = 0; step < tile.steps; ++step, x += I::kDepth, panel += kStep) {
    Register columns[kVectors];
#pragma GCC unroll 2
    for (int v = 0; v < kVectors; ++v) {
      columns[v] = I::load_weights(panel + v * I::kLanes * I::kDepth);
    }
#pragma GCC unroll 12
    for (int r = 0; r < kRows; ++r) {
      const Register numbers = I::broadcast(x + r * tile.x_stride);
#pragma GCC unroll 2
      for (int v = 0; v < kVectors; ++v) {
        sums[r][v] = I::multiply_add(numbers, columns[v], sums[r][v]);
      }
    }
  }
#pragma GCC unroll 12
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 2
    for (int v = 0; v < kVectors; ++v) {
      I::store(tile.y + r * tile.y_stride + v * I::kLanes, sums[r][v]);
    }
  }
}

template <class I>
using MultiplyIntegers = void (*)(const IntegerTile<I>& tile);

/// multiply_integers<I, 1 to kTileRows, kVectors>: entry rows - 1.
template <class I, int kVectors>
struct IntegerTileFunctions {
  MultiplyIntegers<I> entry[I::kTileRows];
  constexpr IntegerTileFunctions() : entry{} { fill<I::kTileRows>(); }
  template <int kRows>
  constexpr void fill() {
    entry[kRows - 1] = multiply_integers<I, kRows, kVectors>;
    if constexpr (kRows > 1) fill<kRows - 1>();
  }
};
template <class I, int kVectors>
constexpr IntegerTileFunctions<I, kVectors> kIntegerTileFunctions;

/// The product of 1 to kTileRows rows with a panel of one or two registers' width.
template <class I>
MultiplyIntegers<I> integer_tile_function(int rows, int panel_width) {
  return panel_width == I::kLanes ? kIntegerTileFunctions<I, 1>.entry[rows - 1]
                                  : kIntegerTileFunctions<I, 2>.entry[rows - 1];
}

}  // namespace
}  // namespace dinozero::kernels::x86
