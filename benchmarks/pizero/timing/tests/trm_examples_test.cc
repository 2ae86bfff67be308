// SPDX-License-Identifier: Apache-2.0
// The worked interlock examples of ARM DDI 0301H, chapters 16 and 21, and sequences whose length
// follows from its tables. "Takes N cycles" counts from the issue of the first instruction to the
// end of the last one's issue.
#include <string>
#include <vector>

#include "isa/decoder.h"
#include "isa/disassembler.h"
#include "support/catch.h"
#include "trace.h"

namespace dinozero::timing {
namespace {

struct Line {
  std::uint32_t word;
  const char* text;
};
struct Example {
  const char* name;
  Cycle cycles;
  std::vector<Line> lines;
};

// clang-format off
const std::vector<Example> kExamples = {
    {"16.1.2 normal operand", 2, {{0xe0831004, "add r1, r3, r4"}, {0xe0825001, "add r5, r2, r1"}}},
    {"16.1.2 load and use", 4, {{0xe5921000, "ldr r1, [r2]"}, {0xe0833001, "add r3, r3, r1"}}},
    {"16.1.2 load and shifted use", 5, {{0xe5921000, "ldr r1, [r2]"}, {0xe0833301, "add r3, r3, r1, lsl #6"}}},
    {"16.1.4 opposite conditions, load after add", 2, {{0x10851006, "addne r1, r5, r6"}, {0x05981000, "ldreq r1, [r8]"}}},
    {"16.1.4 opposite conditions, add after load", 2, {{0x05981000, "ldreq r1, [r8]"}, {0x10851006, "addne r1, r5, r6"}}},
    {"16.1.4 opposite conditions, store", 2, {{0x11451056, "qdaddne r1, r6, r5"}, {0x05881000, "streq r1, [r8]"}}},
    {"16.2 no dependency", 2, {{0xe5921000, "ldr r1, [r2]"}, {0xe0856004, "add r6, r5, r4"}}},
    {"16.2 result latency of add", 2, {{0xe0821003, "add r1, r2, r3"}, {0xe0869001, "add r9, r6, r1"}}},
    {"16.2 result latency of a load", 4, {{0xe5921000, "ldr r1, [r2]"}, {0xe0856001, "add r6, r5, r1"}}},
    {"16.2 early register", 3, {{0xe0851006, "add r1, r5, r6"}, {0xe5912000, "ldr r2, [r1]"}}},
    {"16.2 load to address of a load", 5, {{0xe5921000, "ldr r1, [r2]"}, {0xe5915000, "ldr r5, [r1]"}}},
    {"16.3.3 shifted operand is early", 3, {{0xe0821003, "add r1, r2, r3"}, {0xe0854081, "add r4, r5, r1, lsl #1"}}},
    {"16.3.3 the other operand is not", 2, {{0xe0821003, "add r1, r2, r3"}, {0xe0814089, "add r4, r1, r9, lsl #1"}}},
    {"16.3.3 shift distance is early", 4, {{0xe0821003, "add r1, r2, r3"}, {0xe0824114, "add r4, r2, r4, lsl r1"}}},
    {"16.6.1 usad8 and use", 4, {{0xe781f312, "usad8 r1, r2, r3"}, {0xe0865001, "add r5, r6, r1"}}},
    {"16.6.1 scheduled", 4, {{0xe781f312, "usad8 r1, r2, r3"}, {0xe1a09009, "mov r9, r9"}, {0xe1a09009, "mov r9, r9"}, {0xe0865001, "add r5, r6, r1"}}},
    {"16.6.1 accumulate", 3, {{0xe781f312, "usad8 r1, r2, r3"}, {0xe7811514, "usada8 r1, r4, r5, r1"}}},
    {"16.7 dependent dual multiply-accumulates", 3, {{0xe7011312, "smlad r1, r2, r3, r1"}, {0xe7011514, "smlad r1, r4, r5, r1"}}},
    {"16.7 dual multiply and use", 4, {{0xe701f312, "smuad r1, r2, r3"}, {0xe0865001, "add r5, r6, r1"}}},
    {"16.7 multiply to multiply", 7, {{0xe0010392, "mul r1, r2, r3"}, {0xe0040591, "mul r4, r1, r5"}}},
    {"16.7 multiply-accumulate chain issues every two cycles", 4, {{0xe0214392, "mla r1, r2, r3, r4"}, {0xe0211695, "mla r1, r5, r6, r1"}}},
    {"16.7 low half first", 5, {{0xe0c21493, "smull r1, r2, r3, r4"}, {0xe0865001, "add r5, r6, r1"}}},
    {"16.7 high half a cycle later", 6, {{0xe0c21493, "smull r1, r2, r3, r4"}, {0xe0865002, "add r5, r6, r2"}}},
    {"16.7 flags hold the issue stage", 6, {{0xe0110392, "muls r1, r2, r3"}, {0xe0865007, "add r5, r6, r7"}}},
    {"16.10 written-back base is forwarded", 3, {{0xe5b25004, "ldr r5, [r2, #4]!"}, {0xe5b26010, "ldr r6, [r2, #16]!"}, {0xe5b27020, "ldr r7, [r2, #32]!"}}},
    {"16.10 written-back base in the ALU", 2, {{0xe4925004, "ldr r5, [r2], #4"}, {0xe0826007, "add r6, r2, r7"}}},
    {"16.10 two-cycle addressing", 5, {{0xe7121003, "ldr r1, [r2, -r3]"}, {0xe0865001, "add r5, r6, r1"}}},
    {"16.11 both words of an aligned ldrd", 4, {{0xe1c240d0, "ldrd r4, r5, [r2]"}, {0xe0876005, "add r6, r7, r5"}}},
    {"16.12.3 load multiple", 5, {{0xe89000fe, "ldmia r0, {r1, r2, r3, r4, r5, r6, r7}"}, {0xe08aa003, "add sl, sl, r3"}}},
    {"16.12.3 store multiple locks its registers", 5, {{0xe88000fe, "stmia r0, {r1, r2, r3, r4, r5, r6, r7}"}, {0xe08a600b, "add r6, sl, fp"}}},
    {"16.12 independent work under a load multiple", 3, {{0xe89000fe, "ldmia r0, {r1, r2, r3, r4, r5, r6, r7}"}, {0xe08aa00b, "add sl, sl, fp"}, {0xe088800b, "add r8, r8, fp"}}},
    {"16.12 next load waits for the unit", 5, {{0xe89000fe, "ldmia r0, {r1, r2, r3, r4, r5, r6, r7}"}, {0xe5998000, "ldr r8, [r9]"}}},
    {"21.4 example 21-1, forwarded: seven cycles of stall", 9, {{0xee710a21, "vadd.f32 s1, s2, s3"}, {0xee344aa0, "vadd.f32 s8, s9, s1"}}},
    {"21.4 example 21-2, other precision: not forwarded", 11, {{0xee202b01, "vmul.f64 d2, d0, d1"}, {0xee366aa2, "vadd.f32 s12, s13, s5"}}},
    {"21.4 example 21-3, store: eight cycles of stall", 10, {{0xee202b01, "vmul.f64 d2, d0, d1"}, {0xed802b00, "vstr d2, [r0]"}}},
    {"21.10 example 21-13, three pipes in parallel, vector length 4", 3, {{0xec942a0a, "vldmia r4, {s4-s13}"}, {0xee800a81, "vdiv.f32 s0, s1, s2"}, {0xee3a8a0c, "vadd.f32 s16, s20, s24"}}},
    {"21.11 dependent double multiply-accumulates", 10, {{0xee054b06, "vmla.f64 d4, d5, d6"}, {0xee074b08, "vmla.f64 d4, d7, d8"}}},
    {"21.11 throughput of double multiplies", 3, {{0xee254b06, "vmul.f64 d4, d5, d6"}, {0xee287b09, "vmul.f64 d7, d8, d9"}}},
    {"21.11 throughput of divisions", 16, {{0xeec10a21, "vdiv.f32 s1, s2, s3"}, {0xee822a83, "vdiv.f32 s4, s5, s6"}}},
    {"21.11 additions beside a division", 2, {{0xeec10a21, "vdiv.f32 s1, s2, s3"}, {0xee322a83, "vadd.f32 s4, s5, s6"}}},
    {"21.11 last word of a load multiple after X + 3", 8, {{0xec904a08, "vldmia r0, {s8-s15}"}, {0xee300aa7, "vadd.f32 s0, s1, s15"}}},
    {"21.11 compare and transfer flags", 6, {{0xeef40a41, "vcmp.f32 s1, s2"}, {0xeef1fa10, "vmrs APSR_nzcv, fpscr"}}},
};
// clang-format on

std::vector<std::uint32_t> words_of(const Example& example) {
  std::vector<std::uint32_t> words;
  for (const Line& line : example.lines) {
    CHECK(disassemble(decode(line.word), 0) == line.text);
    words.push_back(line.word);
  }
  return words;
}

TEST_CASE("worked examples of the manual", "[timing]") {
  for (const Example& example : kExamples) {
    DYNAMIC_SECTION(example.name) {
      Trace trace;
      const std::vector<std::uint32_t> words = words_of(example);
      if (std::string(example.name).find("vector length 4") != std::string::npos) {
        // mov r0, #0x30000; fmxr fpscr, r0
        trace.run({0xe3a00803, 0xeee10a10});
        CHECK(trace.pipeline.statistics().unknown_fpscr == 0);
        trace.run(std::vector<std::uint32_t>(40, 0xe1a09009));
      }
      CHECK(trace.run(words) == example.cycles);
    }
  }
}

TEST_CASE("an instruction whose condition fails takes one cycle", "[timing]") {
  Trace trace;
  // ldrne r1, [r2, -r3]; add r5, r1, r6
  CHECK(trace.run({0x17121003, 0xe0815006}, 0x20000, {0}) == 2);
}

TEST_CASE("an unaligned load takes the load/store unit and its result one cycle longer",
          "[timing]") {
  // ldr r1, [r2]; add r5, r6, r1
  CHECK(Trace().run({0xe5921000, 0xe0865001}, 0x20001) == 5);
  // ldr r1, [r2]; ldr r3, [r4]
  CHECK(Trace().run({0xe5921000, 0xe5943000}, 0x20000) == 2);
  CHECK(Trace().run({0xe5921000, 0xe5943000}, 0x20001) == 3);
}

TEST_CASE("a doubleword load that is not doubleword aligned", "[timing]") {
  // ldrd r4, [r2]; add r6, r7, r5: the second word comes a cycle later
  CHECK(Trace().run({0xe1c240d0, 0xe0876005}, 0x20004) == 5);
}

}  // namespace
}  // namespace dinozero::timing
