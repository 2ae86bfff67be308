// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "kernels/float_type.h"
#include "kernels/x86/deinterleave_rgb8.h"
#include "kernels/x86/load_16_bit.h"

// Everything here has internal linkage: no function compiled for this instruction set may become
// the one definition that the rest of the program links to.
namespace dinozero::kernels::x86 {
namespace {

/// Eight floats in a register, and the shape of the GEMM tile that the 16 registers hold.
struct VectorAvx2 {
  using Register = __m256;
  static constexpr int kLanes = 8;
  static constexpr int kTileRows = 6;  // 6 x 2 accumulators, 2 of weights, 1 of x
  static constexpr int kTileVectors = 2;
  static constexpr int kTileDepth = 256;  // a panel of 16 KiB

  static Register zero() { return _mm256_setzero_ps(); }
  static Register broadcast(float value) { return _mm256_set1_ps(value); }
  static Register broadcast_from(const float* p) { return _mm256_broadcast_ss(p); }
  static Register load(const float* p) { return _mm256_loadu_ps(p); }
  static void store(float* p, Register v) { _mm256_storeu_ps(p, v); }

  /// The first `count` lanes of memory, 0 < count <= kLanes, the others from `rest`.
  static Register load_first(const float* p, int count, Register rest) {
    const __m256i mask = first_lanes(count);
    return _mm256_blendv_ps(rest, _mm256_maskload_ps(p, mask), _mm256_castsi256_ps(mask));
  }
  static void store_first(float* p, int count, Register v) {
    _mm256_maskstore_ps(p, first_lanes(count), v);
  }

  /// One channel of kLanes pixels of three bytes.
  static Register load_rgb8(const std::uint8_t* pixels, int channel) {
    return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(channel_of_8_pixels(pixels, channel)));
  }

  /// Four floats each from rows[j], rows[4 + j]: one 128-bit part of the register per row.
  static Register load_quarters(const float* const* rows, int j, std::ptrdiff_t offset) {
    return _mm256_set_m128(_mm_loadu_ps(rows[4 + j] + offset), _mm_loadu_ps(rows[j] + offset));
  }
  static Register load_quarters_first(const float* const* rows, int j, std::ptrdiff_t offset,
                                      int count) {
    const __m128i mask = first_lanes_of_quarter(count);
    return _mm256_set_m128(_mm_maskload_ps(rows[4 + j] + offset, mask),
                           _mm_maskload_ps(rows[j] + offset, mask));
  }
  /// The same of 16-bit numbers.
  template <class Number>
  static Register load_quarters(const Number* const* rows, int j, std::ptrdiff_t offset) {
    return widen(_mm_unpacklo_epi64(load_4x16(rows[j] + offset), load_4x16(rows[4 + j] + offset)),
                 Number());
  }
  template <class Number>
  static Register load_quarters_first(const Number* const* rows, int j, std::ptrdiff_t offset,
                                      int count) {
    return widen(_mm_unpacklo_epi64(load_first_4x16(rows[j] + offset, count),
                                    load_first_4x16(rows[4 + j] + offset, count)),
                 Number());
  }
  static Register unpack_low(Register a, Register b) { return _mm256_unpacklo_ps(a, b); }
  static Register unpack_high(Register a, Register b) { return _mm256_unpackhi_ps(a, b); }
  static Register unpack_low_pairs(Register a, Register b) {
    return _mm256_castpd_ps(_mm256_unpacklo_pd(_mm256_castps_pd(a), _mm256_castps_pd(b)));
  }
  static Register unpack_high_pairs(Register a, Register b) {
    return _mm256_castpd_ps(_mm256_unpackhi_pd(_mm256_castps_pd(a), _mm256_castps_pd(b)));
  }

  static Register add(Register a, Register b) { return _mm256_add_ps(a, b); }
  static Register subtract(Register a, Register b) { return _mm256_sub_ps(a, b); }
  static Register multiply(Register a, Register b) { return _mm256_mul_ps(a, b); }
  /// a * b + c
  static Register multiply_add(Register a, Register b, Register c) {
    return _mm256_fmadd_ps(a, b, c);
  }
  /// c - a * b
  static Register negated_multiply_add(Register a, Register b, Register c) {
    return _mm256_fnmadd_ps(a, b, c);
  }
  /// The larger one; b where either is NaN.
  static Register maximum(Register a, Register b) { return _mm256_max_ps(a, b); }
  static Register absolute(Register a) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), a); }
  /// The float whose exponent field is the low bits of a.
  static Register shift_into_exponent(Register a) {
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(a), 23));
  }
  /// a > b ? yes : no, in every lane; no where either is NaN.
  static Register select_greater(Register a, Register b, Register yes, Register no) {
    return _mm256_blendv_ps(no, yes, _mm256_cmp_ps(a, b, _CMP_GT_OQ));
  }

  static float sum(Register v) {
    __m128 s = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    s = _mm_add_ps(s, _mm_movehl_ps(s, s));
    return _mm_cvtss_f32(_mm_add_ss(s, _mm_movehdup_ps(s)));
  }
  static float largest(Register v) {
    __m128 s = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    s = _mm_max_ps(s, _mm_movehl_ps(s, s));
    return _mm_cvtss_f32(_mm_max_ss(s, _mm_movehdup_ps(s)));
  }

 private:
  static Register widen(__m128i bits, Float16) { return _mm256_cvtph_ps(bits); }
  static Register widen(__m128i bits, BFloat16) {
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(bits), 16));
  }
  static __m256i first_lanes(int count) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  }
  static __m128i first_lanes_of_quarter(int count) {
    return _mm_cmpgt_epi32(_mm_set1_epi32(count), _mm_setr_epi32(0, 1, 2, 3));
  }
};

}  // namespace
}  // namespace dinozero::kernels::x86
