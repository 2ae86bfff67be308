// SPDX-License-Identifier: Apache-2.0
// One decoded A32 (ARMv6KZ + VFPv2) instruction, in the terms the timing model needs.
#pragma once

#include <cstdint>

namespace dinozero::timing {

// One entry per row of the instruction table: instructions that the manual times alike share a form
// and differ in `opcode`. The order is the order of the table in instruction_table.cc.
enum class Form : std::uint8_t {
  kUndefined,  // not an ARMv6 instruction; counted as unmodelled when executed
  // Data processing (opcode = bits 24:21).
  kDataImmediate,
  kDataRegister,
  kDataShiftImmediate,
  kDataShiftRegister,
  kClz,
  // Saturating, media (opcode = the operation's own bits).
  kQadd,                // QADD, QSUB
  kQdadd,               // QDADD, QDSUB
  kParallelAdd,         // SADD16, SASX, SSUB8, UADD8, ...
  kParallelSaturating,  // QADD16, UQSUB8, ...
  kParallelHalving,     // SHADD16, UHSUB8, ...
  kPkh,
  kSel,
  kSaturate,    // SSAT, USAT
  kSaturate16,  // SSAT16, USAT16
  kExtend,      // SXTB, UXTH, SXTB16, ...
  kExtendAdd,   // SXTAB, UXTAH, ...
  kReverse,     // REV, REV16, REVSH
  kUsad8,
  kUsada8,
  // Multiplies.
  kMul,
  kMla,
  kMulLong,  // UMULL, SMULL
  kMlaLong,  // UMLAL, SMLAL
  kUmaal,
  kSmulxy,
  kSmlaxy,
  kSmulwy,
  kSmlawy,
  kSmlalxy,
  kDualMul,      // SMUAD, SMUSD and their X forms
  kDualMla,      // SMLAD, SMLSD and their X forms
  kDualMlaLong,  // SMLALD, SMLSLD and their X forms
  kSmmul,
  kSmmla,  // SMMLA, SMMLS
  // Branches.
  kBranch,
  kBranchLink,
  kBranchLinkExchange,  // BLX <label>
  kBx,
  kBlxRegister,
  kBxj,
  // Loads and stores (the second of each pair has the two-cycle addressing modes).
  kLoad,
  kLoadTwoCycle,
  kStore,
  kStoreTwoCycle,
  kLoadDouble,
  kLoadDoubleTwoCycle,
  kStoreDouble,
  kStoreDoubleTwoCycle,
  kPreload,
  kPreloadTwoCycle,
  kLoadMultiple,
  kStoreMultiple,
  kLoadExclusive,
  kStoreExclusive,
  kSwap,
  kClrex,
  // Status, system.
  kMrs,
  kMsrFlags,    // MSR that writes only the flag byte of the CPSR
  kMsrControl,  // any other MSR
  kCps,
  kSetend,
  kRfe,
  kSrs,
  kSvc,
  kBkpt,
  kSmc,
  kHint,  // NOP, YIELD, WFE, WFI, SEV
  // Coprocessors other than the VFP.
  kCoprocessorOperation,  // CDP
  kMcr,
  kMrc,
  kMcrr,
  kMrrc,
  kLdc,
  kStc,
  // VFP11; the D forms follow the S forms.
  kFmacS,  // FMAC, FNMAC, FMSC, FNMSC
  kFmacD,
  kFmulS,  // FMUL, FNMUL
  kFmulD,
  kFaddS,  // FADD, FSUB
  kFaddD,
  kFdivS,
  kFdivD,
  kFsqrtS,
  kFsqrtD,
  kFcpyS,  // FCPY, FABS, FNEG
  kFcpyD,
  kFcmpS,  // FCMP, FCMPE, FCMPZ, FCMPEZ
  kFcmpD,
  kFcvtToD,       // FCVTDS
  kFcvtToS,       // FCVTSD
  kFromIntegerS,  // FSITOS, FUITOS
  kFromIntegerD,
  kToIntegerS,  // FTOSIS, FTOUIS, FTOSIZS, FTOUIZS
  kToIntegerD,
  kFldS,
  kFldD,
  kFstS,
  kFstD,
  kFldm,  // FLDMS, FLDMD, FLDMX
  kFstm,
  kFmsr,
  kFmrs,
  kFmdr,  // FMDLR, FMDHR
  kFmrd,  // FMRDL, FMRDH
  kFmsrr,
  kFmrrs,
  kFmdrr,
  kFmrrd,
  kFmxr,
  kFmrx,
  kFmstat,
  kCount
};
inline constexpr unsigned kFormCount = static_cast<unsigned>(Form::kCount);

// The roles registers play in the manual's tables (multiplies: Rd, Rd2 = RdHi, Rn = accumulator or
// RdLo's partner, Rm, Rs). Used as bit masks.
inline constexpr unsigned kRoleRd = 1;
inline constexpr unsigned kRoleRd2 = 2;
inline constexpr unsigned kRoleRn = 4;
inline constexpr unsigned kRoleRm = 8;
inline constexpr unsigned kRoleRs = 16;
inline constexpr unsigned kRoleFlags = 32;
inline constexpr unsigned kRoleCount = 5;  // roles that are general registers

enum class Shift : std::uint8_t { kLsl, kLsr, kAsr, kRor, kRrx };

inline constexpr std::uint8_t kAlways = 14;
inline constexpr std::uint8_t kPc = 15;

struct Instruction {
  std::uint32_t word = 0;
  Form form = Form::kUndefined;
  std::uint8_t condition = kAlways;  // 0..14; the unconditional space (15) is stored as 14
  bool unconditional_space = false;
  std::uint8_t opcode = 0;  // which member of the form
  std::uint8_t reads = 0;   // Role masks
  std::uint8_t writes = 0;
  std::uint8_t rd = 0, rd2 = 0, rn = 0, rm = 0, rs = 0;
  bool sets_flags = false;
  Shift shift = Shift::kLsl;
  std::uint8_t shift_amount = 0;  // also the rotation of extends and the bit count of saturations
  std::int32_t immediate =
      0;  // operand value, address offset (signed) or branch displacement from pc + 8

  // Loads and stores.
  bool pre_index = false, add = false, writeback = false, register_offset = false;
  bool user_mode = false;  // LDRT/STRT; LDM/STM with ^
  bool is_signed = false;
  std::uint8_t access_size = 0;  // bytes of one transfer
  std::uint16_t register_list = 0;

  // VFP: numbers of single-precision registers (a double is its even register).
  bool is_double = false;
  std::uint8_t fd = 0, fn = 0, fm = 0;
  std::uint8_t vfp_words = 0;  // words transferred by a load or store (multiple)
};

// True when the instruction can write the program counter.
bool writes_pc(const Instruction& instruction);

}  // namespace dinozero::timing
