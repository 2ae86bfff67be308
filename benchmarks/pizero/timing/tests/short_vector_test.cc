// SPDX-License-Identifier: Apache-2.0
// Short vectors: FPSCR LEN and STRIDE, banks, hazards between iterations. ARM DDI 0301H
// sections 20.4 and 21.6 to 21.10.
#include <vector>

#include "isa/decoder.h"
#include "isa/disassembler.h"
#include "support/catch.h"
#include "trace.h"

namespace dinozero::timing {
namespace {

constexpr std::uint32_t kNop = 0xe1a09009;  // mov r9, r9

// A trace whose FPSCR has LEN = length - 1 and STRIDE = stride - 1 (coded 0 or 3).
Trace vector_trace(unsigned length, unsigned stride = 1) {
  Trace trace;
  const std::uint32_t fpscr_bits = (length - 1) | ((stride == 2 ? 3u : 0u) << 4);
  trace.run({0xe3a00800u | fpscr_bits, 0xeee10a10u});  // mov r0, #bits << 16; fmxr fpscr, r0
  trace.run(std::vector<std::uint32_t>(50, kNop));
  REQUIRE(trace.pipeline.statistics().unknown_fpscr == 0);
  return trace;
}

constexpr std::uint32_t kVectorAdd = 0xee348a0c;  // fadds s16, s8, s24: bits checked below
constexpr std::uint32_t kVectorMac = 0xee048a06;  // fmacs s16, s8, s12

TEST_CASE("the words of this file", "[timing]") {
  CHECK(disassemble(decode(kVectorAdd), 0) == "vadd.f32 s16, s8, s24");
  CHECK(disassemble(decode(kVectorMac), 0) == "vmla.f32 s16, s8, s12");
}

TEST_CASE("a vector operation holds the FMAC pipe for one cycle per iteration", "[timing]") {
  for (unsigned length : {1u, 2u, 4u, 8u}) {
    Trace trace = vector_trace(length);
    // fadds s16, s8, s24; fadds s0, s1, s2 (scalar: bank 0)
    CHECK(trace.run({kVectorAdd, 0xee300a81}) == static_cast<Cycle>(length) + 1);
  }
}

TEST_CASE("core and load instructions issue under a vector operation", "[timing]") {
  Trace trace = vector_trace(8);
  // fadds s16, s8, s24; ldr r1, [r2]; add r3, r4, r5; flds s0, [r2]
  CHECK(trace.run({kVectorAdd, 0xe5921000, 0xe0843005, 0xed920a00}) == 4);
}

TEST_CASE("the result of iteration k comes k cycles after the first", "[timing]") {
  // With LEN back at 1 the consumer reads one register: here fsts sN, [r2], which never is a
  // vector.
  for (unsigned k = 0; k < 4; ++k) {
    Trace trace = vector_trace(4);
    const std::uint32_t store =
        0xed828a00u | ((k & 1u) << 22) | ((k >> 1) << 12);  // fsts s(16 + k)
    CHECK(trace.run({kVectorAdd, store}) == 8 + static_cast<Cycle>(k) + 1);
  }
}

TEST_CASE("a vector operation waits until all its registers are free", "[timing]") {
  Trace trace = vector_trace(4);
  // flds s27, [r2] (the last source); fadds s16, s8, s24
  CHECK(trace.run({0xedd2da00, kVectorAdd}) == 4 + 1);
}

TEST_CASE("a register is not overwritten before its iteration has read it", "[timing]") {
  Trace trace = vector_trace(8);
  // fadds s16, s8, s24; flds s31, [r2]: read by the eighth iteration
  CHECK(trace.run({kVectorAdd, 0xedd2fa00}) == 8 + 1);
  Trace first = vector_trace(8);
  // flds s24, [r2]: read by the first
  CHECK(first.run({kVectorAdd, 0xed92ca00}) == 2);
}

TEST_CASE("stride two visits every other register of the bank", "[timing]") {
  Trace trace = vector_trace(4, 2);
  // fadds s16, s8, s24 reads s24, s26, s28, s30; flds s25 is free, flds s26 is not
  CHECK(trace.run({kVectorAdd, 0xedd2ca00}) == 2);
  Trace second = vector_trace(4, 2);
  CHECK(second.run({kVectorAdd, 0xed92da00}) == 3);
}

TEST_CASE("registers wrap around in their bank", "[timing]") {
  Trace trace = vector_trace(4);
  // fadds s16, s8, s30: sources s30, s31, s24, s25. fsts of s16 + 3 = s19 after 8 + 3; flds s25
  // waits for k = 3.
  constexpr std::uint32_t kWrapping = 0xee348a0f;
  CHECK(disassemble(decode(kWrapping), 0) == "vadd.f32 s16, s8, s30");
  CHECK(trace.run({kWrapping, 0xedd2ca00}) == 4 + 1);
}

TEST_CASE("an operand in bank 0 is a scalar of the vector operation", "[timing]") {
  Trace trace = vector_trace(4);
  // flds s1, [r2] does not delay fmuls s16, s8, s0
  constexpr std::uint32_t kByScalar = 0xee248a00;
  CHECK(disassemble(decode(kByScalar), 0) == "vmul.f32 s16, s8, s0");
  CHECK(trace.run({0xedd20a00, kByScalar}) == 2);
}

TEST_CASE("double vectors: two cycles per multiply iteration, banks of four", "[timing]") {
  Trace trace = vector_trace(2);
  // fmuld d8, d4, d12; fadds s0, s1, s2
  constexpr std::uint32_t kDoubleMultiply = 0xee248b0c;
  CHECK(disassemble(decode(kDoubleMultiply), 0) == "vmul.f64 d8, d4, d12");
  CHECK(trace.run({kDoubleMultiply, 0xee300a81}) == 4 + 1);
}

TEST_CASE("a dependent vector operation waits for the last iteration", "[timing]") {
  Trace trace = vector_trace(4);
  // fmacs s16, s8, s12; fmacs s20, s8, s12; then s16 again, whose fourth iteration is ready after 3
  // + 8 cycles.
  constexpr std::uint32_t kSecond = 0xee04aa06;
  CHECK(disassemble(decode(kSecond), 0) == "vmla.f32 s20, s8, s12");
  CHECK(trace.run({kVectorMac, kSecond, kVectorMac}) == 3 + 8 + 1);
}

TEST_CASE("the FPSCR is followed through registers; an unknown value is counted", "[timing]") {
  Trace trace;
  // fmrx r0, fpscr; orr r0, r0, #0x30000; fmxr fpscr, r0: vectors of four
  trace.run({0xeef10a10, 0xe3800803, 0xeee10a10});
  trace.run(std::vector<std::uint32_t>(50, kNop));
  CHECK(trace.pipeline.statistics().unknown_fpscr == 0);
  CHECK(trace.run({kVectorAdd, 0xee300a81}) == 5);
  // ldr r0, [r2] (value unknown); fmxr fpscr, r0
  trace.run({0xe5920000, 0xeee10a10});
  CHECK(trace.pipeline.statistics().unknown_fpscr == 1);
}

}  // namespace
}  // namespace dinozero::timing
