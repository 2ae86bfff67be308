// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

#include <cstdint>
#include <cstring>

namespace dinozero::kernels::x86 {
namespace {

/// As IntegerAvx2, which describes the operations.
struct IntegerAvx512 {
  using Register = __m512i;
  using Activation = std::int16_t;
  using Weight = std::int16_t;
  static constexpr int kLanes = 16;
  static constexpr int kDepth = 2;
  static constexpr int kTileRows = 12;
  static constexpr int kTileVectors = 2;
  static constexpr int kActivationOffset = 0;

  static Activation widen(std::int8_t x) { return x; }
  static Register load(const std::int32_t* p) { return _mm512_loadu_si512(p); }
  static Register load_weights(const Weight* p) { return _mm512_loadu_si512(p); }
  static Register broadcast(const void* p) {
    std::int32_t lane;
    std::memcpy(&lane, p, sizeof lane);
    return _mm512_set1_epi32(lane);
  }
  static Register multiply_add(Register x, Register weights, Register sum) {
    return _mm512_add_epi32(sum, _mm512_madd_epi16(x, weights));
  }
  static __m512 to_float(Register sum) { return _mm512_cvtepi32_ps(sum); }

  static Register magnitude_zero() { return _mm512_setzero_si512(); }
  static Register larger_magnitude(Register a, __m512 x) {
    return _mm512_max_epi32(
        a, _mm512_and_si512(_mm512_castps_si512(x), _mm512_set1_epi32(0x7fffffff)));
  }
  static std::uint32_t largest(Register magnitudes) {
    return static_cast<std::uint32_t>(_mm512_reduce_max_epi32(magnitudes));
  }
  static void store_rounded(__m512 x, int add, std::int8_t* q) {
    const __m512i wide = _mm512_add_epi32(_mm512_cvtps_epi32(x), _mm512_set1_epi32(add));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(q), _mm512_cvtsepi32_epi8(wide));
  }
};

}  // namespace
}  // namespace dinozero::kernels::x86
