// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/float16.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "kernels/reference/widen.h"

namespace dinozero::quantize {

std::uint16_t to_float16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = bits >> 16 & 0x8000U;
  const float magnitude = std::fabs(value);
  if (!(magnitude < 65520.0F)) {  // rounds to infinity, or is a NaN
    return static_cast<std::uint16_t>(sign | (std::isnan(value) ? 0x7E00U : 0x7C00U));
  }
  if (magnitude < kSmallestFloat16) {
    // A multiple of 2^-24; 1024 of them are the smallest normal number, and its bit pattern.
    return static_cast<std::uint16_t>(
        sign | static_cast<std::uint32_t>(std::nearbyintf(magnitude * 0x1p24F)));
  }
  // Drops 13 bits of the mantissa. A carry goes into the exponent, where it belongs.
  const std::uint32_t exponent_and_mantissa = bits & 0x7FFFFFFFU;
  const std::uint32_t odd = exponent_and_mantissa >> 13 & 1U;
  const std::uint32_t rounded = (exponent_and_mantissa + 0xFFFU + odd) >> 13;
  return static_cast<std::uint16_t>(sign | (rounded - ((127U - 15U) << 10)));
}

float from_float16(std::uint16_t bits) { return kernels::reference::widen(kernels::Float16{bits}); }

float round_to_float16(float value) { return from_float16(to_float16(value)); }

bool fits_float16(const float* values, std::size_t count) {
  float largest = 0;
  for (std::size_t i = 0; i < count; ++i) largest = std::max(largest, std::fabs(values[i]));
  // Below the normal numbers the error is up to 2^-25.
  return largest == 0 || (largest <= kLargestFloat16 && largest >= 0x1p-13F);
}

}  // namespace dinozero::quantize
