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
