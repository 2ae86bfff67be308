// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace dinozero::kernels::armv6 {

// What one call of a block kernel works on: all rows of x, `groups` * 8 inputs, `tiles` * 4
// outputs. linear_f32_block.S knows the offsets; it advances x, y, panel and rows.
struct LinearF32Block {
  const float* x;             // 0: rows of inputs (only the kernels that pack)
  std::uint32_t x_stride;     // 4: bytes
  float* y;                   // 8: rows of outputs (only the kernels that end)
  std::uint32_t y_stride;     // 12: bytes
  const float* weight;        // 16: packed, tiles x inputs x 4
  const float* bias;          // 20: tiles x 4 (only the kernels that start)
  std::int32_t rows;          // 24: at least 1
  std::uint32_t groups;       // 28: at least 1
  std::uint32_t tiles;        // 32: at least 1
  const void* next_weight;    // 36: rows of the weights packed next, to prefetch
  std::uint32_t next_stride;  // 40: bytes from one of them to the next
  float* panel;               // 44: ceil(rows / 4) (with packing one more) x inputs x 4
  float* partial;             // 48: ceil(rows / 4) x tiles x 4 x 4
  std::uint32_t next_bytes;   // 52: of each of them
};

extern "C" {
// Start: sums begin with the bias; otherwise with the partial sums of the inputs before.
// End: they go to y; otherwise to the partial sums. Whole: both.
// Packing: for four tiles where only the first panel is packed; packs the others on the way.
using LinearF32BlockKernel = void(LinearF32Block* block);
LinearF32BlockKernel dinozero_armv6_linear_f32_whole;
LinearF32BlockKernel dinozero_armv6_linear_f32_start;
LinearF32BlockKernel dinozero_armv6_linear_f32_continue;
LinearF32BlockKernel dinozero_armv6_linear_f32_end;
LinearF32BlockKernel dinozero_armv6_linear_f32_whole_packing;
LinearF32BlockKernel dinozero_armv6_linear_f32_start_packing;
LinearF32BlockKernel dinozero_armv6_linear_f32_continue_packing;
LinearF32BlockKernel dinozero_armv6_linear_f32_end_packing;

// Four rows of groups * 8 numbers become groups * 8 quadruples of floats, one of each row.
void dinozero_armv6_pack_rows_f32(float* packed, const void* const rows[4], std::uint32_t groups);
void dinozero_armv6_pack_rows_f16(float* packed, const void* const rows[4], std::uint32_t groups);
void dinozero_armv6_pack_rows_bf16(float* packed, const void* const rows[4], std::uint32_t groups);
}

}  // namespace dinozero::kernels::armv6
