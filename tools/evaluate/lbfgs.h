// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

namespace dinozero::evaluation {

/// The value of a smooth function at a point, and its gradient there (which has the point's size).
using Objective =
    std::function<double(const std::vector<double>& point, std::vector<double>& gradient)>;

struct Minimum {
  int iterations = 0;
  /// The largest component of the gradient fell below the tolerance. Otherwise the iterations ran
  /// out, or no step made the value smaller any more.
  bool converged = false;
};

/// Moves `point` to a minimum of a smooth convex function: limited-memory BFGS (Nocedal & Wright,
/// algorithm 7.4, 10 pairs) with a backtracking line search. Deterministic.
Minimum minimise(const Objective& objective, std::vector<double>& point, int max_iterations,
                 double tolerance);

}  // namespace dinozero::evaluation
