// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tools/evaluate/few_shot.h"
#include "tools/evaluate/knn.h"
#include "tools/evaluate/linear_probe.h"
#include "tools/evaluate/samples.h"

namespace dinozero::evaluation {

/// What is measured of features, and how.
struct Protocol {
  bool knn = true;
  bool linear = true;
  bool few_shot = true;
  int k = 20;
  double temperature = 0.07;
  std::vector<double> label_shares = {0.1, 0.3, 1.0};
  std::size_t shots = 5;
  int draws = 10;
  int threads = 1;
};

/// Per cent of the test pictures classified right; what was not measured is empty.
struct Readings {
  struct Knn {
    double top1 = 0;
    double top1_centered = 0;
    std::vector<int> predictions;
    std::vector<int> predictions_centered;
  };
  std::vector<Knn> knn;  ///< at most one
  std::vector<LinearReading> linear;
  std::vector<FewShotReading> few_shot;  ///< at most one
  double knn_seconds = 0;
  double linear_seconds = 0;
  double few_shot_seconds = 0;
};

/// Makes what a part's progress is told to, from the part's name.
using StartPart = std::function<Advance(const char* what)>;

Readings measure(const Samples& train, const Samples& test, int classes, const Protocol& protocol,
                 const StartPart& start_part);

/// The protocol in words, as it is printed beside every result.
std::string convention(const Protocol& protocol);

}  // namespace dinozero::evaluation
