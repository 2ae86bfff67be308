// SPDX-License-Identifier: Apache-2.0
#include "model/branch_predictor.h"

#include <algorithm>

namespace dinozero::timing {

void BranchPredictor::push_return(std::uint32_t address) {
  if (depth_ == returns_.size()) {
    std::move(returns_.begin() + 1, returns_.end(), returns_.begin());
    --depth_;
  }
  returns_[depth_++] = address;
}

Cycle BranchPredictor::resolve_direct(const Branch& branch, bool taken, Cycle mispredicted,
                                      Statistics& statistics) {
  Entry& entry = btac_[(branch.pc >> 2) % btac_.size()];
  if (entry.pc == branch.pc) {
    const bool predicted = entry.counter >= 2;
    if (taken && entry.counter < 3) ++entry.counter;
    if (!taken && entry.counter > 0) --entry.counter;
    if (predicted != taken) {
      ++statistics.mispredicted;
      return mispredicted;
    }
    if (branch.kind == BranchKind::kCall) return 1;
    ++statistics.folded;
    return 0;
  }
  entry = {branch.pc, static_cast<std::uint8_t>(taken ? 2 : 1)};
  const bool predicted = !branch.conditional || branch.target <= branch.pc;
  if (predicted != taken) {
    ++statistics.mispredicted;
    return mispredicted;
  }
  if (!taken) return 1;
  ++statistics.predicted_static;
  return 4;
}

Cycle BranchPredictor::resolve_return(const Branch& branch, std::uint32_t next, Cycle mispredicted,
                                      Statistics& statistics) {
  const bool from_register = branch.kind == BranchKind::kReturn;
  const bool empty = depth_ == 0;
  const bool right = !empty && returns_[depth_ - 1] == next;
  if (!empty) --depth_;
  if (!branch.conditional && right) return 4;
  ++statistics.mispredicted;
  if (!from_register) return 9;
  if (branch.conditional) return mispredicted;
  return empty ? 5 : 7;
}

Cycle BranchPredictor::resolve(const Branch& branch, std::uint32_t next, Cycle since_flags,
                               Statistics& statistics) {
  ++statistics.branches;
  const std::uint32_t fall_through = branch.pc + 4;
  bool taken = next != fall_through;
  // 16.8, note a: max(7 - distance from the flags, 5); unconditional branches depend on no flags.
  const Cycle mispredicted =
      branch.conditional ? std::max<Cycle>(7 - std::min<Cycle>(since_flags, 2), 5) : 5;
  switch (branch.kind) {
    case BranchKind::kNone:
      return 0;
    case BranchKind::kDirect:
      if (branch.target == fall_through) taken = true;
      return resolve_direct(branch, taken, mispredicted, statistics);
    case BranchKind::kCall: {
      const Cycle cycles = resolve_direct(branch, taken, mispredicted, statistics);
      if (taken) push_return(fall_through);
      return cycles;
    }
    default:
      break;
  }
  if (!taken) return 1;
  switch (branch.kind) {
    case BranchKind::kReturn:
    case BranchKind::kLoadReturn:
    case BranchKind::kMultipleReturn:
      return resolve_return(branch, next, mispredicted, statistics);
    case BranchKind::kIndirectCall:
      push_return(fall_through);
      ++statistics.mispredicted;
      return mispredicted;
    case BranchKind::kLoad:
      ++statistics.mispredicted;
      return 8;
    case BranchKind::kArithmetic:
      ++statistics.mispredicted;
      return 7;
    default:
      ++statistics.mispredicted;
      return mispredicted;
  }
}

}  // namespace dinozero::timing
