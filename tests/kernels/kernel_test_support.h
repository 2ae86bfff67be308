// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/kernel_table.h"
#include "support/guarded_buffer.h"

namespace dinozero::testing {

inline constexpr double kUnitRoundoff = 0x1p-24;
inline constexpr Guard kGuards[] = {Guard::kAfter, Guard::kBefore};
inline constexpr std::size_t kScratchAlignment = 64;

// The kernel sets of this build that this CPU can run.
std::vector<const kernels::KernelTable*> supported_tables();

// Floats in [-1, 1), the same in every run.
class RandomFloats {
 public:
  explicit RandomFloats(std::uint32_t seed) : state_(seed * 2654435761u + 1) {}
  float next() {
    state_ = state_ * 1664525u + 1013904223u;
    return static_cast<float>(static_cast<std::int32_t>(state_ >> 8) - 8388608) / 8388608.0f;
  }
  std::vector<float> vector(std::size_t count) {
    std::vector<float> values(count);
    for (float& value : values) value = next();
    return values;
  }

 private:
  std::uint32_t state_;
};

// What an exact computation gives, and how far from it a kernel may be.
struct Expected {
  double value = 0.0;
  double bound = 0.0;
};

// The largest |actual - value| / bound seen; infinite where only one of the two is NaN, or an
// infinity is not matched. A kernel is right if this is at most 1.
class WorstError {
 public:
  void add(float actual, const Expected& expected);
  double ratio() const { return ratio_; }

 private:
  double ratio_ = 0.0;
};

// A guarded copy of an input, read-only.
class GuardedInput {
 public:
  GuardedInput(const std::vector<float>& values, Guard guard);
  const float* data() const { return buffer_.data(); }

 private:
  GuardedBuffer<float> buffer_;
};

}  // namespace dinozero::testing
