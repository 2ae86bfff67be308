// SPDX-License-Identifier: Apache-2.0
#include "model/pipeline.h"

#include <algorithm>
#include <bit>

namespace dinozero::timing {

Pipeline::Pipeline(const ModelOptions& options, MarkerListener* listener)
    : options_(options), listener_(listener) {
  forget_history();
}

void Pipeline::forget_history() {
  memory_.emplace(options_.memory, options_.mapping, options_.perfect_memory, statistics_);
  branches_ = BranchPredictor{};
}

Statistics Pipeline::statistics() const {
  Statistics result = statistics_;
  result.cycles = static_cast<std::uint64_t>(now_);
  return result;
}

inline void Pipeline::count_stall(Cycle cycles, Stall reason) {
  statistics_.stalls[static_cast<unsigned>(reason)] += static_cast<std::uint64_t>(cycles);
  if (profile_ != nullptr) {
    profile_->stalls[static_cast<unsigned>(reason)] += static_cast<std::uint64_t>(cycles);
  }
}

inline void Pipeline::wait(Issue& issue, Cycle until, Stall reason) {
  if (until <= issue.time) return;
  count_stall(until - issue.time, reason);
  issue.time = until;
}

// True when `reg` was written under the condition opposite to the step's: then they do not
// interlock (16.1.4).
inline bool Pipeline::opposite_condition(const Step& step, const Register& reg) const {
  return step.condition != kAlways && reg.condition == (step.condition ^ 1u) &&
         reg.flags_epoch == flags_epoch_;
}

inline void Pipeline::wait_for_sources(Issue& issue) {
  const Step& step = issue.step;
  Cycle ready = issue.time, ready_if_hit = issue.time;
  for (unsigned k = 0; k < step.source_count; ++k) {
    const Step::Source source = step.sources[k];
    const Register& reg = registers_[source.reg];
    // Most registers have been ready for long (no rule adds more than one cycle).
    if (reg.ready < issue.time || opposite_condition(step, reg)) continue;
    Cycle adjust = source.adjust;
    // A base register that was written back is forwarded inside the address adder: 16.10.
    if (source.address_base && reg.writeback) adjust = 0;
    if (source.accumulate && reg.multiply) --adjust;
    ready = std::max(ready, reg.ready + adjust);
    ready_if_hit = std::max(ready_if_hit, reg.ready_if_hit + adjust);
  }
  if (ready == issue.time) return;
  wait(issue, ready_if_hit, Stall::kInterlock);
  wait(issue, ready, Stall::kDataMiss);
}

inline void Pipeline::wait_for_destinations(Issue& issue) {
  const Step& step = issue.step;
  for (unsigned k = 0; k < step.destination_count; ++k) {
    const Step::Destination destination = step.destinations[k];
    const Register& reg = registers_[destination.reg];
    wait(issue, reg.lock, Stall::kInterlock);
    if (reg.ready <= issue.time || opposite_condition(step, reg)) continue;
    // Results are written in order.
    wait(issue, reg.ready_if_hit - destination.latency, Stall::kInterlock);
    wait(issue, reg.ready - destination.latency, Stall::kDataMiss);
  }
}

inline void Pipeline::finish(Issue& issue, Cycle issue_cycles) {
  now_ = issue.time + issue_cycles;
  statistics_.issue_cycles += static_cast<std::uint64_t>(issue_cycles);
}

inline void Pipeline::write_result(const Issue& issue, unsigned reg, Cycle ready,
                                   Cycle ready_if_hit) {
  Register& target = registers_[reg];
  target.ready = ready;
  target.ready_if_hit = ready_if_hit;
  target.multiply = issue.step.is_multiply;
  target.writeback = false;
  target.condition = issue.step.condition;
  target.flags_epoch = flags_epoch_;
}

inline void Pipeline::write_results(const Issue& issue) {
  for (unsigned k = 0; k < issue.step.destination_count; ++k) {
    const Step::Destination destination = issue.step.destinations[k];
    const Cycle ready = issue.time + destination.latency;
    write_result(issue, destination.reg, ready, ready);
  }
}

inline void Pipeline::hold_load_store_unit(Cycle until, Stall reason) {
  if (until <= load_store_free_) return;
  load_store_free_ = until;
  load_store_reason_ = reason;
}

// `accesses`: of the step; none when its condition failed.
void Pipeline::shadow_access(const Step& step, std::span<const MemoryAccess> accesses) {
  const Instruction& i = step.instruction;
  if (accesses.empty()) {
    if (step.writeback && step.condition == kAlways) shadow_.forget(i.rn);
    return;
  }
  if (step.base_known) {
    shadow_.set(i.rn, range_of(accesses).begin + static_cast<std::uint32_t>(step.base_adjust));
  } else if (step.writeback) {
    shadow_.forget(i.rn);
  }
  switch (step.kind) {
    case StepKind::kLoadMultiple: {
      std::size_t k = 0;
      for (unsigned list = i.register_list; list != 0; list &= list - 1, ++k) {
        const unsigned reg = static_cast<unsigned>(std::countr_zero(list));
        if (k < accesses.size() && accesses[k].value_known) {
          shadow_.set(reg, accesses[k].value);
        } else {
          shadow_.forget(reg);
        }
      }
      return;
    }
    case StepKind::kLoad:
      for (unsigned k = 0; k < step.destination_count; ++k) {
        shadow_.forget(step.destinations[k].reg);
      }
      if (accesses.size() == 1 && accesses[0].value_known && accesses[0].size == 4 &&
          i.access_size == 4 && i.rd != kPc) {
        shadow_.set(i.rd, accesses[0].value);
      }
      return;
    case StepKind::kVfpLoad:
      shadow_.forget_vfp(step.vfp_first, step.vfp_words);
      return;
    case StepKind::kStore:
      if (i.form == Form::kStoreExclusive) shadow_.forget(i.rd);
      return;
    default:
      return;
  }
}

void Pipeline::execute_load(Issue& issue, std::uint32_t address, std::uint32_t end) {
  const Step& step = issue.step;
  ++statistics_.loads;
  const Cycle t = issue.time;
  const std::uint32_t first_line = line_of(address);
  const std::uint32_t shape = shape_of(address, end - address);
  const MemorySystem::Access first = load(Question::kLoad, issue, address, t, shape);
  hold_load_store_unit(first.translated, Stall::kTlb);
  hold_load_store_unit(first.start, Stall::kDataMiss);
  const Cycle first_delay = first.data - t;
  Cycle delay = first_delay;
  for (std::uint32_t line = first_line + 1; line <= line_of(end - 1); ++line) {
    const MemorySystem::Access access =
        load(Question::kNextLine, issue, line * kLineBytes, t + delay, 0);
    hold_load_store_unit(std::max(access.translated, access.start), Stall::kDataMiss);
    delay = access.data - t;
    hold_load_store_unit(t + delay, Stall::kDataMiss);
  }
  const auto delay_of = [&](std::uint32_t where) {
    return line_of(where) == first_line ? first_delay : delay;
  };

  if (step.kind == StepKind::kLoadMultiple) {
    // Two words a cycle from the first doubleword boundary on; pc first: 16.12.2.
    const Cycle extra = (step.instruction.register_list & 0x8000u) ? 1 : 0;
    unsigned k = (address & 7u) ? 1 : 0;
    std::uint32_t where = address;
    for (unsigned list = step.instruction.register_list & 0x7fffu; list != 0;
         list &= list - 1, ++k, where += 4) {
      const unsigned reg = static_cast<unsigned>(std::countr_zero(list));
      const Cycle hit = t + 3 + k / 2 + extra;
      write_result(issue, reg, hit + delay_of(where), hit);
    }
  } else if (step.kind == StepKind::kVfpLoad) {
    for (unsigned k = 0; k < step.vfp_words; ++k) {
      const Cycle hit = t + 4 + k / 2;
      vfp_.load(step.vfp_first + k, hit + delay_of(address + 4 * k), hit);
    }
    // The VFP11 has no queue for load data (11.5): a load that waits for its line stalls the LS
    // pipeline, and no other transfer begins until it moves on (21.10). Arithmetic goes on.
    if (delay > 0) vfp_transfer_free_ = t + delay + (step.vfp_words + 1) / 2;
  } else {
    const std::uint32_t bytes = end - address;
    const Cycle unaligned = bytes < 8 && (address & (bytes - 1)) ? 1 : 0;
    unsigned result = 0;
    for (unsigned k = 0; k < step.destination_count; ++k) {
      const Step::Destination destination = step.destinations[k];
      const Cycle second = result == 1 && (address & 7u) ? 1 : 0;
      const Cycle hit = t + destination.latency + unaligned + second;
      write_result(issue, destination.reg, hit + delay, hit);
      ++result;
    }
  }
  if (step.branch != BranchKind::kNone && delay > 0) {  // the new pc is needed at once
    count_stall(delay, Stall::kDataMiss);
    now_ += delay;
  }
}

void Pipeline::execute_store(Issue& issue, std::uint32_t address, std::uint32_t end) {
  const Step& step = issue.step;
  ++statistics_.stores;
  last_store_ = address;
  const Cycle t = issue.time;
  if (step.kind == StepKind::kStoreMultiple) {
    unsigned k = 1;
    for (unsigned list = step.instruction.register_list & 0x7fffu; list != 0;
         list &= list - 1, ++k) {
      registers_[static_cast<unsigned>(std::countr_zero(list))].lock = t + 1 + k / 2;
    }
  } else if (step.instruction.form == Form::kStoreDouble ||
             step.instruction.form == Form::kStoreDoubleTwoCycle) {
    const Cycle two_cycle = step.issue - 1;
    registers_[step.instruction.rd].lock = t + 1 + two_cycle;
    registers_[step.instruction.rd2].lock = t + 2 + two_cycle;
  }
  if (step.instruction.form == Form::kStoreExclusive) write_results(issue);
  const MemorySystem::Store stored =
      store(issue, address, end - address, shape_of(address, end - address));
  hold_load_store_unit(stored.translated, Stall::kTlb);
  hold_load_store_unit(stored.accepted, Stall::kWriteBuffer);
}

void Pipeline::execute_memory(Issue& issue, std::span<const MemoryAccess> accesses) {
  accesses_of_step_ = static_cast<std::uint8_t>(std::min<std::size_t>(accesses.size(), 255));
  const Step& step = issue.step;
  const Instruction& i = step.instruction;
  // The data of a store multiple, the destinations of a load multiple.
  if (step.kind == StepKind::kStoreMultiple) {
    for (unsigned list = i.register_list & 0x7fffu; list != 0; list &= list - 1) {
      const Register& reg = registers_[static_cast<unsigned>(std::countr_zero(list))];
      wait(issue, reg.ready_if_hit, Stall::kInterlock);
      wait(issue, reg.ready, Stall::kDataMiss);
    }
  } else if (step.kind == StepKind::kLoadMultiple) {
    for (unsigned list = i.register_list & 0x7fffu; list != 0; list &= list - 1) {
      const Register& reg = registers_[static_cast<unsigned>(std::countr_zero(list))];
      wait(issue, reg.lock, Stall::kInterlock);
      wait(issue, reg.ready - 3, Stall::kDataMiss);
    }
  } else if (step.kind == StepKind::kVfpLoad) {
    wait(issue, vfp_transfer_free_, Stall::kDataMiss);
    wait(issue, vfp_.destination_free(step.vfp_first, step.vfp_words, issue.time),
         Stall::kVfpInterlock);
  } else if (step.kind == StepKind::kVfpStore) {
    wait(issue, vfp_transfer_free_, Stall::kDataMiss);
    wait(issue, vfp_.source_ready(step.vfp_first, step.vfp_words, issue.time),
         Stall::kVfpInterlock);
  }
  if (accesses.empty()) {  // its condition failed
    if (recording_) {
      record_no_answer(is_load(step.kind) ? Question::kLoad : Question::kStore, issue,
                       std::max(issue.time, load_store_free_), kNoAccess);
    }
    finish(issue, 1);
    shadow_access(step, accesses);
    return;
  }
  wait(issue, load_store_free_, load_store_reason_);
  finish(issue, step.issue);

  const auto [address, end] = range_of(accesses);
  const std::uint32_t bytes = end - address;
  const bool multiple =
      step.kind == StepKind::kLoadMultiple || step.kind == StepKind::kStoreMultiple;
  Cycle memory_cycles = 1;
  if (bytes > 4 || multiple) {
    memory_cycles = ((address & 7u) + bytes + 7) / 8;
  } else if (address & (bytes - 1)) {
    memory_cycles = 2;
  }
  memory_cycles += step.issue - 1;
  load_store_free_ = issue.time + memory_cycles;
  load_store_reason_ = Stall::kLoadStoreUnit;

  if (is_load(step.kind)) {
    execute_load(issue, address, end);
  } else {
    execute_store(issue, address, end);
  }
  shadow_access(step, accesses);
  const bool loads_base = step.kind == StepKind::kLoadMultiple && ((i.register_list >> i.rn) & 1u);
  if (step.writeback && i.rn != kPc && !loads_base) {
    const Cycle ready = issue.time + step.issue;
    write_result(issue, i.rn, ready, ready);
    registers_[i.rn].multiply = false;
    registers_[i.rn].writeback = true;
  }
}

void Pipeline::execute_preload(Issue& issue) {
  wait(issue, load_store_free_, load_store_reason_);
  finish(issue, issue.step.issue);
  ++statistics_.preloads;
  hold_load_store_unit(issue.time + 1, Stall::kLoadStoreUnit);
  const std::optional<std::uint32_t> address =
      shadow_.address(issue.step.instruction, issue.step.pc);
  if (!address) {
    if (recording_) record_no_answer(Question::kPreload, issue, issue.time, kUnknownAddress);
    ++statistics_.preloads_unknown;
    return;
  }
  const MemorySystem::Access access = load(Question::kPreload, issue, *address, issue.time, 0);
  hold_load_store_unit(access.translated, Stall::kTlb);
  hold_load_store_unit(access.start, Stall::kDataMiss);
}

void Pipeline::execute_vfp(Issue& issue) {
  const VfpOperation& vfp = issue.step.vfp;
  const Cycle ready = vfp_.registers_ready(vfp, issue.time);
  if (ready > issue.time) {
    wait(issue, std::min(ready, vfp_.registers_ready_if_hit(vfp, issue.time)),
         Stall::kVfpInterlock);
    const bool misses = vfp_.registers_ready_if_hit(vfp, 0) + 1 < ready;
    wait(issue, ready, misses ? Stall::kDataMiss : Stall::kVfpInterlock);
  }
  wait(issue, vfp_.pipe_ready(vfp, issue.time), Stall::kVfpPipe);
  vfp_.issue(vfp, issue.time);
  shadow_.forget_vfp(vfp.destination, vfp.destination_words);
  finish(issue, 1);
}

void Pipeline::execute_vfp_transfer(Issue& issue) {
  const Step& step = issue.step;
  const Instruction& i = step.instruction;
  // The moves between the register files use the LS pipeline.
  wait(issue, vfp_transfer_free_, Stall::kDataMiss);
  switch (step.kind) {
    case StepKind::kVfpFromCore: {
      wait(issue, vfp_.destination_free(step.vfp_first, step.vfp_words, issue.time),
           Stall::kVfpInterlock);
      for (unsigned k = 0; k < step.vfp_words; ++k)
        vfp_.load(step.vfp_first + k, issue.time + 4, issue.time + 4);
      shadow_transfer(step);
      break;
    }
    case StepKind::kVfpToCore:
      wait(issue, vfp_.source_ready(step.vfp_first, step.vfp_words, issue.time),
           Stall::kVfpInterlock);
      write_results(issue);
      shadow_transfer(step);
      break;
    case StepKind::kVfpStatus:
      wait(issue, vfp_.status_ready(), Stall::kVfpInterlock);
      write_results(issue);
      ++flags_epoch_;
      flags_set_ = issue.time + 1;
      finish(issue, 2);
      return;
    default: {  // FMXR, FMRX wait until the VFP11 is idle
      wait(issue, vfp_.idle(), Stall::kVfpInterlock);
      write_results(issue);
      const bool fpscr = i.opcode == 1;
      if (i.form == Form::kFmrx) {
        // Only the bits the model follows: LEN, STRIDE and the modes; the status flags read as
        // zero.
        if (i.rd != kPc) {
          if (fpscr && fpscr_known_) {
            shadow_.set(i.rd, fpscr_);
          } else {
            shadow_.forget(i.rd);
          }
        }
      } else if (fpscr) {
        const std::optional<std::uint32_t> value = shadow_.get(i.rd);
        fpscr_known_ = value.has_value();
        if (value) {
          fpscr_ = *value & 0x07ffffffu;
          vfp_.write_fpscr(fpscr_);
        } else {
          ++statistics_.unknown_fpscr;
        }
      }
    }
  }
  finish(issue, step.issue);
}

void Pipeline::execute_branch(Issue& issue, std::uint32_t next) {
  const Step& step = issue.step;
  const Branch branch{step.branch, step.condition != kAlways, step.pc, step.branch_target};
  Cycle cycles = resolve(issue, branch, next);
  if (step.kind == StepKind::kBranch) {
    const Cycle issued = std::min<Cycle>(cycles, 1);
    statistics_.issue_cycles += static_cast<std::uint64_t>(issued);
    now_ += issued;
    cycles -= issued;
  } else {
    cycles = std::max<Cycle>(cycles - 1, 0);  // its issue cycle has been counted
  }
  count_stall(cycles, Stall::kBranch);
  now_ += cycles;
}

void Pipeline::shadow_transfer(const Step& step) {
  const Instruction& i = step.instruction;
  if (step.kind == StepKind::kVfpFromCore) {
    shadow_.copy_to_vfp(step.vfp_first, i.rd);
    if (step.vfp_words == 2) shadow_.copy_to_vfp(step.vfp_first + 1u, i.rd2);
    return;
  }
  if (i.rd != kPc) shadow_.copy_from_vfp(i.rd, step.vfp_first);
  if (step.vfp_words == 2 && i.rd2 != kPc) shadow_.copy_from_vfp(i.rd2, step.vfp_first + 1u);
}

void Pipeline::shadow_alu(const Step& step) {
  const Instruction& i = step.instruction;
  switch (i.form) {
    case Form::kDataImmediate:
    case Form::kDataRegister:
    case Form::kDataShiftImmediate:
    case Form::kDataShiftRegister:
      shadow_.execute(i, step.pc);
      return;
    case Form::kMul:
    case Form::kMla:
      shadow_.multiply(i);
      return;
    default:
      for (unsigned k = 0; k < step.destination_count; ++k) {
        if (step.destinations[k].reg < kPc) shadow_.forget(step.destinations[k].reg);
      }
  }
}

void Pipeline::step_through(const Block& block, std::span<const MemoryAccess> accesses,
                            std::uint32_t next) {
  std::size_t access = 0;
  const Cycle begun = now_;
  now_ = fetch(block);
  Cycle fetching = now_ - begun;
  const auto profile_of = [&](std::size_t index) {
    return recording_ ? &recorded_profiles_[index] : block.steps[index].profile;
  };
  profile_ = profile_of(0);
  count_stall(fetching, Stall::kInstructionFetch);
  for (std::size_t index = 0; index < block.steps.size(); ++index) {
    const Step& step = block.steps[index];
    if (step.kind == StepKind::kMarker) {
      if (listener_ != nullptr) listener_->on_marker(step.marker, last_store_);
      continue;
    }
    profile_ = profile_of(index);
    Issue issue{step, now_};
    const Cycle before = now_;
    ++statistics_.instructions;
    if (step.unmodelled) ++statistics_.unmodelled;
    wait_for_sources(issue);
    switch (step.kind) {
      case StepKind::kAlu:
        wait_for_destinations(issue);
        if (step.sets_flags) {
          ++flags_epoch_;
          flags_set_ = issue.time;
        }
        write_results(issue);
        finish(issue, step.issue);
        shadow_alu(step);
        break;
      case StepKind::kLoad:
      case StepKind::kStore:
      case StepKind::kLoadMultiple:
      case StepKind::kStoreMultiple:
      case StepKind::kVfpLoad:
      case StepKind::kVfpStore: {
        const std::size_t first = access;
        while (access < accesses.size() && accesses[access].step == index) ++access;
        wait_for_destinations(issue);
        execute_memory(issue, accesses.subspan(first, access - first));
        break;
      }
      case StepKind::kPreload:
        execute_preload(issue);
        break;
      case StepKind::kVfp:
        execute_vfp(issue);
        break;
      case StepKind::kVfpFromCore:
      case StepKind::kVfpToCore:
      case StepKind::kVfpStatus:
      case StepKind::kVfpSystem:
        execute_vfp_transfer(issue);
        break;
      case StepKind::kBranch:
        now_ = issue.time;
        write_results(issue);
        for (unsigned k = 0; k < step.destination_count; ++k)
          shadow_.forget(step.destinations[k].reg);
        break;
      case StepKind::kSystemCall:
        finish(issue, step.issue);
        shadow_.forget(0);
        break;
      case StepKind::kKernelHelper:
        finish(issue, 8);
        shadow_.forget_list(0x500fu);  // r0 to r3, ip, lr
        break;
      case StepKind::kMarker:
        break;
    }
    if (step.branch != BranchKind::kNone) execute_branch(issue, next);
    if (profile_ != nullptr) {
      ++profile_->executions;
      profile_->cycles += static_cast<std::uint64_t>(now_ - before + fetching);
    }
    fetching = 0;
  }
}

}  // namespace dinozero::timing
