// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/x86/integer_avx512.h"

namespace dinozero::kernels::x86 {
namespace {

/// 16-bit numbers: VPDPWSSD is VPMADDWD and an addition.
struct Integer16Avx512Vnni : IntegerAvx512 {
  static Register multiply_add(Register x, Register weights, Register sum) {
    return _mm512_dpwssd_epi32(sum, x, weights);
  }
};

/// VPDPBUSD multiplies unsigned by signed bytes, so 128 is added to the activations. Its sums wrap,
/// and so does the correction: what is left fits 32 bits whatever happened in between.
struct IntegerAvx512Vnni : IntegerAvx512 {
  using Activation = std::uint8_t;
  using Weight = std::int8_t;
  static constexpr int kDepth = 4;
  static constexpr int kActivationOffset = 128;

  static Activation widen(std::int8_t x) { return static_cast<Activation>(x + 128); }
  static void store_four(Weight* p, int /*next*/, Register four) { _mm512_storeu_si512(p, four); }
  /// sum + the four int8 of each lane
  static Register add_four(Register sum, Register four) {
    return _mm512_dpbusd_epi32(sum, _mm512_set1_epi8(1), four);
  }
  static Register offset_correction(Register sums) {
    return _mm512_sub_epi32(_mm512_setzero_si512(), _mm512_slli_epi32(sums, 7));
  }
  static Register load_weights(const Weight* p) { return _mm512_loadu_si512(p); }
  static Register multiply_add(Register x, Register weights, Register sum) {
    return _mm512_dpbusd_epi32(sum, x, weights);
  }
};

}  // namespace
}  // namespace dinozero::kernels::x86
