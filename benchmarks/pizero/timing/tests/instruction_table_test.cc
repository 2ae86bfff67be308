// SPDX-License-Identifier: Apache-2.0
// One generated test per row of the instruction table: the pipeline must show every number of the
// row.
#include <set>
#include <string>
#include <vector>

#include "isa/decoder.h"
#include "isa/disassembler.h"
#include "model/instruction_table.h"
#include "support/catch.h"
#include "trace.h"

namespace dinozero::timing {
namespace {

// An instruction of each form, with distinct registers: Rd r0, Rd2 r1, Rn r2, Rm r3, Rs r4.
struct Sample {
  Form form;
  std::uint32_t word;
  const char* text;
};

// clang-format off
const std::vector<Sample> kSamples = {
    {Form::kDataImmediate, 0xe2820001, "add r0, r2, #1"},
    {Form::kDataRegister, 0xe0820003, "add r0, r2, r3"},
    {Form::kDataShiftImmediate, 0xe0820183, "add r0, r2, r3, lsl #3"},
    {Form::kDataShiftRegister, 0xe0820413, "add r0, r2, r3, lsl r4"},
    {Form::kClz, 0xe16f0f13, "clz r0, r3"},
    {Form::kQadd, 0xe1020053, "qadd r0, r3, r2"},
    {Form::kQdadd, 0xe1420053, "qdadd r0, r3, r2"},
    {Form::kParallelAdd, 0xe6120f13, "sadd16 r0, r2, r3"},
    {Form::kParallelSaturating, 0xe6220f13, "qadd16 r0, r2, r3"},
    {Form::kParallelHalving, 0xe6320f93, "shadd8 r0, r2, r3"},
    {Form::kPkh, 0xe6820813, "pkhbt r0, r2, r3, lsl #16"},
    {Form::kSel, 0xe6820fb3, "sel r0, r2, r3"},
    {Form::kSaturate, 0xe6a70013, "ssat r0, #8, r3"},
    {Form::kSaturate16, 0xe6e80f33, "usat16 r0, #8, r3"},
    {Form::kExtend, 0xe68f0073, "sxtb16 r0, r3"},
    {Form::kExtendAdd, 0xe6b20073, "sxtah r0, r2, r3"},
    {Form::kReverse, 0xe6bf0f33, "rev r0, r3"},
    {Form::kUsad8, 0xe780f413, "usad8 r0, r3, r4"},
    {Form::kUsada8, 0xe7802413, "usada8 r0, r3, r4, r2"},
    {Form::kMul, 0xe0000493, "mul r0, r3, r4"},
    {Form::kMla, 0xe0202493, "mla r0, r3, r4, r2"},
    {Form::kMulLong, 0xe0c10493, "smull r0, r1, r3, r4"},
    {Form::kMlaLong, 0xe0e10493, "smlal r0, r1, r3, r4"},
    {Form::kUmaal, 0xe0410493, "umaal r0, r1, r3, r4"},
    {Form::kSmulxy, 0xe16004c3, "smulbt r0, r3, r4"},
    {Form::kSmlaxy, 0xe1002483, "smlabb r0, r3, r4, r2"},
    {Form::kSmulwy, 0xe12004a3, "smulwb r0, r3, r4"},
    {Form::kSmlawy, 0xe12024c3, "smlawt r0, r3, r4, r2"},
    {Form::kSmlalxy, 0xe1410483, "smlalbb r0, r1, r3, r4"},
    {Form::kDualMul, 0xe700f413, "smuad r0, r3, r4"},
    {Form::kDualMla, 0xe7002413, "smlad r0, r3, r4, r2"},
    {Form::kDualMlaLong, 0xe7410413, "smlald r0, r1, r3, r4"},
    {Form::kSmmul, 0xe750f413, "smmul r0, r3, r4"},
    {Form::kSmmla, 0xe7502413, "smmla r0, r3, r4, r2"},
    {Form::kLoad, 0xe7920003, "ldr r0, [r2, r3]"},
    {Form::kLoadTwoCycle, 0xe7120003, "ldr r0, [r2, -r3]"},
    {Form::kStore, 0xe7820003, "str r0, [r2, r3]"},
    {Form::kStoreTwoCycle, 0xe7820083, "str r0, [r2, r3, lsl #1]"},
    {Form::kLoadDouble, 0xe18200d3, "ldrd r0, r1, [r2, r3]"},
    {Form::kLoadDoubleTwoCycle, 0xe10200d3, "ldrd r0, r1, [r2, -r3]"},
    {Form::kStoreDouble, 0xe18200f3, "strd r0, r1, [r2, r3]"},
    {Form::kStoreDoubleTwoCycle, 0xe10200f3, "strd r0, r1, [r2, -r3]"},
    {Form::kPreload, 0xf7d2f003, "pld [r2, r3]"},
    {Form::kPreloadTwoCycle, 0xf752f003, "pld [r2, -r3]"},
    {Form::kLoadMultiple, 0xe8920003, "ldmia r2, {r0, r1}"},
    {Form::kStoreMultiple, 0xe8820003, "stmia r2, {r0, r1}"},
    {Form::kLoadExclusive, 0xe1920f9f, "ldrex r0, [r2]"},
    {Form::kStoreExclusive, 0xe1820f93, "strex r0, r3, [r2]"},
    {Form::kSwap, 0xe1020093, "swp r0, r3, [r2]"},
    {Form::kClrex, 0xf57ff01f, "clrex"},
    {Form::kMrs, 0xe10f0000, "mrs r0, CPSR"},
    {Form::kMsrFlags, 0xe128f003, "msr CPSR_f, r3"},
    {Form::kMsrControl, 0xe121f003, "msr CPSR_c, r3"},
    {Form::kCps, 0xf10c0080, "cpsid i"},
    {Form::kSetend, 0xf1010200, "setend be"},
    {Form::kRfe, 0xf8920a00, "rfeia r2"},
    {Form::kSrs, 0xf8cd0513, "srsia sp, #19"},
    {Form::kSvc, 0xef000000, "svc 0x00000000"},
    {Form::kBkpt, 0xe1200070, "bkpt 0x0000"},
    {Form::kSmc, 0xe1600070, "smc #0"},
    {Form::kHint, 0xe320f000, "nop"},
    {Form::kCoprocessorOperation, 0xee010702, "cdp 7, 0, cr0, cr1, cr2, {0}"},
    {Form::kMcr, 0xee070f9a, "mcr 15, 0, r0, cr7, cr10, {4}"},
    {Form::kMrc, 0xee1d0f70, "mrc 15, 0, r0, cr13, cr0, {3}"},
    {Form::kMcrr, 0xec410f05, "mcrr 15, 0, r0, r1, cr5"},
    {Form::kMrrc, 0xec510705, "mrrc 7, 0, r0, r1, cr5"},
    {Form::kLdc, 0xed920700, "ldc 7, cr0, [r2]"},
    {Form::kStc, 0xed820700, "stc 7, cr0, [r2]"},
    {Form::kFmacS, 0xee048a06, "vmla.f32 s16, s8, s12"},
    {Form::kFmacD, 0xee048b06, "vmla.f64 d8, d4, d6"},
    {Form::kFmulS, 0xee248a06, "vmul.f32 s16, s8, s12"},
    {Form::kFmulD, 0xee248b06, "vmul.f64 d8, d4, d6"},
    {Form::kFaddS, 0xee348a06, "vadd.f32 s16, s8, s12"},
    {Form::kFaddD, 0xee348b06, "vadd.f64 d8, d4, d6"},
    {Form::kFdivS, 0xee848a06, "vdiv.f32 s16, s8, s12"},
    {Form::kFdivD, 0xee848b06, "vdiv.f64 d8, d4, d6"},
    {Form::kFsqrtS, 0xeeb18ac4, "vsqrt.f32 s16, s8"},
    {Form::kFsqrtD, 0xeeb18bc4, "vsqrt.f64 d8, d4"},
    {Form::kFcpyS, 0xeeb08a44, "vmov.f32 s16, s8"},
    {Form::kFcpyD, 0xeeb18b44, "vneg.f64 d8, d4"},
    {Form::kFcmpS, 0xeeb48a44, "vcmp.f32 s16, s8"},
    {Form::kFcmpD, 0xeeb48bc4, "vcmpe.f64 d8, d4"},
    {Form::kFcvtToD, 0xeeb78ac4, "vcvt.f64.f32 d8, s8"},
    {Form::kFcvtToS, 0xeeb78bc4, "vcvt.f32.f64 s16, d4"},
    {Form::kFromIntegerS, 0xeeb88ac4, "vcvt.f32.s32 s16, s8"},
    {Form::kFromIntegerD, 0xeeb88b44, "vcvt.f64.u32 d8, s8"},
    {Form::kToIntegerS, 0xeebd8ac4, "vcvt.s32.f32 s16, s8"},
    {Form::kToIntegerD, 0xeebc8bc4, "vcvt.u32.f64 s16, d4"},
    {Form::kFldS, 0xed928a00, "vldr s16, [r2]"},
    {Form::kFldD, 0xed928b02, "vldr d8, [r2, #8]"},
    {Form::kFstS, 0xed828a00, "vstr s16, [r2]"},
    {Form::kFstD, 0xed828b00, "vstr d8, [r2]"},
    {Form::kFldm, 0xec928a08, "vldmia r2, {s16-s23}"},
    {Form::kFstm, 0xeca28b08, "vstmia r2!, {d8-d11}"},
    {Form::kFmsr, 0xee080a10, "vmov s16, r0"},
    {Form::kFmrs, 0xee180a10, "vmov r0, s16"},
    {Form::kFmdr, 0xee280b10, "vmov.32 d8[1], r0"},
    {Form::kFmrd, 0xee180b10, "vmov.32 r0, d8[0]"},
    {Form::kFmsrr, 0xec410a18, "vmov s16, s17, r0, r1"},
    {Form::kFmrrs, 0xec510a18, "vmov r0, r1, s16, s17"},
    {Form::kFmdrr, 0xec410b18, "vmov d8, r0, r1"},
    {Form::kFmrrd, 0xec510b18, "vmov r0, r1, d8"},
    {Form::kFmxr, 0xeee10a10, "vmsr fpscr, r0"},
    {Form::kFmrx, 0xeef10a10, "vmrs r0, fpscr"},
    {Form::kFmstat, 0xeef1fa10, "vmrs APSR_nzcv, fpscr"},
    {Form::kBranch, 0xea000000, "b 0x8"},
    {Form::kBranchLink, 0xeb000000, "bl 0x8"},
    {Form::kBranchLinkExchange, 0xfa000000, "blx 0x8"},
    {Form::kBx, 0xe12fff13, "bx r3"},
    {Form::kBlxRegister, 0xe12fff33, "blx r3"},
    {Form::kBxj, 0xe12fff23, "bxj r3"},
};
// clang-format on

constexpr std::uint32_t kIndependent = 0xe1a09009;  // mov r9, r9

std::uint32_t add_to(unsigned reg) {
  return 0xe2800001u | (8u << 16) | (reg << 12);
}  // add reg, r8, #1
std::uint32_t load_to(unsigned reg) { return 0xe5980000u | (reg << 12); }  // ldr reg, [r8]
std::uint32_t dual_multiply_to(unsigned reg) {
  return 0xe700fb1au | (reg << 16);
}  // smuad reg, sl, fp
std::uint32_t use_of(unsigned reg) { return 0xe280c001u | (reg << 16); }  // add ip, reg, #1
std::uint32_t copy_single(unsigned to, unsigned from) {                   // fcpys
  return 0xeeb00a40u | ((to >> 1) << 12) | ((to & 1u) << 22) | (from >> 1) | ((from & 1u) << 5);
}
std::uint32_t copy_double(unsigned to, unsigned from) {  // fcpyd, even single numbers
  return 0xeeb00b40u | ((to >> 1) << 12) | (from >> 1);
}

unsigned register_in(const Instruction& i, unsigned role) {
  switch (role) {
    case kRoleRd:
      return i.rd;
    case kRoleRd2:
      return i.rd2;
    case kRoleRn:
      return i.rn;
    case kRoleRm:
      return i.rm;
    default:
      return i.rs;
  }
}

bool is_data_transfer(const Instruction& i, const Timing& row) {
  return row.unit == Unit::kLoadStore && i.form != Form::kLdc && i.form != Form::kStc;
}

void check_issue(const Sample& sample, const Timing& row) {
  INFO("issue cycles");
  const Cycle extra =
      sample.form == Form::kFmstat ? 1 : 0;  // the flags travel through the core's pipeline
  CHECK(Trace().run({sample.word, kIndependent}) == row.issue + extra + 1);
  if (row.issue_flags != 0) {
    const std::uint32_t sets_flags = sample.word | (1u << 20);
    CHECK(Trace().run({sets_flags, kIndependent}) == row.issue_flags + 1);
  }
}

void check_results(const Sample& sample, const Instruction& i, const Timing& row) {
  INFO("result latency");
  for (unsigned role : {kRoleRd, kRoleRd2}) {
    if ((i.writes & role) == 0) continue;
    const Cycle latency = role == kRoleRd ? row.latency : row.latency2;
    CHECK(Trace().run({sample.word, use_of(register_in(i, role))}) ==
          std::max<Cycle>(latency, row.issue) + 1);
  }
}

void check_operands(const Sample& sample, const Instruction& i, const Timing& row) {
  for (unsigned role : {kRoleRn, kRoleRm, kRoleRs, kRoleRd, kRoleRd2}) {
    if ((i.reads & role) == 0) continue;
    const unsigned reg = register_in(i, role);
    if (reg == kPc) continue;
    INFO("operand r" << reg);
    const Cycle adjust = (row.early & role) ? 1 : (row.late & role) ? -1 : 0;
    // After an instruction of latency one, after a load, after a multiply.
    const Cycle vfp_flags = sample.form == Form::kFmstat ? 1 : 0;
    CHECK(Trace().run({add_to(reg), sample.word}) ==
          1 + std::max<Cycle>(adjust, 0) + row.issue + vfp_flags);
    CHECK(Trace().run({load_to(reg), sample.word}) == 3 + adjust + row.issue);
    const Cycle forwarded = (row.accumulate & role) ? 1 : 0;
    CHECK(Trace().run({dual_multiply_to(reg), sample.word}) == 3 + adjust - forwarded + row.issue);
  }
}

void check_memory(const Sample& sample, const Instruction& i, const Timing& row) {
  INFO("load/store unit");
  CHECK(Trace().run({sample.word, load_to(5)}) ==
        (i.form == Form::kFldm || i.form == Form::kFstm ? 4 : row.memory) + 1);
}

void check_vfp(const Sample& sample, const Instruction& i, const Timing& row) {
  INFO("VFP pipe and latency");
  Trace throughput;
  std::uint32_t other =
      sample.word;  // the same with other registers: d9 or s18 for the destination
  other = (other & ~0x0000f000u) | (9u << 12);
  if (row.form != Form::kFmacS && row.form != Form::kFmacD)
    CHECK(throughput.run({sample.word, other}) == row.pipe + 1);
  const bool compares = row.form == Form::kFcmpS || row.form == Form::kFcmpD;
  if (compares) {
    CHECK(Trace().run({sample.word, 0xeef1fa10}) == row.latency + 2);  // fmstat
    return;
  }
  const bool double_result =
      (i.is_double && row.form != Form::kFcvtToS && row.form != Form::kToIntegerD) ||
      row.form == Form::kFcvtToD;
  CHECK(Trace().run({sample.word, double_result ? copy_double(20, i.fd) : copy_single(20, i.fd)}) ==
        row.latency + 1);
  CHECK(Trace().run(
            {sample.word, double_result ? copy_single(20, i.fd) : copy_double(20, i.fd & ~1u)}) ==
        row.latency + 2);  // not forwarded to the other precision
}

void check_vfp_transfer(const Sample& sample, const Instruction& i, const Timing& row) {
  INFO("VFP register after a load or a move from the core");
  switch (i.form) {
    case Form::kFldS:
    case Form::kFmsr:
    case Form::kFmsrr:
      CHECK(Trace().run({sample.word, copy_single(24, 16)}) == row.latency + 1);
      return;
    case Form::kFldD:
    case Form::kFmdrr:
      CHECK(Trace().run({sample.word, copy_double(24, 16)}) == row.latency + 1);
      return;
    case Form::kFldm:
      CHECK(Trace().run({sample.word, copy_single(24, 23)}) == 4 + 3 + 1);
      return;  // X + 3
    default:
      return;
  }
}

TEST_CASE("every form has a row and a sample", "[timing]") {
  for (unsigned k = 0; k < kFormCount; ++k)
    CHECK(static_cast<unsigned>(kInstructionTable[k].form) == k);
  std::set<Form> sampled;
  for (const Sample& sample : kSamples) sampled.insert(sample.form);
  CHECK(sampled.size() == kFormCount - 1);  // all but kUndefined
  CHECK(kSamples.size() == sampled.size());
}

TEST_CASE("rows of the instruction table", "[timing]") {
  for (const Sample& sample : kSamples) {
    const Timing& row = timing_of(sample.form);
    DYNAMIC_SECTION(row.name << " (" << row.section << ")") {
      const Instruction i = decode(sample.word);
      REQUIRE(i.form == sample.form);
      CHECK(disassemble(i, 0) == sample.text);
      CHECK(std::string(row.section) != "");
      if (row.unit == Unit::kBranch || writes_pc(i)) {
        CHECK(writes_pc(i));  // their cycles: branch_predictor_test.cc
        continue;
      }
      check_issue(sample, row);
      check_results(sample, i, row);
      if (sample.form != Form::kMsrFlags && sample.form != Form::kMsrControl)
        check_operands(sample, i, row);
      if (is_data_transfer(i, row)) check_memory(sample, i, row);
      if (row.unit == Unit::kVfpFmac || row.unit == Unit::kVfpDs) check_vfp(sample, i, row);
      check_vfp_transfer(sample, i, row);
    }
  }
}

}  // namespace
}  // namespace dinozero::timing
