// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "lib/checkpoint/safetensors.h"

namespace dinozero {

/// Whether `dtype` is F32, F16 or BF16.
bool is_float(DType dtype);

/// The values of a float tensor, at any alignment, as f32: exactly.
void convert_to_f32(const TensorView& tensor, float* values);
/// The same for `count` values of a float type at `data`.
void convert_to_f32(DType dtype, const std::byte* data, std::size_t count, float* values);

bool all_finite(const float* values, std::size_t count);

/// Index of the first NaN or infinity; `count` if there is none.
std::size_t first_not_finite(const float* values, std::size_t count);

}  // namespace dinozero
