// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/linear_algebra.h"

#include <algorithm>
#include <cmath>

namespace dinozero::quantize {
namespace {

// Floating-point addition must not be reordered, so the order is written down: lanes side by side.
constexpr int kLanes = 16;

template <typename T>
T lane_dot(const T* a, const T* b, int count) {
  T sums[kLanes] = {};
  int i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (int lane = 0; lane < kLanes; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  }
  T total = 0;
  for (const T sum : sums) total += sum;
  for (; i < count; ++i) total += a[i] * b[i];
  return total;
}

// Rows and columns in reverse order.
SquareMatrix reversed(const SquareMatrix& a) {
  SquareMatrix result(a.size);
  std::reverse_copy(a.values.begin(), a.values.end(), result.values.begin());
  return result;
}

// The inverse of a lower triangular matrix.
SquareMatrix lower_inverse(const SquareMatrix& lower) {
  const int size = lower.size;
  SquareMatrix result(size);
  for (int i = 0; i < size; ++i) {
    double* row = result.row(i);
    for (int k = 0; k < i; ++k) {
      const double factor = lower.row(i)[k];
      const double* known = result.row(k);
      for (int j = 0; j <= k; ++j) row[j] -= factor * known[j];
    }
    const double scale = 1.0 / lower.diagonal(i);
    for (int j = 0; j < i; ++j) row[j] *= scale;
    row[i] = scale;
  }
  return result;
}

}  // namespace

void SquareMatrix::add_diagonal(double value) {
  for (int i = 0; i < size; ++i) row(i)[i] += value;
}

double SquareMatrix::mean_diagonal() const {
  double sum = 0;
  for (int i = 0; i < size; ++i) sum += diagonal(i);
  return size == 0 ? 0 : sum / size;
}

double dot(const double* a, const double* b, int count) { return lane_dot(a, b, count); }
float dot(const float* a, const float* b, int count) { return lane_dot(a, b, count); }

bool cholesky(SquareMatrix* a) {
  for (int i = 0; i < a->size; ++i) {
    double* row = a->row(i);
    for (int j = 0; j < i; ++j) row[j] = (row[j] - dot(row, a->row(j), j)) / a->diagonal(j);
    const double pivot = row[i] - dot(row, row, i);
    if (!(pivot > 0) || !std::isfinite(pivot)) return false;
    row[i] = std::sqrt(pivot);
    std::fill(row + i + 1, row + a->size, 0.0);
  }
  return true;
}

void solve(const SquareMatrix& lower, double* b) {
  for (int i = 0; i < lower.size; ++i) b[i] = (b[i] - dot(lower.row(i), b, i)) / lower.diagonal(i);
  for (int i = lower.size - 1; i >= 0; --i) {
    b[i] /= lower.diagonal(i);
    const double* row = lower.row(i);
    for (int j = 0; j < i; ++j) b[j] -= b[i] * row[j];
  }
}

bool inverse_factor(const SquareMatrix& a, SquareMatrix* u) {
  // With J the reversal, J a J = M M^T gives a = (J M J)(J M J)^T, whose factor is upper
  // triangular; its inverse is U.
  SquareMatrix factor = reversed(a);
  if (!cholesky(&factor)) return false;
  *u = reversed(lower_inverse(factor));
  return true;
}

bool inverse(const SquareMatrix& a, SquareMatrix* result) {
  SquareMatrix factor = a;
  if (!cholesky(&factor)) return false;
  // a^-1 = L^-T L^-1: sums over the rows of L^-1.
  const SquareMatrix lower = lower_inverse(factor);
  *result = SquareMatrix(a.size);
  for (int k = 0; k < a.size; ++k) {
    const double* row = lower.row(k);
    for (int i = 0; i <= k; ++i) {
      double* out = result->row(i);
      for (int j = 0; j <= k; ++j) out[j] += row[i] * row[j];
    }
  }
  return true;
}

}  // namespace dinozero::quantize
