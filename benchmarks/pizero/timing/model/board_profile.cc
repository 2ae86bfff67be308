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

const BoardProfile* find_board(std::string_view id) {
  for (const BoardProfile& profile : kProfiles) {
    if (profile.id == id) return &profile;
  }
  return nullptr;
}

}  // namespace dinozero::timing
