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

  static Register load_words(const float* p) { return _mm512_castps_si512(_mm512_load_ps(p)); }
  static void store_four(Weight* p, int next, Register four) {
    const Register even = _mm512_srai_epi16(_mm512_slli_epi16(four, 8), 8);
    const Register odd = _mm512_srai_epi16(four, 8);
    constexpr __mmask32 kHigh = 0xAAAAAAAAu;
    _mm512_storeu_si512(p, _mm512_mask_blend_epi16(kHigh, even, _mm512_slli_epi32(odd, 16)));
    _mm512_storeu_si512(p + next, _mm512_mask_blend_epi16(kHigh, _mm512_srli_epi32(even, 16), odd));
  }
  static Register offset_correction(Register /*sums*/) { return broadcast_word(0); }
  static Register bit_or(Register a, Register b) { return _mm512_or_si512(a, b); }
  static Register bit_and(Register a, std::int32_t b) {
    return _mm512_and_si512(a, _mm512_set1_epi32(b));
  }
  static Register shift_left(Register a, int bits) { return _mm512_slli_epi32(a, bits); }
  static Register shift_right(Register a, int bits) {
    return _mm512_srl_epi32(a, _mm_cvtsi32_si128(bits));
  }
  static Register subtract_bytes(Register a, std::int8_t b) {
    return _mm512_sub_epi8(a, _mm512_set1_epi8(b));
  }
  static void store(std::int32_t* p, Register v) { _mm512_storeu_si512(p, v); }
  static Register broadcast_word(std::int32_t x) { return _mm512_set1_epi32(x); }
  static Register add(Register a, Register b) { return _mm512_add_epi32(a, b); }
  static Register maximum(Register a, Register b) { return _mm512_max_epi32(a, b); }
  static std::int32_t largest_word(Register v) { return _mm512_reduce_max_epi32(v); }
  static std::int32_t sum(Register v) { return _mm512_reduce_add_epi32(v); }
  static Register high_product(Register from, Register x, Register factor, Register most) {
    const Register difference = _mm512_sub_epi32(from, x);
    const Register half = _mm512_set1_epi64(1LL << 31);
    const Register even = _mm512_add_epi64(_mm512_mul_epu32(difference, factor), half);
    const Register odd =
        _mm512_add_epi64(_mm512_mul_epu32(_mm512_srli_epi64(difference, 32), factor), half);
    const Register high = _mm512_mask_blend_epi32(0xAAAA, _mm512_srli_epi64(even, 32), odd);
    return _mm512_min_epu32(high, most);
  }
  static Register gather(const std::uint32_t* table, Register index) {
    return _mm512_i32gather_epi32(index, table, 4);
  }
  static Register round(__m512 x) { return _mm512_cvtps_epi32(x); }
  static void store_words(std::int16_t* p, Register v) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm512_cvtepi32_epi16(v));
  }
  static void store_pairs(std::int16_t* p, Register a, Register b) {
    _mm512_storeu_si512(p, _mm512_mask_blend_epi16(0xAAAAAAAAu, a, _mm512_slli_epi32(b, 16)));
  }

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
