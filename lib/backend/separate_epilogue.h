// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/kernel_table.h"
#include "lib/backend/linear_backend.h"
#include "lib/backend/thread_pool.h"

namespace dinozero {

/// Epilogues for layers whose kernels do not have them: after the layer, over its result.
class SeparateEpilogue {
 public:
  /// Both outlive it.
  SeparateEpilogue(const kernels::KernelTable& table, const ThreadPool& pool)
      : table_(table), pool_(pool) {}

  /// Where the layer has to write.
  static float* target(const LayerOutput& output) {
    return output.epilogue == kernels::Epilogue::kResidual ? output.room : output.y;
  }

  /// What is left to do once target() holds rows x outputs floats.
  void apply(int rows, int outputs, const LayerOutput& output) const;

 private:
  const kernels::KernelTable& table_;
  const ThreadPool& pool_;
};

}  // namespace dinozero
