// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "tools/evaluate/parallel.h"
#include "tools/evaluate/samples.h"

namespace dinozero::evaluation {

/// The weighted k-NN classifier with which DINO evaluates features (Caron et al. 2021).
struct KnnOptions {
  int k = 20;
  double temperature = 0.07;
  /// Subtract the mean of the bank from bank and queries first.
  bool centred = false;
  int threads = 1;
};

/// Class of each of `query_count` queries of `bank.dim` floats: the k samples of the bank with the
/// largest cosine vote with exp(cosine / temperature). Of equal cosines the earlier sample counts,
/// of equal votes the lower class wins. `bank` is not empty, its labels are below `classes`. The
/// result does not depend on the number of threads.
std::vector<int> knn_predict(const Samples& bank, const float* queries, std::size_t query_count,
                             int classes, const KnnOptions& options, const Advance& advance = {});

}  // namespace dinozero::evaluation
