// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "kernels/kernel_test_support.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

void check(std::size_t rows, std::size_t dim, const std::vector<float>& branch,
           const std::vector<float>& scale, const std::vector<float>& stream) {
  for (const kernels::KernelTable* table : supported_tables()) {
    for (const Guard guard : kGuards) {
      CAPTURE(table->name, rows, dim, scale.size(), static_cast<int>(guard));
      const GuardedInput guarded_branch(branch, guard);
      const GuardedInput guarded_scale(scale, guard);
      GuardedBuffer<float> y(stream.size(), guard);
      std::copy(stream.begin(), stream.end(), y.begin());
      table->residual_f32(static_cast<int>(rows), static_cast<int>(dim), guarded_branch.data(),
                          scale.empty() ? nullptr : guarded_scale.data(), y.data());
      WorstError worst;
      for (std::size_t i = 0; i < stream.size(); ++i) {
        const double factor = scale.empty() ? 1.0 : static_cast<double>(scale[i % dim]);
        const double added = static_cast<double>(branch[i]) * factor;
        const double old = stream[i];
        worst.add(y[i], {old + added, 2 * kUnitRoundoff * (std::fabs(added) + std::fabs(old))});
      }
      CHECK(worst.ratio() <= 1.0);
    }
  }
}

TEST_CASE("residual_f32 is exact within its bound", "[kernels][residual_f32]") {
  RandomFloats random(11);
  for (std::size_t dim = 1; dim <= 70; ++dim) {
    const std::size_t rows = dim % 4;
    const std::vector<float> branch = random.vector(rows * dim);
    const std::vector<float> stream = random.vector(rows * dim);
    check(rows, dim, branch, random.vector(dim), stream);
    check(rows, dim, branch, {}, stream);
  }
}

TEST_CASE("residual_f32 passes NaN and infinities on", "[kernels][residual_f32]") {
  RandomFloats random(12);
  std::vector<float> branch = random.vector(2 * 37);
  std::vector<float> stream = random.vector(2 * 37);
  branch[0] = stream[36] = std::numeric_limits<float>::quiet_NaN();
  branch[40] = std::numeric_limits<float>::infinity();
  stream[73] = -std::numeric_limits<float>::infinity();
  check(2, 37, branch, random.vector(37), stream);
  check(2, 37, branch, {}, stream);
}

}  // namespace
}  // namespace dinozero::testing
