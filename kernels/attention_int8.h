// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "kernels/attention_f32.h"

namespace dinozero::kernels {

/// Multi-head self-attention in integers. Operands, and which heads are computed, as in
/// attention_f32. tokens >= 1, head_dim >= 1.
///
/// Queries, keys and values are quantized here, symmetrically: with m = max |x| over what shares a
/// scale, integer = round_half_to_even(x * (limit / m)), scale = m / limit, each operation rounded
/// to f32; where m < 2^-100 integers and scale are 0.
///   queries  a scale per token and head  limit attention_int8_limit(head_dim), 4095 for 64
///   keys     a scale per head            the same limit
///   values   a scale per channel         limit 2047
/// They have more than eight bits because the instructions that multiply them (SMLAD, PMADDWD) take
/// 16-bit lanes: the bits cost nothing, and spare the tokens that share a scale with an outlier.
/// For each query, with all sums exact:
///   score[j]  = sum over d of query[d] * key[j][d]    |score| < 2^30
///   factor    = attention_int8_factor(query scale, key scale, head_dim)
///   index[j]  = min(2047, (factor * (max score - score[j]) + 2^31) >> 32)   in 1/128 octaves
///   weight[j] = kAttentionInt8Weights[index[j]]       4095 * 2^(-index / 128)
///   out[c]    = sum over j of weight[j] * value[j][c] * (value scale[c] / sum of weights)
///   cls_attention[j] = weight[j] / sum of weights, of token 0
/// These integers are the same on every instruction set; the last two lines are computed in f32,
/// within 5 * 2^-24 of their results. 256 products weight * value fit 32 bits.
/// A NaN or an infinity in a head's part of qkv makes all results of that head NaN.
///
/// Error against exact attention, in the worst case: with a = max |q| of the token, b = max |k| of
/// the head, e = sqrt(head_dim) a b / (limit - 1) and m = max |v| of the channel,
///   out            (exp(4 e) * 1.006 - 1 + tokens / 4095 + 1 / 4000) * m
///   cls_attention  exp(4 e) * 1.006 - 1 + tokens / 4095
/// Roundings cancel in practice: the tests hold outputs of normal, peaked and outlier-ridden inputs
/// to a cosine of 0.9999 per token and head.
using AttentionInt8Args = AttentionF32Args;

/// `scratch` is 64-byte aligned and has attention_int8_scratch_bytes(...) bytes, one per thread.
using AttentionInt8 = void (*)(const AttentionInt8Args& args, void* scratch);
using AttentionInt8ScratchBytes = std::size_t (*)(int tokens, int head_dim);

constexpr int kAttentionInt8ValueLimit = 2047;

/// The largest integer, at most 32767, with head_dim * limit^2 < 2^30.
int attention_int8_limit(int head_dim);

/// 2^32 * 128 * log2(e) / sqrt(head_dim), in f32.
float attention_int8_steps_per_score(int head_dim);

/// query_scale * key_scale * steps per score, in f32 and rounded to an integer, half to even; at
/// most 2^31 - 128.
std::int32_t attention_int8_factor(float query_scale, float key_scale, int head_dim);

/// weights[0] = 4095 and so on, by repeated multiplication in double precision.
constexpr std::array<std::uint32_t, 2048> make_attention_int8_weights() {
  std::array<std::uint32_t, 2048> weights = {};
  constexpr double kRatio = 0x1.fd3c22b8f71f1p-1;  // 2^(-1/128)
  double weight = 4095.0;
  for (std::uint32_t& entry : weights) {
    entry = static_cast<std::uint32_t>(weight + 0.5);
    weight *= kRatio;
  }
  return weights;
}

inline constexpr std::array<std::uint32_t, 2048> kAttentionInt8Weights =
    make_attention_int8_weights();

}  // namespace dinozero::kernels
