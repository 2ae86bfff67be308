// SPDX-License-Identifier: Apache-2.0
#include "model/session.h"

#include <nlohmann/json.hpp>
#include <numeric>
#include <vector>

#include "report/json_report.h"
#include "support/catch.h"

namespace dinozero::timing {
namespace {

constexpr std::uint32_t kBeginRegion2 = 0xe1822002;   // orr r2, r2, r2
constexpr std::uint32_t kEndRegion = 0xe1899009;      // orr r9, r9, r9
constexpr std::uint32_t kReadCycles = 0xe1888008;     // orr r8, r8, r8
constexpr std::uint32_t kForgetHistory = 0xe18aa00a;  // orr r10, r10, r10
constexpr std::uint32_t kAdd = 0xe0833001;            // add r3, r3, r1
constexpr std::uint32_t kMul = 0xe0030391;            // mul r3, r1, r3
constexpr std::uint32_t kLoad = 0xe5921000;           // ldr r1, [r2]
constexpr std::uint32_t kStore = 0xe5821000;          // str r1, [r2]
constexpr std::uint32_t kUnknown = 0xe7f000f0;        // permanently undefined

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

TEST_CASE("what follows a forgotten history takes the same cycles whatever ran before",
          "[timing]") {
  const auto cycles_after = [](unsigned lines_before, bool forget) {
    Session session(SessionOptions{});
    const auto load_line = [&](std::uint32_t pc, std::uint32_t address) {
      const auto block = session.translate(pc, std::vector<std::uint32_t>{kLoad, kAdd}, name_of);
      MemoryAccess access;
      access.address = address;
      access.size = 4;
      session.execute(*block, std::vector<MemoryAccess>{access}, block->end);
    };
    for (unsigned k = 0; k < lines_before; ++k) load_line(0x9000 + 32 * k, 0x20000 + 32 * k);
    if (forget) {
      const auto mark =
          session.translate(0x8000, std::vector<std::uint32_t>{kForgetHistory}, name_of);
      session.execute(*mark, {}, mark->end);
    }
    const std::uint64_t before = session.total().cycles;
    // More lines than the caches have, so that the random replacement takes part.
    for (unsigned k = 0; k < 2000; ++k) load_line(0xa000, 0x30000 + 32 * (k * 7 % 1000));
    return session.total().cycles - before;
  };
  CHECK(cycles_after(10, true) == cycles_after(1234, true));
  CHECK(cycles_after(10, false) != cycles_after(1234, false));
}

TEST_CASE("segments run from one entry to the next, within the profiled region", "[timing]") {
  SessionOptions options = perfect(true);
  options.profile_region = 2;
  options.entries = {0x9000, 0xa000};
  Session session(options);
  const auto block = [&](std::uint32_t pc, std::vector<std::uint32_t> words) {
    return session.translate(pc, words, [](std::size_t) { return std::string("f"); });
  };
  const auto first = block(0x9000, {kAdd, kAdd});
  const auto second = block(0xa000, {kAdd, kAdd, kAdd});
  const auto begin = block(0x8000, {kBeginRegion2, kAdd});
  const auto end = block(0x8100, {kAdd, kEndRegion, kAdd});
  for (const Block* each : {first.get(), begin.get(), first.get(), second.get(), first.get(),
                            end.get(), second.get()}) {
    session.execute(*each, {}, each->end);
  }
  session.finish();
  const std::vector<Session::Segment>& segments = session.segments();
  REQUIRE(segments.size() == 4);
  std::uint64_t cycles = 0, instructions = 0;
  for (const Session::Segment& segment : segments) {
    cycles += segment.cycles;
    instructions += segment.instructions;
  }
  CHECK(segments[0].entry == 0);
  CHECK(segments[1].entry == 0x9000);
  CHECK(segments[2].entry == 0xa000);
  CHECK(segments[3].entry == 0x9000);
  CHECK(segments[2].instructions == 3);
  CHECK(segments[3].instructions == 3);  // two of its own, and one up to the region's end
  const Statistics region = session.regions()[2].statistics;
  CHECK(cycles == region.cycles);
  CHECK(instructions == region.instructions);
  std::uint64_t by_symbol = 0;
  for (const auto& symbol : session.symbols()) by_symbol += symbol.cycles;
  CHECK(by_symbol == region.cycles);
}

TEST_CASE("scopes take a call with all that it calls, and the caller's code ends it", "[timing]") {
  SessionOptions options = perfect(false);
  options.profile_region = 2;
  for (const char* rule : {"call linear ^linear_", "call gelu ^gelu$", "code other ^lib_"}) {
    options.scopes.push_back(parse_scope_rule(rule).value());
  }
  Session session(options);
  const auto block = [&](std::uint32_t pc, std::size_t instructions, const std::string& name) {
    return session.translate(pc, std::vector<std::uint32_t>(instructions, kAdd),
                             [&](std::size_t) { return name; });
  };
  const auto begin = session.translate(0x8000, std::vector<std::uint32_t>{kBeginRegion2},
                                       [](std::size_t) { return std::string("lib_encode"); });
  const auto end = session.translate(0x8100, std::vector<std::uint32_t>{kEndRegion},
                                     [](std::size_t) { return std::string("lib_encode"); });
  const auto lib = block(0x9000, 10, "lib_encode");
  const auto linear = block(0xa000, 20, "linear_int8");
  const auto gelu = block(0xb000, 40, "gelu");
  const auto copy = block(0xc000, 80, "memcpy");
  for (const Block* each : {linear.get(), begin.get(), lib.get(), copy.get(),    // 90 of other
                            linear.get(), gelu.get(), linear.get(), copy.get(),  // 160 of linear
                            lib.get(), gelu.get(), lib.get(),                    // 40 of gelu
                            end.get(), gelu.get()}) {
    session.execute(*each, {}, each->end);
  }
  session.finish();
  const auto& scopes = session.scopes();
  REQUIRE(scopes.size() == 3);
  CHECK(scopes.at("other") == 110);
  CHECK(scopes.at("linear") == 160);
  CHECK(scopes.at("gelu") == 40);
  CHECK(110 + 160 + 40 == session.regions()[2].statistics.cycles);
}

TEST_CASE("a scope rule is a kind, a name and a pattern", "[timing]") {
  CHECK(parse_scope_rule("call linear ^a b$")->scope == "linear");
  CHECK(parse_scope_rule("call linear x")->kind == ScopeRule::Kind::kCall);
  CHECK(parse_scope_rule("code linear x")->kind == ScopeRule::Kind::kCode);
  for (const char* bad : {"", "call", "call linear", "calls linear x", "code linear ("}) {
    CHECK_FALSE(parse_scope_rule(bad).has_value());
  }
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
  session.finish();
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
