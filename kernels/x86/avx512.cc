// SPDX-License-Identifier: Apache-2.0
// Compiled with this instruction set's flags (CMakeLists.txt); include nothing with code that other
// files share.
#include "kernels/reference/reference_kernels.h"
#include "kernels/x86/attention_f32_simd.h"
#include "kernels/x86/attention_int8_simd.h"
#include "kernels/x86/elementwise_f32_simd.h"
#include "kernels/x86/integer_avx512.h"
#include "kernels/x86/linear_f32_simd.h"
#include "kernels/x86/linear_quantized_simd.h"
#include "kernels/x86/patches_f32_simd.h"
#include "kernels/x86/patches_int8_simd.h"
#include "kernels/x86/quantize_rows_simd.h"
#include "kernels/x86/softmax_simd.h"
#include "kernels/x86/vector_avx512.h"
#include "kernels/x86/x86_tables.h"

namespace dinozero::kernels::x86 {

constexpr KernelTable kAvx512Table = {
    .name = "avx512",
    .supported = avx512_supported,
    .linear_f32 = linear_f32<VectorAvx512>,
    .linear_f32_scratch_bytes = linear_f32_scratch_bytes<VectorAvx512>,
    .attention_f32 = attention_f32<VectorAvx512>,
    .attention_f32_scratch_bytes = attention_f32_scratch_bytes<VectorAvx512>,
    .layer_norm_f32 = layer_norm_f32<VectorAvx512>,
    .gelu_f32 = gelu_f32<VectorAvx512>,
    .softmax_f32 = softmax_f32<VectorAvx512>,
    .residual_f32 = residual_f32<VectorAvx512>,
    .residual_int8 = reference::residual_int8,
    .patches_from_rgb8 = patches_from_rgb8<VectorAvx512>,
    .patches_from_chw_f32 = patches_from_chw_f32<VectorAvx512>,
    .patches_from_rgb8_int8 = patches_from_rgb8_int8<IntegerAvx512, VectorAvx512>,
    .resample_columns = reference::resample_columns,
    .resample_rows = reference::resample_rows,
    .quantize_rows = quantize_rows<IntegerAvx512, VectorAvx512>,
    .quantize_static = quantize_static<IntegerAvx512, VectorAvx512>,
    .layer_norm_quantize = layer_norm_quantize<IntegerAvx512, VectorAvx512>,
    .attention_int8 = attention_int8<IntegerAvx512, VectorAvx512>,
    .attention_int8_scratch_bytes = attention_int8_scratch_bytes<VectorAvx512>,
    .linear_int8 = linear_int8<IntegerAvx512, VectorAvx512>,
    .linear_int8_scratch_bytes = linear_int8_scratch_bytes<IntegerAvx512>,
    .linear_int4 = linear_int4<IntegerAvx512, VectorAvx512>,
    .linear_int4_scratch_bytes = linear_int4_scratch_bytes<IntegerAvx512>,
    .linear_binary = linear_binary<IntegerAvx512, VectorAvx512>,
    .linear_binary_scratch_bytes = linear_int8_scratch_bytes<IntegerAvx512>,
};

}  // namespace dinozero::kernels::x86
