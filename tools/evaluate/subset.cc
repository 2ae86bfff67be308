// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/subset.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace dinozero::evaluation {
namespace {

std::vector<Indices> members_by_class(const std::vector<int>& labels, int classes) {
  std::vector<Indices> members(static_cast<std::size_t>(classes));
  for (std::size_t i = 0; i < labels.size(); ++i) {
    members[static_cast<std::size_t>(labels[i])].push_back(i);
  }
  return members;
}

void append_spaced(const Indices& members, std::size_t count, Indices& chosen) {
  for (std::size_t i = 0; i < count; ++i) {
    // 64 bits: a product of two sizes.
    chosen.push_back(members[static_cast<std::size_t>(std::uint64_t{i} * members.size() / count)]);
  }
}

Indices sorted(Indices indices) {
  std::sort(indices.begin(), indices.end());
  return indices;
}

}  // namespace

Indices balanced_subset(const std::vector<int>& labels, int classes, std::size_t limit) {
  const auto members = members_by_class(labels, classes);
  std::vector<std::size_t> quota(members.size(), 0);
  std::size_t left = std::min(limit, labels.size());
  while (left > 0) {
    std::size_t open = 0;
    for (std::size_t c = 0; c < members.size(); ++c) open += quota[c] < members[c].size() ? 1 : 0;
    const std::size_t each = std::max<std::size_t>(1, left / open);
    for (std::size_t c = 0; c < members.size() && left > 0; ++c) {
      const std::size_t more = std::min({each, members[c].size() - quota[c], left});
      quota[c] += more;
      left -= more;
    }
  }
  Indices chosen;
  for (std::size_t c = 0; c < members.size(); ++c) append_spaced(members[c], quota[c], chosen);
  return sorted(std::move(chosen));
}

Indices balanced_share(const std::vector<int>& labels, int classes, double share) {
  Indices chosen;
  for (const Indices& members : members_by_class(labels, classes)) {
    if (members.empty()) continue;
    const auto wanted =
        static_cast<std::size_t>(std::lround(share * static_cast<double>(members.size())));
    append_spaced(members, std::clamp<std::size_t>(wanted, 1, members.size()), chosen);
  }
  return sorted(std::move(chosen));
}

Indices random_per_class(const std::vector<int>& labels, int classes, std::size_t count,
                         std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Indices chosen;
  for (Indices& members : members_by_class(labels, classes)) {
    const std::size_t wanted = std::min(count, members.size());
    for (std::size_t i = 0; i < wanted; ++i) {
      // Not std::uniform_int_distribution, which differs between standard libraries. The bias of
      // the remainder is below members.size() / 2^64.
      const auto other = static_cast<std::size_t>(random() % (members.size() - i));
      std::swap(members[i], members[i + other]);
      chosen.push_back(members[i]);
    }
  }
  return sorted(std::move(chosen));
}

}  // namespace dinozero::evaluation
