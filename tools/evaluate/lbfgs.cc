// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/lbfgs.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <deque>

namespace dinozero::evaluation {
namespace {

using Vector = std::vector<double>;

constexpr std::size_t kPairs = 10;

struct Pair {
  Vector step;
  Vector change;  // of the gradient
  double curvature;
};

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void add_scaled(Vector& to, double scale, const Vector& from) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += scale * from[i];
}

double largest_component(const Vector& vector) {
  double largest = 0;
  for (const double value : vector) largest = std::max(largest, std::abs(value));
  return largest;
}

// Minus the inverse Hessian, as the pairs tell it, times the gradient.
Vector descent(const std::deque<Pair>& pairs, const Vector& gradient) {
  Vector result = gradient;
  Vector weights(pairs.size());
  for (std::size_t i = pairs.size(); i-- > 0;) {
    weights[i] = dot(pairs[i].step, result) / pairs[i].curvature;
    add_scaled(result, -weights[i], pairs[i].change);
  }
  // Without a pair: a first step of length 1.
  const double scale = pairs.empty()
                           ? 1 / std::sqrt(dot(gradient, gradient))
                           : pairs.back().curvature / dot(pairs.back().change, pairs.back().change);
  for (double& value : result) value *= scale;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const double weight = dot(pairs[i].change, result) / pairs[i].curvature;
    add_scaled(result, weights[i] - weight, pairs[i].step);
  }
  for (double& value : result) value = -value;
  return result;
}

}  // namespace

Minimum minimise(const Objective& objective, std::vector<double>& point, int max_iterations,
                 double tolerance) {
  constexpr double kSufficientDecrease = 1e-4;
  constexpr int kMaxHalvings = 30;
  Minimum result;
  std::deque<Pair> pairs;
  Vector gradient(point.size());
  Vector next_gradient(point.size());
  double value = objective(point, gradient);
  for (;; ++result.iterations) {
    if (largest_component(gradient) <= tolerance) {
      result.converged = true;
      return result;
    }
    if (result.iterations == max_iterations) return result;
    const Vector direction = descent(pairs, gradient);
    const double slope = dot(direction, gradient);
    double length = 1;
    Vector next;
    double next_value;  // the loop is gone through at least once
    int halvings = 0;
    for (;; length /= 2) {
      next = point;
      add_scaled(next, length, direction);
      next_value = objective(next, next_gradient);
      if (next_value <= value + kSufficientDecrease * length * slope) break;
      if (++halvings > kMaxHalvings) return result;
    }
    Pair pair{next, next_gradient, 0};
    add_scaled(pair.step, -1, point);
    add_scaled(pair.change, -1, gradient);
    pair.curvature = dot(pair.step, pair.change);
    // Otherwise rounding, not curvature: the approximation has to stay positive definite.
    if (pair.curvature > 1e-12 * dot(pair.change, pair.change)) {
      pairs.push_back(std::move(pair));
      if (pairs.size() > kPairs) pairs.pop_front();
    }
    point.swap(next);
    gradient.swap(next_gradient);
    value = next_value;
  }
}

}  // namespace dinozero::evaluation
