// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace dinozero::kernels {

/// Multi-head self-attention of one image: for each head, softmax(Q K^T / sqrt(head_dim)) V.
///
/// Operands, all f32, 4-byte aligned, none overlapping another:
///   qkv  tokens x 3 x heads x head_dim, contiguous: the output of the fused qkv layer
///   out  tokens x heads x head_dim, contiguous
///   cls_attention  heads x tokens, or null: the softmax row of token 0, for every head
/// The kernel computes heads [head_begin, head_end) and writes only their parts of the outputs, so
/// that threads share the work by heads. tokens >= 1, head_dim >= 1.
///
/// Error, with u = 2^-24 and s = max over q and k of sum |q k| / sqrt(head_dim):
///   out            (exp(2 e) - 1 + (2 tokens + 32) u) * sum p |v|, where e = (head_dim + 8) u s
///                  and p is the softmax row
///   cls_attention  (exp(2 e) - 1 + (2 tokens + 32) u) * p + 1e-37
/// Probabilities below 1e-37 may become 0. A NaN among a query's scores makes its row NaN.
struct AttentionF32Args {
  int tokens = 0;
  int heads = 0;
  int head_dim = 0;
  int head_begin = 0;
  int head_end = 0;
  const float* qkv = nullptr;
  float* out = nullptr;
  float* cls_attention = nullptr;
};

/// `scratch` is 64-byte aligned and has attention_f32_scratch_bytes(...) bytes, one per thread.
using AttentionF32 = void (*)(const AttentionF32Args& args, void* scratch);
using AttentionF32ScratchBytes = std::size_t (*)(int tokens, int head_dim);

}  // namespace dinozero::kernels
