// SPDX-License-Identifier: Apache-2.0
#include "model/shadow_program.h"

#include <algorithm>

#include "model/step.h"

namespace dinozero::timing {
namespace {

// Bits 0 to 15 are the core's registers, 32 to 63 the VFP's.
using Registers = std::uint64_t;

constexpr Registers core(unsigned reg) { return Registers{1} << reg; }

Registers vfp(unsigned first, unsigned words) {
  Registers result = 0;
  for (unsigned k = 0; k < words; ++k) result |= Registers{1} << (32 + ((first + k) & 31u));
  return result;
}

Registers destinations_of(const Step& step) {
  Registers result = 0;
  for (unsigned k = 0; k < step.destination_count; ++k) {
    if (step.destinations[k].reg < kPc) result |= core(step.destinations[k].reg);
  }
  return result;
}

Registers operands_of(const Instruction& i) {
  Registers result = 0;
  if (i.reads & kRoleRn) result |= core(i.rn);
  if (i.reads & kRoleRm) result |= core(i.rm);
  if (i.reads & kRoleRs) result |= core(i.rs);
  return result;
}

struct Effect {
  ShadowOperation::Kind kind = ShadowOperation::Kind::kForget;
  Registers writes = 0;  // set or forgotten
  Registers reads = 0;
  bool always = true;  // it may leave the registers as they are otherwise
};

Effect effect_of(const Step& step) {
  using Kind = ShadowOperation::Kind;
  const Instruction& i = step.instruction;
  switch (step.kind) {
    case StepKind::kAlu:
      switch (i.form) {
        case Form::kDataImmediate:
        case Form::kDataRegister:
        case Form::kDataShiftImmediate:
        case Form::kDataShiftRegister:
          if ((i.writes & kRoleRd) == 0 || i.rd == kPc) return {};
          return {Kind::kCompute, core(i.rd), operands_of(i)};
        case Form::kMul:
        case Form::kMla:
          return {Kind::kCompute, core(i.rd), core(i.rm) | core(i.rs) | core(i.rn)};
        default:
          return {Kind::kForget, destinations_of(step)};
      }
    case StepKind::kLoad:
    case StepKind::kStore:
    case StepKind::kLoadMultiple:
    case StepKind::kStoreMultiple:
    case StepKind::kVfpLoad:
    case StepKind::kVfpStore: {
      Effect effect{Kind::kAccess};
      effect.always = step.condition == kAlways;
      if (step.base_known || step.writeback) effect.writes |= core(i.rn);
      if (step.kind == StepKind::kLoad) effect.writes |= destinations_of(step);
      if (step.kind == StepKind::kLoadMultiple) effect.writes |= i.register_list;
      if (step.kind == StepKind::kVfpLoad) effect.writes |= vfp(step.vfp_first, step.vfp_words);
      return effect;
    }
    case StepKind::kVfp:
      return {Kind::kForget, vfp(step.vfp.destination, step.vfp.destination_words)};
    case StepKind::kVfpFromCore:
      return {Kind::kTransfer, vfp(step.vfp_first, step.vfp_words),
              core(i.rd) | (step.vfp_words == 2 ? core(i.rd2) : 0)};
    case StepKind::kVfpToCore: {
      Effect effect{Kind::kTransfer, 0, vfp(step.vfp_first, step.vfp_words)};
      if (i.rd != kPc) effect.writes |= core(i.rd);
      if (step.vfp_words == 2 && i.rd2 != kPc) effect.writes |= core(i.rd2);
      return effect;
    }
    case StepKind::kPreload:
      return {Kind::kPreload, 0, operands_of(i) | core(i.rn)};
    case StepKind::kBranch:
      return {Kind::kForget, destinations_of(step)};
    default:
      return {};
  }
}

}  // namespace

std::vector<ShadowOperation> shadow_program(std::span<const Step> steps) {
  std::vector<ShadowOperation> result;
  Registers needed = ~Registers{0};  // all of them after the block
  for (std::size_t k = steps.size(); k-- > 0;) {
    const Effect effect = effect_of(steps[k]);
    const bool preload = effect.kind == ShadowOperation::Kind::kPreload;
    if (!preload && (effect.writes & needed) == 0) continue;
    if (effect.always) needed &= ~effect.writes;
    needed |= effect.reads;
    const std::uint32_t core_mask = static_cast<std::uint32_t>(effect.writes & 0xffffu);
    const std::uint32_t vfp_mask = static_cast<std::uint32_t>(effect.writes >> 32);
    const bool forget = effect.kind == ShadowOperation::Kind::kForget;
    if (forget && !result.empty() && result.back().kind == effect.kind) {
      result.back().core |= core_mask;
      result.back().vfp |= vfp_mask;
    } else {
      result.push_back({effect.kind, static_cast<std::uint16_t>(k), core_mask, vfp_mask});
    }
  }
  std::reverse(result.begin(), result.end());
  return result;
}

}  // namespace dinozero::timing
