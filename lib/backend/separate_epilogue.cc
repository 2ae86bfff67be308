// SPDX-License-Identifier: Apache-2.0
#include "lib/backend/separate_epilogue.h"

namespace dinozero {

void SeparateEpilogue::apply(int rows, int outputs, const LayerOutput& output) const {
  if (output.epilogue == kernels::Epilogue::kStore) return;
  execution_.pool.split(rows, kRowGranularity, [&](int, int begin, int end) {
    const std::size_t offset = static_cast<std::size_t>(begin) * outputs;
    float* y = output.y + offset;
    if (output.epilogue == kernels::Epilogue::kGelu) {
      execution_.kernels.gelu_f32(static_cast<std::size_t>(end - begin) * outputs, y, y);
    } else {
      execution_.kernels.residual_f32(end - begin, outputs, output.room + offset,
                                      output.residual_scale, y);
    }
  });
}

}  // namespace dinozero
