// SPDX-License-Identifier: Apache-2.0
#include "model/session.h"

#include <nlohmann/json.hpp>
#include <numeric>
#include <vector>

#include "report/json_report.h"
#include "support/catch.h"

namespace dinozero::timing {
namespace {

constexpr std::uint32_t kBeginRegion2 = 0xe1822002;  // orr r2, r2, r2
constexpr std::uint32_t kEndRegion = 0xe1899009;     // orr r9, r9, r9
constexpr std::uint32_t kReadCycles = 0xe1888008;    // orr r8, r8, r8
constexpr std::uint32_t kAdd = 0xe0833001;           // add r3, r3, r1
constexpr std::uint32_t kMul = 0xe0030391;           // mul r3, r1, r3
constexpr std::uint32_t kStore = 0xe5821000;         // str r1, [r2]
constexpr std::uint32_t kUnknown = 0xe7f000f0;       // permanently undefined

std::string name_of(std::size_t k) { return k < 3 ? "first" : "second"; }

std::uint64_t sum(const std::array<std::uint64_t, kStallCount>& stalls) {
  return std::accumulate(stalls.begin(), stalls.end(), std::uint64_t{0});
}

SessionOptions perfect(bool profile = false) {
  SessionOptions options;
  options.model.perfect_memory = true;
  options.profile = profile;
  return options;
}

TEST_CASE("a region counts what lies between its marks, and the marks cost nothing", "[timing]") {
  Session session(perfect());
  const auto block = session.translate(
      0x8000, std::vector<std::uint32_t>{kAdd, kBeginRegion2, kMul, kAdd, kEndRegion, kAdd},
      name_of);
  session.execute(*block, {}, block->end);
  session.execute(*block, {}, block->end);
  session.finish();
  CHECK(session.regions()[2].entries == 2);
  CHECK(session.regions()[2].statistics.instructions == 4);
  CHECK(session.regions()[2].statistics.cycles ==
        2 * (4 + 1) + 2);  // an extra wait: mul needs r3 of the add early
  CHECK(session.total().instructions == 8);
}

TEST_CASE("issue cycles and stalls add up to the cycles", "[timing]") {
  SessionOptions options;  // with the memory system
  options.profile = true;
  Session session(options);
  const auto block = session.translate(
      0x8000, std::vector<std::uint32_t>{kMul, kStore, kAdd, 0xe5923000, kMul}, name_of);
  for (std::uint32_t k = 0; k < 5000; ++k) {
    std::vector<MemoryAccess> accesses(2);
    accesses[0].address = 0x100000 + 68 * k;
    accesses[0].step = 1;
    accesses[0].size = 4;
    accesses[1].address = 0x900000 - 4096 * k;
    accesses[1].step = 3;
    accesses[1].size = 4;
    session.execute(*block, accesses, block->end);
  }
  const Statistics total = session.total();
  CHECK(total.cycles == total.issue_cycles + sum(total.stalls));
  CHECK(total.stalls[static_cast<unsigned>(Stall::kDataMiss)] > 0);
  CHECK(total.stalls[static_cast<unsigned>(Stall::kTlb)] > 0);
  std::uint64_t by_address = 0, by_symbol = 0;
  for (const AddressProfile* address : session.addresses(100)) {
    by_address += address->cycles;
    CHECK(address->executions == 5000);
  }
  for (const auto& symbol : session.symbols()) by_symbol += symbol.cycles;
  CHECK(by_address == total.cycles);
  CHECK(by_symbol == total.cycles);
  CHECK(session.symbols().size() == 2);
}

TEST_CASE("unknown instructions are counted and named, Thumb code too", "[timing]") {
  Session session(perfect());
  const auto block = session.translate(0x8000, std::vector<std::uint32_t>{kAdd, kUnknown}, name_of);
  session.execute(*block, {}, block->end);
  const auto thumb = session.opaque(0x9000, 6, 3, false);
  session.execute(*thumb, {}, thumb->end);
  CHECK(session.total().unmodelled == 4);
  CHECK(session.unmodelled_words().at(kUnknown) == 1);
  CHECK(session.unmodelled_words().at(0) == 3);
}

TEST_CASE("a program reads the cycle counter through its latest store", "[timing]") {
  Session session(perfect());
  std::uint32_t where = 0;
  std::uint64_t cycles = 0;
  session.on_read_cycles([&](std::uint32_t address, std::uint64_t count) {
    where = address;
    cycles = count;
  });
  const auto block = session.translate(
      0x8000, std::vector<std::uint32_t>{kAdd, kAdd, kStore, kReadCycles, kAdd}, name_of);
  std::vector<MemoryAccess> accesses(1);
  accesses[0].address = 0x12340;
  accesses[0].step = 2;
  accesses[0].size = 4;
  session.execute(*block, accesses, block->end);
  CHECK(where == 0x12340);
  CHECK(cycles == 3);
}

TEST_CASE("preload addresses are followed through registers and loaded values", "[timing]") {
  Session session(perfect());
  // mov r1, #0x10000; add r2, r1, #64; pld [r2]; ldr r3, [r2]; pld [r3, #32]; pld [r7]
  const auto block =
      session.translate(0x8000,
                        std::vector<std::uint32_t>{0xe3a01801, 0xe2812040, 0xf5d2f000, 0xe5923000,
                                                   0xf5d3f020, 0xf5d7f000},
                        name_of);
  std::vector<MemoryAccess> accesses(1);
  accesses[0].address = 0x10040;
  accesses[0].step = 3;
  accesses[0].size = 4;
  accesses[0].value = 0x20000;
  accesses[0].value_known = true;
  session.execute(*block, accesses, block->end);
  CHECK(session.total().preloads == 3);
  CHECK(session.total().preloads_unknown == 1);
}

TEST_CASE("preload addresses are followed through multiplications", "[timing]") {
  Session session(perfect());
  // mov r1, #0x10000; mov r2, #3; mla r3, r1, r2, r1; pld [r3]; mul r4, r3, r2; pld [r4];
  // mul r5, r6, r2; pld [r5]
  const auto block =
      session.translate(0x8000,
                        std::vector<std::uint32_t>{0xe3a01801, 0xe3a02003, 0xe0231291, 0xf5d3f000,
                                                   0xe0040293, 0xf5d4f000, 0xe0050296, 0xf5d5f000},
                        name_of);
  session.execute(*block, {}, block->end);
  CHECK(session.total().preloads == 3);
  CHECK(session.total().preloads_unknown == 1);
}

TEST_CASE("the JSON report", "[timing]") {
  Session session(perfect(true));
  const auto block = session.translate(
      0x8000, std::vector<std::uint32_t>{kBeginRegion2, kAdd, kMul, kEndRegion}, name_of);
  session.execute(*block, {}, block->end);
  session.finish();
  const auto report = nlohmann::json::parse(
      json_report(session, board_profiles().front(), PageMapping::kIdentity, 10));
  CHECK(report["board"] == "zero");
  CHECK(report["total"]["cycles"] == session.total().cycles);
  CHECK(report["regions"][0]["region"] == 2);
  CHECK(report["addresses"][0]["text"] == "mul r3, r1, r3");
  CHECK(report["symbols"][0]["name"] == "first");
}

TEST_CASE("board profiles", "[timing]") {
  CHECK(find_board("zero") == &board_profiles().front());
  CHECK(find_board("pi1")->clock_mhz == 700);
  CHECK(find_board("pi1-overclocked")->clock_mhz == 1000);
  CHECK(find_board("pi5") == nullptr);
}

}  // namespace
}  // namespace dinozero::timing
