// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/attention_f32.h"
#include "kernels/attention_int8.h"
#include "kernels/elementwise_f32.h"
#include "kernels/linear_binary.h"
#include "kernels/linear_f32.h"
#include "kernels/linear_int4.h"
#include "kernels/linear_int8.h"
#include "kernels/patches_f32.h"
#include "kernels/patches_int8.h"
#include "kernels/quantize_rows.h"
#include "kernels/resample_rgb8.h"

namespace dinozero::kernels {

/// The kernels of one instruction set. An instruction set that has nothing better for an operation
/// lists the next simpler set's kernel, so that every entry can be called.
struct KernelTable {
  const char* name = "";          ///< "reference", "armv6", "avx2", ...
  bool (*supported)() = nullptr;  ///< whether this CPU (and operating system) can run the set

  LinearF32 linear_f32 = nullptr;
  LinearF32ScratchBytes linear_f32_scratch_bytes = nullptr;
  AttentionF32 attention_f32 = nullptr;
  AttentionF32ScratchBytes attention_f32_scratch_bytes = nullptr;
  LayerNormF32 layer_norm_f32 = nullptr;
  GeluF32 gelu_f32 = nullptr;
  SoftmaxF32 softmax_f32 = nullptr;
  ResidualF32 residual_f32 = nullptr;
  ResidualInt8 residual_int8 = nullptr;
  PatchesFromRgb8 patches_from_rgb8 = nullptr;
  PatchesFromChwF32 patches_from_chw_f32 = nullptr;
  PatchesFromRgb8Int8 patches_from_rgb8_int8 = nullptr;
  ResampleColumns resample_columns = nullptr;
  ResampleRows resample_rows = nullptr;

  QuantizeRows quantize_rows = nullptr;
  QuantizeStatic quantize_static = nullptr;
  LayerNormQuantize layer_norm_quantize = nullptr;
  AttentionInt8 attention_int8 = nullptr;
  AttentionInt8ScratchBytes attention_int8_scratch_bytes = nullptr;
  LinearInt8 linear_int8 = nullptr;
  LinearInt8ScratchBytes linear_int8_scratch_bytes = nullptr;
  LinearInt4 linear_int4 = nullptr;
  LinearInt4ScratchBytes linear_int4_scratch_bytes = nullptr;
  LinearBinary linear_binary = nullptr;
  LinearBinaryScratchBytes linear_binary_scratch_bytes = nullptr;
};

/// Every set of this build, the reference first, the best last; some may not be supported by this
/// CPU. `count` receives their number.
const KernelTable* const* all_kernel_tables(int* count);

/// The set with this name, or null if this build has none.
const KernelTable* find_kernel_table(const char* name);

/// The best set that this CPU supports.
const KernelTable& best_kernel_table();

}  // namespace dinozero::kernels
