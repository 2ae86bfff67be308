// SPDX-License-Identifier: Apache-2.0
// What basic blocks did before, so that they need not be stepped through again.
//
// All that a block does to the pipeline follows from the state that it began in and from the
// answers of the memory system and the branch predictor, in their order. A tree for each block and
// state has the questions as nodes and the answers as edges; a leaf has the sums, and the state in
// the end.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/statistics.h"

namespace dinozero::timing {

enum class Question : std::uint8_t {
  kFetch,  // the block's code
  kLoad,   // and its first line
  kStore,
  kNextLine,  // of the same load
  kPreload,
  kBranch,
  kEnd,  // none: a leaf
};

// Times are cycles from the question on.
struct Answer {
  std::int32_t translated = 0;
  std::int32_t start = 0;
  std::int32_t done = 0;    // data, end of a store, fetched code; or the cycles of a branch
  std::uint32_t shape = 0;  // of an access: what its timing depends on

  // All of it in one number; kNoKey where a time is too long for that.
  static constexpr std::uint64_t kNoKey = ~std::uint64_t{0};
  std::uint64_t key() const {
    if (((translated | start | done) & ~0x7fff) != 0) return kNoKey;
    return static_cast<std::uint64_t>(translated) | (static_cast<std::uint64_t>(start) << 16) |
           (static_cast<std::uint64_t>(done) << 32) | (std::uint64_t{shape} << 48);
  }
};

// An access's shape: bits 8 to 15 are its bytes, bit 2 is set where it lies on more than one line,
// bits 3 to 7 are its place in the first line, then, or else in its doubleword.
inline constexpr std::uint32_t kNoAccess = 1;        // its condition failed
inline constexpr std::uint32_t kUnknownAddress = 2;  // of a preload

struct Asked {
  Question question = Question::kEnd;
  std::uint16_t step = 0;
  std::int32_t time = 0;  // since the block's begin; kBranch: since the flags were set
  // Cycles that the load/store unit is busy anyway: a translation or start that is not later makes
  // no difference.
  std::int32_t slack = 0;
  std::uint8_t accesses = 0;  // of the step
  Answer answer;
};

class ReplayTree {
 public:
  static constexpr std::uint32_t kNone = ~0u;

  ReplayTree() { clear(); }

  struct Node {
    std::uint64_t after = 0;  // the key of the answer that leads here from the node above
    std::uint32_t parent = kNone;
    std::uint32_t below = kNone;  // the child that was found last; kEnd: the leaf
    std::int32_t time = 0;
    std::uint16_t step = 0;
    std::uint8_t slack = 0, accesses = 0;
    Question question = Question::kEnd;
  };

  // Of a step's AddressProfile: stall number, or kStallCount for its cycles.
  struct ProfileEntry {
    std::uint16_t step;
    std::uint16_t counter;
    std::uint32_t cycles;
  };

  struct Leaf {
    std::uint32_t block = 0;
    std::uint32_t state = 0;  // in the end
    std::uint32_t cycles = 0;
    std::uint32_t instructions = 0, issue_cycles = 0;
    std::uint32_t loads = 0, stores = 0, preloads = 0, preloads_unknown = 0;
    std::array<std::uint32_t, kStallCount> stalls{};
    std::uint64_t count = 0;  // executions that the profile does not have yet
    std::size_t profile_begin = 0, profile_end = 0;
    // The root of the block that came next.
    std::uint32_t next_block = kNone, next_root = kNone;
  };

  std::uint32_t root_of(std::uint32_t block, std::uint32_t state) const {
    const auto found = roots_.find(root_key(block, state));
    return found == roots_.end() ? kNone : found->second;
  }

  // `key` of the answer at `node`; kNone where it is new.
  std::uint32_t child_of(std::uint32_t node, std::uint64_t key) {
    std::uint32_t& latest = nodes_[node].below;
    if (latest != kNone && nodes_[latest].after == key) return latest;
    const std::uint64_t hash = hash_of(node, key);
    for (std::size_t slot = first(hash); children_[slot].node != kNone; slot = next(slot)) {
      if (children_[slot].tag != tag(hash)) continue;
      const Node& child = nodes_[children_[slot].node];
      if (child.parent == node && child.after == key) return latest = children_[slot].node;
    }
    return kNone;
  }

