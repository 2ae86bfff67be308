// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/kernel_test_support.h"

namespace dinozero::testing {

enum class WeightScheme { kInt8, kInt4, kBinary };
inline constexpr WeightScheme kWeightSchemes[] = {WeightScheme::kInt8, WeightScheme::kInt4,
                                                  WeightScheme::kBinary};

// One quantized linear layer, its operands unpacked, and its result in exact arithmetic.
struct QuantizedLayer {
  WeightScheme scheme = WeightScheme::kInt8;
  int rows = 0;
  int inputs = 0;
  int outputs = 0;
  int group = 0;      // of kInt4; 0 for one scale an output
  int x_limit = 127;  // of kInt4: 31 or 128
  int x_gap = 0;
  int y_gap = 0;
  kernels::Epilogue epilogue = kernels::Epilogue::kStore;
  std::vector<std::int8_t> x;  // rows x (inputs + x_gap), without the last gap
  std::vector<float> x_scale;
  std::vector<std::int8_t> weight;  // outputs x inputs, whatever the scheme
  std::vector<float> weight_scale;
  std::vector<float> bias;            // may be empty
  std::vector<float> residual_scale;  // may be empty
  std::vector<float> y_before;        // rows x outputs, for kResidual

  std::size_t x_stride() const { return static_cast<std::size_t>(inputs + x_gap); }
  std::size_t y_stride() const { return static_cast<std::size_t>(outputs + y_gap); }
  int groups() const;
  std::int32_t sum(int row, int output, int begin, int end) const;
  Expected expected(int row, int output) const;

  // Random operands of the scheme's ranges.
  void randomize(bool with_bias, std::uint32_t seed);
  // Scales of 1 and no bias: the result is the sum itself.
  void make_scales_one();
};

// Rows as kGeluQuantize leaves them: codes rows x outputs, and a scale each.
struct QuantizedRows {
  bool in_y = false;  // codes begin where y begins; set by the caller
  int limit = 127;
  std::vector<std::int8_t> codes;
  std::vector<float> scales;
};

// Runs the layer between guards. y, with its gaps, as the kernel left it. `armv6_layout`: weights
// of kInt4 and kBinary are given in that layout, which they must have, and not row by row.
// `quantized`: for kGeluQuantize.
std::vector<float> run(const kernels::KernelTable& table, const QuantizedLayer& layer, Guard guard,
                       bool armv6_layout = false, QuantizedRows* quantized = nullptr);

// Words of the weights in the layout armv6; none where they have no such layout.
std::vector<std::uint32_t> in_armv6_layout(const QuantizedLayer& layer);

// Every supported set: bounds kept (equal integers where `exact`), the gaps of y untouched.
void check(const QuantizedLayer& layer, bool exact = false);

}  // namespace dinozero::testing
