// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/linear_epilogue.h"

namespace dinozero::kernels {

/// A linear layer with 4-bit weights and int8 activations: for each row and output, over groups g
/// of `group` consecutive inputs (the last may be shorter),
///   sum[g] = sum over i in g of x[row][i] * w[output][i]     exact, in 32 bits
///   v      = x_scale[row] * (sum over g of weight_scale[output][g] * sum[g]) + bias[output]
/// and `output.epilogue` says what becomes of v.
///
/// Packed weights: byte i / 2 of an output's (inputs + 1) / 2 bytes holds inputs i (low nibble) and
/// i + 1 (high nibble), each w + 8 with -7 <= w <= 7. The high nibble behind an odd number of
/// inputs is not used and may be anything.
///
/// Operands, none overlapping another:
///   x              rows x inputs, int8, `x_stride` bytes from row to row >= inputs; no alignment
///   x_limit        the largest |x| there is: 31 (6-bit activations; a kernel may use that) or 128
///   x_scale        rows floats
///   weight_packed  outputs x ((inputs + 1) / 2) bytes, contiguous, as in the model file; null with
///   the next weight_armv6   for kernels of the set armv6 alone: the same weights, of a whole
///   layer, in that
///                  layout (kernels/armv6_layout.h), at a multiple of 4 bytes; or null
///   weight_scale   outputs x groups floats, groups = ceil(inputs / group)
///   group          a multiple of 32, or at least `inputs` for one scale per output
///   bias           outputs floats, or null for none
/// A caller splits a layer between threads by outputs. rows, outputs and inputs may be 0; with
/// inputs = 0, v = bias. inputs <= 131071.
/// A kernel reads nothing outside its inputs and writes nothing outside y and scratch.
///
/// The sums are the same on every instruction set. With one group they are converted to float with
/// one rounding: with scales of 1 and no bias, y is exactly that float. Error of v otherwise, with
/// u = 2^-24: (groups + 4) u (|x_scale| sum over g of |weight_scale sum[g]| + |bias|).
struct LinearInt4Args {
  int rows = 0;
  int outputs = 0;
  int inputs = 0;
  const std::int8_t* x = nullptr;
  std::size_t x_stride = 0;
  int x_limit = 128;
  const float* x_scale = nullptr;
  const std::uint8_t* weight_packed = nullptr;
  const std::uint32_t* weight_armv6 = nullptr;
  const float* weight_scale = nullptr;
  int group = 0;
  const float* bias = nullptr;
  LinearOutput output;
};

/// `scratch` is 64-byte aligned and has linear_int4_scratch_bytes(...) bytes, one per thread.
using LinearInt4 = void (*)(const LinearInt4Args& args, void* scratch);
using LinearInt4ScratchBytes = std::size_t (*)(int rows, int outputs, int inputs);

}  // namespace dinozero::kernels
