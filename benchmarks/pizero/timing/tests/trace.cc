// SPDX-License-Identifier: Apache-2.0
#include "trace.h"

#include <algorithm>
#include <bit>

namespace dinozero::timing {
namespace {

void add_accesses(const Step& step, unsigned index, std::uint32_t address,
                  std::vector<MemoryAccess>& accesses) {
  unsigned words = 0;
  switch (step.kind) {
    case StepKind::kLoad:
    case StepKind::kStore: {
      MemoryAccess access;
      access.address = address;
      access.step = static_cast<std::uint16_t>(index);
      access.size = step.instruction.access_size;
      accesses.push_back(access);
      return;
    }
    case StepKind::kLoadMultiple:
    case StepKind::kStoreMultiple:
      words = static_cast<unsigned>(std::popcount(step.instruction.register_list));
      break;
    case StepKind::kVfpLoad:
    case StepKind::kVfpStore:
      words = step.vfp_words;
      break;
    default:
      return;
  }
  for (unsigned k = 0; k < words; ++k) {
    MemoryAccess access;
    access.address = address + 4 * k;
    access.step = static_cast<std::uint16_t>(index);
    access.size = 4;
    accesses.push_back(access);
  }
}

}  // namespace

Cycle Trace::run(const std::vector<std::uint32_t>& words, std::uint32_t address,
                 const std::vector<unsigned>& skipped) {
  Block block;
  block.begin = pc_;
  std::vector<MemoryAccess> accesses;
  for (std::uint32_t word : words) {
    const unsigned index = static_cast<unsigned>(block.steps.size());
    block.steps.push_back(prepare(word, pc_));
    if (std::find(skipped.begin(), skipped.end(), index) == skipped.end()) {
      add_accesses(block.steps.back(), index, address, accesses);
    }
    pc_ += 4;
  }
  block.end = pc_;
  const Cycle before = pipeline.now();
  pipeline.execute(block, accesses, block.end);
  return pipeline.now() - before;
}

}  // namespace dinozero::timing
