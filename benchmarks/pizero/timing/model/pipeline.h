// SPDX-License-Identifier: Apache-2.0
// The in-order, single-issue pipeline of the ARM1176JZF-S: a scoreboard over the core and VFP
// registers that advances a cycle counter instruction by instruction.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/branch_predictor.h"
#include "model/memory_system.h"
#include "model/register_shadow.h"
#include "model/replay_tree.h"
#include "model/state_pool.h"
#include "model/statistics.h"
#include "model/step.h"
#include "model/vfp_unit.h"

namespace dinozero::timing {

struct ModelOptions {
  MemoryTimings memory;
  PageMapping mapping = PageMapping::kIdentity;
  bool perfect_memory = false;  // every access hits the level 1 caches
  bool replay = true;           // ReplayTree; without it the same takes longer
};

class MarkerListener {
 public:
  virtual ~MarkerListener() = default;
  // `last_store` is the address of the latest store before the marker.
  virtual void on_marker(unsigned marker, std::uint32_t last_store) = 0;
};

class Pipeline {
 public:
  explicit Pipeline(const ModelOptions& options, MarkerListener* listener = nullptr);

  // Executes a basic block: `accesses` are its memory accesses in order, `next` the address
  // executed after it. A load, store or conditional branch without effect is recognized by the
  // missing access or by `next`.
  void execute(const Block& block, std::span<const MemoryAccess> accesses, std::uint32_t next);

  // Lets `block` be replayed where that is possible. Its profiles must outlive the pipeline.
  void prepare_replay(Block& block);

  // Adds what replayed blocks took to the profiles of their steps; before those are read.
  void settle_profiles();

  // Empties the caches, TLBs, write buffer and branch predictor; counters go on.
  void forget_history();

  Cycle now() const { return now_; }
  // The counters with `cycles` up to date.
  Statistics statistics() const;

 private:
  static constexpr Cycle kLongAgo = -16;  // no operand rule reaches back to it at cycle 0
  struct Register {
    Cycle ready = kLongAgo;
    Cycle ready_if_hit = kLongAgo;
    Cycle lock = 0;                    // until then a store multiple still reads it
    std::uint8_t condition = kAlways;  // of the writer
    bool multiply = false, writeback = false;
    std::uint32_t flags_epoch = 0;
  };
  struct Issue {  // the instruction being issued
    const Step& step;
    Cycle time;
  };
  void step_through(const Block& block, std::span<const MemoryAccess> accesses, std::uint32_t next);

  // Replay: pipeline_replay.cc.
  class StateWriter;
  class StateReader;
  struct ReplayedBlock {
    std::vector<AddressProfile*> profiles;      // of its steps; empty without
    std::uint32_t executions = 0, records = 0;  // in the present window
    std::uint32_t steppings = 4;                // that are left; cold blocks are not worth a tree
    std::uint64_t code_version = 0;  // of the memory system, when its code was in the cache
    bool stepped = true;             // too cold, or too different each time
  };
  bool replay(const Block& block, std::span<const MemoryAccess> accesses, std::uint32_t next);
  void record(const Block& block, std::span<const MemoryAccess> accesses, std::uint32_t next);
  void follow_shadow(const Block& block, std::span<const MemoryAccess> accesses);
  std::uint32_t save_state();
  void restore_state();
  void forget_replays();

  // What the memory system and the branch predictor answer. While a block is recorded: once more
  // what they answered before, then what they answer now, and both are recorded.
  Cycle fetch(const Block& block);
  MemorySystem::Access load(Question question, const Issue& issue, std::uint32_t address,
                            Cycle time, std::uint32_t shape);
  MemorySystem::Store store(const Issue& issue, std::uint32_t address, std::uint32_t bytes,
                            std::uint32_t shape);
  Cycle resolve(const Issue& issue, const Branch& branch, std::uint32_t next);
  Answer* record_question(Question question, const Issue& issue, Cycle time);
  void record_no_answer(Question question, const Issue& issue, Cycle time, std::uint32_t shape);

