// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "tools/evaluate/parallel.h"
#include "tools/evaluate/samples.h"

namespace dinozero::evaluation {

struct FewShotOptions {
  std::size_t shots = 5;  ///< labelled samples of each class
  int draws = 10;         ///< of the labelled samples, with seeds 0, 1, ...
  int threads = 1;
};

/// Per cent of the test samples that are classified right, over the draws.
struct FewShotReading {
  double mean = 0;
  double deviation = 0;  ///< standard deviation of the draws (n - 1); 0 for one draw
  double lowest = 0;
  double highest = 0;
};

/// Nearest class centroid: the mean of the labelled samples of a draw is subtracted from
/// everything, a centroid is the mean direction of its class, and the largest cosine wins; of equal
/// ones the lower class. Neither set is empty. The result does not depend on the number of threads.
FewShotReading few_shot(const Samples& train, const Samples& test, int classes,
                        const FewShotOptions& options, const Advance& advance = {});

}  // namespace dinozero::evaluation
