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

/// Sixteen floats in a register, and the shape of the GEMM tile that the 32 registers hold.
/// The operations are described in vector_avx2.h.
struct VectorAvx512 {
  using Register = __m512;
  static constexpr int kLanes = 16;
  static constexpr int kTileRows = 12;  // 12 x 2 accumulators, 2 of weights, a few of x
  static constexpr int kTileVectors = 2;
  static constexpr int kTileDepth = 384;  // a panel of 48 KiB

  static Register zero() { return _mm512_setzero_ps(); }
  static Register broadcast(float value) { return _mm512_set1_ps(value); }
  static Register broadcast_from(const float* p) { return _mm512_set1_ps(*p); }
  static Register load(const float* p) { return _mm512_loadu_ps(p); }
  static void store(float* p, Register v) { _mm512_storeu_ps(p, v); }

  static Register load_first(const float* p, int count, Register rest) {
    return _mm512_mask_loadu_ps(rest, first_lanes(count), p);
  }
  static void store_first(float* p, int count, Register v) {
    _mm512_mask_storeu_ps(p, first_lanes(count), v);
  }

  static Register load_rgb8(const std::uint8_t* pixels, int channel) {
    const __m128i bytes = _mm_unpacklo_epi64(channel_of_8_pixels(pixels, channel),
                                             channel_of_8_pixels(pixels + 24, channel));
    return _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(bytes));
  }

  static Register load_quarters(const float* const* rows, int j, std::ptrdiff_t offset) {
    Register v = _mm512_castps128_ps512(_mm_loadu_ps(rows[j] + offset));
    v = _mm512_insertf32x4(v, _mm_loadu_ps(rows[4 + j] + offset), 1);
    v = _mm512_insertf32x4(v, _mm_loadu_ps(rows[8 + j] + offset), 2);
    return _mm512_insertf32x4(v, _mm_loadu_ps(rows[12 + j] + offset), 3);
  }
  static Register load_quarters_first(const float* const* rows, int j, std::ptrdiff_t offset,
                                      int count) {
    const __mmask8 mask = static_cast<__mmask8>((1u << count) - 1u);
    Register v = _mm512_castps128_ps512(_mm_maskz_loadu_ps(mask, rows[j] + offset));
    v = _mm512_insertf32x4(v, _mm_maskz_loadu_ps(mask, rows[4 + j] + offset), 1);
    v = _mm512_insertf32x4(v, _mm_maskz_loadu_ps(mask, rows[8 + j] + offset), 2);
    return _mm512_insertf32x4(v, _mm_maskz_loadu_ps(mask, rows[12 + j] + offset), 3);
  }
  template <class Number>
  static Register load_quarters(const Number* const* rows, int j, std::ptrdiff_t offset) {
    return widen(
        _mm256_set_m128i(
            _mm_unpacklo_epi64(load_4x16(rows[8 + j] + offset), load_4x16(rows[12 + j] + offset)),
            _mm_unpacklo_epi64(load_4x16(rows[j] + offset), load_4x16(rows[4 + j] + offset))),
        Number());
  }
  template <class Number>
  static Register load_quarters_first(const Number* const* rows, int j, std::ptrdiff_t offset,
                                      int count) {
    const auto load = [&](int row) { return load_first_4x16(rows[row + j] + offset, count); };
    return widen(_mm256_set_m128i(_mm_unpacklo_epi64(load(8), load(12)),
                                  _mm_unpacklo_epi64(load(0), load(4))),
                 Number());
  }
  static Register unpack_low(Register a, Register b) { return _mm512_unpacklo_ps(a, b); }
  static Register unpack_high(Register a, Register b) { return _mm512_unpackhi_ps(a, b); }
  static Register unpack_low_pairs(Register a, Register b) {
    return _mm512_castpd_ps(_mm512_unpacklo_pd(_mm512_castps_pd(a), _mm512_castps_pd(b)));
  }
  static Register unpack_high_pairs(Register a, Register b) {
    return _mm512_castpd_ps(_mm512_unpackhi_pd(_mm512_castps_pd(a), _mm512_castps_pd(b)));
  }

  static Register add(Register a, Register b) { return _mm512_add_ps(a, b); }
  static Register subtract(Register a, Register b) { return _mm512_sub_ps(a, b); }
  static Register multiply(Register a, Register b) { return _mm512_mul_ps(a, b); }
  static Register multiply_add(Register a, Register b, Register c) {
    return _mm512_fmadd_ps(a, b, c);
  }
  static Register negated_multiply_add(Register a, Register b, Register c) {
    return _mm512_fnmadd_ps(a, b, c);
  }
  static Register maximum(Register a, Register b) { return _mm512_max_ps(a, b); }
  static Register absolute(Register a) { return _mm512_abs_ps(a); }
  static Register shift_into_exponent(Register a) {
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_castps_si512(a), 23));
  }
  static Register select_greater(Register a, Register b, Register yes, Register no) {
    return _mm512_mask_blend_ps(_mm512_cmp_ps_mask(a, b, _CMP_GT_OQ), no, yes);
  }

  static float sum(Register v) { return _mm512_reduce_add_ps(v); }
  static float largest(Register v) { return _mm512_reduce_max_ps(v); }

 private:
  static Register widen(__m256i bits, Float16) { return _mm512_cvtph_ps(bits); }
  static Register widen(__m256i bits, BFloat16) {
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(bits), 16));
  }
  static __mmask16 first_lanes(int count) { return static_cast<__mmask16>((1u << count) - 1u); }
};

}  // namespace
}  // namespace dinozero::kernels::x86
