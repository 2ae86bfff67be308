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
#include <vector>

#include "model/pipeline.h"

namespace dinozero::timing {

inline constexpr unsigned kRegionCount = 8;
inline constexpr unsigned kMarkerReadCycles = 8;  // see mark.h
inline constexpr unsigned kMarkerEndRegion = 9;

struct SessionOptions {
  ModelOptions model;
  bool profile = false;
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

  SessionOptions options_;
  Pipeline pipeline_;
  std::array<Region, kRegionCount> regions_{};
  int open_region_ = -1;
  Statistics region_start_;
  std::function<void(std::uint32_t, std::uint64_t)> read_cycles_;

  struct Profiled {
    AddressProfile profile;
    std::uint32_t symbol = 0;
  };
  std::unordered_map<std::uint32_t, std::unique_ptr<Profiled>> profiles_;
  std::vector<std::string> symbol_names_;
  std::unordered_map<std::string, std::uint32_t> symbol_index_;
};

}  // namespace dinozero::timing
