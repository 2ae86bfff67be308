// SPDX-License-Identifier: Apache-2.0
// Compiled with this instruction set's flags (CMakeLists.txt); include nothing with code that other
// files share.
#include "kernels/reference/reference_kernels.h"
#include "kernels/x86/attention_f32_simd.h"
#include "kernels/x86/attention_int8_simd.h"
#include "kernels/x86/elementwise_f32_simd.h"
#include "kernels/x86/integer_avx2.h"
#include "kernels/x86/linear_f32_simd.h"
#include "kernels/x86/linear_quantized_simd.h"
#include "kernels/x86/patches_f32_simd.h"
#include "kernels/x86/patches_int8_simd.h"
#include "kernels/x86/quantize_rows_simd.h"
#include "kernels/x86/softmax_simd.h"
#include "kernels/x86/vector_avx2.h"
#include "kernels/x86/x86_tables.h"

namespace dinozero::kernels::x86 {

constexpr KernelTable kAvx2Table = {
    .name = "avx2",
    .supported = avx2_supported,
    .linear_f32 = linear_f32<VectorAvx2>,
    .linear_f32_scratch_bytes = linear_f32_scratch_bytes<VectorAvx2>,
    .attention_f32 = attention_f32<VectorAvx2>,
    .attention_f32_scratch_bytes = attention_f32_scratch_bytes<VectorAvx2>,
    .layer_norm_f32 = layer_norm_f32<VectorAvx2>,
    .gelu_f32 = gelu_f32<VectorAvx2>,
    .softmax_f32 = softmax_f32<VectorAvx2>,
    .residual_f32 = residual_f32<VectorAvx2>,
    .residual_int8 = reference::residual_int8,
    .patches_from_rgb8 = patches_from_rgb8<VectorAvx2>,
    .patches_from_chw_f32 = patches_from_chw_f32<VectorAvx2>,
    .patches_from_rgb8_int8 = patches_from_rgb8_int8<IntegerAvx2, VectorAvx2>,
    .resample_columns = reference::resample_columns,
    .resample_rows = reference::resample_rows,
    .quantize_rows = quantize_rows<IntegerAvx2, VectorAvx2>,
    .quantize_static = quantize_static<IntegerAvx2, VectorAvx2>,
    .layer_norm_quantize = layer_norm_quantize<IntegerAvx2, VectorAvx2>,
    .attention_int8 = attention_int8<IntegerAvx2, VectorAvx2>,
    .attention_int8_scratch_bytes = attention_int8_scratch_bytes<VectorAvx2>,
    .linear_int8 = linear_int8<IntegerAvx2, VectorAvx2>,
    .linear_int8_scratch_bytes = linear_int8_scratch_bytes<IntegerAvx2>,
    .linear_int4 = linear_int4<IntegerAvx2, VectorAvx2>,
    .linear_int4_scratch_bytes = linear_int4_scratch_bytes<IntegerAvx2>,
    .linear_binary = linear_binary<IntegerAvx2, VectorAvx2>,
    .linear_binary_scratch_bytes = linear_int8_scratch_bytes<IntegerAvx2>,
};

}  // namespace dinozero::kernels::x86
