// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <limits>

#include "kernels/kernel_test_support.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

Expected exact_gelu(float x) {
  const double value = x;
  return {0.5 * value * std::erfc(-value / std::sqrt(2.0)), 1e-6 * std::max(1.0, std::fabs(value))};
}

TEST_CASE("gelu_f32 is exact within its bound for all magnitudes", "[kernels][gelu_f32]") {
  // A sample of all floats, and a dense one of where the function bends.
  std::vector<float> x;
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32); bits += 16381) {
    const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    if (std::isfinite(value)) x.push_back(value);
  }
  for (float value = -8.0f; value < 8.0f; value += 0x1p-12f) x.push_back(value);
  for (const kernels::KernelTable* table : supported_tables()) {
    CAPTURE(table->name);
    std::vector<float> y(x.size());
    table->gelu_f32(x.size(), x.data(), y.data());
    WorstError worst;
    for (std::size_t i = 0; i < x.size(); ++i) worst.add(y[i], exact_gelu(x[i]));
    CHECK(worst.ratio() <= 1.0);
  }
}

TEST_CASE("gelu_f32 stays inside its operands", "[kernels][gelu_f32]") {
  for (const kernels::KernelTable* table : supported_tables()) {
    for (std::size_t count = 0; count <= 70; ++count) {
      for (const Guard guard : kGuards) {
        CAPTURE(table->name, count, static_cast<int>(guard));
        const std::vector<float> values = RandomFloats(7).vector(count);
        const GuardedInput x(values, guard);
        GuardedBuffer<float> y(count, guard);
        GuardedBuffer<float> in_place(count, guard);
        std::copy(values.begin(), values.end(), in_place.begin());
        table->gelu_f32(count, x.data(), y.data());
        table->gelu_f32(count, in_place.data(), in_place.data());
        WorstError worst;
        for (std::size_t i = 0; i < count; ++i) worst.add(y[i], exact_gelu(values[i]));
        CHECK(worst.ratio() <= 1.0);
        CHECK(std::equal(y.begin(), y.end(), in_place.begin(), in_place.end()));
      }
    }
  }
}

TEST_CASE("gelu_f32 at the ends of the number line", "[kernels][gelu_f32]") {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  constexpr float kLargest = std::numeric_limits<float>::max();
  constexpr float kSmallest = std::numeric_limits<float>::denorm_min();
  const std::vector<float> x = {kInfinity,  -kInfinity, std::numeric_limits<float>::quiet_NaN(),
                                kLargest,   -kLargest,  kSmallest,
                                -kSmallest, 0.0f,       -0.0f};
  for (const kernels::KernelTable* table : supported_tables()) {
    CAPTURE(table->name);
    std::vector<float> y(x.size());
    table->gelu_f32(x.size(), x.data(), y.data());
    CHECK(y[0] == kInfinity);
    CHECK(std::isnan(y[1]));
    CHECK(std::isnan(y[2]));
    CHECK(y[3] == kLargest);
    CHECK(y[4] == 0.0f);
    CHECK(std::fabs(y[5]) <= kSmallest);
    CHECK(std::fabs(y[6]) <= kSmallest);
    CHECK(y[7] == 0.0f);
    CHECK(y[8] == 0.0f);
  }
}

}  // namespace
}  // namespace dinozero::testing
