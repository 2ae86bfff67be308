// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/linear_epilogue.h"
#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::reference {

inline void apply_epilogue(const LinearOutput& output, int row, int index, float v) {
  float& y = output.y[static_cast<std::size_t>(row) * output.y_stride + index];
  switch (output.epilogue) {
    case Epilogue::kStore:
      y = v;
      break;
    case Epilogue::kGelu:
    case Epilogue::kGeluQuantize:
      gelu_f32(1, &v, &y);
      break;
    case Epilogue::kResidual:
      y += output.residual_scale == nullptr ? v : v * output.residual_scale[index];
      break;
  }
}

/// What is left to do when all rows of a layer have their results.
inline void finish_rows(const LinearOutput& output, int rows, int outputs) {
  if (output.epilogue != Epilogue::kGeluQuantize || outputs == 0) return;
  for (int row = 0; row < rows; ++row) {
    quantize_rows(1, outputs, output.y + static_cast<std::size_t>(row) * output.y_stride,
                  output.limit, output.codes + static_cast<std::size_t>(row) * outputs,
                  output.code_scale + row);
  }
}

}  // namespace dinozero::kernels::reference
