// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tools/evaluate/samples.h"

namespace dinozero::testing {

/// Features of classes: each class has a random centre of about `separation` and its samples lie
/// around it with a deviation of 1. Labels go round.
class RandomSamples {
 public:
  RandomSamples(std::size_t count, int dim, int classes, double separation, std::uint64_t seed);

  evaluation::Samples view() const { return {features.data(), labels.data(), labels.size(), dim}; }

  int dim;
  std::vector<float> features;
  std::vector<int> labels;
};

}  // namespace dinozero::testing
