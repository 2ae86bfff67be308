// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace dinozero::kernels::armv6 {

// The block kernel of the int8 layers multiplies panels of four rows with tiles of four outputs,
// some inputs deep: of every block of inputs the VFP11 takes the first ones in floats, exactly,
// while the core takes the others in pairs of 16 bits.
struct Int8Depth {
  int inputs;
  int float_inputs;

  constexpr int pair_inputs() const { return inputs - float_inputs; }
  // An operand, four rows of x or four outputs' weights, is whole cache lines: for every float
  // input, the floats of the four rows; then, of two rows and of the two others, for every four
  // inputs i to i + 3, the words (first: i, i + 2) (second: i, i + 2) (first: i + 1, i + 3)
  // (second: i + 1, i + 3); before them, where four inputs are half float ones, (first: i + 2, i +
  // 3) (second: i + 2, i + 3).
  constexpr int float_bytes() const { return 16 * float_inputs; }
  constexpr int bytes() const { return (16 * float_inputs + 8 * pair_inputs() + 31) / 32 * 32; }
};

// linear_int8_block.py has the same two.
constexpr Int8Depth kInt8Deep{128, 74};
constexpr Int8Depth kInt8Shallow{96, 56};

constexpr int kInt8TileRows = 4;
constexpr int kInt8TileOutputs = 4;
// Sums of the VFP11 are exact up to this many inputs: 1024 * 128 * 128 = 2^24.
constexpr int kInt8ExactDepth = 1024;

// Sums of a panel and a tile: int32 of the core, rows 0 and 1 of outputs 0 and 1, then of outputs 2
// and 3, then rows 2 and 3 of both; floats of the VFP11, 4 rows x 4 outputs.
constexpr int kInt8SumBytes = 128;

// linear_int8_block.S and linear_int8_epilogue.S know the order of the members.

// Where a panel's finished sums go: to four rows of y. A cache line; it moves on from panel to
// panel, to the one above if y_panel_step is negative.
struct alignas(32) LinearInt8Finish {
  const float* x_scale;  // four for every panel
  float* y;
  std::ptrdiff_t y_stride;      // bytes
  const float* weight_scale;    // of the block's outputs; kInt8BiasBytes behind them, biases
  std::ptrdiff_t y_panel_step;  // bytes, four strides
  std::uint32_t tiles;
  std::int32_t rows_left;  // of y, from the panel on
  float* unused_row;       // of the block's outputs
};

constexpr std::size_t kInt8BiasBytes = 96;

struct LinearInt8Block {
  const void* panels;
  const void* weight;
  void* sums;  // of each panel and tile, kInt8SumBytes
  std::uint32_t panel_count;
  std::uint32_t tiles;        // and four rows of weights each
  std::ptrdiff_t sums_step;   // from one panel's end to the next one's sums
  std::ptrdiff_t panel_step;  // bytes, from one panel to the next
  void (*finish)();           // a function below, or null
  LinearInt8Finish* finish_args;
};

extern "C" {
// Sums begin with 0, or go on from what they are. Loads, and does not use, the sums of a tile more.
void dinozero_armv6_linear_int8_start_128(const LinearInt8Block* block);
void dinozero_armv6_linear_int8_continue_128(const LinearInt8Block* block);
void dinozero_armv6_linear_int8_start_96(const LinearInt8Block* block);
void dinozero_armv6_linear_int8_continue_96(const LinearInt8Block* block);
// The same, which also fetch the rows of y that `finish` adds to.
void dinozero_armv6_linear_int8_start_fetching_128(const LinearInt8Block* block);
void dinozero_armv6_linear_int8_continue_fetching_128(const LinearInt8Block* block);
void dinozero_armv6_linear_int8_start_fetching_96(const LinearInt8Block* block);
void dinozero_armv6_linear_int8_continue_fetching_96(const LinearInt8Block* block);

// LinearInt8Block::finish, not called by C++: y = x_scale * weight_scale * sum + bias ...
void dinozero_armv6_linear_int8_store();
// ... y += x_scale * weight_scale * sum + bias
void dinozero_armv6_linear_int8_add();

// `count` operands, one behind the other, of four rows each, `stride` bytes apart. The rows need no
// alignment. `ahead`: bytes from the last operand's rows to the memory read next, to prefetch.
void dinozero_armv6_widen_int8_128(void* operands, const std::int8_t* rows, std::size_t stride,
                                   int count, std::ptrdiff_t ahead);
void dinozero_armv6_widen_int8_96(void* operands, const std::int8_t* rows, std::size_t stride,
                                  int count, std::ptrdiff_t ahead);
}

}  // namespace dinozero::kernels::armv6
