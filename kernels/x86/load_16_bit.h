// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

#include <cstdint>

namespace dinozero::kernels::x86 {
namespace {

/// Four 16-bit numbers.
inline __m128i load_4x16(const void* numbers) {
  return _mm_loadl_epi64(static_cast<const __m128i*>(numbers));
}

/// The first `count`, 1 to 4, of four 16-bit numbers, then zeros.
inline __m128i load_first_4x16(const void* numbers, int count) {
  std::uint64_t bits = 0;
  __builtin_memcpy(&bits, numbers, static_cast<std::size_t>(count) * sizeof(std::uint16_t));
  return _mm_cvtsi64_si128(static_cast<long long>(bits));
}

}  // namespace
}  // namespace dinozero::kernels::x86
