// SPDX-License-Identifier: Apache-2.0
#include "model/memory_system.h"

#include <vector>

#include "support/catch.h"
#include "trace.h"

namespace dinozero::timing {
namespace {

struct Memory {
  Statistics statistics;
  MemorySystem system;
  explicit Memory(PageMapping mapping = PageMapping::kIdentity)
      : system(MemoryTimings{}, mapping, false, statistics) {}
  // The delay of a load on an otherwise idle system; time advances by a thousand cycles per load.
  Cycle load(std::uint32_t address) {
    time += 1000;
    return system.load(address, time, false).data - time;
  }
  Cycle time = 0;
};

TEST_CASE("level 1 hit, level 2 hit, SDRAM", "[timing]") {
  Memory memory;
  memory.load(0x10000);  // fills the TLBs
  CHECK(memory.load(0x10000) == 0);
  const Cycle sdram = memory.load(0x10400);
  CHECK(sdram >= 108);
  CHECK(sdram <= 39 + 108 + 22);
  // Five lines of one level 1 set: the last eviction must have sent one of them to the level 2
  // cache only.
  for (std::uint32_t k = 0; k < 5; ++k) memory.load(0x10000 + k * 4096);
  Cycle slowest = 0;
  for (std::uint32_t k = 0; k < 5; ++k)
    slowest = std::max(slowest, memory.load(0x10000 + k * 4096));
  CHECK(slowest == 39);
}

TEST_CASE("a second load of a line that is on its way waits for the rest of the miss", "[timing]") {
  Memory memory;
  memory.load(0x10000);
  memory.time += 1000;
  const Cycle first = memory.system.load(0x10040, memory.time, false).data - memory.time;
  const Cycle second =
      memory.system.load(0x10044, memory.time + 10, false).data - (memory.time + 10);
  CHECK(second < first);
  CHECK(second > first - 20);
}

TEST_CASE("a preload hides the latency of a later load", "[timing]") {
  Memory memory;
  memory.load(0x10000);
  memory.time += 1000;
  memory.system.load(0x10080, memory.time, true);
  CHECK(memory.load(0x10080) == 0);
  CHECK(memory.statistics.preload_misses == 1);
}

TEST_CASE("only two misses are outstanding", "[timing]") {
  Memory memory;
  memory.load(0x10000);
  memory.time += 1000;
  CHECK(memory.system.load(0x10100, memory.time, false).start == memory.time);
  CHECK(memory.system.load(0x10140, memory.time, false).start == memory.time);
  CHECK(memory.system.load(0x10180, memory.time, false).start > memory.time);
}

TEST_CASE("pages: the micro TLB holds ten, the main TLB 64", "[timing]") {
  Memory memory;
  for (std::uint32_t page = 0; page < 11; ++page) memory.load(0x100000 + page * 4096);
  CHECK(memory.statistics.tlb_misses == 11);
  memory.load(0x100000);  // out of the micro TLB, still in the main TLB
  CHECK(memory.statistics.tlb_misses == 11);
  CHECK(memory.statistics.micro_tlb_misses == 12);
}

TEST_CASE("stores that miss fill the write buffer and then wait", "[timing]") {
  Memory memory;
  memory.load(0x10000);
  memory.time += 1000;
  Cycle accepted = memory.time;
  for (std::uint32_t k = 0; k < 8; ++k) {
    accepted = memory.system.store(0x10100 + 16 * k, 4, memory.time).accepted;
    CHECK(accepted == memory.time);
  }
  CHECK(memory.system.store(0x10200, 4, memory.time).accepted > memory.time);
  CHECK(memory.statistics.store_misses == 9);
}

TEST_CASE("the same accesses give the same cycles", "[timing]") {
  const auto run = [](PageMapping mapping) {
    Memory memory(mapping);
    Cycle sum = 0;
    std::uint32_t address = 0x10000;
    for (int k = 0; k < 20000; ++k) {
      address = address * 1664525u + 1013904223u;
      sum = sum * 3 + memory.load(address & 0xffffff);
    }
    return sum;
  };
  CHECK(run(PageMapping::kIdentity) == run(PageMapping::kIdentity));
  CHECK(run(PageMapping::kScattered) == run(PageMapping::kScattered));
  CHECK(run(PageMapping::kIdentity) != run(PageMapping::kScattered));
}

}  // namespace
}  // namespace dinozero::timing
