// SPDX-License-Identifier: Apache-2.0
// Replays basic blocks of which the pipeline knows the way (ReplayTree), and records those it does
// not know. The results are those of stepping through them, to the last counter.
#include <algorithm>
#include <bit>

#include "model/pipeline.h"

namespace dinozero::timing {
namespace {

// A block that takes a new way too often is quicker to step through.
constexpr std::uint32_t kWindow = 256, kRecordsInWindow = 80, kSteppings = 2000;
constexpr Cycle kMostSlack = 255;

template <typename Value>
std::uint32_t difference(Value after, Value before) {
  return static_cast<std::uint32_t>(after - before);
}

// The load/store unit is busy for `slack` cycles anyway.
std::int32_t beyond(std::int32_t slack, std::int32_t time) { return time > slack ? time : 0; }

std::int32_t since(Cycle time, Cycle begin) { return static_cast<std::int32_t>(time - begin); }

// The bytes of the accesses of the node's step, which begin at `access`; moves it past them.
// Nothing where there are none.
inline AddressRange next_range(std::span<const MemoryAccess> accesses, std::size_t& access,
                               const ReplayTree::Node& node) {
  const std::size_t first = access;
  std::size_t last = first + node.accesses;  // most likely
  const bool likely = node.accesses > 0 && last <= accesses.size() &&
                      accesses[last - 1].step == node.step &&
                      (last == accesses.size() || accesses[last].step != node.step);
  if (!likely) {
    last = first;
    while (last < accesses.size() && accesses[last].step == node.step) ++last;
    if (last == first) return {0, 0};
  }
  access = last;
  return range_of(accesses.subspan(first, last - first));
}

bool can_replay(const Block& block) {
  for (const Step& step : block.steps) {
    if (step.unmodelled || (step.branch != BranchKind::kNone && &step != &block.steps.back()))
      return false;
    switch (step.kind) {
      case StepKind::kVfpSystem:
      case StepKind::kSystemCall:
      case StepKind::kKernelHelper:
      case StepKind::kMarker:
        return false;
      default:
        break;
    }
    switch (step.instruction.form) {
      case Form::kLoadExclusive:
      case Form::kStoreExclusive:
      case Form::kSwap:
        return false;
      default:
        break;
    }
  }
  return !block.steps.empty();
}

}  // namespace

// Times that lie so far back that they delay nothing are equal.
class Pipeline::StateWriter {
 public:
  void put(std::int32_t value) { values_[size_++] = value; }
  void put_time(Cycle time, Cycle now) {
    put(time >= now ? since(time, now) : static_cast<std::int32_t>(kLongAgo));
  }
  std::span<const std::int32_t> values() const { return std::span(values_).first(size_); }

 private:
  // A mask, four values for each register, and less than 16 others.
  std::array<std::int32_t, 4 * (kScoreboardSize + 32) + 32> values_;
  std::size_t size_ = 0;
};

class Pipeline::StateReader {
 public:
  explicit StateReader(std::span<const std::int32_t> values) : values_(values) {}
  std::int32_t take() { return values_[position_++]; }
  Cycle take_time(Cycle now) { return now + take(); }
  static Cycle past(Cycle now) { return now + kLongAgo; }

