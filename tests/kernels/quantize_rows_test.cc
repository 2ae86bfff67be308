// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "kernels/kernel_test_support.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

std::size_t count(int n) { return static_cast<std::size_t>(n); }

struct Rows {
  std::vector<std::int8_t> q;
  std::vector<float> scale;
};

Rows quantize(const kernels::KernelTable& table, int rows, int dim,
              const std::vector<float>& values, int limit, Guard guard) {
  const GuardedInput x(values, guard);
  GuardedBuffer<std::int8_t> q(count(rows) * count(dim), guard);
  GuardedBuffer<float> scale(count(rows), guard);
  table.quantize_rows(rows, dim, x.data(), limit, q.data(), scale.data());
  return {{q.begin(), q.end()}, {scale.begin(), scale.end()}};
}

// IEEE 754 by the compiler, one rounding an operation.
Rows expected_rows(int rows, int dim, const std::vector<float>& x, int limit) {
  Rows expected;
  for (int row = 0; row < rows; ++row) {
    const float* begin = x.data() + count(row) * count(dim);
    float maximum = 0.0f;
    for (int i = 0; i < dim; ++i) maximum = std::max(maximum, std::fabs(begin[i]));
    expected.scale.push_back(maximum / static_cast<float>(limit));
    for (int i = 0; i < dim; ++i) {
      const volatile float factor = static_cast<float>(limit) / maximum;
      const volatile float steps = begin[i] * factor;
      expected.q.push_back(static_cast<std::int8_t>(std::lrintf(steps)));
    }
  }
  return expected;
}

TEST_CASE("quantize_rows is bit-exact", "[kernels][quantize_rows]") {
  for (const int limit : {127, 31}) {
    for (const int rows : {0, 1, 3}) {
      for (const int dim : {1, 2, 3, 4, 7, 8, 15, 31, 64, 128, 129, 384, 1537}) {
        RandomFloats random(static_cast<std::uint32_t>(rows * 10000 + dim));
        std::vector<float> x = random.vector(count(rows) * count(dim));
        for (std::size_t i = 0; i < x.size(); ++i)
          x[i] *= std::ldexp(1.0f, static_cast<int>(i % 9) - 4);
        const Rows expected = expected_rows(rows, dim, x, limit);
        for (const kernels::KernelTable* table : supported_tables()) {
          for (const Guard guard : kGuards) {
            CAPTURE(table->name, limit, rows, dim, static_cast<int>(guard));
            const Rows actual = quantize(*table, rows, dim, x, limit, guard);
            CHECK(actual.q == expected.q);
            CHECK(actual.scale == expected.scale);
          }
        }
      }
    }
  }
}

TEST_CASE("quantize_rows rounds halves to even", "[kernels][quantize_rows]") {
  const std::vector<float> x = {0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f, 126.5f, -127.0f};
  for (const kernels::KernelTable* table : supported_tables()) {
    CAPTURE(table->name);
    const Rows actual = quantize(*table, 1, 8, x, 127, Guard::kAfter);
    CHECK(actual.q == std::vector<std::int8_t>{0, 2, 2, 0, -2, -2, 126, -127});
    CHECK(actual.scale[0] == 1.0f);
  }
}

TEST_CASE("quantize_rows keeps a row without a usable maximum from the others",
          "[kernels][quantize_rows]") {
  std::vector<float> x(7 * 5, 1.0f);
  std::fill_n(x.begin(), 5, 0.0f);
  std::fill_n(x.begin() + 5, 5, 0x1p-101f);
  x[12] = kNaN;
  x[13] = kInfinity;
  x[17] = -kInfinity;
  std::fill_n(x.begin() + 20, 5, -0x1p-100f);
  std::fill_n(x.begin() + 25, 5, std::numeric_limits<float>::max());
  for (const kernels::KernelTable* table : supported_tables()) {
    CAPTURE(table->name);
    const Rows actual = quantize(*table, 7, 5, x, 127, Guard::kAfter);
    CHECK(actual.scale[0] == 0.0f);
    CHECK(actual.scale[1] == 0.0f);
    CHECK(std::isnan(actual.scale[2]));
    CHECK(actual.scale[3] == kInfinity);
    CHECK(actual.scale[4] == 0x1p-100f / 127.0f);
    CHECK(actual.scale[5] == std::numeric_limits<float>::max() / 127.0f);
    CHECK(std::all_of(actual.q.begin(), actual.q.begin() + 20, [](int q) { return q == 0; }));
    CHECK(
        std::all_of(actual.q.begin() + 20, actual.q.begin() + 25, [](int q) { return q == -127; }));
    CHECK(std::all_of(actual.q.begin() + 25, actual.q.end(), [](int q) { return q == 127; }));
  }
}

