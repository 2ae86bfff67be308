// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace dinozero::kernels {

/// How floating-point numbers lie in memory: IEEE 754 binary32, binary16, and bfloat16, the upper
/// half of a binary32. Each number of the last two is an f32, too.
enum class FloatType : std::uint8_t { kF32, kF16, kBF16 };

/// 16-bit numbers as their bits.
enum class Float16 : std::uint16_t {};
enum class BFloat16 : std::uint16_t {};

}  // namespace dinozero::kernels
