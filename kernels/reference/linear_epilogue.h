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
      gelu_f32(1, &v, &y);
      break;
    case Epilogue::kResidual:
      y += output.residual_scale == nullptr ? v : v * output.residual_scale[index];
      break;
  }
}

}  // namespace dinozero::kernels::reference
