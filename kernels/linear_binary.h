// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/linear_epilogue.h"

namespace dinozero::kernels {

/// A linear layer with 1-bit weights and int8 activations: for each row and output
///   sum = sum over i of x[row][i] * w[output][i], w = +1 or -1     exact, in 32 bits
///   v   = x_scale[row] * weight_scale[output] * sum + bias[output]
/// and `output.epilogue` says what becomes of v.
///
/// Packed weights: bit i % 8 (0 the lowest) of byte i / 8 of an output's (inputs + 7) / 8 bytes is
/// 1 for w = +1, 0 for w = -1. Bits behind the last input are not used and may be anything.
///
/// Operands, none overlapping another:
///   x              rows x inputs, int8, any values, `x_stride` bytes from row to row >= inputs;
///                  no alignment
///   x_scale        rows floats
///   weight_packed  outputs x ((inputs + 7) / 8) bytes, contiguous, as in the model file; null with
///   the next weight_armv6   for kernels of the set armv6 alone: the same weights, of a whole
///   layer, in that
///                  layout (kernels/armv6_layout.h), at a multiple of 4 bytes; or null
///   weight_scale   outputs floats
///   bias           outputs floats, or null for none
/// A caller splits a layer between threads by outputs. rows, outputs and inputs may be 0; with
/// inputs = 0, v = bias. inputs <= 131071: 131071 * 128 < 2^24, so that the sum is exact as a
/// float too.
/// A kernel reads nothing outside its inputs and writes nothing outside y and scratch.
///
/// The sum is the same on every instruction set: with scales of 1 and no bias, y is exactly it.
/// Error of v otherwise, with u = 2^-24: 4 u (|x_scale weight_scale sum| + |bias|).
struct LinearBinaryArgs {
  int rows = 0;
  int outputs = 0;
  int inputs = 0;
  const std::int8_t* x = nullptr;
  std::size_t x_stride = 0;
  const float* x_scale = nullptr;
  const std::uint8_t* weight_packed = nullptr;
  const std::uint32_t* weight_armv6 = nullptr;
  const float* weight_scale = nullptr;
  const float* bias = nullptr;
  LinearOutput output;
};

/// `scratch` is 64-byte aligned and has linear_binary_scratch_bytes(...) bytes, one per thread.
using LinearBinary = void (*)(const LinearBinaryArgs& args, void* scratch);
using LinearBinaryScratchBytes = std::size_t (*)(int rows, int outputs, int inputs);

}  // namespace dinozero::kernels
