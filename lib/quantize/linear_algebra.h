// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace dinozero::quantize {

/// size x size numbers, row-major.
struct SquareMatrix {
  explicit SquareMatrix(int side = 0)
      : size(side), values(static_cast<std::size_t>(side) * side, 0.0) {}

  double* row(int index) { return values.data() + static_cast<std::size_t>(index) * size; }
  const double* row(int index) const {
    return values.data() + static_cast<std::size_t>(index) * size;
  }
  double diagonal(int index) const { return row(index)[index]; }
  /// Adds `value` to every element of the diagonal.
  void add_diagonal(double value);
  double mean_diagonal() const;

  int size;
  std::vector<double> values;
};

/// Sum of a[i] * b[i], always in the same order, which the compiler can vectorise.
double dot(const double* a, const double* b, int count);
float dot(const float* a, const float* b, int count);

/// a = L L^T for a symmetric positive definite matrix; L, lower triangular, takes its place.
/// False, with `a` half overwritten, if it is not positive definite.
bool cholesky(SquareMatrix* a);

/// Solves L L^T x = b in place, with L from cholesky().
void solve(const SquareMatrix& lower, double* b);

/// The upper triangular U with U^T U = a^-1, for a symmetric positive definite matrix. False, as
/// above, if it is not.
bool inverse_factor(const SquareMatrix& a, SquareMatrix* u);

/// a^-1 of a symmetric positive definite matrix; false as above.
bool inverse(const SquareMatrix& a, SquareMatrix* result);

}  // namespace dinozero::quantize
