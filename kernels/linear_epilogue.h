// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace dinozero::kernels {

/// What a quantized linear kernel does with v, a row's result for one output:
///   kStore     y = v
///   kGelu      y = v * Phi(v), the exact GELU within 1e-6 * max(1, |v|)
///   kGeluQuantize  as kGelu, then each row to int8, for the next layer: the same bits as
///              quantize_rows (kernels/quantize_rows.h) of what kGelu stores, of the same kernel
///              set. Needs all outputs of the layer in one call.
///   kResidual  y += v * residual_scale[output] (1 where residual_scale is null): the residual
///              connection, with DINOv2's LayerScale
enum class Epilogue { kStore, kGelu, kGeluQuantize, kResidual };

/// Where a quantized linear kernel writes. 4-byte aligned; overlaps no input.
struct LinearOutput {
  float* y = nullptr;  ///< rows x outputs; with kGeluQuantize room, that may hold anything after
  std::size_t y_stride = 0;  ///< floats from row to row, >= outputs
  Epilogue epilogue = Epilogue::kStore;
  const float* residual_scale = nullptr;  ///< outputs, or null
  /// kGeluQuantize: rows x outputs codes within +-limit, contiguous. They may begin where y begins,
  /// so that they take the first quarter of its memory, but overlap it nowhere else.
  std::int8_t* codes = nullptr;
  float* code_scale = nullptr;  ///< kGeluQuantize: rows
  int limit = 127;              ///< kGeluQuantize: 127 for 8 bits, 31 for 6
};

}  // namespace dinozero::kernels
