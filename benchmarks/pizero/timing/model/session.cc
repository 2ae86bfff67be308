// SPDX-License-Identifier: Apache-2.0
#include "model/session.h"

#include <algorithm>

namespace dinozero::timing {

Session::Session(const SessionOptions& options)
    : options_(options), pipeline_(options.model, this), scopes_(options.scopes) {
  if (options_.profile_region < 0) begin_profile();
}

AddressProfile* Session::profile_of(std::uint32_t pc, std::uint32_t word,
                                    const std::string& symbol) {
  std::unique_ptr<Profiled>& entry = profiles_[pc];
  if (!entry) {
    entry = std::make_unique<Profiled>();
    entry->profile.pc = pc;
    entry->profile.word = word;
    const auto [position, inserted] =
        symbol_index_.try_emplace(symbol, static_cast<std::uint32_t>(symbol_names_.size()));
    if (inserted) symbol_names_.push_back(symbol);
    entry->symbol = position->second;
  }
  return &entry->profile;
}

std::unique_ptr<Block> Session::translate(std::uint32_t pc, std::span<const std::uint32_t> words,
                                          const std::function<std::string(std::size_t)>& symbol) {
  auto block = std::make_unique<Block>();
  block->begin = pc;
  block->end = pc + static_cast<std::uint32_t>(4 * words.size());
  block->starts_segment = options_.entries.contains(pc);
  if (!words.empty() && !options_.scopes.empty()) block->scope_rule = scopes_.rule_of(symbol(0));
  block->steps.reserve(words.size());
  for (std::size_t k = 0; k < words.size(); ++k) {
    const std::uint32_t at = pc + static_cast<std::uint32_t>(4 * k);
    Step step = prepare(words[k], at);
    // Unmodelled instructions are always counted by address, so that the report can name them.
    if (options_.profile || step.unmodelled) step.profile = profile_of(at, words[k], symbol(k));
    block->steps.push_back(step);
  }
  pipeline_.prepare_replay(*block);
  return block;
}

std::unique_ptr<Block> Session::opaque(std::uint32_t pc, std::uint32_t bytes,
                                       std::size_t instructions, bool kernel_helper) {
  auto block = std::make_unique<Block>();
  block->begin = pc;
  block->end = pc + bytes;
  Step step;
  step.pc = pc;
  if (kernel_helper) {
    step.kind = StepKind::kKernelHelper;
    block->steps.push_back(step);
    return block;
  }
  step.unmodelled = true;
  step.profile = profile_of(pc, 0, "(Thumb code)");
  block->steps.assign(instructions, step);
  return block;
}

void Session::on_marker(unsigned marker, std::uint32_t last_store) {
  if (marker == kMarkerReadCycles) {
    cycles_read_ = cycles();
    if (read_cycles_) read_cycles_(last_store, cycles_read_);
    return;
  }
  if (marker == kMarkerForgetHistory) {
    pipeline_.forget_history();
    return;
  }
  if (open_region_ >= 0) {
    if (open_region_ == options_.profile_region) end_profile();
    regions_[static_cast<unsigned>(open_region_)].statistics += total() - region_start_;
    open_region_ = -1;
  }
  if (marker < kRegionCount) {
    open_region_ = static_cast<int>(marker);
    ++regions_[marker].entries;
    region_start_ = total();
    if (open_region_ == options_.profile_region) begin_profile();
  }
}

void Session::finish() {
  on_marker(kMarkerEndRegion, 0);
  if (options_.profile_region < 0) end_profile();
}

void Session::begin_segment(std::uint32_t entry) {
  if (!segment_open_) return;
  end_segment();
  segments_.push_back({entry});
  segment_open_ = true;
}

void Session::end_segment() {
  const Statistics now = total();
  segments_.back().cycles = now.cycles - segment_start_.cycles;
  segments_.back().instructions = now.instructions - segment_start_.instructions;
  segment_start_ = now;
  segment_open_ = false;
}

void Session::begin_profile() {
  if (!options_.scopes.empty()) scopes_.begin(cycles());
  if (options_.profile) {
    pipeline_.settle_profiles();
    for (const auto& [pc, entry] : profiles_) profile_start_[pc] = entry->profile;
  }
  if (options_.entries.empty()) return;
  segment_start_ = total();
  segments_.push_back({});
  segment_open_ = true;
}

// A region that is entered several times adds up.
void Session::end_profile() {
  if (!options_.scopes.empty()) scopes_.end(cycles());
  if (segment_open_) end_segment();
  if (!options_.profile) return;
  pipeline_.settle_profiles();
  for (const auto& [pc, entry] : profiles_) {
    const AddressProfile& now = entry->profile;
    const AddressProfile& before = profile_start_[pc];
    AddressProfile& result = profile_result_[pc];
    result.pc = now.pc;
    result.word = now.word;
    result.executions += now.executions - before.executions;
    result.cycles += now.cycles - before.cycles;
    for (unsigned k = 0; k < kStallCount; ++k) result.stalls[k] += now.stalls[k] - before.stalls[k];
  }
}

std::vector<Session::SymbolProfile> Session::symbols() const {
  std::vector<SymbolProfile> result(symbol_names_.size());
  for (std::size_t k = 0; k < result.size(); ++k) result[k].name = symbol_names_[k];
  for (const auto& [pc, profile] : profile_result_) {
    SymbolProfile& symbol = result[profiles_.at(pc)->symbol];
    symbol.cycles += profile.cycles;
    symbol.instructions += profile.executions;
    for (unsigned k = 0; k < kStallCount; ++k) symbol.stalls[k] += profile.stalls[k];
  }
  std::sort(result.begin(), result.end(), [](const SymbolProfile& a, const SymbolProfile& b) {
    return a.cycles != b.cycles ? a.cycles > b.cycles : a.name < b.name;
  });
  return result;
}

std::vector<const AddressProfile*> Session::addresses(std::size_t limit) const {
  std::vector<const AddressProfile*> result;
  for (const auto& [pc, profile] : profile_result_) result.push_back(&profile);
  std::sort(result.begin(), result.end(), [](const AddressProfile* a, const AddressProfile* b) {
    return a->cycles != b->cycles ? a->cycles > b->cycles : a->pc < b->pc;
  });
  if (result.size() > limit) result.resize(limit);
  return result;
}

const std::string& Session::symbol_of(std::uint32_t pc) const {
  return symbol_names_[profiles_.at(pc)->symbol];
}

std::map<std::uint32_t, std::uint64_t> Session::unmodelled_words() const {
  std::map<std::uint32_t, std::uint64_t> result;
  for (const auto& [pc, entry] : profiles_) {
    const bool thumb = entry->profile.word == 0;
    if (thumb || prepare(entry->profile.word, pc).unmodelled) {
      if (entry->profile.executions > 0) result[entry->profile.word] += entry->profile.executions;
    }
  }
  return result;
}

}  // namespace dinozero::timing
