// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/few_shot.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <vector>

#include "tools/evaluate/direction.h"
#include "tools/evaluate/panel_product.h"
#include "tools/evaluate/subset.h"

namespace dinozero::evaluation {
namespace {

constexpr std::size_t kTestBlock = 48;

struct Centroids {
  std::vector<float> centre;    // dim
  std::vector<float> panels;    // [panels_of(classes)][dim][16]
  std::vector<bool> has_class;  // a class without training samples cannot win
};

Centroids centroids_of(const Samples& train, const Indices& chosen, int classes) {
  const auto dim = static_cast<std::size_t>(train.dim);
  std::vector<float> features;
  for (const std::size_t index : chosen) {
    features.insert(features.end(), train.row(index), train.row(index) + dim);
  }
  Centroids result;
  result.centre = mean_feature({features.data(), nullptr, chosen.size(), train.dim});
  result.has_class.assign(static_cast<std::size_t>(classes), false);
  std::vector<float> sums(static_cast<std::size_t>(classes) * dim, 0.0F);
  std::vector<float> unit(dim);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const auto label = static_cast<std::size_t>(train.labels[chosen[i]]);
    direction(features.data() + i * dim, result.centre.data(), train.dim, unit.data());
    for (std::size_t d = 0; d < dim; ++d) sums[label * dim + d] += unit[d];
    result.has_class[label] = true;
  }
  result.panels.assign(static_cast<std::size_t>(panels_of(classes)) * dim * kPanelWidth, 0.0F);
  for (std::size_t c = 0; c < static_cast<std::size_t>(classes); ++c) {
    direction(sums.data() + c * dim, nullptr, train.dim, unit.data());
    float* panel = result.panels.data() + c / kPanelWidth * dim * kPanelWidth + c % kPanelWidth;
    for (std::size_t d = 0; d < dim; ++d) panel[d * kPanelWidth] = unit[d];
  }
  return result;
}

double top1(const Centroids& centroids, const Samples& test, int classes, int threads) {
  const auto dim = static_cast<std::size_t>(test.dim);
  const auto panels = static_cast<std::size_t>(panels_of(classes));
  const std::size_t stride = panels * kPanelWidth;
  std::atomic<std::size_t> right{0};
  parallel_for(threads, (test.count + kTestBlock - 1) / kTestBlock, [&](int, std::size_t block) {
    const std::size_t begin = block * kTestBlock;
    const std::size_t rows = std::min(kTestBlock, test.count - begin);
    std::vector<float> units(rows * dim);
    std::vector<float> cosines(rows * stride);
    for (std::size_t i = 0; i < rows; ++i) {
      direction(test.row(begin + i), centroids.centre.data(), test.dim, units.data() + i * dim);
    }
    for (std::size_t panel = 0; panel < panels; ++panel) {
      multiply_panel({units.data(), dim, 1}, static_cast<int>(rows), test.dim,
                     centroids.panels.data() + panel * dim * kPanelWidth,
                     cosines.data() + panel * kPanelWidth, stride, false);
    }
    for (std::size_t i = 0; i < rows; ++i) {
      std::size_t best = 0;
      float largest = -std::numeric_limits<float>::infinity();
      for (std::size_t c = 0; c < static_cast<std::size_t>(classes); ++c) {
        if (!centroids.has_class[c] || cosines[i * stride + c] <= largest) continue;
        largest = cosines[i * stride + c];
        best = c;
      }
      if (static_cast<int>(best) == test.labels[begin + i]) ++right;
    }
  });
  return 100.0 * static_cast<double>(right) / static_cast<double>(test.count);
}

}  // namespace

FewShotReading few_shot(const Samples& train, const Samples& test, int classes,
                        const FewShotOptions& options, const Advance& advance) {
  const std::vector<int> labels(train.labels, train.labels + train.count);
  const auto draws = static_cast<std::size_t>(options.draws);
  std::vector<double> readings;
  for (std::size_t draw = 0; draw < draws; ++draw) {
    if (advance) advance(draw, draws);
    const Indices chosen = random_per_class(labels, classes, options.shots, draw);
    readings.push_back(top1(centroids_of(train, chosen, classes), test, classes, options.threads));
  }
  FewShotReading result;
  for (const double reading : readings) result.mean += reading / static_cast<double>(draws);
  double squares = 0;
  for (const double reading : readings)
    squares += (reading - result.mean) * (reading - result.mean);
  if (draws > 1) result.deviation = std::sqrt(squares / static_cast<double>(draws - 1));
  result.lowest = *std::min_element(readings.begin(), readings.end());
  result.highest = *std::max_element(readings.begin(), readings.end());
  return result;
}

}  // namespace dinozero::evaluation
