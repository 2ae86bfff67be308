// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace dinozero::kernels::armv6 {

// The block kernel of the int8 layers multiplies panels of eight rows with tiles of four outputs,
// kInt8Depth inputs deep. The VFP11 takes rows 0 to 3 in floats, exactly, while the core takes rows
// 4 to 7 in pairs of 16 bits.
constexpr int kInt8Depth = 64;
constexpr int kInt8PanelRows = 8;
constexpr int kInt8TileOutputs = 4;
// Sums of the VFP11 are exact up to this many inputs: 1024 * 128 * 128 = 2^24.
constexpr int kInt8ExactDepth = 1024;

// Pairs of 16 bits: of two rows or outputs, for every four inputs i to i + 3, the words
// (first: i, i + 2) (second: i, i + 2) (first: i + 1, i + 3) (second: i + 1, i + 3).
constexpr int kInt8PairBytes = 4 * kInt8Depth;
// Floats: for every input, those of four rows or outputs.
constexpr int kInt8FloatBytes = 16 * kInt8Depth;
// A panel: the pairs of rows 4 and 5, of rows 6 and 7, the floats of rows 0 to 3.
constexpr int kInt8PanelBytes = 2 * kInt8PairBytes + kInt8FloatBytes;

// Sums of a panel and a tile: int32 of the core, rows 4 and 5 of outputs 0 and 1, then of outputs 2
// and 3, then rows 6 and 7 of both; floats of the VFP11, 4 rows x 4 outputs.
constexpr int kInt8SumBytes = 128;

// linear_int8_block.S and linear_int8_epilogue.S know the offsets.
struct LinearInt8Block {
  const void* panels;                 // 0
  const void* weight;                 // 4: two pairs of outputs for each tile
  const void* weight_float;           // 8: floats of four outputs for each tile
  void* partial;                      // 12: sums of each panel and tile, kInt8SumBytes
  std::uint32_t panel_count;          // 16
  std::uint32_t tiles;                // 20
  const float* zeros;                 // 24: 4
  const void* ahead;                  // 28: to prefetch: a line for every tile
  std::ptrdiff_t ahead_stride;        // 32: from one tile to the next
  std::ptrdiff_t ahead_panel_stride;  // 36: from one panel to the next, besides
};

// A panel's finished sums of one or more blocks to its rows of y.
struct LinearInt8Epilogue {
  const void* sums;            // 0: of the first block's tiles
  const float* weight_scale;   // 4: of all blocks
  const float* bias;           // 8
  const float* x_scale;        // 12: 8
  std::uint32_t tiles;         // 16: of each block
  std::uint32_t blocks;        // 20
  std::ptrdiff_t block_bytes;  // 24: from one block's sums to the next one's
  std::uint32_t padding;       // 28
  float* y[kInt8PanelRows];    // 32
};

extern "C" {
// Sums begin with 0 ...
void dinozero_armv6_linear_int8_start(const LinearInt8Block* block);
// ... or go on from the partial sums.
void dinozero_armv6_linear_int8_continue(const LinearInt8Block* block);

// y = x_scale * weight_scale * sum + bias
void dinozero_armv6_linear_int8_store(const LinearInt8Epilogue* epilogue);
// y += x_scale * weight_scale * sum + bias
void dinozero_armv6_linear_int8_add(const LinearInt8Epilogue* epilogue);

// kInt8Depth inputs of two rows to pairs; of four rows to floats. The rows need no alignment.
// `ahead`: bytes from a row to the memory read next, to prefetch.
void dinozero_armv6_widen_pairs(void* pairs, const std::int8_t* row0, const std::int8_t* row1,
                                std::ptrdiff_t ahead);
void dinozero_armv6_widen_floats(float* floats, const std::int8_t* const rows[4],
                                 std::ptrdiff_t ahead);
}

}  // namespace dinozero::kernels::armv6