  void count_stall(Cycle cycles, Stall reason);
  void wait(Issue& issue, Cycle until, Stall reason);
  bool opposite_condition(const Step& step, const Register& reg) const;
  void wait_for_sources(Issue& issue);
  void wait_for_destinations(Issue& issue);
  void finish(Issue& issue, Cycle issue_cycles);
  void write_result(const Issue& issue, unsigned reg, Cycle ready, Cycle ready_if_hit);
  void write_results(const Issue& issue);
  void hold_load_store_unit(Cycle until, Stall reason);

  void execute_memory(Issue& issue, std::span<const MemoryAccess> accesses);
  void execute_load(Issue& issue, std::uint32_t address, std::uint32_t end);
  void execute_store(Issue& issue, std::uint32_t address, std::uint32_t end);
  void execute_preload(Issue& issue);
  void execute_vfp(Issue& issue);
  void execute_vfp_transfer(Issue& issue);
  void execute_branch(Issue& issue, std::uint32_t next);
  void shadow_alu(const Step& step);
  void shadow_transfer(const Step& step);
  void shadow_access(const Step& step, std::span<const MemoryAccess> accesses);

  Statistics statistics_;
  const ModelOptions options_;
  std::optional<MemorySystem> memory_;
  BranchPredictor branches_;
  VfpUnit vfp_;
  RegisterShadow shadow_;
  MarkerListener* listener_;

  Cycle now_ = 0;
  std::array<Register, kScoreboardSize> registers_{};
  std::uint32_t flags_epoch_ = 0;
  Cycle flags_set_ = 0;
  Cycle load_store_free_ = 0;
  Stall load_store_reason_ = Stall::kLoadStoreUnit;
  Cycle vfp_transfer_free_ = 0;  // when the LS pipeline of the VFP11 moves on after a miss
  std::uint32_t last_store_ = 0;
  std::uint32_t fpscr_ = 0;
  bool fpscr_known_ = true;
  AddressProfile* profile_ = nullptr;  // of the step that is executed

  static constexpr std::uint32_t kNoState = ~0u;
  StatePool states_;
  ReplayTree tree_;
  std::vector<ReplayedBlock> replayed_blocks_;
  std::uint32_t state_ = kNoState;  // the number of the state, where it is known
  bool restored_ = true;            // the members above are in that state
  std::uint32_t last_leaf_ = ReplayTree::kNone;
  std::vector<std::optional<std::uint32_t>> preloads_;  // addresses, of the block that is replayed
  std::vector<Answer> answers_;                         // that it got so far
  bool recording_ = false, worth_recording_ = false;
  std::uint8_t accesses_of_step_ = 0;
  const Block* recorded_block_ = nullptr;
  Cycle recorded_begin_ = 0;
  std::vector<Asked> asked_;
  std::vector<AddressProfile> recorded_profiles_;
  std::vector<ReplayTree::ProfileEntry> profile_entries_;
};

// The bytes that accesses of a step lie in.
struct AddressRange {
  std::uint32_t begin, end;
};
inline AddressRange range_of(std::span<const MemoryAccess> accesses) {
  AddressRange range{accesses[0].address, accesses[0].address + accesses[0].size};
  // Multiple ones ascend or descend.
  const MemoryAccess& last = accesses.back();
  range.begin = std::min(range.begin, last.address);
  range.end = std::max(range.end, last.address + last.size);
  return range;
}

// All of an access that its timing depends on, beside what the memory system answers: its bytes,
// its place in a doubleword and, when it is on more than one line, in the first one.
inline std::uint32_t shape_of(std::uint32_t address, std::uint32_t bytes) {
  const bool one_line = line_of(address) == line_of(address + bytes - 1);
  return (bytes << 8) | ((one_line ? address & 7u : address % kLineBytes) << 3) |
         (one_line ? 0u : 4u);
}

}  // namespace dinozero::timing
