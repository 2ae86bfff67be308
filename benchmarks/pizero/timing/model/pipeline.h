// SPDX-License-Identifier: Apache-2.0
// The in-order, single-issue pipeline of the ARM1176JZF-S: a scoreboard over the core and VFP
// registers that advances a cycle counter instruction by instruction.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "model/branch_predictor.h"
#include "model/memory_system.h"
#include "model/register_shadow.h"
#include "model/statistics.h"
#include "model/step.h"
#include "model/vfp_unit.h"

namespace dinozero::timing {

struct ModelOptions {
  MemoryTimings memory;
  PageMapping mapping = PageMapping::kIdentity;
  bool perfect_memory = false;  // every access hits the level 1 caches
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
  struct Issue;  // the instruction being issued: its time and the reasons it waited
  void count_stall(const Step& step, Cycle cycles, Stall reason);
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
  void update_shadow_after_access(const Step& step, std::uint32_t lowest,
                                  std::span<const MemoryAccess> accesses);
  void shadow_alu(const Step& step);

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
};

}  // namespace dinozero::timing
