// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace dinozero::evaluation {

/// Columns of a panel: the right-hand side of a product is stored as panels of [depth][16].
inline constexpr int kPanelWidth = 16;

/// Number of panels that hold `columns` columns, the last one filled up.
constexpr int panels_of(int columns) { return (columns + kPanelWidth - 1) / kPanelWidth; }

/// Element (row, k) is at data[row * row_stride + k * depth_stride].
struct StridedMatrix {
  const float* data = nullptr;
  std::size_t row_stride = 0;
  std::size_t depth_stride = 0;
};

/// c[row * c_stride + j] = sum over k of a(row, k) * panel[k * 16 + j], added to what c holds if
/// `accumulate`; `rows` x `depth` times `depth` x 16. Sums run over k in order, so a result does
/// not depend on the number of rows. With AVX-512 or AVX2 and FMA where the CPU has them.
void multiply_panel(const StridedMatrix& a, int rows, int depth, const float* panel, float* c,
                    std::size_t c_stride, bool accumulate);

}  // namespace dinozero::evaluation
