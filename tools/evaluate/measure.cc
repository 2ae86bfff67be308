// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/measure.h"

#include <chrono>
#include <cstdio>

namespace dinozero::evaluation {
namespace {

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

double per_cent_right(const std::vector<int>& predictions, const Samples& test) {
  std::size_t right = 0;
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    right += predictions[i] == test.labels[i] ? 1 : 0;
  }
  return 100.0 * static_cast<double>(right) / static_cast<double>(predictions.size());
}

}  // namespace

Readings measure(const Samples& train, const Samples& test, int classes, const Protocol& protocol,
                 const StartPart& start_part) {
  Readings readings;
  if (protocol.knn) {
    const Stopwatch watch;
    KnnOptions options{protocol.k, protocol.temperature, false, protocol.threads};
    Readings::Knn knn;
    knn.predictions = knn_predict(train, test.features, test.count, classes, options,
                                  start_part("training pictures compared"));
    options.centred = true;
    knn.predictions_centered = knn_predict(train, test.features, test.count, classes, options,
                                           start_part("training pictures compared, centred"));
    knn.top1 = per_cent_right(knn.predictions, test);
    knn.top1_centered = per_cent_right(knn.predictions_centered, test);
    readings.knn.push_back(std::move(knn));
    readings.knn_seconds = watch.seconds();
  }
  if (protocol.linear) {
    const Stopwatch watch;
    for (const double share : protocol.label_shares) {
      readings.linear.push_back(linear_probe(train, test, classes, share, protocol.threads,
                                             start_part("fits of a linear classifier")));
    }
    readings.linear_seconds = watch.seconds();
  }
  if (protocol.few_shot) {
    const Stopwatch watch;
    const FewShotOptions options{protocol.shots, protocol.draws, protocol.threads};
    readings.few_shot.push_back(
        few_shot(train, test, classes, options, start_part("few-shot draws")));
    readings.few_shot_seconds = watch.seconds();
  }
  return readings;
}

std::string convention(const Protocol& protocol) {
  std::string text = "Per cent of the test pictures classified right (top-1).";
  if (protocol.knn) {
    char parameters[64];
    std::snprintf(parameters, sizeof parameters, "k=%d, cosine, votes exp(cosine / %g)", protocol.k,
                  protocol.temperature);
    text += std::string(" Weighted k-NN: ") + parameters +
            "; features as they are, and centred: minus the mean of the training features.";
  }
  if (protocol.linear) {
    text +=
        " Linear: multinomial logistic regression on standardised features, L2 chosen on a "
        "held-out "
        "fifth of the labels.";
  }
  if (protocol.few_shot) {
    text += " Few-shot: " + std::to_string(protocol.shots) +
            " labels a class, nearest class centroid by cosine, features minus the mean of the "
            "labelled ones; mean and standard deviation of " +
            std::to_string(protocol.draws) + " draws.";
  }
  return text;
}

}  // namespace dinozero::evaluation
