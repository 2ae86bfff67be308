// SPDX-License-Identifier: Apache-2.0
// One estimation: basic blocks come in, cycles per region, symbol and address come out. Independent
// of where the instruction stream comes from (a QEMU plugin, or a test).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/pipeline.h"
#include "model/scopes.h"

namespace dinozero::timing {

inline constexpr unsigned kRegionCount = 8;
inline constexpr unsigned kMarkerReadCycles = 8;  // see mark.h
inline constexpr unsigned kMarkerEndRegion = 9;
inline constexpr unsigned kMarkerForgetHistory = 10;

struct SessionOptions {
  ModelOptions model;
  bool profile = false;
  // The region that profile, segments and scopes are of; negative: the whole run.
  int profile_region = -1;
  // Functions at whose entry a new segment of the run begins.
  std::unordered_set<std::uint32_t> entries;
  std::vector<ScopeRule> scopes;
};

class Session : private MarkerListener {
 public:
  explicit Session(const SessionOptions& options);

  // Builds a block from the words at `pc`. `symbol(k)` names the function that holds instruction k.
  std::unique_ptr<Block> translate(std::uint32_t pc, std::span<const std::uint32_t> words,
                                   const std::function<std::string(std::size_t)>& symbol);
  // A block that the model cannot see into: the kernel's helper page, or Thumb code (counted as
  // unmodelled).
  std::unique_ptr<Block> opaque(std::uint32_t pc, std::uint32_t bytes, std::size_t instructions,
                                bool kernel_helper);

  void execute(const Block& block, std::span<const MemoryAccess> accesses, std::uint32_t next) {
    if (block.starts_segment) begin_segment(block.begin);
    if (block.scope_rule != Scopes::kInherited) scopes_.enter(block.scope_rule, cycles());
    pipeline_.execute(block, accesses, next);
  }
  void finish();  // closes an open region

  // Called with the address and the cycle count when the program asks for the cycle counter.
  void on_read_cycles(std::function<void(std::uint32_t, std::uint64_t)> callback) {
    read_cycles_ = std::move(callback);
  }

  struct Region {
    std::uint64_t entries = 0;
    Statistics statistics;
  };
  const std::array<Region, kRegionCount>& regions() const { return regions_; }
  Statistics total() const { return pipeline_.statistics(); }

  // The cycle count when the program asked for it last; 0 if it never did.
  std::uint64_t cycles_read() const { return cycles_read_; }

  // What ran from one of SessionOptions::entries to the next, in order. The first one has entry 0:
  // what ran before any of them.
  struct Segment {
    std::uint32_t entry = 0;
    std::uint64_t cycles = 0, instructions = 0;
  };
  const std::vector<Segment>& segments() const { return segments_; }

  // Cycles by scope; empty without SessionOptions::scopes.
  const std::map<std::string, std::uint64_t>& scopes() const { return scopes_.cycles(); }

  struct SymbolProfile {
    std::string name;
    std::uint64_t cycles = 0, instructions = 0;
    std::array<std::uint64_t, kStallCount> stalls{};
  };
  std::vector<SymbolProfile> symbols() const;                             // by cycles, descending
  std::vector<const AddressProfile*> addresses(std::size_t limit) const;  // by cycles, descending
  const std::string& symbol_of(std::uint32_t pc) const;
  // Executed words the decoder does not know, with their counts (needs no profile).
  std::map<std::uint32_t, std::uint64_t> unmodelled_words() const;

 private:
  void on_marker(unsigned marker, std::uint32_t last_store) override;
  AddressProfile* profile_of(std::uint32_t pc, std::uint32_t word, const std::string& symbol);
  void begin_segment(std::uint32_t entry);
  void end_segment();
  // Sets the profiled part of the run apart from what ran before.
  void begin_profile();
  void end_profile();

  std::uint64_t cycles() const { return static_cast<std::uint64_t>(pipeline_.now()); }

  SessionOptions options_;
  Pipeline pipeline_;
  Scopes scopes_;
  std::array<Region, kRegionCount> regions_{};
  int open_region_ = -1;
  Statistics region_start_;
  std::function<void(std::uint32_t, std::uint64_t)> read_cycles_;
  std::uint64_t cycles_read_ = 0;

  struct Profiled {
    AddressProfile profile;
    std::uint32_t symbol = 0;
  };
  std::unordered_map<std::uint32_t, std::unique_ptr<Profiled>> profiles_;
  // Of the profiled region: what its addresses had counted when it began, and counted in it.
  std::unordered_map<std::uint32_t, AddressProfile> profile_start_, profile_result_;
  std::vector<Segment> segments_;
  Statistics segment_start_;
  bool segment_open_ = false;
  std::vector<std::string> symbol_names_;
  std::unordered_map<std::string, std::uint32_t> symbol_index_;
};

}  // namespace dinozero::timing
