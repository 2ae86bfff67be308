// SPDX-License-Identifier: Apache-2.0
// The rows of table 16-11 of ARM DDI 0301H.
#include "model/branch_predictor.h"
#include "support/catch.h"

namespace dinozero::timing {
namespace {

constexpr std::uint32_t kPcOfBranch = 0x8000;

struct Fixture {
  BranchPredictor predictor;
  Statistics statistics;
  Cycle resolve(BranchKind kind, bool conditional, std::uint32_t target, std::uint32_t next,
                Cycle since_flags = 9, std::uint32_t pc = kPcOfBranch) {
    return predictor.resolve({kind, conditional, pc, target}, next, since_flags, statistics);
  }
};

TEST_CASE("static prediction: backward taken, forward not taken", "[timing]") {
  CHECK(Fixture().resolve(BranchKind::kDirect, true, 0x7000, 0x7000) == 4);
  CHECK(Fixture().resolve(BranchKind::kDirect, true, 0x9000, kPcOfBranch + 4) == 1);
  CHECK(Fixture().resolve(BranchKind::kDirect, false, 0x9000, 0x9000) == 4);
}

TEST_CASE("a mispredicted branch costs 5 to 7 cycles by its distance from the flags", "[timing]") {
  CHECK(Fixture().resolve(BranchKind::kDirect, true, 0x9000, 0x9000, 0) == 7);
  CHECK(Fixture().resolve(BranchKind::kDirect, true, 0x9000, 0x9000, 1) == 6);
  CHECK(Fixture().resolve(BranchKind::kDirect, true, 0x9000, 0x9000, 2) == 5);
  CHECK(Fixture().resolve(BranchKind::kDirect, true, 0x9000, 0x9000, 50) == 5);
}

TEST_CASE("a branch found in the BTAC is folded, a call is not", "[timing]") {
  Fixture f;
  f.resolve(BranchKind::kDirect, true, 0x7000, 0x7000);
  CHECK(f.resolve(BranchKind::kDirect, true, 0x7000, 0x7000) == 0);
  CHECK(f.statistics.folded == 1);
  Fixture call;
  CHECK(call.resolve(BranchKind::kCall, false, 0x9000, 0x9000) == 4);
  CHECK(call.resolve(BranchKind::kCall, false, 0x9000, 0x9000) == 1);
}

TEST_CASE("the BTAC's counters have two bits", "[timing]") {
  Fixture f;
  for (int k = 0; k < 5; ++k) f.resolve(BranchKind::kDirect, true, 0x7000, 0x7000);
  CHECK(f.resolve(BranchKind::kDirect, true, 0x7000, kPcOfBranch + 4) == 5);  // 3 -> 2
  CHECK(f.resolve(BranchKind::kDirect, true, 0x7000, 0x7000) == 0);  // still predicted taken
  f.resolve(BranchKind::kDirect, true, 0x7000, kPcOfBranch + 4);
  f.resolve(BranchKind::kDirect, true, 0x7000, kPcOfBranch + 4);
  CHECK(f.resolve(BranchKind::kDirect, true, 0x7000, 0x7000) == 5);  // 1: predicted not taken
}

TEST_CASE("returns: predicted, wrong, empty stack, conditional", "[timing]") {
  Fixture f;
  f.resolve(BranchKind::kCall, false, 0x9000, 0x9000);
  CHECK(f.resolve(BranchKind::kReturn, false, 0, kPcOfBranch + 4, 9, 0x9000) == 4);
  CHECK(f.resolve(BranchKind::kReturn, false, 0, 0x5000, 9, 0x9000) == 5);  // empty
  f.resolve(BranchKind::kCall, false, 0x9000, 0x9000);
  CHECK(f.resolve(BranchKind::kReturn, false, 0, 0x5000, 9, 0x9000) == 7);
  f.resolve(BranchKind::kCall, false, 0x9000, 0x9000);
  CHECK(f.resolve(BranchKind::kReturn, true, 0, kPcOfBranch + 4, 0, 0x9000) == 7);
  CHECK(f.resolve(BranchKind::kReturn, true, 0, 0x9004, 0, 0x9000) == 1);  // not taken
  f.resolve(BranchKind::kCall, false, 0x9000, 0x9000);
  CHECK(f.resolve(BranchKind::kMultipleReturn, false, 0, kPcOfBranch + 4, 9, 0x9000) == 4);
  CHECK(f.resolve(BranchKind::kMultipleReturn, false, 0, 0x5000, 9, 0x9000) == 9);
  CHECK(f.resolve(BranchKind::kLoad, false, 0, 0x5000, 9, 0x9000) == 8);
}

TEST_CASE("the return stack holds three addresses", "[timing]") {
  Fixture f;
  for (std::uint32_t pc : {0x1000u, 0x2000u, 0x3000u, 0x4000u})
    f.resolve(BranchKind::kCall, false, 0x9000, 0x9000, 9, pc);
  CHECK(f.resolve(BranchKind::kReturn, false, 0, 0x4004, 9, 0x9000) == 4);
  CHECK(f.resolve(BranchKind::kReturn, false, 0, 0x3004, 9, 0x9000) == 4);
  CHECK(f.resolve(BranchKind::kReturn, false, 0, 0x2004, 9, 0x9000) == 4);
  CHECK(f.resolve(BranchKind::kReturn, false, 0, 0x1004, 9, 0x9000) == 5);  // pushed out
}

}  // namespace
}  // namespace dinozero::timing
