// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::reference {
namespace {

bool supported() { return true; }

}  // namespace

constexpr KernelTable kTable = {
    .name = "reference",
    .supported = supported,
    .linear_f32 = linear_f32,
    .linear_f32_scratch_bytes = linear_f32_scratch_bytes,
    .attention_f32 = attention_f32,
    .attention_f32_scratch_bytes = attention_f32_scratch_bytes,
    .layer_norm_f32 = layer_norm_f32,
    .gelu_f32 = gelu_f32,
    .softmax_f32 = softmax_f32,
    .residual_f32 = residual_f32,
    .patches_from_rgb8 = patches_from_rgb8,
    .patches_from_chw_f32 = patches_from_chw_f32,
};

}  // namespace dinozero::kernels::reference
