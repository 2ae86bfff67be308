// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace dinozero::quantize {

/// Activations: `count` rows of `width` floats, row-major. Images lie one behind the other.
struct Rows {
  Rows() = default;
  Rows(int row_count, int row_width)
      : count(row_count),
        width(row_width),
        values(static_cast<std::size_t>(row_count) * row_width) {}

  float* row(int index) { return values.data() + static_cast<std::size_t>(index) * width; }
  const float* row(int index) const {
    return values.data() + static_cast<std::size_t>(index) * width;
  }

  int count = 0;
  int width = 0;
  std::vector<float> values;
};

}  // namespace dinozero::quantize
