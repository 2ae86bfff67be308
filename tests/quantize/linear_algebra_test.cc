// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/linear_algebra.h"

#include <cmath>
#include <vector>

#include "quantize/quantize_support.h"
#include "support/catch.h"

namespace dinozero::quantize {
namespace {

SquareMatrix positive_definite(int size) {
  SquareMatrix a = testing::gram_of(testing::correlated_rows(3 * size + 2, size, 5));
  a.add_diagonal(0.1);
  return a;
}

SquareMatrix product(const SquareMatrix& a, const SquareMatrix& b, bool transpose_a) {
  SquareMatrix result(a.size);
  for (int i = 0; i < a.size; ++i) {
    for (int j = 0; j < a.size; ++j) {
      for (int k = 0; k < a.size; ++k) {
        result.row(i)[j] += (transpose_a ? a.row(k)[i] : a.row(i)[k]) * b.row(k)[j];
      }
    }
  }
  return result;
}

double distance_to_identity(const SquareMatrix& a) {
  double largest = 0;
  for (int i = 0; i < a.size; ++i) {
    for (int j = 0; j < a.size; ++j) {
      largest = std::max(largest, std::fabs(a.row(i)[j] - (i == j ? 1.0 : 0.0)));
    }
  }
  return largest;
}

TEST_CASE("Factors and inverses of positive definite matrices", "[quantize][algebra]") {
  for (const int size : {1, 2, 3, 16, 17, 50}) {
    CAPTURE(size);
    const SquareMatrix a = positive_definite(size);

    SquareMatrix lower = a;
    REQUIRE(cholesky(&lower));
    double error = 0;
    for (int i = 0; i < size; ++i) {
      for (int j = 0; j < size; ++j) {
        double sum = 0;
        for (int k = 0; k < size; ++k) sum += lower.row(i)[k] * lower.row(j)[k];
        error = std::max(error, std::fabs(sum - a.row(i)[j]) / a.mean_diagonal());
        if (j > i) CHECK(lower.row(i)[j] == 0);
      }
    }
    CHECK(error < 1e-12);

    std::vector<double> x(static_cast<std::size_t>(size), 1.0);
    solve(lower, x.data());
    for (int i = 0; i < size; ++i) {
      double sum = 0;
      for (int j = 0; j < size; ++j) sum += a.row(i)[j] * x[j];
      CHECK(sum == Approx(1.0).margin(1e-9));
    }

    SquareMatrix inverted(0);
    REQUIRE(inverse(a, &inverted));
    CHECK(distance_to_identity(product(a, inverted, false)) < 1e-9);

    SquareMatrix upper(0);
    REQUIRE(inverse_factor(a, &upper));
    for (int i = 0; i < size; ++i) {
      for (int j = 0; j < i; ++j) CHECK(upper.row(i)[j] == 0);
    }
    CHECK(distance_to_identity(product(a, product(upper, upper, true), false)) < 1e-9);
  }
}

TEST_CASE("Matrices that are not positive definite are refused", "[quantize][algebra]") {
  SquareMatrix a(2);
  a.values = {1, 2, 2, 1};
  SquareMatrix result(0);
  CHECK_FALSE(inverse(a, &result));
  CHECK_FALSE(inverse_factor(a, &result));
  CHECK_FALSE(cholesky(&a));
  SquareMatrix zero(3);
  CHECK_FALSE(cholesky(&zero));
}

TEST_CASE("Dot products of every length", "[quantize][algebra]") {
  testing::Numbers numbers(1);
  const std::vector<float> a = numbers.many(50);
  const std::vector<float> b = numbers.many(50);
  for (int count = 0; count <= 50; ++count) {
    double expected = 0;
    for (int i = 0; i < count; ++i) expected += double{a[i]} * b[i];
    CHECK(dot(a.data(), b.data(), count) == Approx(expected).margin(1e-5));
  }
}

}  // namespace
}  // namespace dinozero::quantize
