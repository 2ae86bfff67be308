// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "kernels/float_type.h"

namespace dinozero::kernels {

/// y = x W^T + bias: the GEMM of a linear layer, M = rows, N = outputs, K = inputs.
///
/// Operands, f32 and 4-byte aligned but for the weights, none overlapping another:
///   x       rows x inputs, `x_stride` floats from row to row, x_stride >= inputs
///   weight  outputs x inputs, contiguous: PyTorch's Linear.weight as it stands in a checkpoint, of
///           `weight_type`, aligned to its size; finite if they are of 16 bits. y is the same, bit
///           by bit, as with these numbers in f32.
///   bias    outputs, or null for none
///   y       rows x outputs, `y_stride` floats from row to row, y_stride >= outputs
/// A caller splits a layer between threads by outputs: it advances weight, bias and y.
/// rows, outputs and inputs may be 0; with inputs = 0, y = bias.
/// A kernel reads nothing outside x, weight and bias and writes nothing outside y and scratch.
///
/// Error of y, where nothing over- or underflows and u = 2^-24:
///   (inputs + 2) * u * (sum |x w| + |bias|), whatever the order of summation.
/// A value depends on nothing but its row of x, its row of weight and its bias, bit by bit:
/// splitting a layer by rows or outputs does not change it. NaN and infinities go where arithmetic
/// takes them.
struct LinearF32Args {
  int rows = 0;
  int outputs = 0;
  int inputs = 0;
  const float* x = nullptr;
  std::size_t x_stride = 0;
  const void* weight = nullptr;
  FloatType weight_type = FloatType::kF32;
  const float* bias = nullptr;
  float* y = nullptr;
  std::size_t y_stride = 0;
};

/// `scratch` is 64-byte aligned and has linear_f32_scratch_bytes(...) bytes, one per thread.
using LinearF32 = void (*)(const LinearF32Args& args, void* scratch);
using LinearF32ScratchBytes = std::size_t (*)(int rows, int outputs, int inputs);

}  // namespace dinozero::kernels
