// SPDX-License-Identifier: Apache-2.0
// What differs between boards with the BCM2835, and the parameters of its memory system.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace dinozero::timing {

using Cycle = std::int64_t;  // core clock cycles since the start of the program
using Tick =
    std::int64_t;  // tenths of a core clock cycle; integers keep the model exact and repeatable
inline constexpr Tick kTicksPerCycle = 10;

// Fitted to published latency and bandwidth measurements (docs/timing-model.md names the rows); all
// in ticks.
struct MemoryTimings {
  Tick l2_latency = 390;       // L1 miss that hits the L2
  Tick l2_occupancy = 100;     // before the L2 takes the next line request
  Tick sdram_latency = 1080;   // beyond the L2's latency, row miss
  Tick sdram_occupancy = 750;  // before the SDRAM takes the next read, row miss
  Tick row_hit_saving = 220;
  Tick row_hit_occupancy = 150;
  Tick write_occupancy = 150;  // eviction of a dirty L2 line
  Tick turnaround = 220;       // read after write
  Tick wrap = 1100;  // rest of a line whose critical word is not its first (a second transfer)
  Tick line_transfer = 40;  // from the critical word to the whole line
  Tick write_drain = 94;    // one 16-byte entry of the write buffer
  int write_entries = 8;
  int outstanding_misses = 2;
  Cycle micro_tlb_miss = 6;  // that hits the main TLB
};

struct BoardProfile {
  std::string_view id;
  std::string_view title;
  int clock_mhz;
  MemoryTimings memory;
};

// The first is the default.
std::span<const BoardProfile> board_profiles();
const BoardProfile* find_board(std::string_view id);

// Sets one of the Tick members by its name, for fitting; false when there is none of that name.
bool set_memory_timing(MemoryTimings& timings, std::string_view name, Tick value);

}  // namespace dinozero::timing
