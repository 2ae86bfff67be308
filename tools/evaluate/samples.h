// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace dinozero::evaluation {

/// Labelled features in somebody else's memory: `count` x `dim` floats and `count` labels.
struct Samples {
  const float* features = nullptr;
  const int* labels = nullptr;
  std::size_t count = 0;
  int dim = 0;

  const float* row(std::size_t index) const { return features + index * dim; }
};

}  // namespace dinozero::evaluation
