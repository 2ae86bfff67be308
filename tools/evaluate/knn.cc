// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/knn.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "tools/evaluate/direction.h"
#include "tools/evaluate/panel_product.h"

namespace dinozero::evaluation {
namespace {

// A block of the bank is packed once and met by all queries, a few at a time: both stay in cache.
constexpr std::size_t kBankBlock = 512;
constexpr std::size_t kQueryBlock = 48;

struct Neighbour {
  float cosine = -std::numeric_limits<float>::infinity();
  std::uint32_t sample = 0;
};

// Keeps `nearest` sorted, the largest cosine first; on equality what came first stays in front.
void offer(Neighbour* nearest, std::size_t k, float cosine, std::size_t sample) {
  if (!(cosine > nearest[k - 1].cosine)) return;
  std::size_t place = k - 1;
  for (; place > 0 && cosine > nearest[place - 1].cosine; --place) {
    nearest[place] = nearest[place - 1];
  }
  nearest[place] = {cosine, static_cast<std::uint32_t>(sample)};
}

// Directions of bank rows [first, first + count) as panels of 16 rows: [count / 16][dim][16].
void pack_bank(const Samples& bank, const float* centre, std::size_t first, std::size_t count,
               std::vector<float>& row, std::vector<float>& panels) {
  const auto dim = static_cast<std::size_t>(bank.dim);
  for (std::size_t i = 0; i < count; ++i) {
    direction(bank.row(first + i), centre, bank.dim, row.data());
    float* panel = panels.data() + i / kPanelWidth * dim * kPanelWidth + i % kPanelWidth;
    for (std::size_t d = 0; d < dim; ++d) panel[d * kPanelWidth] = row[d];
  }
}

int vote(const Neighbour* nearest, std::size_t k, const Samples& bank, double temperature,
         std::vector<double>& votes) {
  std::fill(votes.begin(), votes.end(), 0.0);
  for (std::size_t i = 0; i < k; ++i) {
    // Relative to the nearest: no overflow at any temperature.
    votes[static_cast<std::size_t>(bank.labels[nearest[i].sample])] +=
        std::exp((double{nearest[i].cosine} - double{nearest[0].cosine}) / temperature);
  }
  return static_cast<int>(std::max_element(votes.begin(), votes.end()) - votes.begin());
}

}  // namespace

std::vector<int> knn_predict(const Samples& bank, const float* queries, std::size_t query_count,
                             int classes, const KnnOptions& options, const Advance& advance) {
  const auto dim = static_cast<std::size_t>(bank.dim);
  const std::size_t k = std::min(static_cast<std::size_t>(options.k), bank.count);
  const std::vector<float> mean = options.centred ? mean_feature(bank) : std::vector<float>();
  const float* centre = options.centred ? mean.data() : nullptr;

  struct Scratch {
    std::vector<float> queries;
    std::vector<float> cosines;
  };
  std::vector<Scratch> scratch(static_cast<std::size_t>(std::max(options.threads, 1)));
  for (Scratch& own : scratch) {
    own.queries.resize(kQueryBlock * dim);
    own.cosines.resize(kQueryBlock * kBankBlock);
  }
  std::vector<float> row(dim);
  std::vector<float> panels(kBankBlock * dim);
  std::vector<Neighbour> nearest(query_count * k);
  const std::size_t query_blocks = (query_count + kQueryBlock - 1) / kQueryBlock;

  for (std::size_t first = 0; first < bank.count; first += kBankBlock) {
    if (advance) advance(first, bank.count);
    const std::size_t count = std::min(kBankBlock, bank.count - first);
    pack_bank(bank, centre, first, count, row, panels);
    parallel_for(options.threads, query_blocks, [&](int worker, std::size_t block) {
      Scratch& own = scratch[static_cast<std::size_t>(worker)];
      const std::size_t begin = block * kQueryBlock;
      const std::size_t rows = std::min(kQueryBlock, query_count - begin);
      for (std::size_t i = 0; i < rows; ++i) {
        direction(queries + (begin + i) * dim, centre, bank.dim, own.queries.data() + i * dim);
      }
      for (std::size_t panel = 0; panel * kPanelWidth < count; ++panel) {
        multiply_panel({own.queries.data(), dim, 1}, static_cast<int>(rows), bank.dim,
                       panels.data() + panel * dim * kPanelWidth,
                       own.cosines.data() + panel * kPanelWidth, kBankBlock, false);
      }
      for (std::size_t i = 0; i < rows; ++i) {
        const float* cosines = own.cosines.data() + i * kBankBlock;
        for (std::size_t j = 0; j < count; ++j) {
          offer(nearest.data() + (begin + i) * k, k, cosines[j], first + j);
        }
      }
    });
  }

  std::vector<int> predictions(query_count);
  std::vector<double> votes(static_cast<std::size_t>(classes));
  for (std::size_t query = 0; query < query_count; ++query) {
    predictions[query] = vote(nearest.data() + query * k, k, bank, options.temperature, votes);
  }
  return predictions;
}

}  // namespace dinozero::evaluation
