// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "kernels/float_type.h"
#include "lib/checkpoint/safetensors.h"

namespace dinozero {

/// Whether `dtype` is F32, F16 or BF16.
bool is_float(DType dtype);

/// Whether a tensor lies at a multiple of the size of its numbers.
bool is_aligned(const TensorView& tensor);

/// What is_float() holds for, as the kernels call it.
kernels::FloatType float_type(DType dtype);

/// Bytes of a number.
std::size_t float_size(kernels::FloatType type);

/// The values of a float tensor, at any alignment, as f32: exactly.
void convert_to_f32(const TensorView& tensor, float* values);
/// The same for `count` values at `data`.
void convert_to_f32(kernels::FloatType type, const std::byte* data, std::size_t count,
                    float* values);

/// Index of the first NaN or infinity among `count` values at `data`, at any alignment; `count` if
/// there is none.
std::size_t first_not_finite(kernels::FloatType type, const std::byte* data, std::size_t count);

}  // namespace dinozero
