// SPDX-License-Identifier: Apache-2.0
// Level 1 caches, TLBs, write buffer, level 2 cache and SDRAM of the BCM2835 as the core sees them.
#pragma once

#include <array>
#include <cstdint>

#include "model/board_profile.h"
#include "model/cache.h"
#include "model/statistics.h"

namespace dinozero::timing {

// How virtual pages map to physical ones, which decides about conflicts in the L2 and about SDRAM
// rows: in order (optimistic) or scattered by a hash (pessimistic). The board's kernel is between
// the two.
enum class PageMapping : std::uint8_t { kIdentity, kScattered };

class MemorySystem {
 public:
  MemorySystem(const MemoryTimings& timings, PageMapping mapping, bool perfect,
               Statistics& statistics);

  struct Access {
    Cycle start;       // when the load/store unit begins, after translation and free slots
    Cycle data;        // when the first word is there, beyond a hit's latency: start + 0 for a hit
    Cycle translated;  // end of the translation
  };

  // A load (or preload) of the line that holds `address`, begun at `now`.
  Access load(std::uint32_t address, Cycle now, bool preload);

  // Whether a load or preload of the line is answered at once by the level 1 cache, with no time
  // lost; then it is done. Only looks where that is quick: false does not say the contrary.
  bool quick_load(std::uint32_t address, Cycle now) const {
    if (perfect_) return true;
    if ((address >> kPageBits) + 1 != last_data_page_) return false;
    const std::uint32_t line = line_of(address);
    for (const Miss& miss : misses_) {
      if (miss.line == line && miss.complete > now) return false;
    }
    return data_.contains(line);
  }

  struct Store {
    Cycle translated;
    Cycle accepted;  // when the last part is in the cache or the write buffer
  };
  Store store(std::uint32_t address, std::uint32_t bytes, Cycle now);

  // Fetches the code in [begin, end); returns when it is there (`now` for hits).
  Cycle fetch(std::uint32_t begin, std::uint32_t end, Cycle now);

  // Changes with the contents of the code cache and its micro TLB.
  std::uint64_t code_version() const { return code_version_; }
  // As fetch(), of code that is known to be in both.
  void fetch_cached(std::uint32_t end) { last_code_line_ = line_of(end - 1); }

 private:
  static constexpr std::uint32_t kPageBits = 12;
  Cycle translate(std::uint32_t address, Cycle now);
  Cycle walk(std::uint32_t page, Cycle now);
  Tick read_line(std::uint32_t line, Tick now, bool demand, unsigned offset);
  void push_write(std::uint32_t address, std::uint32_t bytes, Tick now);
  Tick write_space(Tick now);
  std::uint32_t physical(std::uint32_t address) const;
  bool opens_row(std::uint32_t physical_address);
  void fill_data(std::uint32_t line, Tick now);

  const MemoryTimings timings_;
  const PageMapping mapping_;
  const bool perfect_;
  Statistics& statistics_;

  ReplacementGenerator random_;
  Level1Cache data_, code_;
  Level2Cache l2_;

  static constexpr unsigned kMicroEntries = 10, kMainSets = 32;
  std::array<std::uint32_t, kMicroEntries> data_pages_{}, code_pages_{};  // page + 1; 0 is empty
  std::uint32_t last_data_page_ = 0;  // the latest translation, which is always in data_pages_
  unsigned next_data_page_ = 0, next_code_page_ = 0;
  std::array<std::array<std::uint32_t, 2>, kMainSets> main_tlb_{};
  std::array<std::uint8_t, kMainSets> main_tlb_last_{};

  struct Miss {
    std::uint32_t line = ~0u;
    Cycle arrived = 0;   // the critical word
    Cycle complete = 0;  // the whole line
  };
  std::array<Miss, 4> misses_{};
  bool any_miss_ = false;

  Tick l2_free_ = 0, sdram_free_ = 0, line_complete_ = 0;
  bool sdram_wrote_ = false;
  std::array<std::uint32_t, 8> open_rows_{};

  static constexpr unsigned kWriteQueue = 64;
  std::array<Tick, kWriteQueue> writes_{};
  unsigned write_head_ = 0, write_tail_ = 0;
  Tick writes_free_ = 0;

  std::uint32_t last_code_line_ = ~0u;
  std::uint64_t code_version_ = 1;
};

}  // namespace dinozero::timing
