// SPDX-License-Identifier: Apache-2.0
// Branch prediction of the ARM1176JZF-S: a 128-entry direct-mapped BTAC with two-bit counters,
// static prediction (backward taken) behind it, and a three-entry return stack. DDI 0301H sections
// 5 and 16.8.
#pragma once

#include <array>
#include <cstdint>

#include "model/board_profile.h"
#include "model/statistics.h"

namespace dinozero::timing {

enum class BranchKind : std::uint8_t {
  kNone,
  kDirect,          // B
  kCall,            // BL, BLX <label>
  kReturn,          // BX lr, MOV pc, lr
  kIndirect,        // BX Rm
  kIndirectCall,    // BLX Rm
  kArithmetic,      // other data processing to pc
  kLoad,            // LDR pc, LDM with pc, base not sp
  kLoadReturn,      // LDR pc, [sp]
  kMultipleReturn,  // LDM sp, {..., pc}
};

struct Branch {
  BranchKind kind;
  bool conditional;
  std::uint32_t pc;
  std::uint32_t target;  // kDirect and kCall
};

class BranchPredictor {
 public:
  // Cycles the branch takes, given where execution went on and the cycles since the flags were last
  // set. Branches that are themselves loads or arithmetic have one issue cycle in the result.
  Cycle resolve(const Branch& branch, std::uint32_t next, Cycle since_flags,
                Statistics& statistics);

 private:
  void push_return(std::uint32_t address);
  Cycle resolve_direct(const Branch& branch, bool taken, Cycle mispredicted,
                       Statistics& statistics);
  Cycle resolve_return(const Branch& branch, std::uint32_t next, Cycle mispredicted,
                       Statistics& statistics);

  struct Entry {
    std::uint32_t pc = 1;  // never an A32 address
    std::uint8_t counter = 0;
  };
  std::array<Entry, 128> btac_{};
  std::array<std::uint32_t, 3> returns_{};
  unsigned depth_ = 0;
};

}  // namespace dinozero::timing
