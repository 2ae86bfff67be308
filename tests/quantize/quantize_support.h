// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/quantize/calibration_set.h"
#include "lib/quantize/compute.h"
#include "lib/quantize/network.h"
#include "lib/quantize/rows.h"
#include "support/synthetic_model.h"

namespace dinozero::testing {

/// Deterministic numbers, roughly normal, of deviation 1.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15U + 1) {}
  float next();
  std::vector<float> many(std::size_t count, float scale = 1.0F);

 private:
  double uniform();
  std::uint64_t state_;
};

/// Rows whose columns are of different sizes and depend on each other, as activations do.
quantize::Rows correlated_rows(int count, int width, std::uint64_t seed);

quantize::Linear random_linear(int outputs, int inputs, std::uint64_t seed);

/// x W^T + bias of one row and output, in double precision.
double output_of(const quantize::Linear& linear, const quantize::Rows& x, int row, int output);

/// Sum of x x^T, in double precision.
quantize::SquareMatrix gram_of(const quantize::Rows& x);

quantize::Compute reference_compute();

/// Dim 24, two blocks, three heads, MLP 48, patch 8, LayerScale.
SyntheticConfig calibratable();
/// Its metadata, with a crop of 32 pixels, and the model.
std::string calibratable_metadata();
SyntheticModel calibratable_model();

quantize::CalibrationSet synthetic_images(const Model& model, int count);

}  // namespace dinozero::testing
