// SPDX-License-Identifier: Apache-2.0
#include "model/board_profile.h"

namespace dinozero::timing {
namespace {

constexpr MemoryTimings pi1_at_700() {
  MemoryTimings timings;
  timings.l2_latency = 450;
  timings.sdram_latency = 850;
  timings.write_drain = 79;
  return timings;
}

constexpr MemoryTimings pi1_overclocked() {
  MemoryTimings timings;
  timings.l2_latency = 335;
  timings.sdram_latency = 920;
  timings.write_drain = 72;
  return timings;
}

constexpr BoardProfile kProfiles[] = {
    {"zero", "Raspberry Pi Zero, Zero W (1 GHz)", 1000, MemoryTimings{}},
    {"pi1", "Raspberry Pi 1 (700 MHz)", 700, pi1_at_700()},
    {"pi1-overclocked", "Raspberry Pi 1 overclocked (1 GHz core, 500 MHz L2 and SDRAM)", 1000,
     pi1_overclocked()},
};

}  // namespace

std::span<const BoardProfile> board_profiles() { return kProfiles; }

bool set_memory_timing(MemoryTimings& timings, std::string_view name, Tick value) {
  struct Member {
    std::string_view name;
    Tick MemoryTimings::*member;
  };
  constexpr Member kMembers[] = {{"l2_latency", &MemoryTimings::l2_latency},
                                 {"l2_occupancy", &MemoryTimings::l2_occupancy},
                                 {"sdram_latency", &MemoryTimings::sdram_latency},
                                 {"sdram_occupancy", &MemoryTimings::sdram_occupancy},
                                 {"row_hit_saving", &MemoryTimings::row_hit_saving},
                                 {"row_hit_occupancy", &MemoryTimings::row_hit_occupancy},
                                 {"write_occupancy", &MemoryTimings::write_occupancy},
                                 {"turnaround", &MemoryTimings::turnaround},
                                 {"wrap", &MemoryTimings::wrap},
                                 {"line_transfer", &MemoryTimings::line_transfer},
                                 {"write_drain", &MemoryTimings::write_drain}};
  for (const Member& member : kMembers) {
    if (member.name != name) continue;
    timings.*member.member = value;
    return true;
  }
  return false;
}

const BoardProfile* find_board(std::string_view id) {
  for (const BoardProfile& profile : kProfiles) {
    if (profile.id == id) return &profile;
  }
  return nullptr;
}

}  // namespace dinozero::timing
