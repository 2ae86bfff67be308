// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace dinozero::kernels {

/// y = (x - mean) / sqrt(variance + epsilon) * weight + bias for each row of `dim` floats, with the
/// biased variance, as torch.nn.LayerNorm. x and y are contiguous and may be the same memory.
using LayerNormF32 = void (*)(int rows, int dim, const float* x, const float* weight,
                              const float* bias, float epsilon, float* y);

/// y = x * Phi(x) = x / 2 * (1 + erf(x / sqrt 2)): the exact GELU. x and y may be the same memory.
/// Error bound against the real-valued function: 1e-6 * max(1, |x|).
using GeluF32 = void (*)(std::size_t count, const float* x, float* y);

/// Each row of `dim` floats of x becomes exp(x - max) / sum, in place.
using SoftmaxF32 = void (*)(int rows, int dim, float* x);

/// stream += branch * scale: the residual connection with DINOv2's LayerScale. `stream` and
/// `branch` are rows x dim, contiguous; `scale` has dim floats, or is null for 1.
using ResidualF32 = void (*)(int rows, int dim, const float* branch, const float* scale,
                             float* stream);

}  // namespace dinozero::kernels
