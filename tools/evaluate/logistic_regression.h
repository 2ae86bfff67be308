// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "tools/evaluate/lbfgs.h"
#include "tools/evaluate/samples.h"
#include "tools/evaluate/subset.h"

namespace dinozero::evaluation {

/// Multinomial logistic regression on standardised features: each feature has its mean subtracted
/// and is divided by its standard deviation (both of the samples it is fitted to; a constant
/// feature becomes 0). What is minimised is the mean cross entropy + l2 / 2 * the squared norm of
/// the weights; biases are not penalised.
class LogisticRegression {
 public:
  /// For the samples of `train` that `rows` names; `train` has to outlive this object.
  LogisticRegression(const Samples& train, Indices rows, int classes, int threads);

  /// Fits, from where the previous fit ended. The result does not depend on the number of threads.
  /// Up to 1024 dimensions the search runs in coordinates in which the loss is nearly as curved in
  /// one direction as in another, which takes tens of steps where features are correlated, not a
  /// thousand.
  Minimum fit(double l2);

  /// The most probable class of each sample that `rows` names; of equal ones the lower.
  std::vector<int> predict(const Samples& samples, const Indices& rows) const;

  /// The minimised function and its gradient. `weights` is [dim + 1][classes], the biases last.
  double loss(const std::vector<double>& weights, double l2, std::vector<double>& gradient) const;

  const std::vector<double>& weights() const { return weights_; }

 private:
  void standardise(const float* feature, float* out) const;
  void compute_covariance();
  // [panels_of(classes)][dim][16] of float, and the biases, padded to whole panels.
  void pack(const std::vector<double>& weights, std::vector<float>& panels,
            std::vector<float>& biases) const;
  // Logits [count][padded classes] of standardised features [count][dim].
  void logits(const float* features, std::size_t count, const std::vector<float>& panels,
              const std::vector<float>& biases, float* out) const;

  Samples train_;
  Indices rows_;
  std::size_t classes_;
  std::size_t panels_;
  std::size_t dim_;
  int threads_;
  std::vector<float> mean_;
  std::vector<float> scale_;
  std::vector<double> covariance_;  // [dim][dim] of the standardised features, or empty
  std::vector<double> weights_;
};

}  // namespace dinozero::evaluation
