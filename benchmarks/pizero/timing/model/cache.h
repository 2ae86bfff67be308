// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace dinozero::timing {

inline constexpr std::uint32_t kLineBytes = 32;
inline constexpr std::uint32_t line_of(std::uint32_t address) { return address / kLineBytes; }

// Deterministic source for the caches' random replacement.
class ReplacementGenerator {
 public:
  std::uint32_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_;
  }

 private:
  std::uint32_t state_ = 0xACE1u;
};

// Level 1 cache of the ARM1176JZF-S as in the BCM2835: 16 KiB, 4 ways, random replacement, one
// dirty bit per half line.
class Level1Cache {
 public:
  static constexpr unsigned kSets = 128, kWays = 4;

  struct Entry {
    std::uint32_t line = kEmpty;
    std::uint8_t dirty_halves = 0;  // bit 0: first 16 bytes, bit 1: last 16 bytes
  };
  static constexpr std::uint32_t kEmpty = ~0u;

  Entry* find(std::uint32_t line) {
    auto& set = sets_[line % kSets];
    for (Entry& entry : set) {
      if (entry.line == line) return &entry;
    }
    return nullptr;
  }

  bool contains(std::uint32_t line) const {
    const auto& set = sets_[line % kSets];
    return (set[0].line == line) | (set[1].line == line) | (set[2].line == line) |
           (set[3].line == line);
  }

  // Puts `line` in place of an empty or a random entry and returns the entry that was replaced.
  Entry insert(std::uint32_t line, ReplacementGenerator& random) {
    auto& set = sets_[line % kSets];
    Entry* victim = nullptr;
    for (Entry& entry : set) {
      if (entry.line == kEmpty) {
        victim = &entry;
        break;
      }
    }
    if (victim == nullptr) victim = &set[random.next() % kWays];
    const Entry evicted = *victim;
    *victim = Entry{line, 0};
    return evicted;
  }

 private:
  std::array<std::array<Entry, kWays>, kSets> sets_{};
};

// Level 2 cache of the BCM2835: 128 KiB, physically indexed, write-allocate, modelled with 8 ways
// and LRU.
class Level2Cache {
 public:
  static constexpr unsigned kWays = 8, kSets = 128 * 1024 / kLineBytes / kWays;

  struct Result {
    bool hit;
    bool evicted_dirty;
  };

  Result access(std::uint32_t line, bool write) {
    auto& set = sets_[line % kSets];
    ++clock_;
    Entry* victim = &set[0];
    for (Entry& entry : set) {
      if (entry.line == line) {
        entry.used = clock_;
        entry.dirty = entry.dirty || write;
        return {true, false};
      }
      if (entry.used < victim->used) victim = &entry;
    }
    const bool evicted_dirty = victim->dirty;
    *victim = Entry{line, clock_, write};
    return {false, evicted_dirty};
  }

 private:
  struct Entry {
    std::uint32_t line = ~0u;
    std::uint64_t used = 0;
    bool dirty = false;
  };
  std::array<std::array<Entry, kWays>, kSets> sets_{};
  std::uint64_t clock_ = 0;
};

}  // namespace dinozero::timing
