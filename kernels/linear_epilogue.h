// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace dinozero::kernels {

/// What a quantized linear kernel does with v, a row's result for one output:
///   kStore     y = v
///   kGelu      y = v * Phi(v), the exact GELU within 1e-6 * max(1, |v|)
///   kResidual  y += v * residual_scale[output] (1 where residual_scale is null): the residual
///              connection, with DINOv2's LayerScale
enum class Epilogue { kStore, kGelu, kResidual };

/// Where a quantized linear kernel writes. 4-byte aligned; overlaps no input.
struct LinearOutput {
  float* y = nullptr;        ///< rows x outputs
  std::size_t y_stride = 0;  ///< floats from row to row, >= outputs
  Epilogue epilogue = Epilogue::kStore;
  const float* residual_scale = nullptr;  ///< outputs, or null
};

}  // namespace dinozero::kernels
