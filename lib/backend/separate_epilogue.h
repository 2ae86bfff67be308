// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lib/backend/linear_backend.h"

namespace dinozero {

/// Epilogues for layers whose kernels do not have them: after the layer, over its result.
class SeparateEpilogue {
 public:
  explicit SeparateEpilogue(const Execution& execution) : execution_(execution) {}

  /// Where the layer has to write.
  static float* target(const LayerOutput& output) {
    return output.epilogue == kernels::Epilogue::kResidual ? output.room : output.y;
  }

  /// What is left to do once target() holds rows x outputs floats.
  void apply(int rows, int outputs, const LayerOutput& output) const;

 private:
  const Execution& execution_;
};

}  // namespace dinozero