 private:
  std::span<const std::int32_t> values_;
  std::size_t position_ = 0;
};

std::uint32_t Pipeline::save_state() {
  StateWriter out;
  std::uint32_t busy = 0;
  for (unsigned r = 0; r < kScoreboardSize; ++r) {
    if (registers_[r].ready >= now_ || registers_[r].lock > now_) busy |= 1u << r;
  }
  out.put(static_cast<std::int32_t>(busy));
  for (; busy != 0; busy &= busy - 1) {
    const Register& reg = registers_[static_cast<unsigned>(std::countr_zero(busy))];
    out.put_time(reg.ready, now_);
    out.put_time(reg.ready_if_hit, now_);
    out.put_time(reg.lock, now_);
    if (reg.ready < now_) {
      out.put(kAlways);
      continue;
    }
    const bool same_flags = reg.condition != kAlways && reg.flags_epoch == flags_epoch_;
    out.put(reg.condition | (reg.multiply ? 0x100 : 0) | (reg.writeback ? 0x200 : 0) |
            (same_flags ? 0x400 : 0));
  }
  // Branches look two cycles back.
  out.put(since(std::max(flags_set_, now_ - 2), now_));
  out.put_time(load_store_free_, now_);
  out.put(load_store_free_ > now_ ? static_cast<std::int32_t>(load_store_reason_) : 0);
  out.put_time(vfp_transfer_free_, now_);
  vfp_.save(now_, out);
  return states_.number_of(out.values());
}

void Pipeline::restore_state() {
  if (restored_) return;
  restored_ = true;
  StateReader in(states_[state_]);
  Register idle;
  idle.ready = idle.ready_if_hit = idle.lock = StateReader::past(now_);
  registers_.fill(idle);
  for (std::uint32_t busy = static_cast<std::uint32_t>(in.take()); busy != 0; busy &= busy - 1) {
    Register& reg = registers_[static_cast<unsigned>(std::countr_zero(busy))];
    reg.ready = in.take_time(now_);
    reg.ready_if_hit = in.take_time(now_);
    reg.lock = in.take_time(now_);
    const std::int32_t flags = in.take();
    reg.condition = static_cast<std::uint8_t>(flags & 0xff);
    reg.multiply = (flags & 0x100) != 0;
    reg.writeback = (flags & 0x200) != 0;
    reg.flags_epoch = flags & 0x400 ? flags_epoch_ : flags_epoch_ - 1;
  }
  flags_set_ = in.take_time(now_);
  load_store_free_ = in.take_time(now_);
  load_store_reason_ = static_cast<Stall>(in.take());
  vfp_transfer_free_ = in.take_time(now_);
  vfp_.restore(now_, in);
}

void Pipeline::forget_replays() {
  restore_state();
  settle_profiles();
  tree_.clear();
  states_.clear();
  state_ = kNoState;
  last_leaf_ = ReplayTree::kNone;
}

void Pipeline::prepare_replay(Block& block) {
  if (!options_.replay || !can_replay(block)) return;
  block.replay = static_cast<int>(replayed_blocks_.size());
  block.shadow = shadow_program(block.steps);
  ReplayedBlock& replayed = replayed_blocks_.emplace_back();
  if (block.steps.front().profile == nullptr) return;
  for (const Step& step : block.steps) replayed.profiles.push_back(step.profile);
}

void Pipeline::settle_profiles() {
  for (ReplayTree::Leaf& leaf : tree_.leaves()) {
    const std::vector<AddressProfile*>& profiles = replayed_blocks_[leaf.block].profiles;
    if (leaf.count == 0 || profiles.empty()) continue;
    for (AddressProfile* profile : profiles) profile->executions += leaf.count;
    for (std::size_t k = leaf.profile_begin; k < leaf.profile_end; ++k) {
      const ReplayTree::ProfileEntry& entry = tree_.profile()[k];
      AddressProfile& profile = *profiles[entry.step];
      (entry.counter == kStallCount ? profile.cycles : profile.stalls[entry.counter]) +=
          leaf.count * entry.cycles;
    }
    leaf.count = 0;
  }
}

void Pipeline::execute(const Block& block, std::span<const MemoryAccess> accesses,
                       std::uint32_t next) {
  ReplayedBlock* replayed =
      block.replay < 0 ? nullptr : &replayed_blocks_[static_cast<unsigned>(block.replay)];
  if (replayed == nullptr || replayed->stepped) {
    if (replayed != nullptr && --replayed->steppings == 0) replayed->stepped = false;
    restore_state();
    step_through(block, accesses, next);
    state_ = kNoState;
    last_leaf_ = ReplayTree::kNone;
    return;
  }
  if (tree_.full()) forget_replays();
  if (state_ == kNoState) state_ = save_state();
  if (++replayed->executions == kWindow) {
    if (replayed->records > kRecordsInWindow) {
      replayed->stepped = true;
      replayed->steppings = kSteppings;
    }
    replayed->executions = replayed->records = 0;
  }
  const RegisterShadow shadow = shadow_;
  follow_shadow(block, accesses);
  if (replay(block, accesses, next)) return;
  shadow_ = shadow;
  ++replayed->records;
  record(block, accesses, next);
}

void Pipeline::follow_shadow(const Block& block, std::span<const MemoryAccess> accesses) {
  preloads_.clear();
  std::size_t access = 0;
  for (const ShadowOperation& operation : block.shadow) {
    const Step& step = block.steps[operation.step];
    switch (operation.kind) {
      case ShadowOperation::Kind::kForget:
        shadow_.forget_list(operation.core);
        shadow_.forget_vfp_list(operation.vfp);
        break;
      case ShadowOperation::Kind::kCompute:
        shadow_alu(step);
        break;
      case ShadowOperation::Kind::kAccess: {
        while (access < accesses.size() && accesses[access].step < operation.step) ++access;
        const std::size_t first = access;
        while (access < accesses.size() && accesses[access].step == operation.step) ++access;
        shadow_access(step, accesses.subspan(first, access - first));
        break;
      }
      case ShadowOperation::Kind::kTransfer:
        shadow_transfer(step);
        break;
      case ShadowOperation::Kind::kPreload:
        preloads_.push_back(shadow_.address(step.instruction, step.pc));
        break;
    }
  }
}

// False where the block takes a way that is not known; answers_ are then those it got.
bool Pipeline::replay(const Block& block, std::span<const MemoryAccess> accesses,
                      std::uint32_t next) {
  const std::uint32_t number = static_cast<std::uint32_t>(block.replay);
  answers_.clear();
  std::uint32_t index;
  ReplayTree::Leaf* last = last_leaf_ == ReplayTree::kNone ? nullptr : &tree_.leaf(last_leaf_);
  if (last != nullptr && last->next_block == number) {
    index = last->next_root;
  } else {
    index = tree_.root_of(number, state_);
    if (index != ReplayTree::kNone && last != nullptr) {
      last->next_block = number;
      last->next_root = index;
    }
  }
  ReplayedBlock& replayed = replayed_blocks_[number];
  std::size_t access = 0, preload = 0;
  std::uint32_t line = 0;
  if (index == ReplayTree::kNone) {
    worth_recording_ = tree_.missed_before(index, (std::uint64_t{number} << 32) | state_);
  }
  while (index != ReplayTree::kNone) {
    const ReplayTree::Node& node = tree_.node(index);
    const Cycle time = now_ + node.time;
    const std::int32_t slack = node.slack;
    Answer answer;
    const auto accepted = [&](const MemorySystem::Access& result) {
      answer.translated = beyond(slack, since(result.translated, time));
      answer.start = beyond(slack, since(result.start, time));
      answer.done = since(result.data, time);
    };
    switch (node.question) {
      case Question::kFetch:
        if (replayed.code_version == memory_->code_version()) {
          memory_->fetch_cached(block.end);
          break;
        }
        answer.done = since(memory_->fetch(block.begin, block.end, now_), now_);
        // A long block may have evicted its own begin.
        replayed.code_version = answer.done == 0 ? memory_->code_version() : 0;
        break;
      case Question::kLoad: {
        const auto [begin, end] = next_range(accesses, access, node);
        if (begin == end) {
          answer.shape = kNoAccess;
          break;
        }
        answer.shape = shape_of(begin, end - begin);
        line = line_of(begin);
        if (!memory_->quick_load(begin, time)) accepted(memory_->load(begin, time, false));
        break;
      }
      case Question::kStore: {
        const auto [begin, end] = next_range(accesses, access, node);
        if (begin == end) {
          answer.shape = kNoAccess;
          break;
        }
        answer.shape = shape_of(begin, end - begin);
        last_store_ = begin;
        const MemorySystem::Store stored = memory_->store(begin, end - begin, time);
        answer.translated = beyond(slack, since(stored.translated, time));
        answer.done = beyond(slack, since(stored.accepted, time));
        break;
      }
      case Question::kNextLine:
        ++line;
        if (!memory_->quick_load(line * kLineBytes, time))
          accepted(memory_->load(line * kLineBytes, time, false));
        break;
      case Question::kPreload: {
        const std::optional<std::uint32_t> address = preloads_[preload++];
        if (!address) {
          answer.shape = kUnknownAddress;
          break;
        }
        if (!memory_->quick_load(*address, time)) accepted(memory_->load(*address, time, true));
        answer.done = 0;  // nobody waits for it
        break;
      }
      case Question::kBranch: {
        const Step& step = block.steps[node.step];
        answer.done = since(
            branches_.resolve({step.branch, step.condition != kAlways, step.pc, step.branch_target},
                              next, node.time, statistics_),
            0);
        break;
      }
      case Question::kEnd: {
        ReplayTree::Leaf& leaf = tree_.leaf(node.below);
        last_leaf_ = node.below;
        state_ = leaf.state;
        restored_ = false;
        now_ += leaf.cycles;
        ++leaf.count;
        statistics_.instructions += leaf.instructions;
        statistics_.issue_cycles += leaf.issue_cycles;
        statistics_.loads += leaf.loads;
        statistics_.stores += leaf.stores;
        statistics_.preloads += leaf.preloads;
        statistics_.preloads_unknown += leaf.preloads_unknown;
        for (unsigned k = 0; k < kStallCount; ++k) statistics_.stalls[k] += leaf.stalls[k];
        return true;
      }
    }
    answers_.push_back(answer);
    const std::uint64_t key = answer.key();
    const std::uint32_t child =
        key == Answer::kNoKey ? ReplayTree::kNone : tree_.child_of(index, key);
    if (child == ReplayTree::kNone) {
      worth_recording_ = key != Answer::kNoKey && tree_.missed_before(index, key);
    }
    index = child;
  }
  return false;
}

void Pipeline::record(const Block& block, std::span<const MemoryAccess> accesses,
                      std::uint32_t next) {
  restore_state();
  const Statistics before = statistics_;
  recorded_block_ = &block;
  recorded_begin_ = now_;
  asked_.clear();
  recorded_profiles_.assign(block.steps.size(), {});
  recording_ = true;
  step_through(block, accesses, next);
  recording_ = false;

  ReplayTree::Leaf leaf;
  leaf.cycles = difference(now_, recorded_begin_);
  leaf.instructions = difference(statistics_.instructions, before.instructions);
  leaf.issue_cycles = difference(statistics_.issue_cycles, before.issue_cycles);
  leaf.loads = difference(statistics_.loads, before.loads);
  leaf.stores = difference(statistics_.stores, before.stores);
  leaf.preloads = difference(statistics_.preloads, before.preloads);
  leaf.preloads_unknown = difference(statistics_.preloads_unknown, before.preloads_unknown);
  for (unsigned k = 0; k < kStallCount; ++k)
    leaf.stalls[k] = difference(statistics_.stalls[k], before.stalls[k]);
  const bool add = worth_recording_ && std::ranges::all_of(asked_, [](const Asked& asked) {
                     return asked.answer.key() != Answer::kNoKey;
                   });
  const std::uint32_t begin_state = state_;
  if (!add) {
    for (std::size_t step = 0; step < block.steps.size(); ++step) {
      if (AddressProfile* profile = block.steps[step].profile) {
        profile->add(recorded_profiles_[step]);
      }
    }
    state_ = save_state();
    last_leaf_ = ReplayTree::kNone;
    return;
  }
  leaf.count = 1;
  profile_entries_.clear();
  if (block.steps.front().profile != nullptr) {
    for (std::size_t step = 0; step < block.steps.size(); ++step) {
      const AddressProfile& profile = recorded_profiles_[step];
      const auto add_entry = [&](unsigned counter, std::uint64_t cycles) {
        if (cycles == 0) return;
        profile_entries_.push_back({static_cast<std::uint16_t>(step),
                                    static_cast<std::uint16_t>(counter),
                                    static_cast<std::uint32_t>(cycles)});
      };
      add_entry(kStallCount, profile.cycles);
      for (unsigned k = 0; k < kStallCount; ++k) add_entry(k, profile.stalls[k]);
    }
  }
  state_ = leaf.state = save_state();
  last_leaf_ = tree_.add(static_cast<std::uint32_t>(block.replay), begin_state, asked_, leaf,
                         profile_entries_);
}

// The answer to fill in when it has to be asked for; nullptr where it is known:
// asked_.back().answer.
Answer* Pipeline::record_question(Question question, const Issue& issue, Cycle time) {
  const std::size_t number = asked_.size();
  Asked& asked = asked_.emplace_back();
  asked.question = question;
  asked.step = static_cast<std::uint16_t>(&issue.step - recorded_block_->steps.data());
  asked.time = since(time, recorded_begin_);
  asked.accesses = accesses_of_step_;
  asked.slack = since(std::clamp(load_store_free_, time, time + kMostSlack), time);
  if (number >= answers_.size()) return &asked.answer;
  asked.answer = answers_[number];
  return nullptr;
}

void Pipeline::record_no_answer(Question question, const Issue& issue, Cycle time,
                                std::uint32_t shape) {
  if (Answer* answer = record_question(question, issue, time)) answer->shape = shape;
}

Cycle Pipeline::fetch(const Block& block) {
  if (!recording_) return memory_->fetch(block.begin, block.end, now_);
  if (Answer* answer = record_question(Question::kFetch, {block.steps.front(), now_}, now_)) {
    answer->done = since(memory_->fetch(block.begin, block.end, now_), now_);
  }
  return now_ + asked_.back().answer.done;
}

MemorySystem::Access Pipeline::load(Question question, const Issue& issue, std::uint32_t address,
                                    Cycle time, std::uint32_t shape) {
  const bool preload = question == Question::kPreload;
  if (!recording_) return memory_->load(address, time, preload);
  if (Answer* answer = record_question(question, issue, time)) {
    const MemorySystem::Access access = memory_->load(address, time, preload);
    const std::int32_t slack = asked_.back().slack;
    answer->translated = beyond(slack, since(access.translated, time));
    answer->start = beyond(slack, since(access.start, time));
    answer->done = preload ? 0 : since(access.data, time);
    answer->shape = shape;
  }
  const Answer& answer = asked_.back().answer;
  return {time + answer.start, time + answer.done, time + answer.translated};
}

MemorySystem::Store Pipeline::store(const Issue& issue, std::uint32_t address, std::uint32_t bytes,
                                    std::uint32_t shape) {
  if (!recording_) return memory_->store(address, bytes, issue.time);
  if (Answer* answer = record_question(Question::kStore, issue, issue.time)) {
    const MemorySystem::Store stored = memory_->store(address, bytes, issue.time);
    const std::int32_t slack = asked_.back().slack;
    answer->translated = beyond(slack, since(stored.translated, issue.time));
    answer->done = beyond(slack, since(stored.accepted, issue.time));
    answer->shape = shape;
  }
  const Answer& answer = asked_.back().answer;
  return {issue.time + answer.translated, issue.time + answer.done};
}

Cycle Pipeline::resolve(const Issue& issue, const Branch& branch, std::uint32_t next) {
  // Since the flags were set: further back makes no difference.
  const Cycle flags = std::min<Cycle>(issue.time - flags_set_, 2);
  if (!recording_) return branches_.resolve(branch, next, flags, statistics_);
  if (Answer* answer = record_question(Question::kBranch, issue, recorded_begin_ + flags)) {
    answer->done = since(branches_.resolve(branch, next, flags, statistics_), 0);
  }
  return asked_.back().answer.done;
}

}  // namespace dinozero::timing
