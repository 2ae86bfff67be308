// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>

#include "dinozero/error.h"
#include "kernels/kernel_table.h"
#include "lib/backend/thread_pool.h"
#include "lib/model/model_data.h"

namespace dinozero {

/// A linear layer made ready for execution. The encoder does not know by whom.
class LinearLayer {
 public:
  virtual ~LinearLayer() = default;

  /// y = x W^T + bias; x is rows x inputs, y is rows x outputs, both contiguous and with
  /// kOperandPadding readable bytes behind them. `rows` was reserved.
  virtual Expected<void> run(int rows, const float* x, float* y) = 0;

  /// Prepares execution with this many rows; the only place that allocates.
  virtual Expected<void> reserve(int rows) = 0;

  /// "xnnpack" or "native".
  virtual const char* backend() const = 0;
  /// The kernel set of a native layer; empty on other backends.
  virtual const char* kernel() const = 0;
};

/// XNNPACK's kernels may read (not use) up to 16 bytes past an operand (XNN_EXTRA_BYTES).
inline constexpr std::size_t kOperandPadding = 64;

/// Makes linear layers for one encoder.
class LinearBackend {
 public:
  virtual ~LinearBackend() = default;
  /// `weights` outlive the layer.
  virtual Expected<std::unique_ptr<LinearLayer>> make_layer(const LinearWeights& weights) = 0;
};

/// Working memory of the native kernels: `bytes_per_thread` for each thread, 64-byte aligned.
struct KernelScratch {
  std::byte* data = nullptr;
  std::size_t bytes_per_thread = 0;

  void* for_thread(int thread) const { return data + bytes_per_thread * thread; }
};

/// This library's kernels. Weights are used in place. `pool` outlives the backend's layers.
std::unique_ptr<LinearBackend> make_native_backend(const kernels::KernelTable& table,
                                                   const ThreadPool& pool, KernelScratch scratch);

/// Whether this build has XNNPACK.
bool has_xnnpack();

/// XNNPACK through its subgraph API; each layer holds weights that XNNPACK has packed. Errors:
/// kUnsupported (build without it, or a CPU that it does not support), kOutOfMemory, kBackend.
Expected<std::unique_ptr<LinearBackend>> make_xnnpack_backend(const ThreadPool& pool);

}  // namespace dinozero
