// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/linear_probe.h"

#include <array>
#include <numeric>

#include "tools/evaluate/logistic_regression.h"
#include "tools/evaluate/subset.h"

namespace dinozero::evaluation {
namespace {

// From strong to weak, so that each fit begins near its end.
constexpr std::array kPenalties = {1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6};
constexpr double kUnchosenPenalty = 1e-2;
constexpr std::size_t kHoldOut = 5;

std::size_t count_right(const std::vector<int>& predictions, const Samples& samples,
                        const Indices& rows) {
  std::size_t right = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    right += predictions[i] == samples.labels[rows[i]] ? 1 : 0;
  }
  return right;
}

}  // namespace

LinearReading linear_probe(const Samples& train, const Samples& test, int classes, double share,
                           int threads, const Advance& advance) {
  const std::vector<int> labels(train.labels, train.labels + train.count);
  const Indices rows = balanced_share(labels, classes, share);
  Indices fitted;
  Indices held_out;
  std::vector<std::size_t> seen(static_cast<std::size_t>(classes), 0);
  for (const std::size_t row : rows) {
    const bool hold = ++seen[static_cast<std::size_t>(labels[row])] % kHoldOut == 0;
    (hold ? held_out : fitted).push_back(row);
  }

  LinearReading result;
  result.share = share;
  result.labels = rows.size();
  result.l2 = kUnchosenPenalty;
  const std::size_t fits = kPenalties.size() + 1;
  if (!held_out.empty()) {
    LogisticRegression trial(train, fitted, classes, threads);
    std::size_t most = 0;
    for (std::size_t i = 0; i < kPenalties.size(); ++i) {
      if (advance) advance(i, fits);
      trial.fit(kPenalties[i]);
      const std::size_t right = count_right(trial.predict(train, held_out), train, held_out);
      if (i != 0 && right <= most) continue;
      most = right;
      result.l2 = kPenalties[i];
    }
  }
  if (advance) advance(kPenalties.size(), fits);
  LogisticRegression probe(train, rows, classes, threads);
  const Minimum minimum = probe.fit(result.l2);
  result.iterations = minimum.iterations;
  result.converged = minimum.converged;
  Indices all(test.count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  result.predictions = probe.predict(test, all);
  result.top1 = 100.0 * static_cast<double>(count_right(result.predictions, test, all)) /
                static_cast<double>(test.count);
  return result;
}

}  // namespace dinozero::evaluation
