// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/subset.h"

#include <algorithm>
#include <vector>

#include "support/catch.h"

namespace dinozero::evaluation {
namespace {

std::vector<int> labels_of_sizes(const std::vector<std::size_t>& sizes) {
  std::vector<int> labels;
  for (std::size_t c = 0; c < sizes.size(); ++c)
    labels.insert(labels.end(), sizes[c], static_cast<int>(c));
  return labels;
}

std::vector<std::size_t> counts(const Indices& chosen, const std::vector<int>& labels,
                                std::size_t classes) {
  std::vector<std::size_t> result(classes, 0);
  for (const std::size_t index : chosen) ++result[static_cast<std::size_t>(labels[index])];
  return result;
}

bool is_set(const Indices& chosen) {
  return std::is_sorted(chosen.begin(), chosen.end()) &&
         std::adjacent_find(chosen.begin(), chosen.end()) == chosen.end();
}

TEST_CASE("a limit is spread evenly over the classes", "[evaluate][subset]") {
  using Sizes = std::vector<std::size_t>;
  const auto labels = labels_of_sizes({100, 3, 0, 50});
  const auto chosen = [&](std::size_t limit) {
    const Indices indices = balanced_subset(labels, 4, limit);
    CHECK(is_set(indices));
    return counts(indices, labels, 4);
  };
  CHECK(chosen(6) == Sizes{2, 2, 0, 2});
  CHECK(chosen(7) == Sizes{3, 2, 0, 2});
  CHECK(chosen(43) == Sizes{20, 3, 0, 20});
  CHECK(chosen(140) == Sizes{87, 3, 0, 50});
  CHECK(chosen(153) == Sizes{100, 3, 0, 50});
  CHECK(chosen(1000) == Sizes{100, 3, 0, 50});
  CHECK(balanced_subset(labels_of_sizes({10}), 1, 5) == Indices{0, 2, 4, 6, 8});
}

TEST_CASE("a share is taken of every class", "[evaluate][subset]") {
  using Sizes = std::vector<std::size_t>;
  const auto labels = labels_of_sizes({100, 4, 1, 0});
  const Indices tenth = balanced_share(labels, 4, 0.1);
  CHECK(is_set(tenth));
  CHECK(counts(tenth, labels, 4) == Sizes{10, 1, 1, 0});
  CHECK(tenth[1] - tenth[0] == 10);
  CHECK(counts(balanced_share(labels, 4, 1.0), labels, 4) == Sizes{100, 4, 1, 0});
}

TEST_CASE("random draws differ by seed alone", "[evaluate][subset]") {
  using Sizes = std::vector<std::size_t>;
  const auto labels = labels_of_sizes({100, 4, 0});
  const Indices first = random_per_class(labels, 3, 5, 1);
  CHECK(is_set(first));
  CHECK(counts(first, labels, 3) == Sizes{5, 4, 0});
  CHECK(random_per_class(labels, 3, 5, 1) == first);
  CHECK(random_per_class(labels, 3, 5, 2) != first);
  // Every sample has its turn.
  std::vector<int> drawn(labels.size(), 0);
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    for (const std::size_t index : random_per_class(labels, 3, 5, seed)) ++drawn[index];
  }
  CHECK(*std::min_element(drawn.begin(), drawn.end()) >= 4);
  CHECK(*std::max_element(drawn.begin(), drawn.begin() + 100) <= 45);
}

}  // namespace
}  // namespace dinozero::evaluation
