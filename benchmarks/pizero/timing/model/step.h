// SPDX-License-Identifier: Apache-2.0
// An instruction prepared for the pipeline: decoded once per basic block, executed many times.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "isa/instruction.h"
#include "model/branch_predictor.h"
#include "model/shadow_program.h"
#include "model/vfp_unit.h"

namespace dinozero::timing {

inline constexpr unsigned kFlagsRegister = 16;
inline constexpr unsigned kScoreboardSize = 17;

enum class StepKind : std::uint8_t {
  kAlu,  // everything that only occupies the issue stage
  kLoad,
  kStore,
  kLoadMultiple,
  kStoreMultiple,
  kVfpLoad,
  kVfpStore,
  kPreload,
  kVfp,  // data processing
  kVfpFromCore,
  kVfpToCore,
  kVfpStatus,  // FMSTAT
  kVfpSystem,  // FMXR, FMRX
  kBranch,
  kSystemCall,
  kKernelHelper,  // code in the kernel's helper page, which QEMU replaces
  kMarker,
};

inline bool is_load(StepKind kind) {
  return kind == StepKind::kLoad || kind == StepKind::kLoadMultiple || kind == StepKind::kVfpLoad;
}

// Time and stall reasons of one instruction address, for the profile.
struct AddressProfile {
  std::uint32_t pc = 0;
  std::uint32_t word = 0;
  std::uint64_t executions = 0;
  std::uint64_t cycles = 0;
  std::array<std::uint64_t, kStallCount> stalls{};

  void add(const AddressProfile& other) {
    executions += other.executions;
    cycles += other.cycles;
    for (unsigned k = 0; k < kStallCount; ++k) stalls[k] += other.stalls[k];
  }
};

struct Step {
  StepKind kind = StepKind::kAlu;
  std::uint8_t condition = kAlways;
  std::uint8_t issue = 1;
  std::uint8_t memory_cycles = 1;
  std::uint8_t source_count = 0, destination_count = 0;
  bool sets_flags = false;
  bool is_multiply = false;
  bool unmodelled = false;
  bool base_known = false;  // the base register's value follows from the address accessed
  bool writeback = false;
  std::uint8_t marker = 0;
  std::uint8_t vfp_first = 0, vfp_words = 0;

  struct Source {
    std::uint8_t reg;
    std::int8_t adjust;  // +1 early, -1 late
    bool accumulate;     // one cycle less after a multiply
    bool address_base;   // forwarded from a write-back
  };
  std::array<Source, 5> sources{};
  struct Destination {
    std::uint8_t reg;
    std::uint8_t latency;
  };
  std::array<Destination, 3> destinations{};

  std::int32_t base_adjust =
      0;  // base register after the instruction minus the lowest address accessed
  BranchKind branch = BranchKind::kNone;
  std::uint32_t pc = 0;
  std::uint32_t branch_target = 0;
  VfpOperation vfp{};
  Instruction instruction{};
  AddressProfile* profile = nullptr;
};

// `word` at `pc` as a step.
Step prepare(std::uint32_t word, std::uint32_t pc);

struct Block {
  std::uint32_t begin = 0, end = 0;
  bool starts_segment = false;  // see SessionOptions::entries
  int scope_rule = -1;          // Scopes::rule_of
  std::vector<Step> steps;
  int replay = -1;  // Pipeline::prepare_replay; negative: stepped through each time
  std::vector<ShadowOperation> shadow;
};

// One access of an executed instruction, in order; `step` is its index in the block.
struct MemoryAccess {
  std::uint32_t address = 0;
  std::uint32_t value = 0;  // of a word load, when `value_known`
  std::uint16_t step = 0;
  std::uint8_t size = 0;
  bool value_known = false;
};

}  // namespace dinozero::timing
