// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace dinozero::quantize {

/// The smallest normal and the largest number of IEEE 754 binary16.
inline constexpr float kSmallestFloat16 = 0x1p-14F;
inline constexpr float kLargestFloat16 = 65504.0F;

/// The nearest binary16 number, ties to even. Beyond the range: infinity.
std::uint16_t to_float16(float value);
float from_float16(std::uint16_t bits);
/// `value` rounded to binary16.
float round_to_float16(float value);

/// Whether a tensor may be stored as binary16: nothing overflows, and no rounding error exceeds
/// 2^-11 of the tensor's largest magnitude, which is what a normal number of that size loses too.
bool fits_float16(const float* values, std::size_t count);

}  // namespace dinozero::quantize
