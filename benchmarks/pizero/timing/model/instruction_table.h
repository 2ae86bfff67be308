// SPDX-License-Identifier: Apache-2.0
// Instruction timings as data: one row per instruction form, in the terms of chapter 16 (core) and
// chapter 21 (VFP11) of the ARM1176JZF-S Technical Reference Manual, ARM DDI 0301H.
#pragma once

#include <array>
#include <cstdint>

#include "isa/instruction.h"

namespace dinozero::timing {

enum class Unit : std::uint8_t {
  kAlu,
  kMultiplier,
  kBranch,
  kLoadStore,
  kSystem,
  kVfpFmac,
  kVfpDs,
  kVfpTransfer
};

struct Timing {
  Form form;
  const char* name;  // the manual's mnemonics
  Unit unit;
  std::uint8_t issue;        // cycles the issue stage is held ("Cycles")
  std::uint8_t issue_flags;  // the same when the instruction sets the flags; 0: as `issue`
  std::uint8_t latency;      // cycles from the first issue cycle until Rd can be used
  std::uint8_t latency2;     // the same for the second result (RdHi, second register of a pair)
  std::uint8_t early;        // Role mask: needed one stage early
  std::uint8_t late;         // Role mask: needed one stage late
  std::uint8_t accumulate;   // Role mask: a multiplier result arrives one cycle sooner here
  std::uint8_t memory;       // cycles of the load/store unit for an aligned access
  std::uint8_t pipe;         // VFP: cycles the FMAC or DS pipe is held per iteration
  const char* section;       // in DDI 0301H
  bool confirmed;            // read in the manual; false: taken from the neighbouring rows, see
                             // docs/timing-model.md
};

extern const std::array<Timing, kFormCount> kInstructionTable;

inline const Timing& timing_of(Form form) { return kInstructionTable[static_cast<unsigned>(form)]; }

}  // namespace dinozero::timing
