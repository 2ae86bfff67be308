// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/cholesky.h"

#include <cmath>
#include <utility>

namespace dinozero::evaluation {
namespace {

// Four sums, so that an addition need not wait for the one before.
double dot(const double* a, const double* b, std::size_t count) {
  double sums[4] = {0, 0, 0, 0};
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    for (std::size_t lane = 0; lane < 4; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  }
  for (; i < count; ++i) sums[0] += a[i] * b[i];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

void subtract_scaled(double* to, double scale, const double* from, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) to[i] -= scale * from[i];
}

void divide(double* row, double divisor, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) row[i] /= divisor;
}

}  // namespace

Cholesky::Cholesky(std::vector<double> matrix, std::size_t size)
    : factor_(std::move(matrix)), size_(size) {
  for (std::size_t i = 0; i < size_; ++i) {
    double* row = factor_.data() + i * size_;
    for (std::size_t j = 0; j < i; ++j) {
      const double* other = factor_.data() + j * size_;
      row[j] = (row[j] - dot(row, other, j)) / other[j];
    }
    row[i] = std::sqrt(row[i] - dot(row, row, i));
  }
}

void Cholesky::solve(std::vector<double>& columns, std::size_t count) const {
  for (std::size_t i = 0; i < size_; ++i) {
    const double* factors = factor_.data() + i * size_;
    double* row = columns.data() + i * count;
    for (std::size_t j = 0; j < i; ++j) {
      subtract_scaled(row, factors[j], columns.data() + j * count, count);
    }
    divide(row, factors[i], count);
  }
}

void Cholesky::solve_transposed(std::vector<double>& columns, std::size_t count) const {
  for (std::size_t i = size_; i-- > 0;) {
    const double* factors = factor_.data() + i * size_;
    double* row = columns.data() + i * count;
    divide(row, factors[i], count);
    for (std::size_t j = 0; j < i; ++j) {
      subtract_scaled(columns.data() + j * count, factors[j], row, count);
    }
  }
}

void Cholesky::multiply_transposed(const std::vector<double>& columns, std::size_t count,
                                   std::vector<double>& out) const {
  out.assign(size_ * count, 0.0);
  for (std::size_t i = 0; i < size_; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      subtract_scaled(out.data() + j * count, -factor_[i * size_ + j], columns.data() + i * count,
                      count);
    }
  }
}

}  // namespace dinozero::evaluation
