// SPDX-License-Identifier: Apache-2.0
// Counters of a run; plain sums, so that a region is the difference of two snapshots.
#pragma once

#include <array>
#include <cstdint>

namespace dinozero::timing {

// Why the issue stage did not issue. Together with the issue cycles they add up to the cycles.
enum class Stall : std::uint8_t {
  kInterlock,         // waits for the result of an earlier core instruction or a cache hit
  kDataMiss,          // waits for data from the L2 or SDRAM
  kLoadStoreUnit,     // the load/store unit is busy
  kWriteBuffer,       // the write buffer is full
  kTlb,               // translation not in the micro TLB
  kBranch,            // predicted taken, mispredicted or unpredicted branches
  kInstructionFetch,  // instruction cache or TLB miss
  kVfpInterlock,      // waits for a VFP result
  kVfpPipe,           // the FMAC or DS pipe is busy (short vectors, divisions)
  kCount
};
inline constexpr unsigned kStallCount = static_cast<unsigned>(Stall::kCount);
const char* stall_name(Stall stall);

struct Statistics {
  std::uint64_t cycles = 0;
  std::uint64_t instructions = 0;
  std::uint64_t issue_cycles = 0;
  std::array<std::uint64_t, kStallCount> stalls{};
  std::uint64_t loads = 0, stores = 0;
  std::uint64_t data_misses = 0, store_misses = 0, instruction_misses = 0, l2_misses = 0;
  std::uint64_t micro_tlb_misses = 0, tlb_misses = 0;
  std::uint64_t branches = 0, mispredicted = 0, folded = 0, predicted_static = 0;
  std::uint64_t preloads = 0, preloads_unknown = 0, preload_misses = 0;
  std::uint64_t unmodelled =
      0;  // executed instructions of Form::kUndefined or of a generic coprocessor
  std::uint64_t unknown_fpscr = 0;  // FPSCR writes whose value the model could not follow

  Statistics& operator+=(const Statistics& other);
  Statistics operator-(const Statistics& other) const;
};

}  // namespace dinozero::timing
