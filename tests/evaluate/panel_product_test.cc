// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/panel_product.h"

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "support/catch.h"

namespace dinozero::evaluation {
namespace {

TEST_CASE("a product with a panel is the sum of products", "[evaluate][panel_product]") {
  std::mt19937 random(1);
  const auto value = [&] {
    return static_cast<float>(static_cast<int>(random() % 2001) - 1000) / 500;
  };
  for (const int rows : {1, 2, 5, 6, 7, 12, 13, 48}) {
    for (const int depth : {0, 1, 2, 17, 128}) {
      for (const bool transposed : {false, true}) {
        for (const bool accumulate : {false, true}) {
          CAPTURE(rows, depth, transposed, accumulate);
          std::vector<float> a(static_cast<std::size_t>(rows * depth) + 1);
          std::vector<float> panel(static_cast<std::size_t>(depth * kPanelWidth) + 1);
          for (float& x : a) x = value();
          for (float& x : panel) x = value();
          const std::size_t stride = kPanelWidth + 3;
          std::vector<float> c(static_cast<std::size_t>(rows) * stride, 0.5F);
          const auto row_stride = static_cast<std::size_t>(transposed ? 1 : depth);
          const auto depth_stride = static_cast<std::size_t>(transposed ? rows : 1);
          // Not aligned to a vector.
          multiply_panel({a.data() + 1, row_stride, depth_stride}, rows, depth, panel.data() + 1,
                         c.data(), stride, accumulate);
          bool right = true;
          for (int row = 0; row < rows; ++row) {
            for (std::size_t col = 0; col < stride; ++col) {
              double expected = accumulate || col >= kPanelWidth ? 0.5 : 0.0;
              for (int k = 0; k < depth && col < kPanelWidth; ++k) {
                expected += double{a[1 + row * row_stride + k * depth_stride]} *
                            double{panel[1 + k * kPanelWidth + col]};
              }
              right = right && std::abs(double{c[row * stride + col]} - expected) < 1e-3;
            }
          }
          CHECK(right);
        }
      }
    }
  }
}

TEST_CASE("the number of panels holds all columns", "[evaluate][panel_product]") {
  CHECK(panels_of(1) == 1);
  CHECK(panels_of(16) == 1);
  CHECK(panels_of(17) == 2);
  CHECK(panels_of(101) == 7);
}

}  // namespace
}  // namespace dinozero::evaluation
