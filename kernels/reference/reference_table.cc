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
    .residual_int8 = residual_int8,
    .patches_from_rgb8 = patches_from_rgb8,
    .patches_from_chw_f32 = patches_from_chw_f32,
    .patches_from_rgb8_int8 = patches_from_rgb8_int8,
    .resample_columns = resample_columns,
    .resample_rows = resample_rows,
    .quantize_rows = quantize_rows,
    .quantize_static = quantize_static,
    .layer_norm_quantize = layer_norm_quantize,
    .attention_int8 = attention_int8,
    .attention_int8_scratch_bytes = attention_int8_scratch_bytes,
    .linear_int8 = linear_int8,
    .linear_int8_scratch_bytes = linear_int8_scratch_bytes,
    .linear_int4 = linear_int4,
    .linear_int4_scratch_bytes = linear_int4_scratch_bytes,
    .linear_binary = linear_binary,
    .linear_binary_scratch_bytes = linear_binary_scratch_bytes,
};

}  // namespace dinozero::kernels::reference
