// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kernels/kernel_test_support.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

TEST_CASE("residual_int8 adds scaled codes exactly", "[kernels][residual_int8]") {
  const auto rows = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{5});
  const auto dim = GENERATE(as<std::size_t>{}, 1, 3, 16, 32, 96, 100, 128, 384);
  const std::size_t scale_step = GENERATE(0, 1);
  // Codes that start at an odd address, too.
  const std::size_t skipped = GENERATE(0, 1);
  RandomFloats random(static_cast<std::uint32_t>(rows * 1000 + dim));
  const std::vector<float> stream = random.vector(rows * dim);
  const std::vector<float> scales = random.vector(rows + 1);
  std::vector<std::int8_t> codes;
  for (std::size_t i = 0; i < rows * dim; ++i) {
    codes.push_back(static_cast<std::int8_t>(static_cast<int>(i * 37 + dim) % 256 - 128));
  }
  for (const kernels::KernelTable* table : supported_tables()) {
    for (const Guard guard : kGuards) {
      CAPTURE(table->name, rows, dim, scale_step, skipped, static_cast<int>(guard));
      GuardedBuffer<std::int8_t> branch(codes.size() + skipped, guard);
      std::copy(codes.begin(), codes.end(), branch.begin() + skipped);
      branch.make_read_only();
      const GuardedInput scale(scales, guard);
      GuardedBuffer<float> y(stream.size(), guard);
      std::copy(stream.begin(), stream.end(), y.begin());
      table->residual_int8(static_cast<int>(rows), static_cast<int>(dim), branch.data() + skipped,
                           scale.data(), scale_step, y.data());
      bool equal = true;
      for (std::size_t i = 0; i < stream.size(); ++i) {
        const float added = scales[i / dim * scale_step] * static_cast<float>(codes[i]);
        equal = equal && y[i] == stream[i] + added;
      }
      CHECK(equal);
    }
  }
}

}  // namespace
}  // namespace dinozero::testing
