// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "kernels/kernel_test_support.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

struct Rows {
  std::size_t rows, dim;
  float epsilon;
  std::vector<float> x, weight, bias;
  std::vector<Expected> expected;

  Rows(std::size_t row_count, std::size_t row_size, float mean, float variance_offset = 1e-6f)
      : rows(row_count), dim(row_size), epsilon(variance_offset) {
    RandomFloats random(static_cast<std::uint32_t>(rows + 1000 * dim));
    x = random.vector(rows * dim);
    for (float& value : x) value = value * 3.0f + mean;
    weight = random.vector(dim);
    bias = random.vector(dim);
    compute_expected();
  }

  void compute_expected() {
    expected.clear();
    const auto size = static_cast<double>(dim);
    for (std::size_t r = 0; r < rows; ++r) {
      const float* row = x.data() + r * dim;
      double mean = 0.0;
      double largest = 0.0;
      for (std::size_t i = 0; i < dim; ++i) {
        mean += static_cast<double>(row[i]) / size;
        largest = std::max(largest, std::fabs(static_cast<double>(row[i])));
      }
      double variance = 0.0;
      for (std::size_t i = 0; i < dim; ++i) {
        variance +=
            (static_cast<double>(row[i]) - mean) * (static_cast<double>(row[i]) - mean) / size;
      }
      const double s = std::sqrt(variance + static_cast<double>(epsilon));
      for (std::size_t i = 0; i < dim; ++i) {
        const double z = (static_cast<double>(row[i]) - mean) / s;
        const double w = weight[i];
        const double y = z * w + static_cast<double>(bias[i]);
        expected.push_back(
            {y, (size + 12) * kUnitRoundoff * std::fabs(w) * (2 * largest / s + std::fabs(z)) +
                    2 * kUnitRoundoff * std::fabs(y)});
      }
    }
  }
};

double worst_ratio(const kernels::KernelTable& table, const Rows& rows, Guard guard,
                   bool in_place) {
  const GuardedInput x(rows.x, guard);
  const GuardedInput weight(rows.weight, guard);
  const GuardedInput bias(rows.bias, guard);
  GuardedBuffer<float> y(rows.x.size(), guard);
  if (in_place) std::copy(rows.x.begin(), rows.x.end(), y.begin());
  table.layer_norm_f32(static_cast<int>(rows.rows), static_cast<int>(rows.dim),
                       in_place ? y.data() : x.data(), weight.data(), bias.data(), rows.epsilon,
                       y.data());
  WorstError worst;
  for (std::size_t i = 0; i < y.size(); ++i) worst.add(y[i], rows.expected[i]);
  return worst.ratio();
}

void check(const Rows& rows) {
  for (const kernels::KernelTable* table : supported_tables()) {
    for (const Guard guard : kGuards) {
      for (const bool in_place : {false, true}) {
        CAPTURE(table->name, rows.rows, rows.dim, static_cast<int>(guard), in_place);
        CHECK(worst_ratio(*table, rows, guard, in_place) <= 1.0);
      }
    }
  }
}

TEST_CASE("layer_norm_f32 is exact within its bound", "[kernels][layer_norm_f32]") {
  for (const std::size_t dim : {128, 192, 384, 768, 1024}) check(Rows(9, dim, 0.5f));
  for (std::size_t dim = 1; dim <= 70; ++dim) check(Rows(dim % 4, dim, -2.0f));
  check(Rows(3, 200, 0.0f, 1e-12f));
}

TEST_CASE("layer_norm_f32 is exact within its bound far from zero", "[kernels][layer_norm_f32]") {
  for (const float mean : {30.0f, -100.0f}) {
    for (const std::size_t dim : {97, 128, 384}) check(Rows(3, dim, mean));
  }
}

TEST_CASE("layer_norm_f32 of equal values is the bias", "[kernels][layer_norm_f32]") {
  Rows rows(2, 131, 0.0f);
  std::fill(rows.x.begin(), rows.x.end(), 0.0f);
  rows.compute_expected();
  check(rows);
  std::fill(rows.x.begin(), rows.x.end(), 0.25f);  // whose multiples are exact
  rows.compute_expected();
  check(rows);
}

TEST_CASE("layer_norm_f32 makes the row of a NaN or an infinity NaN", "[kernels][layer_norm_f32]") {
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
        -std::numeric_limits<float>::infinity()}) {
    for (const std::size_t position : {0, 36}) {
      Rows rows(3, 37, 0.0f);
      rows.x[37 + position] = bad;
      rows.compute_expected();
      CHECK(std::isnan(rows.expected[40].value));
      check(rows);
    }
  }
}

}  // namespace
}  // namespace dinozero::testing
