// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace dinozero::kernels {

// Everywhere here, subnormal elements and results may count as 0.

/// y = (x - mean) / sqrt(variance + epsilon) * weight + bias for each row of `dim` floats, with the
/// biased variance, as torch.nn.LayerNorm. x and y are contiguous and may be the same memory.
/// dim >= 1. A NaN or an infinity in a row of x makes that row of y NaN.
/// Error bound, with u = 2^-24, s = sqrt(variance + epsilon), m = max |x|, z = (x - mean) / s, and
/// where dim u m / s <= 2^-8: (dim + 12) u |weight| (2 m / s + |z|) + 2 u |y|.
using LayerNormF32 = void (*)(int rows, int dim, const float* x, const float* weight,
                              const float* bias, float epsilon, float* y);

/// y = x * Phi(x) = x / 2 * (1 + erf(x / sqrt 2)): the exact GELU. x and y may be the same memory.
/// Error bound against the real-valued function: 1e-6 * max(1, |x|). NaN and -infinity give NaN
/// (the formula's 0 * infinity, as in PyTorch), +infinity gives +infinity.
using GeluF32 = void (*)(std::size_t count, const float* x, float* y);

/// Each row of `dim` floats of x becomes exp(x - max) / sum, in place.
/// Error bound: (2 dim + 16 + max - x) * 2^-24 * result + 1e-37, of which the exponential itself is
/// within 2 units in the last place. -infinity becomes exactly 0. A NaN, +infinity, or nothing but
/// -infinity in a row makes the row NaN, as in PyTorch.
using SoftmaxF32 = void (*)(int rows, int dim, float* x);

/// stream += branch * scale: the residual connection with DINOv2's LayerScale. `stream` and
/// `branch` are rows x dim, contiguous; `scale` has dim floats, or is null for 1. The operands do
/// not overlap. Error bound: 2^-23 * (|branch * scale| + |stream|).
using ResidualF32 = void (*)(int rows, int dim, const float* branch, const float* scale,
                             float* stream);

/// stream += scale * branch of codes, whose row r has the scale scale[r * scale_step] (scale_step:
/// 0 or 1), as positions are added that a file stores in int8: product and sum rounded to f32 one
/// after the other. Bit-exact on every instruction set, but that subnormal numbers may count as 0.
using ResidualInt8 = void (*)(int rows, int dim, const std::int8_t* branch, const float* scale,
                              std::size_t scale_step, float* stream);

}  // namespace dinozero::kernels
