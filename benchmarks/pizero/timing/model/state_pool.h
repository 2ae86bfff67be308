// SPDX-License-Identifier: Apache-2.0
// Numbers for states, which are short sequences of integers: equal sequences have equal numbers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace dinozero::timing {

class StatePool {
 public:
  StatePool() { clear(); }

  std::uint32_t number_of(std::span<const std::int32_t> state) {
    const std::uint64_t hash = hash_of(state);
    std::size_t slot = hash & (slots_.size() - 1);
    for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
      const std::uint32_t number = slots_[slot] - 1;
      if (hashes_[number] == hash && std::ranges::equal((*this)[number], state)) return number;
    }
    const std::uint32_t number = static_cast<std::uint32_t>(hashes_.size());
    slots_[slot] = number + 1;
    hashes_.push_back(hash);
    values_.insert(values_.end(), state.begin(), state.end());
    begins_.push_back(values_.size());
    if (2 * hashes_.size() > slots_.size()) grow();
    return number;
  }

  // Valid until the next call of number_of.
  std::span<const std::int32_t> operator[](std::uint32_t number) const {
    return std::span(values_).subspan(begins_[number], begins_[number + 1] - begins_[number]);
  }

  void clear() {
    slots_.assign(kFirstSlots, 0);
    hashes_.clear();
    values_.clear();
    begins_.assign(1, 0);
  }

 private:
  static constexpr std::size_t kFirstSlots = 1024;

  static std::uint64_t hash_of(std::span<const std::int32_t> state) {
    std::uint64_t hash = state.size();
    for (const std::int32_t value : state) {
      hash = (hash ^ static_cast<std::uint32_t>(value)) * 0x9e3779b97f4a7c15u;
      hash ^= hash >> 29;
    }
    return hash;
  }

  void grow() {
    slots_.assign(2 * slots_.size(), 0);
    for (std::uint32_t number = 0; number < hashes_.size(); ++number) {
      std::size_t slot = hashes_[number] & (slots_.size() - 1);
      while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = number + 1;
    }
  }

  std::vector<std::uint32_t> slots_;  // number + 1; 0 is free
  std::vector<std::uint64_t> hashes_;
  std::vector<std::int32_t> values_;
  std::vector<std::size_t> begins_;
};

}  // namespace dinozero::timing
