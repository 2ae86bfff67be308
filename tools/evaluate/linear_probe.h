// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "tools/evaluate/parallel.h"
#include "tools/evaluate/samples.h"

namespace dinozero::evaluation {

struct LinearReading {
  double share = 0;              ///< of the labels of each class
  std::size_t labels = 0;        ///< that were used
  double top1 = 0;               ///< per cent of the test samples that are classified right
  double l2 = 0;                 ///< the chosen weight of the penalty
  int iterations = 0;            ///< of the last fit
  bool converged = false;        ///< it did; otherwise its iterations ran out
  std::vector<int> predictions;  ///< of the test samples
};

/// Linear classification of frozen features: logistic_regression.h on an evenly spaced `share` of
/// the labels of each class. Of the penalties 1, 0.1, ... 1e-6 that one is taken with which a fit
/// to four fifths of these labels classifies the held-out fifth (every fifth of a class) best, the
/// larger of equally good ones; then all of them are fitted. Where no class has five labels the
/// penalty is 0.01. Neither set is empty. The result does not depend on the number of threads.
LinearReading linear_probe(const Samples& train, const Samples& test, int classes, double share,
                           int threads, const Advance& advance = {});

}  // namespace dinozero::evaluation
