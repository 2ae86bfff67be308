// SPDX-License-Identifier: Apache-2.0
// Blocks that are replayed take what they take when they are stepped through, to the last counter.
#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "model/session.h"
#include "report/json_report.h"
#include "support/catch.h"

namespace dinozero::timing {
namespace {

struct Word {
  std::uint32_t word;
  unsigned accesses = 0;  // of `size` bytes, when its condition holds
  std::uint8_t size = 4;
  bool conditional = false;
};

// What the kernels are made of: loads and stores of one and several words, conditional ones,
// preloads through registers that were loaded and computed, multiplications, VFP arithmetic and
// transfers.
const std::vector<Word> kWords = {
    {0xe5921000, 1},
    {0xe4923004, 1},
    {0xe5821004, 1},
    {0xe8b201f0, 5},
    {0xe8a201f0, 5},
    {0x15921000, 1, 4, true},
    {0x05823008, 1, 4, true},
    {0xe1d210b2, 1, 2},
    {0xe1c210b2, 1, 2},
    {0xe5d21001, 1, 1},
    {0xe1c200d8, 2},
    {0xf5d2f040},
    {0xf7d1f003},
    {0xf5d4f000},
    {0xe0833001},
    {0xe0922003},
    {0xe1b01003},
    {0xe2511001},
    {0xe0010392},
    {0xe0243192},
    {0xe7034391},
    {0xe7003411},
    {0x10811002},
    {0xee000a81},
    {0xee300a81},
    {0xee801a00},
    {0xecb20a04, 4},
    {0xeca20a04, 4},
    {0xedd20a00, 1},
    {0xee001a10},
    {0xee101a10},
    {0xeeb40a60},
    {0xeef1fa10},
    {0xee000b02},
};
constexpr std::uint32_t kBranchBack = 0x1afffff0;  // bne

std::string name_of(std::size_t) { return "function"; }

std::string report_of(bool replay, PageMapping mapping, bool profile, unsigned seed) {
  constexpr int kBlocks = 12, kExecutions = 20000;
  SessionOptions options;
  options.model.replay = replay;
  options.model.mapping = mapping;
  options.profile = profile;
  Session session(options);
  std::mt19937 random(seed);
  std::vector<std::unique_ptr<Block>> blocks;
  std::vector<std::vector<Word>> words;
  for (int k = 0; k < kBlocks; ++k) {
    std::vector<Word>& chosen = words.emplace_back();
    const unsigned length = 1 + random() % 20;
    for (unsigned i = 0; i < length; ++i) chosen.push_back(kWords[random() % kWords.size()]);
    chosen.push_back({kBranchBack});
    std::vector<std::uint32_t> code;
    code.reserve(chosen.size());
    for (const Word& word : chosen) code.push_back(word.word);
    blocks.push_back(
        session.translate(0x8000 + 0x400 * static_cast<std::uint32_t>(k), code, name_of));
  }
  std::uint32_t stream = 0x100000;
  std::vector<MemoryAccess> accesses;
  std::size_t current = 0;
  for (int k = 0; k < kExecutions; ++k) {
    accesses.clear();
    for (std::size_t step = 0; step < words[current].size(); ++step) {
      const Word& word = words[current][step];
      if (word.accesses == 0 || (word.conditional && random() % 2 != 0)) continue;
      const std::uint32_t kind = random() % 16;  // mostly hits, a stream, somewhere
      std::uint32_t address = 0x20000 + 8 * (random() % 64);
      if (kind < 4) address = stream += 12;
      if (kind == 4) address = 0x400000 + 4 * (random() % 0x10000);
      if (kind == 5) address += 4;
      for (unsigned i = 0; i < word.accesses; ++i) {
        MemoryAccess access;
        access.address = address + 4 * i;
        access.value = 0x20000 + 4 * (random() % 0x100);
        access.value_known = word.size == 4;
        access.step = static_cast<std::uint16_t>(step);
        access.size = word.size;
        accesses.push_back(access);
      }
    }
    const std::size_t next = random() % 4 != 0 ? current : random() % kBlocks;  // loops
    session.execute(*blocks[current], accesses, blocks[next]->begin);
    current = next;
  }
  session.finish();
  return json_report(session, board_profiles().front(), mapping, profile ? 1000 : 0);
}

TEST_CASE("replayed blocks take what they take when they are stepped through", "[timing]") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    for (const PageMapping mapping : {PageMapping::kIdentity, PageMapping::kScattered}) {
      const bool profile = seed % 2 != 0;
      INFO("seed " << seed);
      CHECK(report_of(true, mapping, profile, seed) == report_of(false, mapping, profile, seed));
    }
  }
}

}  // namespace
}  // namespace dinozero::timing
