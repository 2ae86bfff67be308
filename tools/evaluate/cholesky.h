// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace dinozero::evaluation {

/// The factor of a symmetric positive definite matrix: lower triangular L with L L^T = A.
class Cholesky {
 public:
  /// `matrix` is [size][size]; only its lower triangle is read.
  Cholesky(std::vector<double> matrix, std::size_t size);

  /// Solves L X = B in place; `columns` is B, [size][count].
  void solve(std::vector<double>& columns, std::size_t count) const;
  /// Solves L^T X = B in place.
  void solve_transposed(std::vector<double>& columns, std::size_t count) const;

  /// L^T B into `out`; `columns` is B, [size][count].
  void multiply_transposed(const std::vector<double>& columns, std::size_t count,
                           std::vector<double>& out) const;

 private:
  std::vector<double> factor_;
  std::size_t size_;
};

}  // namespace dinozero::evaluation