  // Whether the answer was missed at `node` (or the block in the state, with node kNone) before,
  // lately: most ways are taken only once, and not worth a place.
  bool missed_before(std::uint32_t node, std::uint64_t key) {
    const std::uint64_t hash = hash_of(node, key);
    std::uint32_t& missed = missed_[hash % kMissed];
    const bool before = missed == tag(hash);
    missed = tag(hash);
    return before;
  }

  // Adds a way through a block that is not there yet. Every answer has a key. Returns the leaf.
  std::uint32_t add(std::uint32_t block, std::uint32_t state, const std::vector<Asked>& asked,
                    Leaf leaf, const std::vector<ProfileEntry>& profile) {
    const auto [root, is_new] =
        roots_.try_emplace(root_key(block, state), static_cast<std::uint32_t>(nodes_.size()));
    if (is_new) add_node(kNone, 0, asked.front());
    std::uint32_t node = root->second;
    for (std::size_t k = 0; k < asked.size(); ++k) {
      const std::uint64_t key = asked[k].answer.key();
      std::uint32_t child = child_of(node, key);
      if (child == kNone)
        child = add_node(node, key, k + 1 < asked.size() ? asked[k + 1] : Asked{});
      node = child;
    }
    leaf.block = block;
    leaf.profile_begin = profile_.size();
    profile_.insert(profile_.end(), profile.begin(), profile.end());
    leaf.profile_end = profile_.size();
    nodes_[node].below = static_cast<std::uint32_t>(leaves_.size());
    leaves_.push_back(leaf);
    return nodes_[node].below;
  }

  const Node& node(std::uint32_t index) const { return nodes_[index]; }
  Leaf& leaf(std::uint32_t index) { return leaves_[index]; }
  std::vector<Leaf>& leaves() { return leaves_; }
  const std::vector<ProfileEntry>& profile() const { return profile_; }
  bool full() const { return nodes_.size() > kMostNodes || leaves_.size() > kMostLeaves; }

  void clear() {
    nodes_.clear();
    leaves_.clear();
    profile_.clear();
    roots_.clear();
    children_.assign(kFirstSlots, Slot{});
  }

 private:
  static constexpr std::size_t kMostNodes = 1u << 18, kMostLeaves = 1u << 16;
  static constexpr std::size_t kFirstSlots = 1u << 12;

  static std::uint64_t root_key(std::uint32_t block, std::uint32_t state) {
    return (std::uint64_t{block} << 32) | state;
  }
  static std::uint64_t hash_of(std::uint32_t parent, std::uint64_t key) {
    constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15u;
    std::uint64_t hash = (key ^ (key >> 31)) * kOdd + parent;
    hash = (hash ^ (hash >> 29)) * kOdd;
    return hash ^ (hash >> 32);
  }
  static std::uint32_t tag(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
  std::size_t first(std::uint64_t hash) const { return hash & (children_.size() - 1); }
  std::size_t next(std::size_t slot) const { return (slot + 1) & (children_.size() - 1); }

  std::uint32_t add_node(std::uint32_t parent, std::uint64_t after, const Asked& asked) {
    const std::uint32_t index = static_cast<std::uint32_t>(nodes_.size());
    Node& node = nodes_.emplace_back();
    node.after = after;
    node.parent = parent;
    node.question = asked.question;
    node.step = asked.step;
    node.time = asked.time;
    node.accesses = asked.accesses;
    node.slack = static_cast<std::uint8_t>(std::min(asked.slack, 255));
    if (parent == kNone) return index;
    nodes_[parent].below = index;
    if (2 * nodes_.size() > children_.size()) {
      children_.assign(2 * children_.size(), Slot{});
      for (std::uint32_t k = 0; k < nodes_.size(); ++k) place(k);
    } else {
      place(index);
    }
    return index;
  }
  void place(std::uint32_t index) {
    const Node& child = nodes_[index];
    if (child.parent == kNone) return;
    const std::uint64_t hash = hash_of(child.parent, child.after);
    std::size_t slot = first(hash);
    while (children_[slot].node != kNone) slot = next(slot);
    children_[slot] = {index, tag(hash)};
  }

  struct Slot {
    std::uint32_t node = kNone;
    std::uint32_t tag = 0;
  };
  std::vector<Node> nodes_;
  std::vector<Leaf> leaves_;
  std::vector<ProfileEntry> profile_;
  std::unordered_map<std::uint64_t, std::uint32_t> roots_;
  static constexpr std::size_t kMissed = 1u << 14;
  std::array<std::uint32_t, kMissed> missed_{};
  std::vector<Slot> children_;  // hash table of the nodes that have parents
};

}  // namespace dinozero::timing
