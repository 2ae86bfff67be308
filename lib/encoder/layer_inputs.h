// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/kernel_table.h"
#include "lib/backend/linear_backend.h"
#include "lib/backend/thread_pool.h"
#include "lib/model/model_data.h"

namespace dinozero {

/// Memory for the input of one layer.
struct InputRoom {
  void* rows = nullptr;     ///< rows x inputs floats, or as many bytes where they are quantized
  float* scales = nullptr;  ///< a float for each row
};

/// Brings a layer's input rows into the format that it wants.
class LayerInputs {
 public:
  /// `kernels` and `pool` outlive it; each thread's scratch holds a row of floats.
  LayerInputs(const kernels::KernelTable& kernels, const ThreadPool& pool, KernelScratch scratch)
      : kernels_(kernels), pool_(pool), scratch_(scratch) {}

  /// `x`, rows x width floats, as it is or quantized into `room`.
  LinearInput from_floats(const InputFormat& format, int rows, int width, const float* x,
                          const InputRoom& room) const;

  /// LayerNorm of `x`, rows x dim floats, in `room`.
  LinearInput from_layer_norm(const InputFormat& format, int rows, int dim, const float* x,
                              const LayerNormWeights& norm, float epsilon,
                              const InputRoom& room) const;

 private:
  const kernels::KernelTable& kernels_;
  const ThreadPool& pool_;
  KernelScratch scratch_;
};

}  // namespace dinozero
