// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/logistic_regression.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "evaluate/random_samples.h"
#include "support/catch.h"
#include "tools/evaluate/cholesky.h"
#include "tools/evaluate/lbfgs.h"
#include "tools/evaluate/linear_probe.h"

namespace dinozero::evaluation {
namespace {

using testing::RandomSamples;

Indices all_of(const Samples& samples) {
  Indices rows(samples.count);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

double accuracy(const LogisticRegression& model, const Samples& samples) {
  const auto predictions = model.predict(samples, all_of(samples));
  std::size_t right = 0;
  for (std::size_t i = 0; i < samples.count; ++i)
    right += predictions[i] == samples.labels[i] ? 1 : 0;
  return static_cast<double>(right) / static_cast<double>(samples.count);
}

TEST_CASE("L-BFGS finds minima", "[evaluate][lbfgs]") {
  // A long narrow bowl with its bottom at (1, 2, ... 50).
  std::vector<double> point(50, 0.0);
  const auto bowl = [](const std::vector<double>& x, std::vector<double>& gradient) {
    double value = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double difference = x[i] - static_cast<double>(i + 1);
      const double curvature = 1 + 100 * static_cast<double>(i);
      value += curvature * difference * difference / 2;
      gradient[i] = curvature * difference;
    }
    return value;
  };
  const Minimum minimum = minimise(bowl, point, 500, 1e-8);
  CHECK(minimum.converged);
  CHECK(minimum.iterations < 200);
  for (std::size_t i = 0; i < point.size(); ++i)
    CHECK(point[i] == Approx(static_cast<double>(i + 1)));

  std::vector<double> far(50, 1e3);
  CHECK_FALSE(minimise(bowl, far, 3, 1e-8).converged);
}

TEST_CASE("a Cholesky factor solves and multiplies", "[evaluate][cholesky]") {
  // A = M M^T + 1 for some M.
  constexpr std::size_t kSize = 11;
  std::vector<double> a(kSize * kSize, 0.0);
  for (std::size_t i = 0; i < kSize; ++i) {
    for (std::size_t j = 0; j < kSize; ++j) {
      for (std::size_t k = 0; k < kSize; ++k) {
        a[i * kSize + j] += std::sin(double(i * 7 + k)) * std::sin(double(j * 7 + k));
      }
    }
    a[i * kSize + i] += 1;
  }
  const Cholesky factor(a, kSize);
  std::vector<double> b;
  for (std::size_t i = 0; i < 2 * kSize; ++i) b.push_back(std::cos(double(i)));
  std::vector<double> x = b;
  factor.solve(x, 2);
  factor.solve_transposed(x, 2);
  for (std::size_t i = 0; i < kSize; ++i) {
    for (std::size_t column = 0; column < 2; ++column) {
      double product = 0;
      for (std::size_t j = 0; j < kSize; ++j) product += a[i * kSize + j] * x[2 * j + column];
      CHECK(product == Approx(b[2 * i + column]).margin(1e-10));
    }
  }
  std::vector<double> back;
  factor.multiply_transposed(x, 2, back);
  factor.solve_transposed(back, 2);
  for (std::size_t i = 0; i < x.size(); ++i) CHECK(back[i] == Approx(x[i]).margin(1e-10));
}

TEST_CASE("the gradient is that of the loss", "[evaluate][logistic_regression]") {
  const RandomSamples samples(90, 5, 3, 1, 1);
  const double l2 = 0.3;
  LogisticRegression model(samples.view(), all_of(samples.view()), 3, 2);
  std::vector<double> weights;
  for (int i = 0; i < 18; ++i) weights.push_back(std::sin(i));
  std::vector<double> gradient(weights.size());
  std::vector<double> unused(weights.size());
  model.loss(weights, l2, gradient);
  constexpr double kStep = 1e-2;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    auto up = weights;
    auto down = weights;
    up[i] += kStep;
    down[i] -= kStep;
    const double slope = (model.loss(up, l2, unused) - model.loss(down, l2, unused)) / (2 * kStep);
    CHECK(gradient[i] == Approx(slope).margin(1e-4));
  }
}

TEST_CASE("without information the frequencies of the classes are fitted",
          "[evaluate][logistic_regression]") {
  // Constant features: the minimum is known, the entropy of the labels.
  const std::vector<float> features(40 * 3, 7.0F);
  std::vector<int> labels(40, 0);
  std::fill(labels.begin() + 20, labels.begin() + 30, 1);
  std::fill(labels.begin() + 30, labels.end(), 2);
  const Samples samples{features.data(), labels.data(), 40, 3};
  LogisticRegression model(samples, all_of(samples), 3, 1);
  CHECK(model.fit(0.1).converged);
  std::vector<double> gradient(model.weights().size());
  const double entropy = 0.5 * std::log(2) + 0.5 * std::log(4);
  CHECK(model.loss(model.weights(), 0.1, gradient) == Approx(entropy).margin(1e-5));
  const auto& weights = model.weights();
  CHECK(weights[9] - weights[10] == Approx(std::log(2)).margin(1e-3));
  CHECK(accuracy(model, samples) == Approx(0.5));
}

TEST_CASE("a small problem has the minimum that gradient descent finds",
          "[evaluate][logistic_regression]") {
  const RandomSamples samples(60, 4, 3, 0.8, 3);
  const double l2 = 0.05;
  LogisticRegression model(samples.view(), all_of(samples.view()), 3, 1);
  REQUIRE(model.fit(l2).converged);
  // Written anew, in double precision, with the slowest and surest method.
  std::vector<double> x(60 * 4);
  for (int d = 0; d < 4; ++d) {
    double mean = 0;
    double variance = 0;
    for (int i = 0; i < 60; ++i) mean += double{samples.features[i * 4 + d]} / 60;
    for (int i = 0; i < 60; ++i)
      variance += std::pow(double{samples.features[i * 4 + d]} - mean, 2) / 60;
    for (int i = 0; i < 60; ++i)
      x[i * 4 + d] = (double{samples.features[i * 4 + d]} - mean) / std::sqrt(variance);
  }
  std::vector<double> w(15, 0.0);
  for (int step = 0; step < 20000; ++step) {
    std::vector<double> gradient(15, 0.0);
    for (int i = 0; i < 60; ++i) {
      double logits[3];
      double sum = 0;
      for (int c = 0; c < 3; ++c) {
        logits[c] = w[12 + c];
        for (int d = 0; d < 4; ++d) logits[c] += x[i * 4 + d] * w[d * 3 + c];
        sum += std::exp(logits[c]);
      }
      for (int c = 0; c < 3; ++c) {
        const double residual = std::exp(logits[c]) / sum - (samples.labels[i] == c ? 1 : 0);
        for (int d = 0; d < 4; ++d) gradient[d * 3 + c] += residual * x[i * 4 + d] / 60;
        gradient[12 + c] += residual / 60;
      }
    }
    for (int j = 0; j < 15; ++j) w[j] -= 0.5 * (gradient[j] + (j < 12 ? l2 * w[j] : 0));
  }
  for (int j = 0; j < 12; ++j) CHECK(model.weights()[j] == Approx(w[j]).margin(5e-3));
}

TEST_CASE("what a line separates is separated, what none separates is not",
          "[evaluate][logistic_regression]") {
  const RandomSamples apart(200, 6, 4, 6, 1);
  LogisticRegression separable(apart.view(), all_of(apart.view()), 4, 1);
  separable.fit(1e-3);
  CHECK(accuracy(separable, apart.view()) == 1);

  // Exclusive or: no line does better than three of four.
  const std::vector<float> corners = {0, 0, 0, 1, 1, 0, 1, 1};
  const std::vector<int> labels = {0, 1, 1, 0};
  const Samples samples{corners.data(), labels.data(), 4, 2};
  LogisticRegression exclusive_or(samples, all_of(samples), 2, 1);
  exclusive_or.fit(1e-3);
  CHECK(accuracy(exclusive_or, samples) <= 0.75);
}

TEST_CASE("a fit depends on neither threads nor scale", "[evaluate][logistic_regression]") {
  const RandomSamples samples(1000, 12, 20, 0.7, 1);
  LogisticRegression one(samples.view(), all_of(samples.view()), 20, 1);
  LogisticRegression three(samples.view(), all_of(samples.view()), 20, 3);
  one.fit(0.01);
  three.fit(0.01);
  CHECK(one.weights() == three.weights());

  RandomSamples scaled = samples;
  for (float& value : scaled.features) value = value * 1024 + 512;
  LogisticRegression large(scaled.view(), all_of(scaled.view()), 20, 1);
  large.fit(0.01);
  CHECK(accuracy(large, scaled.view()) == Approx(accuracy(one, samples.view())).margin(0.01));
}

TEST_CASE("the probe learns more from more labels", "[evaluate][linear_probe]") {
  const RandomSamples train(2000, 32, 10, 0.45, 1);
  const RandomSamples test(1000, 32, 10, 0.45, 2);
  const auto tenth = linear_probe(train.view(), test.view(), 10, 0.1, 1);
  const auto all = linear_probe(train.view(), test.view(), 10, 1.0, 2);
  CHECK(tenth.labels == 200);
  CHECK(all.labels == 2000);
  CHECK(tenth.predictions.size() == 1000);
  CHECK(tenth.top1 > 30);
  CHECK(all.top1 > tenth.top1 + 3);
  CHECK(all.converged);
  // The penalty that suits 20 labels a class is not the weakest.
  CHECK(tenth.l2 >= 1e-3);
  const auto again = linear_probe(train.view(), test.view(), 10, 1.0, 1);
  CHECK(again.predictions == all.predictions);
  CHECK(again.l2 == all.l2);

  const RandomSamples noise(500, 8, 5, 0, 1);
  const RandomSamples more_noise(1000, 8, 5, 0, 2);
  const auto hopeless = linear_probe(noise.view(), more_noise.view(), 5, 1.0, 1);
  CHECK(hopeless.top1 > 12);
  CHECK(hopeless.top1 < 28);
}

TEST_CASE("the probe does with a label a class", "[evaluate][linear_probe]") {
  const RandomSamples train(12, 8, 4, 6, 1);
  const RandomSamples test(100, 8, 4, 6, 2);
  const auto reading = linear_probe(train.view(), test.view(), 4, 0.1, 1);
  CHECK(reading.labels == 4);
  CHECK(reading.l2 == 0.01);
  CHECK(reading.top1 > 90);
}

}  // namespace
}  // namespace dinozero::evaluation
