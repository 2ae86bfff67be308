// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dinozero::evaluation {

/// Which of the things with these labels (each below `classes`) are taken: indices in rising order.
using Indices = std::vector<std::size_t>;

/// At most `limit`, as many of each class as of any other as far as their sizes allow, evenly
/// spaced within a class. Where `limit` does not divide, the first classes have one more.
Indices balanced_subset(const std::vector<int>& labels, int classes, std::size_t limit);

/// `share` (0 to 1) of each class, rounded, at least one, evenly spaced within it.
Indices balanced_share(const std::vector<int>& labels, int classes, double share);

/// `count` of each class, or all of a class that has fewer, drawn without replacement; the same for
/// the same seed on every machine.
Indices random_per_class(const std::vector<int>& labels, int classes, std::size_t count,
                         std::uint64_t seed);

}  // namespace dinozero::evaluation
