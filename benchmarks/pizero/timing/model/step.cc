// SPDX-License-Identifier: Apache-2.0
#include "model/step.h"

#include <bit>

#include "isa/decoder.h"
#include "model/instruction_table.h"

namespace dinozero::timing {
namespace {

void add_source(Step& step, unsigned reg, unsigned role, const Timing& timing, bool base) {
  if (reg == kPc) return;  // never interlocks
  Step::Source& source = step.sources[step.source_count++];
  source.reg = static_cast<std::uint8_t>(reg);
  source.adjust = static_cast<std::int8_t>((timing.early & role)  ? 1
                                           : (timing.late & role) ? -1
                                                                  : 0);
  source.accumulate = (timing.accumulate & role) != 0;
  source.address_base = base;
}

void add_destination(Step& step, unsigned reg, unsigned latency) {
  if (reg == kPc) return;
  step.destinations[step.destination_count++] = {static_cast<std::uint8_t>(reg),
                                                 static_cast<std::uint8_t>(latency)};
}

bool is_store(Form form) {
  switch (form) {
    case Form::kStore:
    case Form::kStoreTwoCycle:
    case Form::kStoreDouble:
    case Form::kStoreDoubleTwoCycle:
    case Form::kStoreExclusive:
    case Form::kStc:
    case Form::kSrs:
      return true;
    default:
      return false;
  }
}

StepKind kind_of(const Instruction& i) {
  switch (i.form) {
    case Form::kLoadMultiple:
      return StepKind::kLoadMultiple;
    case Form::kStoreMultiple:
      return StepKind::kStoreMultiple;
    case Form::kPreload:
    case Form::kPreloadTwoCycle:
      return StepKind::kPreload;
    case Form::kFldS:
    case Form::kFldD:
    case Form::kFldm:
      return StepKind::kVfpLoad;
    case Form::kFstS:
    case Form::kFstD:
    case Form::kFstm:
      return StepKind::kVfpStore;
    case Form::kFmsr:
    case Form::kFmdr:
    case Form::kFmsrr:
    case Form::kFmdrr:
      return StepKind::kVfpFromCore;
    case Form::kFmrs:
    case Form::kFmrd:
    case Form::kFmrrs:
    case Form::kFmrrd:
      return StepKind::kVfpToCore;
    case Form::kFmstat:
      return StepKind::kVfpStatus;
    case Form::kFmxr:
    case Form::kFmrx:
      return StepKind::kVfpSystem;
    case Form::kSvc:
      return StepKind::kSystemCall;
    default:
      break;
  }
  switch (timing_of(i.form).unit) {
    case Unit::kLoadStore:
      return is_store(i.form) ? StepKind::kStore : StepKind::kLoad;
    case Unit::kBranch:
      return StepKind::kBranch;
    case Unit::kVfpFmac:
    case Unit::kVfpDs:
      return StepKind::kVfp;
    default:
      return StepKind::kAlu;
  }
}

BranchKind branch_of(const Instruction& i) {
  if (!writes_pc(i)) return BranchKind::kNone;
  switch (i.form) {
    case Form::kBranch:
      return BranchKind::kDirect;
    case Form::kBranchLink:
    case Form::kBranchLinkExchange:
      return BranchKind::kCall;
    case Form::kBx:
      return i.rm == 14 ? BranchKind::kReturn : BranchKind::kIndirect;
    case Form::kBlxRegister:
      return BranchKind::kIndirectCall;
    case Form::kBxj:
      return BranchKind::kIndirect;
    case Form::kLoadMultiple:
      return i.rn == 13 ? BranchKind::kMultipleReturn : BranchKind::kLoad;
    case Form::kLoad:
    case Form::kLoadTwoCycle:
      return i.rn == 13 ? BranchKind::kLoadReturn : BranchKind::kLoad;
    case Form::kDataRegister:
      return i.opcode == 13 && i.rm == 14 ? BranchKind::kReturn : BranchKind::kArithmetic;
    default:
      return BranchKind::kArithmetic;
  }
}

// The base register after the access minus the lowest address accessed.
void set_base(Step& step, const Instruction& i) {
  step.writeback = i.writeback;
  if (i.rn == kPc || i.register_offset) return;
  step.base_known = true;
  switch (step.kind) {
    case StepKind::kLoadMultiple:
    case StepKind::kStoreMultiple: {
      const int bytes = 4 * std::popcount(i.register_list);
      step.base_adjust = -i.immediate + (i.writeback ? (i.add ? bytes : -bytes) : 0);
      return;
    }
    case StepKind::kVfpLoad:
    case StepKind::kVfpStore: {
      const int bytes = 4 * i.shift_amount;
      step.base_adjust = -i.immediate + (i.writeback ? (i.add ? bytes : -bytes) : 0);
      return;
    }
    default:
      if (i.form == Form::kLoadExclusive || i.form == Form::kStoreExclusive ||
          i.form == Form::kSwap)
        return;
      if (i.form == Form::kLdc || i.form == Form::kStc) {
        step.base_known = false;
        return;
      }
      step.base_adjust = i.pre_index ? (i.writeback ? 0 : -i.immediate) : i.immediate;
  }
}

void set_vfp(Step& step, const Instruction& i, const Timing& timing) {
  VfpOperation& vfp = step.vfp;
  const std::uint8_t words = i.is_double ? 2 : 1;
  vfp.pipe = timing.unit == Unit::kVfpDs ? VfpPipe::kDs : VfpPipe::kFmac;
  vfp.latency = timing.latency;
  vfp.occupancy = timing.pipe;
  vfp.source_words = words;
  vfp.destination = i.fd;
  vfp.destination_words = words;
  vfp.vector = true;
  const auto add = [&vfp](std::uint8_t reg) { vfp.source[vfp.sources++] = reg; };
  switch (i.form) {
    case Form::kFmacS:
    case Form::kFmacD:
      add(i.fn);
      vfp.scalar_source = static_cast<std::int8_t>(vfp.sources);
      add(i.fm);
      add(i.fd);
      return;
    case Form::kFmulS:
    case Form::kFmulD:
    case Form::kFaddS:
    case Form::kFaddD:
    case Form::kFdivS:
    case Form::kFdivD:
      add(i.fn);
      vfp.scalar_source = static_cast<std::int8_t>(vfp.sources);
      add(i.fm);
      return;
    case Form::kFcmpS:
    case Form::kFcmpD:
      add(i.fd);
      if (i.opcode < 10) add(i.fm);
      vfp.destination_words = 0;
      vfp.sets_status = true;
      vfp.vector = false;
      return;
    case Form::kFcpyS:
    case Form::kFcpyD:
    case Form::kFsqrtS:
    case Form::kFsqrtD:
      vfp.scalar_source = static_cast<std::int8_t>(vfp.sources);
      add(i.fm);
      return;
    case Form::kFcvtToD:
      vfp.destination_words = 2;
      break;
    case Form::kFcvtToS:
      vfp.destination_words = 1;
      break;
    case Form::kFromIntegerD:
      vfp.source_words = 1;
      break;
    case Form::kToIntegerD:
      vfp.destination_words = 1;
      break;
    default:
      break;
  }
  vfp.vector = false;
  add(i.fm);
}

void set_transfer(Step& step, const Instruction& i) {
  const bool pair = i.form == Form::kFmsrr || i.form == Form::kFmrrs || i.form == Form::kFmdrr ||
                    i.form == Form::kFmrrd;
  step.vfp_first = pair ? i.fm : i.fn;
  step.vfp_words = pair ? 2 : 1;
}

// orr rN, rN, rN: a no-op that compilers do not emit.
bool is_marker(const Instruction& i) {
  return i.form == Form::kDataRegister && i.opcode == 12 && !i.sets_flags &&
         i.condition == kAlways && i.rd == i.rn && i.rd == i.rm && i.rd <= 10;
}

}  // namespace

Step prepare(std::uint32_t word, std::uint32_t pc) {
  const Instruction i = decode(word);
  const Timing& timing = timing_of(i.form);
  Step step;
  step.instruction = i;
  step.pc = pc;
  step.condition = i.condition;
  if (is_marker(i)) {
    step.kind = StepKind::kMarker;
    step.marker = i.rd;
    return step;
  }
  step.kind = kind_of(i);
  step.issue = i.sets_flags && timing.issue_flags ? timing.issue_flags : timing.issue;
  step.memory_cycles = timing.memory;
  step.sets_flags = i.sets_flags || i.form == Form::kMsrFlags || i.form == Form::kMsrControl;
  step.is_multiply = timing.unit == Unit::kMultiplier;
  step.unmodelled = i.form == Form::kUndefined || i.form == Form::kCoprocessorOperation ||
                    i.form == Form::kLdc || i.form == Form::kStc;

  const bool memory = timing.unit == Unit::kLoadStore;
  if (i.reads & kRoleRn) add_source(step, i.rn, kRoleRn, timing, memory);
  if (i.reads & kRoleRm) add_source(step, i.rm, kRoleRm, timing, false);
  if (i.reads & kRoleRs) add_source(step, i.rs, kRoleRs, timing, false);
  if (i.reads & kRoleRd) add_source(step, i.rd, kRoleRd, timing, false);
  if (i.reads & kRoleRd2) add_source(step, i.rd2, kRoleRd2, timing, false);
  if ((i.reads & kRoleFlags) && step.source_count < step.sources.size()) {
    step.sources[step.source_count++] = {kFlagsRegister, 0, false, false};
  }

  // Flag-setting multiplies hold the issue stage longer than their result latency, which thus stays
  // hidden.
  if (i.writes & kRoleRd) add_destination(step, i.rd, timing.latency);
  if (i.writes & kRoleRd2) add_destination(step, i.rd2, timing.latency2);
  if (i.writes & kRoleFlags) add_destination(step, kFlagsRegister, step.issue);
  if (i.form == Form::kBranchLink || i.form == Form::kBranchLinkExchange ||
      i.form == Form::kBlxRegister) {
    add_destination(step, 14, 1);
  }

  step.branch = branch_of(i);
  step.branch_target = pc + 8u + static_cast<std::uint32_t>(i.immediate);
  if (memory) set_base(step, i);
  if (step.kind == StepKind::kVfp) set_vfp(step, i, timing);
  if (step.kind == StepKind::kVfpFromCore || step.kind == StepKind::kVfpToCore)
    set_transfer(step, i);
  if (step.kind == StepKind::kVfpLoad || step.kind == StepKind::kVfpStore) {
    step.vfp_first = i.fd;
    step.vfp_words = i.vfp_words;
  }
  return step;
}

}  // namespace dinozero::timing
