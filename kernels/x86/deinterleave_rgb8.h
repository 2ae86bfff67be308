// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

#include <cstdint>

namespace dinozero::kernels::x86 {
namespace {

/// One channel (0, 1 or 2) of 8 pixels of 3 bytes, in the low 8 bytes; the others are 0.
inline __m128i channel_of_8_pixels(const std::uint8_t* pixels, int channel) {
  // The 24 bytes as two overlapping loads: pixels 0 to 4 are in the first, 5 to 7 in the second.
  const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i*>(pixels));
  const __m128i second = _mm_loadu_si128(reinterpret_cast<const __m128i*>(pixels + 8));
  constexpr char kZero = -128;  // stays negative with a channel added, which makes the byte 0
  const __m128i take_first = _mm_setr_epi8(0, 3, 6, 9, 12, kZero, kZero, kZero, kZero, kZero, kZero,
                                           kZero, kZero, kZero, kZero, kZero);
  const __m128i take_second = _mm_setr_epi8(kZero, kZero, kZero, kZero, kZero, 7, 10, 13, kZero,
                                            kZero, kZero, kZero, kZero, kZero, kZero, kZero);
  const __m128i shift = _mm_set1_epi8(static_cast<char>(channel));
  return _mm_or_si128(_mm_shuffle_epi8(first, _mm_add_epi8(take_first, shift)),
                      _mm_shuffle_epi8(second, _mm_add_epi8(take_second, shift)));
}

}  // namespace
}  // namespace dinozero::kernels::x86
