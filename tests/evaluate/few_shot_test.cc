// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/few_shot.h"

#include <vector>

#include "evaluate/random_samples.h"
#include "support/catch.h"

namespace dinozero::evaluation {
namespace {

using testing::RandomSamples;

TEST_CASE("few-shot finds classes that are far apart", "[evaluate][few_shot]") {
  const RandomSamples train(600, 24, 20, 5, 1);
  const RandomSamples test(200, 24, 20, 5, 2);
  const auto reading = few_shot(train.view(), test.view(), 20, {5, 4, 1});
  CHECK(reading.mean == Approx(100));
  CHECK(reading.deviation == Approx(0).margin(1e-9));
  CHECK(reading.lowest == Approx(100));
}

TEST_CASE("few-shot guesses where there is nothing to find", "[evaluate][few_shot]") {
  const RandomSamples train(1000, 16, 10, 0, 1);
  const RandomSamples test(2000, 16, 10, 0, 2);
  const auto reading = few_shot(train.view(), test.view(), 10, {5, 10, 2});
  CHECK(reading.mean > 8);
  CHECK(reading.mean < 12);
  CHECK(reading.deviation > 0);
  CHECK(reading.lowest < reading.mean);
  CHECK(reading.highest > reading.mean);
}

TEST_CASE("few-shot does not depend on the threads", "[evaluate][few_shot]") {
  const RandomSamples train(300, 8, 6, 0.8, 1);
  const RandomSamples test(205, 8, 6, 0.8, 2);
  const auto one = few_shot(train.view(), test.view(), 6, {3, 3, 1});
  const auto three = few_shot(train.view(), test.view(), 6, {3, 3, 3});
  CHECK(one.mean == three.mean);
  CHECK(one.deviation == three.deviation);
  CHECK(one.mean > 30);
  CHECK(one.mean < 100);
}

TEST_CASE("few-shot takes the nearest centroid by angle", "[evaluate][few_shot]") {
  // All are drawn: the centre is (0, 0), the centroids are (1, 0), (-1, 0), (0, 1), (0, -1).
  const std::vector<float> train = {1, 0, 9, 0, -1, 0, -9, 0, 0, 1, 0, 9, 0, -1, 0, -9};
  const std::vector<int> labels = {0, 0, 1, 1, 2, 2, 3, 3};
  const std::vector<float> test = {5, 4, -0.3F, 0.2F, 1, 8, 0.1F, -3};
  const std::vector<int> right = {0, 1, 2, 3};
  const std::vector<int> one_wrong = {0, 1, 2, 0};
  const Samples samples{train.data(), labels.data(), 8, 2};
  CHECK(few_shot(samples, {test.data(), right.data(), 4, 2}, 4, {2, 1, 1}).mean == Approx(100));
  CHECK(few_shot(samples, {test.data(), one_wrong.data(), 4, 2}, 4, {2, 1, 1}).mean == Approx(75));
}

TEST_CASE("a class without training samples is never the answer", "[evaluate][few_shot]") {
  const std::vector<float> train = {-1, 0, -2, 0, 0, -1};
  const std::vector<int> labels = {1, 1, 2};
  const std::vector<float> test = {-3, 0.1F, 0.1F, -3};
  const std::vector<int> expected = {1, 2};
  const auto reading = few_shot({train.data(), labels.data(), 3, 2},
                                {test.data(), expected.data(), 2, 2}, 40, {5, 2, 1});
  CHECK(reading.mean == Approx(100));
}

}  // namespace
}  // namespace dinozero::evaluation
