// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace dinozero::kernels {

/// Rows whose largest magnitude is below it count as zeros.
inline constexpr float kSmallestRowMaximum = 0x1p-100f;

/// Dynamic symmetric quantization, a scale per row (token). For each row of `dim` floats, with
/// m = max |x|, every operation rounded to f32 as IEEE 754 has it:
///   scale = m / limit,   q = round_half_to_even(x * (limit / m))
/// so that x is about q * scale, and |q| <= limit. `limit` is 127 for 8 bits, 31 for 6.
/// Rows whose m is below kSmallestRowMaximum (zeros among them) get q = 0 and scale = 0. A row with
/// a NaN gets q = 0 and scale = NaN; one with an infinity and no NaN gets q = 0 and scale =
/// infinity. x and q are contiguous; q and scale do not overlap x. rows >= 0, dim >= 1. Subnormal
/// elements of x may count as 0, which changes nothing here. Bit-exact on every instruction set.
using QuantizeRows = void (*)(int rows, int dim, const float* x, int limit, std::int8_t* q,
                              float* scale);

/// Static quantization, one scale for all rows, from calibration:
///   q = clamp(round_half_to_even(x * inverse_scale) + zero_point, -128, 127)
/// |zero_point| <= 128. A NaN gives any q. Bit-exact on every instruction set.
using QuantizeStatic = void (*)(std::size_t count, const float* x, float inverse_scale,
                                int zero_point, std::int8_t* q);

/// LayerNorm, then quantize_rows of its result: the same bits as layer_norm_f32 and quantize_rows
/// of the same kernel set one after the other. `row` is room for dim floats, 4-byte aligned.
struct LayerNormQuantizeArgs {
  int rows = 0;
  int dim = 0;
  const float* x = nullptr;       ///< rows x dim, contiguous
  const float* weight = nullptr;  ///< dim
  const float* bias = nullptr;    ///< dim
  float epsilon = 0.0f;
  int limit = 127;
  std::int8_t* q = nullptr;  ///< rows x dim, contiguous
  float* scale = nullptr;    ///< rows
  float* row = nullptr;
};
using LayerNormQuantize = void (*)(const LayerNormQuantizeArgs& args);

}  // namespace dinozero::kernels
