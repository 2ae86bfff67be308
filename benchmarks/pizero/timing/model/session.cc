// SPDX-License-Identifier: Apache-2.0
#include "model/session.h"

#include <algorithm>

namespace dinozero::timing {

Session::Session(const SessionOptions& options)
    : options_(options), pipeline_(options.model, this) {}

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
  block->steps.reserve(words.size());
  for (std::size_t k = 0; k < words.size(); ++k) {
    const std::uint32_t at = pc + static_cast<std::uint32_t>(4 * k);
    Step step = prepare(words[k], at);
    // Unmodelled instructions are always counted by address, so that the report can name them.
    if (options_.profile || step.unmodelled) step.profile = profile_of(at, words[k], symbol(k));
    block->steps.push_back(step);
  }
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
    if (read_cycles_) read_cycles_(last_store, static_cast<std::uint64_t>(pipeline_.now()));
    return;
  }
  if (open_region_ >= 0) {
    regions_[static_cast<unsigned>(open_region_)].statistics += total() - region_start_;
    open_region_ = -1;
  }
  if (marker < kRegionCount) {
    open_region_ = static_cast<int>(marker);
    ++regions_[marker].entries;
    region_start_ = total();
  }
}

void Session::finish() { on_marker(kMarkerEndRegion, 0); }

std::vector<Session::SymbolProfile> Session::symbols() const {
  std::vector<SymbolProfile> result(symbol_names_.size());
  for (std::size_t k = 0; k < result.size(); ++k) result[k].name = symbol_names_[k];
  for (const auto& [pc, entry] : profiles_) {
    SymbolProfile& symbol = result[entry->symbol];
    symbol.cycles += entry->profile.cycles;
    symbol.instructions += entry->profile.executions;
    for (unsigned k = 0; k < kStallCount; ++k) symbol.stalls[k] += entry->profile.stalls[k];
  }
  std::sort(result.begin(), result.end(), [](const SymbolProfile& a, const SymbolProfile& b) {
    return a.cycles != b.cycles ? a.cycles > b.cycles : a.name < b.name;
  });
  return result;
}

std::vector<const AddressProfile*> Session::addresses(std::size_t limit) const {
  std::vector<const AddressProfile*> result;
  for (const auto& [pc, entry] : profiles_) result.push_back(&entry->profile);
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
