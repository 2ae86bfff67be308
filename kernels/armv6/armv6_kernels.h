// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/kernel_table.h"

// Kernels for the ARM1176: ARMv6 with SIMD32 and a VFP11, no NEON. The contracts are in the headers
// of the operations, schedules and cycle counts in the files of the kernels.

namespace dinozero::kernels::armv6 {

void attention_f32(const AttentionF32Args& args, void* scratch);
std::size_t attention_f32_scratch_bytes(int tokens, int head_dim);
void layer_norm_f32(int rows, int dim, const float* x, const float* weight, const float* bias,
                    float epsilon, float* y);
void gelu_f32(std::size_t count, const float* x, float* y);
void softmax_f32(int rows, int dim, float* x);
void residual_f32(int rows, int dim, const float* branch, const float* scale, float* stream);
void residual_int8(int rows, int dim, const std::int8_t* branch, const float* scale,
                   std::size_t scale_step, float* stream);

void patches_from_rgb8(const PatchGrid& grid, const std::uint8_t* rgb, const float scale[3],
                       const float offset[3], float* patches);
void patches_from_chw_f32(const PatchGrid& grid, const float* chw, std::size_t channel_stride,
                          float* patches);
void patches_from_rgb8_int8(const PatchesInt8Args& args);

void resample_columns(const ResampleColumnsArgs& args);
void resample_rows(const ResampleRowsArgs& args);

void quantize_rows(int rows, int dim, const float* x, int limit, std::int8_t* q, float* scale);
// Its halves. Magnitudes are bits of floats, shifted left by one: the largest of `dim` floats and
// `largest`, beyond those of infinity where there is a NaN; and a row to int8, given it.
std::uint32_t largest_magnitude(int dim, const float* x, std::uint32_t largest);
void quantize_row(int dim, const float* x, std::uint32_t largest, int limit, std::int8_t* q,
                  float* scale);
void quantize_static(std::size_t count, const float* x, float inverse_scale, int zero_point,
                     std::int8_t* q);
void layer_norm_quantize(const LayerNormQuantizeArgs& args);
void attention_int8(const AttentionInt8Args& args, void* scratch);
std::size_t attention_int8_scratch_bytes(int tokens, int head_dim);

void linear_f32(const LinearF32Args& args, void* scratch);
std::size_t linear_f32_scratch_bytes(int rows, int outputs, int inputs);
void linear_int8(const LinearInt8Args& args, void* scratch);
std::size_t linear_int8_scratch_bytes(int rows, int outputs, int inputs);

void linear_int4(const LinearInt4Args& args, void* scratch);
std::size_t linear_int4_scratch_bytes(int rows, int outputs, int inputs);
void linear_binary(const LinearBinaryArgs& args, void* scratch);
std::size_t linear_binary_scratch_bytes(int rows, int outputs, int inputs);

extern const KernelTable kTable;

}  // namespace dinozero::kernels::armv6
