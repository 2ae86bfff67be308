// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

#include <cstdint>
#include <cstring>

namespace dinozero::kernels::x86 {
namespace {

/// Integer products of an instruction set: `kDepth` neighbouring inputs of kLanes outputs at a
/// time, activations and weights widened to `Element`, and the quantization of kLanes floats.
struct IntegerAvx2 {
  using Register = __m256i;
  using Activation = std::int16_t;
  using Weight = std::int16_t;
  static constexpr int kLanes = 8;
  static constexpr int kDepth = 2;
  static constexpr int kTileRows = 6;
  static constexpr int kTileVectors = 2;
  /// What is added to an activation, and has to be taken out of the sums again.
  static constexpr int kActivationOffset = 0;

  static Activation widen(std::int8_t x) { return x; }
  static Register load(const std::int32_t* p) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  }
  static Register load_weights(const Weight* p) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  }
  static Register broadcast(const Activation* p) {
    std::int32_t both;
    std::memcpy(&both, p, sizeof both);
    return _mm256_set1_epi32(both);
  }
  /// No sum of two products of 8-bit numbers saturates here.
  static Register multiply_add(Register x, Register weights, Register sum) {
    return _mm256_add_epi32(sum, _mm256_madd_epi16(x, weights));
  }
  static __m256 to_float(Register sum) { return _mm256_cvtepi32_ps(sum); }

  static Register load_words(const float* p) { return _mm256_castps_si256(_mm256_load_ps(p)); }
  /// Four int8 of each lane, as steps of kDepth that are `next` numbers apart.
  static void store_four(Weight* p, int next, Register four) {
    const Register even = _mm256_srai_epi16(_mm256_slli_epi16(four, 8), 8);
    const Register odd = _mm256_srai_epi16(four, 8);
    const auto store = [](Weight* to, Register v) {
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), v);
    };
    store(p, _mm256_blend_epi16(even, _mm256_slli_epi32(odd, 16), 0xAA));
    store(p + next, _mm256_blend_epi16(_mm256_srli_epi32(even, 16), odd, 0xAA));
  }
  static Register offset_correction(Register /*sums*/) { return broadcast_word(0); }
  static Register bit_or(Register a, Register b) { return _mm256_or_si256(a, b); }
  static Register bit_and(Register a, std::int32_t b) {
    return _mm256_and_si256(a, _mm256_set1_epi32(b));
  }
  static Register shift_left(Register a, int bits) { return _mm256_slli_epi32(a, bits); }
  static Register shift_right(Register a, int bits) {
    return _mm256_srl_epi32(a, _mm_cvtsi32_si128(bits));
  }
  static Register subtract_bytes(Register a, std::int8_t b) {
    return _mm256_sub_epi8(a, _mm256_set1_epi8(b));
  }
  static void store(std::int32_t* p, Register v) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), v);
  }
  static Register broadcast_word(std::int32_t x) { return _mm256_set1_epi32(x); }
  static Register add(Register a, Register b) { return _mm256_add_epi32(a, b); }
  static Register maximum(Register a, Register b) { return _mm256_max_epi32(a, b); }
  static std::int32_t largest_word(Register v) {
    const __m128i four = _mm_max_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    const __m128i two = _mm_max_epi32(four, _mm_shuffle_epi32(four, 0x4E));
    return _mm_cvtsi128_si32(_mm_max_epi32(two, _mm_shuffle_epi32(two, 0xB1)));
  }
  static std::int32_t sum(Register v) {
    const __m128i four = _mm_add_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    const __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
    return _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, 0xB1)));
  }
  /// (factor * (from - x) + 2^31) >> 32 of unsigned numbers, at most `most`.
  static Register high_product(Register from, Register x, Register factor, Register most) {
    const Register difference = _mm256_sub_epi32(from, x);
    const Register half = _mm256_set1_epi64x(1LL << 31);
    const Register even = _mm256_add_epi64(_mm256_mul_epu32(difference, factor), half);
    const Register odd =
        _mm256_add_epi64(_mm256_mul_epu32(_mm256_srli_epi64(difference, 32), factor), half);
    const Register high = _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xAA);
    return _mm256_min_epu32(high, most);
  }
  static Register gather(const std::uint32_t* table, Register index) {
    return _mm256_i32gather_epi32(reinterpret_cast<const int*>(table), index, 4);
  }
  /// Rounds halves to even.
  static Register round(__m256 x) { return _mm256_cvtps_epi32(x); }
  /// A 16-bit number of each lane.
  static void store_words(std::int16_t* p, Register v) {
    const Register packed = _mm256_permute4x64_epi64(_mm256_packs_epi32(v, v), 0x08);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm256_castsi256_si128(packed));
  }
  /// 16-bit numbers of both, alternating.
  static void store_pairs(std::int16_t* p, Register a, Register b) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p),
                        _mm256_blend_epi16(a, _mm256_slli_epi32(b, 16), 0xAA));
  }

  /// Magnitudes compare as integers; a NaN's is the largest.
  static Register magnitude_zero() { return _mm256_setzero_si256(); }
  static Register larger_magnitude(Register a, __m256 x) {
    const __m256i bits = _mm256_and_si256(_mm256_castps_si256(x), _mm256_set1_epi32(0x7fffffff));
    return _mm256_max_epi32(a, bits);
  }
  static std::uint32_t largest(Register magnitudes) {
    alignas(32) std::uint32_t lanes[kLanes];
    _mm256_store_si256(reinterpret_cast<__m256i*>(lanes), magnitudes);
    std::uint32_t result = 0;
    for (const std::uint32_t lane : lanes) result = lane > result ? lane : result;
    return result;
  }
  /// Rounds halves to even, adds, saturates to 8 bits.
  static void store_rounded(__m256 x, int add, std::int8_t* q) {
    const __m256i wide = _mm256_add_epi32(_mm256_cvtps_epi32(x), _mm256_set1_epi32(add));
    const __m128i words =
        _mm_packs_epi32(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(q), _mm_packs_epi16(words, words));
  }
};

}  // namespace
}  // namespace dinozero::kernels::x86