TEST_CASE("quantize_static clamps and rounds halves to even", "[kernels][quantize_static]") {
  for (const int zero_point : {0, -17, 128, -128}) {
    for (const std::size_t length : {0u, 1u, 3u, 8u, 33u, 200u}) {
      std::vector<float> x = RandomFloats(static_cast<std::uint32_t>(length)).vector(length);
      for (std::size_t i = 0; i < length; ++i)
        x[i] = i % 3 == 0 ? std::round(x[i] * 40) / 2 : x[i] * 200;
      if (length > 8) {
        x[5] = 1e30f;
        x[6] = -1e30f;
      }
      constexpr float kInverseScale = 1.0f;
      std::vector<std::int8_t> expected;
      for (const float value : x) {
        const double q =
            std::clamp(std::nearbyint(static_cast<double>(value)), -1e4, 1e4) + zero_point;
        expected.push_back(static_cast<std::int8_t>(std::clamp(q, -128.0, 127.0)));
      }
      for (const kernels::KernelTable* table : supported_tables()) {
        for (const Guard guard : kGuards) {
          CAPTURE(table->name, zero_point, length, static_cast<int>(guard));
          const GuardedInput input(x, guard);
          GuardedBuffer<std::int8_t> q(length, guard);
          table->quantize_static(length, input.data(), kInverseScale, zero_point, q.data());
          CHECK(std::equal(q.begin(), q.end(), expected.begin()));
        }
      }
    }
  }
}

TEST_CASE("layer_norm_quantize is layer_norm_f32 and quantize_rows", "[kernels][quantize_rows]") {
  const float weigh = GENERATE(0.0f, 1.0f);
  for (const int dim : {1, 2, 3, 5, 8, 127, 128, 192, 384, 385}) {
    constexpr int kRows = 6;
    RandomFloats random(static_cast<std::uint32_t>(dim));
    std::vector<float> values = random.vector(count(kRows * dim));
    // A row far from 0, and one of NaNs.
    for (int i = 0; i < dim; ++i) values[count(dim + i)] += 20.0f;
    values[count(3 * dim - 1)] = kNaN;
    const GuardedInput x(values, Guard::kAfter);
    const std::vector<float> any = random.vector(count(2 * dim));
    std::vector<float> weights(any.begin(), any.begin() + dim);
    std::vector<float> biases(any.begin() + dim, any.end());
    for (float& value : weights) value *= weigh;
    for (float& value : biases) value *= weigh;
    const GuardedInput weight(weights, Guard::kAfter);
    const GuardedInput bias(biases, Guard::kAfter);
    for (const kernels::KernelTable* table : supported_tables()) {
      for (const int limit : {127, 31}) {
        CAPTURE(table->name, dim, weigh, limit);
        std::vector<float> normed(count(kRows * dim));
        table->layer_norm_f32(kRows, dim, x.data(), weight.data(), bias.data(), 1e-6f,
                              normed.data());
        const Rows expected = quantize(*table, kRows, dim, normed, limit, Guard::kAfter);

        GuardedBuffer<std::int8_t> q(count(kRows * dim), Guard::kAfter);
        GuardedBuffer<float> scale(kRows, Guard::kAfter);
        GuardedBuffer<float> row(count(dim), Guard::kAfter);
        table->layer_norm_quantize({.rows = kRows,
                                    .dim = dim,
                                    .x = x.data(),
                                    .weight = weight.data(),
                                    .bias = bias.data(),
                                    .epsilon = 1e-6f,
                                    .limit = limit,
                                    .q = q.data(),
                                    .scale = scale.data(),
                                    .row = row.data()});
        CHECK(std::equal(q.begin(), q.end(), expected.q.begin()));
        CHECK(std::equal(scale.begin(), scale.end(), expected.scale.begin(), [](float a, float b) {
          return a == b || (std::isnan(a) && std::isnan(b));
        }));
      }
    }
  }
}

}  // namespace
}  // namespace dinozero::testing
