// SPDX-License-Identifier: Apache-2.0
// A VFP load that misses stalls the LS pipeline of the VFP11: ARM DDI 0301H sections 11.5.1 (load
// data has no queue) and 21.10 (what a transfer and an operation wait for).
#include <vector>

#include "isa/decoder.h"
#include "isa/disassembler.h"
#include "support/catch.h"
#include "trace.h"

namespace dinozero::timing {
namespace {

constexpr std::uint32_t kVfpLoad = 0xed920a00;      // vldr s0, [r2]
constexpr std::uint32_t kNextVfpLoad = 0xedd20a00;  // vldr s1, [r2]
constexpr std::uint32_t kVfpStore = 0xedc21a00;     // vstr s3, [r2]
constexpr std::uint32_t kToVfp = 0xee043a10;        // vmov s8, r3
constexpr std::uint32_t kFromVfp = 0xee143a10;      // vmov r3, s8
constexpr std::uint32_t kVfpAdd = 0xee344a85;       // vadd.f32 s8, s9, s10
constexpr std::uint32_t kLoad = 0xe5921000;         // ldr r1, [r2]
constexpr std::uint32_t kUse = 0xe0811001;          // add r1, r1, r1
constexpr std::uint32_t kNextLoad = 0xe5923000;     // ldr r3, [r2]
constexpr std::uint32_t kAdd = 0xe0843005;          // add r3, r4, r5

// Two instructions, the first of which misses in all caches, on a page that the TLB knows; every
// run fetches the same code.
Cycle after_miss(std::uint32_t first, std::uint32_t second) {
  Trace trace(ModelOptions{});
  trace.run({kLoad, kUse}, 0x20000);
  return trace.run({first, second}, 0x20400);
}

TEST_CASE("the words of the VFP misses", "[timing]") {
  CHECK(disassemble(decode(kNextVfpLoad), 0) == "vldr s1, [r2]");
  CHECK(disassemble(decode(kVfpStore), 0) == "vstr s3, [r2]");
  CHECK(disassemble(decode(kToVfp), 0) == "vmov s8, r3");
  CHECK(disassemble(decode(kFromVfp), 0) == "vmov r3, s8");
  CHECK(disassemble(decode(kVfpAdd), 0) == "vadd.f32 s8, s9, s10");
}

TEST_CASE("a VFP transfer waits for the miss of the one before", "[timing]") {
  const Cycle free = after_miss(kVfpLoad, kAdd);
  for (std::uint32_t transfer : {kNextVfpLoad, kVfpStore, kToVfp, kFromVfp}) {
    CHECK(after_miss(kVfpLoad, transfer) > free + 100);
  }
}

TEST_CASE("VFP operations and core loads go on under a VFP miss", "[timing]") {
  const Cycle free = after_miss(kVfpLoad, kAdd);
  CHECK(after_miss(kVfpLoad, kVfpAdd) == free);
  CHECK(after_miss(kVfpLoad, kLoad) == free);
}

TEST_CASE("VFP transfers go on under a miss of a core load", "[timing]") {
  const Cycle free = after_miss(kLoad, kAdd);
  CHECK(after_miss(kLoad, kNextLoad) == free);
  CHECK(after_miss(kLoad, kVfpLoad) == free);
}

}  // namespace
}  // namespace dinozero::timing
