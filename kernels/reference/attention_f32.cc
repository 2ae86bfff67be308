// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::reference {
namespace {

float dot(const float* a, const float* b, std::size_t count) {
  float sum = 0.0f;
  for (std::size_t i = 0; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

void attention_f32(const AttentionF32Args& args, void* scratch) {
  const auto tokens = static_cast<std::size_t>(args.tokens);
  const auto head_dim = static_cast<std::size_t>(args.head_dim);
  const std::size_t dim = static_cast<std::size_t>(args.heads) * head_dim;
  const std::size_t token_stride = 3 * dim;
  const float scale = 1.0f / std::sqrt(static_cast<float>(args.head_dim));
  auto* scores = static_cast<float*>(scratch);

  for (int head = args.head_begin; head < args.head_end; ++head) {
    const std::size_t head_offset = static_cast<std::size_t>(head) * head_dim;
    const float* queries = args.qkv + head_offset;
    const float* keys = queries + dim;
    const float* values = keys + dim;
    for (std::size_t i = 0; i < tokens; ++i) {
      const float* query = queries + i * token_stride;
      for (std::size_t j = 0; j < tokens; ++j) {
        scores[j] = dot(query, keys + j * token_stride, head_dim) * scale;
      }
      softmax_f32(1, args.tokens, scores);
      if (i == 0 && args.cls_attention != nullptr) {
        float* cls_attention = args.cls_attention + static_cast<std::size_t>(head) * tokens;
        for (std::size_t j = 0; j < tokens; ++j) cls_attention[j] = scores[j];
      }

      float* out = args.out + i * dim + head_offset;
      for (std::size_t d = 0; d < head_dim; ++d) out[d] = 0.0f;
      for (std::size_t j = 0; j < tokens; ++j) {
        const float* value = values + j * token_stride;
        for (std::size_t d = 0; d < head_dim; ++d) out[d] += scores[j] * value[d];
      }
    }
  }
}

std::size_t attention_f32_scratch_bytes(int tokens, int /*head_dim*/) {
  constexpr std::size_t kAlignment = 64;
  const std::size_t bytes = static_cast<std::size_t>(tokens) * sizeof(float);
  return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

}  // namespace dinozero::kernels::reference
