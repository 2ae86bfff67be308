// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "lib/checkpoint/safetensors.h"

namespace dinozero {

/// A matrix as the model file has it, read a few rows at a time: what is looked at once an image
/// needs no copy in f32 beside the file.
struct StoredRows {
  int dim = 0;                      ///< values in a row
  DType dtype = DType::kF32;        ///< kF32, kF16, kBF16, or kI8 with `scales`
  const std::byte* data = nullptr;  ///< row-major, at any alignment
  const float* scales = nullptr;    ///< kI8: value = scale * code
  bool shared_scale = false;        ///< one scale for all rows instead of one for each

  std::size_t row_bytes() const { return static_cast<std::size_t>(dim) * dtype_size(dtype); }
  /// Whether the values are f32 numbers in memory.
  bool is_in_place() const;
  /// The matrix from row `first` on.
  StoredRows from(std::size_t first) const;
  /// The first `count` rows as floats: in place, or converted into `room`, count x dim floats.
  const float* floats(std::size_t count, float* room) const;
};

}  // namespace dinozero
