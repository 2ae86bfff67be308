// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "dinozero/error.h"
#include "dinozero/options.h"
#include "kernels/kernel_table.h"
#include "lib/quantize/linear_algebra.h"
#include "lib/quantize/network.h"
#include "lib/quantize/rows.h"

namespace dinozero::quantize {

/// How a layer's input is rounded when the model runs.
struct ActivationRounding {
  enum class Kind { kNone, kPerToken, kStatic };

  Kind kind = Kind::kNone;
  int limit = 127;     ///< kPerToken: the largest |code|
  float scale = 0;     ///< kStatic
  int zero_point = 0;  ///< kStatic: code of 0
};

/// The parts of the network on whole sets of images, in one thread and with the library's kernels.
/// Rounded layers are computed in f32 on numbers that are exactly codes times scales, which differs
/// from the integer kernels by f32 rounding only.
class Compute {
 public:
  /// Errors: kUnsupported (a kernel set that this machine does not have).
  static Expected<Compute> create(KernelSet set);

  /// x W^T + bias; `bias` may be empty.
  Rows linear(const Rows& x, const std::vector<float>& weight, const std::vector<float>& bias);
  Rows layer_norm(const Rows& x, const LayerNorm& norm, float epsilon) const;
  /// Attention of images of `tokens` rows each.
  Rows attention(const Rows& qkv, int tokens, int heads, int head_dim);
  void gelu(Rows* x) const;
  /// stream += branch * scale; `scale` may be empty for 1.
  void add_residual(const Rows& branch, const std::vector<float>& scale, Rows* stream) const;
  /// x becomes what its codes stand for.
  void round(const ActivationRounding& rounding, Rows* x) const;
  /// Adds the sum over rows r of a[r][i] * b[r][j] to sums[i][j]. `a` and `b` have the same shape.
  void add_products(const Rows& a, const Rows& b, SquareMatrix* sums);
  /// Patches [grid rows x grid cols, 3 x patch x patch] of an image that is cropped already.
  void patches(const kernels::PatchGrid& grid, const std::uint8_t* rgb,
               const PreprocessConfig& recipe, float* result) const;

 private:
  explicit Compute(const kernels::KernelTable& table) : table_(&table) {}
  void* scratch(std::size_t bytes);

  const kernels::KernelTable* table_;
  std::vector<std::byte> scratch_;
};

}  // namespace dinozero::quantize
