// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/linear_epilogue.h"

namespace dinozero::kernels {

/// A linear layer with int8 weights and int8 activations: for each row and output
///   sum = sum over i of x[row][i] * weight[output][i]     exact, in 32 bits
///   v   = x_scale[row] * weight_scale[output] * sum + bias[output]
/// and `output.epilogue` says what becomes of v.
///
/// Operands, none overlapping another:
///   x             rows x inputs, int8, any values, `x_stride` bytes from row to row >= inputs;
///                 no alignment
///   x_scale       rows floats
///   weight        outputs x inputs, int8, any values, contiguous, as in the model file;
///                 no alignment
///   weight_scale  outputs floats
///   bias          outputs floats, or null for none
/// A caller splits a layer between threads by outputs: it advances weight, weight_scale, bias, y
/// and residual_scale. rows, outputs and inputs may be 0; with inputs = 0, v = bias.
/// inputs <= 131071, so that the sum fits: 131071 * 128 * 128 < 2^31.
/// A kernel reads nothing outside its inputs and writes nothing outside y and scratch.
///
/// The sum is the same on every instruction set and is converted to float with one rounding: with
/// scales of 1 and no bias, y is exactly that float. Error of v otherwise, with u = 2^-24:
/// 4 u (|x_scale weight_scale sum| + |bias|), where nothing over- or underflows.
struct LinearInt8Args {
  int rows = 0;
  int outputs = 0;
  int inputs = 0;
  const std::int8_t* x = nullptr;
  std::size_t x_stride = 0;
  const float* x_scale = nullptr;
  const std::int8_t* weight = nullptr;
  const float* weight_scale = nullptr;
  const float* bias = nullptr;
  LinearOutput output;
};

/// `scratch` is 64-byte aligned and has linear_int8_scratch_bytes(...) bytes, one per thread.
using LinearInt8 = void (*)(const LinearInt8Args& args, void* scratch);
using LinearInt8ScratchBytes = std::size_t (*)(int rows, int outputs, int inputs);

}  // namespace dinozero::kernels
