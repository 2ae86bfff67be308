// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "kernels/kernel_test_support.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

std::vector<Expected> exact_softmax(std::size_t rows, std::size_t dim,
                                    const std::vector<float>& x) {
  std::vector<Expected> expected(x.size());
  for (std::size_t r = 0; r < rows; ++r) {
    const float* row = x.data() + r * dim;
    const double maximum = *std::max_element(row, row + dim);
    double sum = 0.0;
    for (std::size_t i = 0; i < dim; ++i) sum += std::exp(static_cast<double>(row[i]) - maximum);
    for (std::size_t i = 0; i < dim; ++i) {
      const double distance = maximum - static_cast<double>(row[i]);
      const double p = std::exp(-distance) / sum;
      const double bound = p > 0.0 ? (2.0 * static_cast<double>(dim) + 16 + distance) * p : 0.0;
      expected[r * dim + i] = {p, bound * kUnitRoundoff + 1e-37};
    }
  }
  return expected;
}

void check(std::size_t rows, std::size_t dim, const std::vector<float>& x) {
  const std::vector<Expected> expected = exact_softmax(rows, dim, x);
  for (const kernels::KernelTable* table : supported_tables()) {
    for (const Guard guard : kGuards) {
      CAPTURE(table->name, rows, dim, static_cast<int>(guard));
      GuardedBuffer<float> y(x.size(), guard);
      std::copy(x.begin(), x.end(), y.begin());
      table->softmax_f32(static_cast<int>(rows), static_cast<int>(dim), y.data());
      WorstError worst;
      for (std::size_t i = 0; i < x.size(); ++i) worst.add(y[i], expected[i]);
      CHECK(worst.ratio() <= 1.0);
    }
  }
}

TEST_CASE("softmax_f32 is exact within its bound", "[kernels][softmax_f32]") {
  for (const float magnitude : {1.0f, 20.0f, 300.0f}) {
    for (std::size_t dim = 1; dim <= 70; ++dim) {
      std::vector<float> x = RandomFloats(static_cast<std::uint32_t>(dim)).vector(3 * dim);
      for (float& value : x) value *= magnitude;
      check(3, dim, x);
    }
    for (const std::size_t dim : {197, 785}) {
      std::vector<float> x = RandomFloats(3).vector(2 * dim);
      for (float& value : x) value *= magnitude;
      check(2, dim, x);
    }
  }
  check(0, 5, {});
}

TEST_CASE("softmax_f32 has an accurate exponential down to its smallest results",
          "[kernels][softmax_f32]") {
  // In rows of 0 and x the arguments are exact: what is left is the exponential and four roundings.
  std::vector<float> x;
  for (float value = 0.0f; value > -110.0f; value -= 0x1.5p-9f) {
    x.push_back(0.0f);
    x.push_back(value);
  }
  for (const kernels::KernelTable* table : supported_tables()) {
    CAPTURE(table->name);
    std::vector<float> y = x;
    table->softmax_f32(static_cast<int>(x.size() / 2), 2, y.data());
    WorstError worst;
    for (std::size_t i = 1; i < x.size(); i += 2) {
      const double e = std::exp(static_cast<double>(x[i]));
      worst.add(y[i], {e / (1.0 + e), 8 * kUnitRoundoff * e + 2e-38});
    }
    CHECK(worst.ratio() <= 1.0);
  }
}

TEST_CASE("softmax_f32 makes -infinity exactly 0", "[kernels][softmax_f32]") {
  for (const kernels::KernelTable* table : supported_tables()) {
    for (const std::size_t dim : {2, 8, 16, 37}) {
      CAPTURE(table->name, dim);
      std::vector<float> x(dim, -kInfinity);
      x[dim / 2] = -5.0f;
      table->softmax_f32(1, static_cast<int>(dim), x.data());
      for (std::size_t i = 0; i < dim; ++i) CHECK(x[i] == (i == dim / 2 ? 1.0f : 0.0f));
    }
  }
}

TEST_CASE("softmax_f32 of equal, huge and infinite values", "[kernels][softmax_f32]") {
  check(1, 35, std::vector<float>(35, 12.5f));
  check(1, 35, std::vector<float>(35, -3e38f));
  std::vector<float> x(35, -3e38f);
  x[34] = 3e38f;
  check(1, 35, x);
  x.assign(35, -kInfinity);
  x[20] = -5.0f;
  check(1, 35, x);
}

TEST_CASE("softmax_f32 makes a row without a distribution NaN, and no other",
          "[kernels][softmax_f32]") {
  for (const std::size_t dim : {1, 5, 16, 37}) {
    for (const std::size_t position : {std::size_t{0}, dim - 1}) {
      for (const float bad : {kNaN, kInfinity, -kInfinity}) {
        std::vector<float> x = RandomFloats(9).vector(3 * dim);
        x[dim + position] = bad;
        if (bad == -kInfinity) {
          std::fill(x.data() + dim, x.data() + dim + dim, bad);
        }
        for (const kernels::KernelTable* table : supported_tables()) {
          CAPTURE(table->name, dim, position, bad);
          std::vector<float> y = x;
          table->softmax_f32(3, static_cast<int>(dim), y.data());
          const auto is_nan = [](float value) { return std::isnan(value); };
          CHECK(std::none_of(y.data(), y.data() + dim, is_nan));
          CHECK(std::all_of(y.data() + dim, y.data() + dim + dim, is_nan));
          CHECK(std::none_of(y.data() + 2 * dim, y.data() + 2 * dim + dim, is_nan));
        }
      }
    }
  }
}

}  // namespace
}  // namespace dinozero::testing
