// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "dinozero/error.h"
#include "kernels/kernel_table.h"
#include "lib/backend/thread_pool.h"
#include "lib/model/model_data.h"

namespace dinozero {

/// What a layer wants its input rows to be.
struct InputFormat {
  enum class Kind {
    kFloat,   ///< floats
    kPerRow,  ///< int8 codes with a scale for each row: kernels/quantize_rows.h
    kStatic,  ///< int8 codes with one scale and zero point for all rows
  };
  Kind kind = Kind::kFloat;
  int limit = 127;     ///< kPerRow: the largest |code|, 127 or 31
  float scale = 0.0F;  ///< kStatic
  int zero_point = 0;  ///< kStatic
};

/// Input rows in a layer's format, rows x inputs, contiguous: `floats`, or `codes` and a scale for
/// each row (with kStatic, all the same).
struct LinearInput {
  const float* floats = nullptr;
  const std::int8_t* codes = nullptr;
  const float* scales = nullptr;
};

/// Where a layer's result goes: `y`, rows x outputs, contiguous; overlaps no input.
struct LayerOutput {
  float* y = nullptr;
  kernels::Epilogue epilogue = kernels::Epilogue::kStore;
  const float* residual_scale = nullptr;  ///< kResidual: outputs floats, or null
  /// kResidual: rows x outputs floats of working memory for a layer that cannot add to y itself.
  float* room = nullptr;
  /// kGeluQuantize: rows x outputs codes, a scale for each row, the largest |code|. They may begin
  /// where y begins, which may hold anything after.
  std::int8_t* codes = nullptr;
  float* code_scales = nullptr;
  int limit = 127;
};

/// A linear layer made ready for execution. The encoder does not know by whom.
class LinearLayer {
 public:
  virtual ~LinearLayer() = default;

  virtual InputFormat input_format() const = 0;

  /// Whether it can be run with kGeluQuantize.
  virtual bool quantizes_output() const { return false; }

  /// epilogue(x W^T + bias). `rows` was reserved. All operands have kOperandPadding readable bytes
  /// behind them.
  virtual Expected<void> run(int rows, const LinearInput& x, const LayerOutput& output) = 0;

  /// Prepares execution with this many rows; the only place that allocates.
  virtual Expected<void> reserve(int rows) = 0;

  /// "xnnpack" or "native".
  virtual const char* backend() const = 0;
  /// The kernel set of a native layer; empty on other backends.
  virtual const char* kernel() const = 0;
  /// Why that backend: a few words for `dinozero info --plan`.
  virtual const std::string& reason() const = 0;
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

/// What the layers of one encoder share. All of it outlives them.
struct Execution {
  const kernels::KernelTable& kernels;
  const ThreadPool& pool;
  KernelScratch scratch;
};

/// A layer on this library's kernels. Weights are used in place.
Expected<std::unique_ptr<LinearLayer>> make_native_layer(const LinearWeights& weights,
                                                         const Execution& execution,
                                                         std::string reason);

std::unique_ptr<LinearBackend> make_native_backend(const Execution& execution, std::string reason);

/// Whether this build has XNNPACK.
bool has_xnnpack();

/// XNNPACK through its subgraph API; each layer holds weights that XNNPACK has packed. Layers that
/// it cannot run, and all epilogues, are left to the library's kernels. Errors: kUnsupported (build
/// without it, or a CPU that it does not support), kOutOfMemory, kBackend.
Expected<std::unique_ptr<LinearBackend>> make_xnnpack_backend(const Execution& execution,
                                                              std::string reason);

}  // namespace dinozero
