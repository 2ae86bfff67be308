// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/x86/integer_avx512.h"

namespace dinozero::kernels::x86 {
namespace {

/// VPDPBUSD multiplies unsigned by signed bytes, so 128 is added to the activations. Its sums wrap,
/// and so does the correction: what is left fits 32 bits whatever happened in between.
struct IntegerAvx512Vnni : IntegerAvx512 {
  using Activation = std::uint8_t;
  using Weight = std::int8_t;
  static constexpr int kDepth = 4;
  static constexpr int kActivationOffset = 128;

  static Activation widen(std::int8_t x) { return static_cast<Activation>(x + 128); }
  static Register load_weights(const Weight* p) { return _mm512_loadu_si512(p); }
  static Register multiply_add(Register x, Register weights, Register sum) {
    return _mm512_dpbusd_epi32(sum, x, weights);
  }
};

}  // namespace
}  // namespace dinozero::kernels::x86
