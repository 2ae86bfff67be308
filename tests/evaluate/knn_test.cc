// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/knn.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "evaluate/random_samples.h"
#include "support/catch.h"

namespace dinozero::evaluation {
namespace {

using testing::RandomSamples;

std::vector<double> unit(const float* feature, const std::vector<double>& centre) {
  std::vector<double> result(centre.size());
  double squares = 0;
  for (std::size_t d = 0; d < centre.size(); ++d) {
    result[d] = double{feature[d]} - centre[d];
    squares += result[d] * result[d];
  }
  for (double& value : result) value /= std::max(std::sqrt(squares), 1e-12);
  return result;
}

// The definition, in double precision: sort all, take k, vote. `margin` is by how much the votes of
// the winner exceed those of the second, relative to them.
struct Expected {
  int label;
  double margin;
};
Expected expected_of(const Samples& bank, const float* query, int classes,
                     const KnnOptions& options) {
  std::vector<double> centre(static_cast<std::size_t>(bank.dim), 0.0);
  for (std::size_t i = 0; options.centred && i < bank.count; ++i) {
    for (std::size_t d = 0; d < centre.size(); ++d) {
      centre[d] += double{bank.row(i)[d]} / static_cast<double>(bank.count);
    }
  }
  const auto direction = unit(query, centre);
  std::vector<double> cosines(bank.count);
  for (std::size_t i = 0; i < bank.count; ++i) {
    const auto other = unit(bank.row(i), centre);
    cosines[i] = std::inner_product(other.begin(), other.end(), direction.begin(), 0.0);
  }
  std::vector<std::size_t> order(bank.count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return cosines[a] > cosines[b]; });
  std::vector<double> votes(static_cast<std::size_t>(classes), 0.0);
  for (std::size_t i = 0; i < std::min<std::size_t>(options.k, bank.count); ++i) {
    votes[static_cast<std::size_t>(bank.labels[order[i]])] +=
        std::exp(cosines[order[i]] / options.temperature);
  }
  const auto best = std::max_element(votes.begin(), votes.end());
  const int label = static_cast<int>(best - votes.begin());
  const double most = *best;
  *best = 0;
  return {label, (most - *std::max_element(votes.begin(), votes.end())) / most};
}

TEST_CASE("k-NN is what its definition says", "[evaluate][knn]") {
  struct Case {
    std::size_t bank, queries;
    int dim, classes, k;
    double temperature;
  };
  // Sizes around the blocks (512 and 48) and the panels (16).
  for (const Case& c : {Case{1, 3, 5, 1, 20, 0.07}, Case{15, 7, 3, 4, 20, 0.07},
                        Case{513, 49, 33, 7, 20, 0.07}, Case{1500, 97, 16, 10, 1, 0.07},
                        Case{1025, 60, 8, 3, 200, 1.0}, Case{600, 50, 1, 2, 5, 0.07}}) {
    const RandomSamples bank(c.bank, c.dim, c.classes, 0.7, 1);
    const RandomSamples queries(c.queries, c.dim, c.classes, 0.7, 2);
    for (const bool centred : {false, true}) {
      // A bank of one is its own mean; with one dimension all cosines are 1 or -1.
      KnnOptions options{c.k, c.temperature, centred, 1};
      CAPTURE(c.bank, c.dim, c.k, centred);
      const auto found =
          knn_predict(bank.view(), queries.features.data(), c.queries, c.classes, options);
      REQUIRE(found.size() == c.queries);
      std::size_t wrong = 0;
      for (std::size_t i = 0; i < c.queries; ++i) {
        const auto expected =
            expected_of(bank.view(), queries.features.data() + i * static_cast<std::size_t>(c.dim),
                        c.classes, options);
        // Near a tie, rounding decides.
        wrong += found[i] != expected.label && expected.margin > 1e-4 ? 1 : 0;
      }
      CHECK(wrong == 0);
      options.threads = 3;
      CHECK(knn_predict(bank.view(), queries.features.data(), c.queries, c.classes, options) ==
            found);
    }
  }
}

TEST_CASE("votes are weighed by cosine and temperature", "[evaluate][knn]") {
  const std::vector<float> bank = {1, 0, 0.8F, 0.6F, 0.8F, 0.6F, 0, 1};
  const std::vector<int> labels = {0, 1, 1, 1};
  const Samples samples{bank.data(), labels.data(), 4, 2};
  const std::vector<float> query = {3, 0};
  // exp(1 / 0.07) for class 0 outweighs 2 exp(0.8 / 0.07); at a high temperature numbers win.
  CHECK(knn_predict(samples, query.data(), 1, 2, {3, 0.07, false, 1}) == std::vector<int>{0});
  CHECK(knn_predict(samples, query.data(), 1, 2, {3, 10, false, 1}) == std::vector<int>{1});
  CHECK(knn_predict(samples, query.data(), 1, 2, {1, 10, false, 1}) == std::vector<int>{0});
}

TEST_CASE("equal cosines and equal votes are decided in order", "[evaluate][knn]") {
  const std::vector<float> bank = {2, 0, 1, 0, 4, 0};
  const std::vector<int> labels = {2, 0, 1};
  const Samples samples{bank.data(), labels.data(), 3, 2};
  const std::vector<float> query = {1, 0};
  CHECK(knn_predict(samples, query.data(), 1, 3, {1, 0.07, false, 1}) == std::vector<int>{2});
  CHECK(knn_predict(samples, query.data(), 1, 3, {3, 0.07, false, 1}) == std::vector<int>{0});
}

TEST_CASE("centring removes what all features share", "[evaluate][knn]") {
  const RandomSamples bank(400, 8, 4, 1.0, 1);
  const RandomSamples queries(100, 8, 4, 1.0, 2);
  RandomSamples moved_bank = bank;
  RandomSamples moved_queries = queries;
  for (float& value : moved_bank.features) value += 100;
  for (float& value : moved_queries.features) value += 100;
  const KnnOptions centred{20, 0.07, true, 1};
  const auto right = [&](const std::vector<int>& predictions) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < predictions.size(); ++i) {
      count += predictions[i] == queries.labels[i] ? 1 : 0;
    }
    return count;
  };
  const auto here = knn_predict(bank.view(), queries.features.data(), 100, 4, centred);
  const auto there = knn_predict(moved_bank.view(), moved_queries.features.data(), 100, 4, centred);
  CHECK(right(here) > 80);
  CHECK(right(there) + 2 >= right(here));
}

TEST_CASE("a feature without a direction is no trouble", "[evaluate][knn]") {
  const std::vector<float> bank = {0, 0, 1, 0};
  const std::vector<int> labels = {0, 1};
  const std::vector<float> queries = {0, 0, 5, 0};
  CHECK(knn_predict({bank.data(), labels.data(), 2, 2}, queries.data(), 2, 2,
                    {1, 0.07, false, 1}) == std::vector<int>{0, 1});
}

}  // namespace
}  // namespace dinozero::evaluation
