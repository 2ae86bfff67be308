// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace dinozero::tools {

/// Two embeddings, by their numbers, first < second.
struct Pair {
  std::size_t first = 0;
  std::size_t second = 0;
  double cosine = 0;
};

/// The `most` pairs of the highest cosine among `count` embeddings of `dim` floats, the nearest
/// first. Time grows with the square of `count`.
std::vector<Pair> nearest_pairs(const float* embeddings, std::size_t count, std::size_t dim,
                                std::size_t most);

}  // namespace dinozero::tools
