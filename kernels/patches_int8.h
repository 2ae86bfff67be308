// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kernels/patches_f32.h"

namespace dinozero::kernels {

/// What each value of an 8-bit channel becomes.
struct PatchQuantization {
  std::int8_t values[3][256] = {};
  float scale = 0.0f;  ///< normalised value = scale * quantized value, about
};

/// With n(channel, value) = value * scale[channel] + offset[channel] in f32, the normalised values,
/// and m the largest |n| that there can be, each operation rounded to f32:
///   values[channel][value] = round_half_to_even(n * (limit / m)),   result.scale = m / limit
/// One scale for all pixels of all images: it depends on mean and standard deviation only.
/// 1 <= limit <= 127; scale and offset are finite, and m is at least 2^-100.
PatchQuantization quantize_patch_values(const float scale[3], const float offset[3], int limit);

/// As patches_from_rgb8, but to int8, through the table: the input of a quantized patch embedding
/// without a float in between. Bit-exact on every instruction set. No alignment.
using PatchesFromRgb8Int8 = void (*)(const PatchGrid& grid, const std::uint8_t* rgb,
                                     const PatchQuantization& quantization, std::int8_t* patches);

}  // namespace dinozero::kernels
