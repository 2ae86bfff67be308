// SPDX-License-Identifier: Apache-2.0
#include "tools/nearest_pairs.h"

#include <algorithm>
#include <cmath>

namespace dinozero::tools {
namespace {

double dot(const float* a, const float* b, std::size_t dim) {
  double sum = 0;
  for (std::size_t i = 0; i < dim; ++i) sum += double{a[i]} * b[i];
  return sum;
}

bool nearer(const Pair& a, const Pair& b) { return a.cosine > b.cosine; }

}  // namespace

std::vector<Pair> nearest_pairs(const float* embeddings, std::size_t count, std::size_t dim,
                                std::size_t most) {
  std::vector<double> norms(count);
  for (std::size_t i = 0; i < count; ++i) {
    norms[i] = std::sqrt(dot(embeddings + i * dim, embeddings + i * dim, dim));
  }
  // A heap of the nearest pairs so far, the farthest of them on top.
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = i + 1; j < count; ++j) {
      const double product = dot(embeddings + i * dim, embeddings + j * dim, dim);
      const double norm = norms[i] * norms[j];
      pairs.push_back({i, j, norm > 0 ? product / norm : 0});
      std::push_heap(pairs.begin(), pairs.end(), nearer);
      if (pairs.size() <= most) continue;
      std::pop_heap(pairs.begin(), pairs.end(), nearer);
      pairs.pop_back();
    }
  }
  std::sort_heap(pairs.begin(), pairs.end(), nearer);
  return pairs;
}

}  // namespace dinozero::tools
