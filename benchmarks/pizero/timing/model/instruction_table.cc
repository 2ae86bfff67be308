// SPDX-License-Identifier: Apache-2.0
#include "model/instruction_table.h"

namespace dinozero::timing {
namespace {

constexpr std::uint8_t kNone = 0;
constexpr std::uint8_t kRn = kRoleRn;
constexpr std::uint8_t kRd = kRoleRd;
constexpr std::uint8_t kRd2 = kRoleRd2;
constexpr std::uint8_t kRm = kRoleRm;
constexpr std::uint8_t kRmRs = kRoleRm | kRoleRs;
constexpr std::uint8_t kRs = kRoleRs;
constexpr std::uint8_t kRnRm = kRoleRn | kRoleRm;
constexpr std::uint8_t kRd12 = kRoleRd | kRoleRd2;

}  // namespace

// clang-format off
const std::array<Timing, kFormCount> kInstructionTable = {{
    // form, name, unit, issue, issue if S, latency, latency 2, early, late, accumulate, memory, pipe, section, confirmed
    {Form::kUndefined,           "(undefined)",            Unit::kSystem,      1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "-",     false},
    {Form::kDataImmediate,       "ADD #imm",               Unit::kAlu,         1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.3.1", true},
    {Form::kDataRegister,        "ADD Rm",                 Unit::kAlu,         1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.3.1", true},
    {Form::kDataShiftImmediate,  "ADD Rm, LSL #n",         Unit::kAlu,         1, 0,  1,  1, kRm,   kNone, kNone, 0, 0, "16.3.1", true},
    // The operands other than the shift distance are used in the second issue cycle.
    {Form::kDataShiftRegister,   "ADD Rm, LSL Rs",         Unit::kAlu,         2, 0,  2,  2, kRs,   kRnRm, kNone, 0, 0, "16.3.1", true},
    {Form::kClz,                 "CLZ",                    Unit::kAlu,         1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.3",   true},
    {Form::kQadd,                "QADD, QSUB",             Unit::kAlu,         1, 0,  2,  2, kNone, kNone, kNone, 0, 0, "16.4",   false},
    {Form::kQdadd,               "QDADD, QDSUB",           Unit::kAlu,         1, 0,  2,  2, kRn,   kNone, kNone, 0, 0, "16.4",   false},
    {Form::kParallelAdd,         "SADD16, USUB8, ...",     Unit::kAlu,         1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.5",   false},
    {Form::kParallelSaturating,  "QADD16, UQSUB8, ...",    Unit::kAlu,         1, 0,  2,  2, kNone, kNone, kNone, 0, 0, "16.5",   false},
    {Form::kParallelHalving,     "SHADD16, UHSUB8, ...",   Unit::kAlu,         1, 0,  2,  2, kNone, kNone, kNone, 0, 0, "16.5",   false},
    {Form::kPkh,                 "PKHBT, PKHTB",           Unit::kAlu,         1, 0,  1,  1, kRm,   kNone, kNone, 0, 0, "16.5",   false},
    {Form::kSel,                 "SEL",                    Unit::kAlu,         1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.5",   false},
    {Form::kSaturate,            "SSAT, USAT",             Unit::kAlu,         1, 0,  2,  2, kRm,   kNone, kNone, 0, 0, "16.5",   false},
    {Form::kSaturate16,          "SSAT16, USAT16",         Unit::kAlu,         1, 0,  2,  2, kNone, kNone, kNone, 0, 0, "16.5",   false},
    {Form::kExtend,              "SXTB, UXTB16, ...",      Unit::kAlu,         1, 0,  1,  1, kRm,   kNone, kNone, 0, 0, "16.5",   false},
    {Form::kExtendAdd,           "SXTAB, UXTAH, ...",      Unit::kAlu,         1, 0,  1,  1, kRm,   kNone, kNone, 0, 0, "16.5",   false},
    {Form::kReverse,             "REV, REV16, REVSH",      Unit::kAlu,         1, 0,  1,  1, kRm,   kNone, kNone, 0, 0, "16.5",   false},
    {Form::kUsad8,               "USAD8",                  Unit::kMultiplier,  1, 0,  3,  3, kRmRs, kNone, kNone, 0, 0, "16.6",   true},
    {Form::kUsada8,              "USADA8",                 Unit::kMultiplier,  1, 0,  3,  3, kRmRs, kNone, kRn,   0, 0, "16.6",   true},
    {Form::kMul,                 "MUL(S)",                 Unit::kMultiplier,  2, 5,  4,  4, kRmRs, kNone, kNone, 0, 0, "16.7",   true},
    {Form::kMla,                 "MLA(S)",                 Unit::kMultiplier,  2, 5,  4,  4, kRmRs, kRn,   kRn,   0, 0, "16.7",   true},
    {Form::kMulLong,             "SMULL(S), UMULL(S)",     Unit::kMultiplier,  3, 6,  4,  5, kRmRs, kNone, kNone, 0, 0, "16.7",   true},
    {Form::kMlaLong,             "SMLAL(S), UMLAL(S)",     Unit::kMultiplier,  3, 6,  4,  5, kRmRs, kRd,   kRd12, 0, 0, "16.7",   true},
    {Form::kUmaal,               "UMAAL",                  Unit::kMultiplier,  3, 0,  4,  5, kRmRs, kRd,   kRd12, 0, 0, "16.7",   true},
    {Form::kSmulxy,              "SMULxy",                 Unit::kMultiplier,  1, 0,  3,  3, kRmRs, kNone, kNone, 0, 0, "16.7",   true},
    {Form::kSmlaxy,              "SMLAxy",                 Unit::kMultiplier,  1, 0,  3,  3, kRmRs, kNone, kRn,   0, 0, "16.7",   true},
    {Form::kSmulwy,              "SMULWy",                 Unit::kMultiplier,  1, 0,  3,  3, kRmRs, kNone, kNone, 0, 0, "16.7",   true},
    {Form::kSmlawy,              "SMLAWy",                 Unit::kMultiplier,  1, 0,  3,  3, kRmRs, kNone, kRn,   0, 0, "16.7",   true},
    {Form::kSmlalxy,             "SMLALxy",                Unit::kMultiplier,  2, 0,  3,  4, kRmRs, kRd2,  kRd12, 0, 0, "16.7",   true},
    {Form::kDualMul,             "SMUAD, SMUSD",           Unit::kMultiplier,  1, 0,  3,  3, kRmRs, kNone, kNone, 0, 0, "16.7",   true},
    {Form::kDualMla,             "SMLAD, SMLSD",           Unit::kMultiplier,  1, 0,  3,  3, kRmRs, kNone, kRn,   0, 0, "16.7",   true},
    {Form::kDualMlaLong,         "SMLALD, SMLSLD",         Unit::kMultiplier,  2, 0,  3,  4, kRmRs, kRd2,  kRd12, 0, 0, "16.7",   true},
    {Form::kSmmul,               "SMMUL",                  Unit::kMultiplier,  2, 0,  4,  4, kRmRs, kNone, kNone, 0, 0, "16.7",   true},
    {Form::kSmmla,               "SMMLA, SMMLS",           Unit::kMultiplier,  2, 0,  4,  4, kRmRs, kRn,   kRn,   0, 0, "16.7",   true},
    // Branches: the cycles come from the branch predictor; the issue cycle is part of them.
    {Form::kBranch,              "B",                      Unit::kBranch,      0, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.8",   true},
    {Form::kBranchLink,          "BL",                     Unit::kBranch,      0, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.8",   true},
    {Form::kBranchLinkExchange,  "BLX label",              Unit::kBranch,      0, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.8",   true},
    {Form::kBx,                  "BX",                     Unit::kBranch,      0, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.8",   true},
    {Form::kBlxRegister,         "BLX Rm",                 Unit::kBranch,      0, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.8",   true},
    {Form::kBxj,                 "BXJ",                    Unit::kBranch,      0, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.8",   false},
    {Form::kLoad,                "LDR, addr_md_1cycle",    Unit::kLoadStore,   1, 0,  3,  3, kRnRm, kNone, kNone, 1, 0, "16.10",  true},
    {Form::kLoadTwoCycle,        "LDR, addr_md_2cycle",    Unit::kLoadStore,   2, 0,  4,  4, kRm,   kNone, kNone, 2, 0, "16.10",  true},
    {Form::kStore,               "STR, addr_md_1cycle",    Unit::kLoadStore,   1, 0,  1,  1, kRnRm, kNone, kNone, 1, 0, "16.10",  true},
    {Form::kStoreTwoCycle,       "STR, addr_md_2cycle",    Unit::kLoadStore,   2, 0,  1,  1, kRm,   kNone, kNone, 2, 0, "16.10",  true},
    {Form::kLoadDouble,          "LDRD, addr_md_1cycle",   Unit::kLoadStore,   1, 0,  3,  3, kRnRm, kNone, kNone, 1, 0, "16.11",  true},
    {Form::kLoadDoubleTwoCycle,  "LDRD, addr_md_2cycle",   Unit::kLoadStore,   2, 0,  4,  4, kRm,   kNone, kNone, 2, 0, "16.11",  true},
    {Form::kStoreDouble,         "STRD, addr_md_1cycle",   Unit::kLoadStore,   1, 0,  1,  2, kRnRm, kNone, kNone, 1, 0, "16.11",  true},
    {Form::kStoreDoubleTwoCycle, "STRD, addr_md_2cycle",   Unit::kLoadStore,   2, 0,  2,  3, kRm,   kNone, kNone, 2, 0, "16.11",  true},
    {Form::kPreload,             "PLD, addr_md_1cycle",    Unit::kLoadStore,   1, 0,  1,  1, kRnRm, kNone, kNone, 1, 0, "16.10",  true},
    {Form::kPreloadTwoCycle,     "PLD, addr_md_2cycle",    Unit::kLoadStore,   2, 0,  1,  1, kRm,   kNone, kNone, 2, 0, "16.10",  true},
    {Form::kLoadMultiple,        "LDM",                    Unit::kLoadStore,   1, 0,  3,  3, kRn,   kNone, kNone, 1, 0, "16.12",  true},
    {Form::kStoreMultiple,       "STM",                    Unit::kLoadStore,   1, 0,  1,  1, kRn,   kNone, kNone, 1, 0, "16.12",  true},
    {Form::kLoadExclusive,       "LDREX",                  Unit::kLoadStore,   1, 0,  3,  3, kRn,   kNone, kNone, 1, 0, "16.14",  false},
    {Form::kStoreExclusive,      "STREX",                  Unit::kLoadStore,   1, 0,  3,  3, kRn,   kNone, kNone, 1, 0, "16.14",  false},
    {Form::kSwap,                "SWP, SWPB",              Unit::kLoadStore,   2, 0,  3,  3, kRn,   kNone, kNone, 2, 0, "16.14",  false},
    {Form::kClrex,               "CLREX",                  Unit::kSystem,      1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.14",  false},
    {Form::kMrs,                 "MRS",                    Unit::kSystem,      1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.9",   false},
    {Form::kMsrFlags,            "MSR CPSR_f",             Unit::kSystem,      1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.9",   false},
    {Form::kMsrControl,          "MSR CPSR_c, SPSR",       Unit::kSystem,      4, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.9",   false},
    {Form::kCps,                 "CPS",                    Unit::kSystem,      1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.9",   false},
    {Form::kSetend,              "SETEND",                 Unit::kSystem,      1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.9",   false},
    {Form::kRfe,                 "RFE",                    Unit::kSystem,      9, 0,  1,  1, kRn,   kNone, kNone, 2, 0, "16.13",  false},
    {Form::kSrs,                 "SRS",                    Unit::kSystem,      1, 0,  1,  1, kRn,   kNone, kNone, 1, 0, "16.13",  false},
    {Form::kSvc,                 "SVC",                    Unit::kSystem,      8, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.16",  false},
    {Form::kBkpt,                "BKPT",                   Unit::kSystem,      8, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.16",  false},
    {Form::kSmc,                 "SMC",                    Unit::kSystem,      8, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.16",  false},
    {Form::kHint,                "NOP",                    Unit::kSystem,      1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.17",  false},
    {Form::kCoprocessorOperation, "CDP",                   Unit::kSystem,      1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.15",  false},
    {Form::kMcr,                 "MCR",                    Unit::kSystem,      1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.15",  false},
    {Form::kMrc,                 "MRC",                    Unit::kSystem,      1, 0,  3,  3, kNone, kNone, kNone, 0, 0, "16.15",  false},
    {Form::kMcrr,                "MCRR",                   Unit::kSystem,      1, 0,  1,  1, kNone, kNone, kNone, 0, 0, "16.15",  false},
    {Form::kMrrc,                "MRRC",                   Unit::kSystem,      1, 0,  3,  3, kNone, kNone, kNone, 0, 0, "16.15",  false},
    {Form::kLdc,                 "LDC",                    Unit::kLoadStore,   1, 0,  1,  1, kRn,   kNone, kNone, 1, 0, "16.15",  false},
    {Form::kStc,                 "STC",                    Unit::kLoadStore,   1, 0,  1,  1, kRn,   kNone, kNone, 1, 0, "16.15",  false},
    // VFP11: latency = until a dependent instruction of the same precision can issue (table 21-16, with forwarding).
    {Form::kFmacS,               "FMACS, FNMACS, FMSCS, FNMSCS", Unit::kVfpFmac, 1, 0, 8, 8, kNone, kNone, kNone, 0, 1, "21.11", true},
    {Form::kFmacD,               "FMACD, FNMACD, FMSCD, FNMSCD", Unit::kVfpFmac, 1, 0, 9, 9, kNone, kNone, kNone, 0, 2, "21.11", true},
    {Form::kFmulS,               "FMULS, FNMULS",          Unit::kVfpFmac,     1, 0,  8,  8, kNone, kNone, kNone, 0, 1, "21.11",  true},
    {Form::kFmulD,               "FMULD, FNMULD",          Unit::kVfpFmac,     1, 0,  9,  9, kNone, kNone, kNone, 0, 2, "21.11",  true},
    {Form::kFaddS,               "FADDS, FSUBS",           Unit::kVfpFmac,     1, 0,  8,  8, kNone, kNone, kNone, 0, 1, "21.11",  true},
    {Form::kFaddD,               "FADDD, FSUBD",           Unit::kVfpFmac,     1, 0,  8,  8, kNone, kNone, kNone, 0, 1, "21.11",  true},
    {Form::kFdivS,               "FDIVS",                  Unit::kVfpDs,       1, 0, 19, 19, kNone, kNone, kNone, 0, 15, "21.11", true},
    {Form::kFdivD,               "FDIVD",                  Unit::kVfpDs,       1, 0, 33, 33, kNone, kNone, kNone, 0, 29, "21.11", true},
    {Form::kFsqrtS,              "FSQRTS",                 Unit::kVfpDs,       1, 0, 19, 19, kNone, kNone, kNone, 0, 15, "21.11", true},
    {Form::kFsqrtD,              "FSQRTD",                 Unit::kVfpDs,       1, 0, 33, 33, kNone, kNone, kNone, 0, 29, "21.11", true},
    {Form::kFcpyS,               "FCPYS, FABSS, FNEGS",    Unit::kVfpFmac,     1, 0,  4,  4, kNone, kNone, kNone, 0, 1, "21.11",  true},
    {Form::kFcpyD,               "FCPYD, FABSD, FNEGD",    Unit::kVfpFmac,     1, 0,  4,  4, kNone, kNone, kNone, 0, 1, "21.11",  true},
    {Form::kFcmpS,               "FCMPS, FCMPES, FCMPZS",  Unit::kVfpFmac,     1, 0,  4,  4, kNone, kNone, kNone, 0, 1, "21.11",  true},
    {Form::kFcmpD,               "FCMPD, FCMPED, FCMPZD",  Unit::kVfpFmac,     1, 0,  4,  4, kNone, kNone, kNone, 0, 1, "21.11",  true},
    {Form::kFcvtToD,             "FCVTDS",                 Unit::kVfpFmac,     1, 0,  4,  4, kNone, kNone, kNone, 0, 1, "21.11",  true},
    {Form::kFcvtToS,             "FCVTSD",                 Unit::kVfpFmac,     1, 0,  4,  4, kNone, kNone, kNone, 0, 1, "21.11",  true},
    {Form::kFromIntegerS,        "FSITOS, FUITOS",         Unit::kVfpFmac,     1, 0,  8,  8, kNone, kNone, kNone, 0, 1, "21.11",  true},
    {Form::kFromIntegerD,        "FSITOD, FUITOD",         Unit::kVfpFmac,     1, 0,  8,  8, kNone, kNone, kNone, 0, 1, "21.11",  true},
    {Form::kToIntegerS,          "FTOSIS, FTOUIZS, ...",   Unit::kVfpFmac,     1, 0,  8,  8, kNone, kNone, kNone, 0, 1, "21.11",  true},
    {Form::kToIntegerD,          "FTOSID, FTOUIZD, ...",   Unit::kVfpFmac,     1, 0,  8,  8, kNone, kNone, kNone, 0, 1, "21.11",  true},
    {Form::kFldS,                "FLDS",                   Unit::kLoadStore,   1, 0,  4,  4, kRn,   kNone, kNone, 1, 0, "21.11",  true},
    {Form::kFldD,                "FLDD",                   Unit::kLoadStore,   1, 0,  4,  4, kRn,   kNone, kNone, 1, 0, "21.11",  true},
    {Form::kFstS,                "FSTS",                   Unit::kLoadStore,   1, 0,  1,  1, kRn,   kNone, kNone, 1, 0, "21.11",  true},
    {Form::kFstD,                "FSTD",                   Unit::kLoadStore,   1, 0,  1,  1, kRn,   kNone, kNone, 1, 0, "21.11",  true},
    {Form::kFldm,                "FLDM",                   Unit::kLoadStore,   1, 0,  4,  4, kRn,   kNone, kNone, 1, 0, "21.11",  true},
    {Form::kFstm,                "FSTM",                   Unit::kLoadStore,   1, 0,  1,  1, kRn,   kNone, kNone, 1, 0, "21.11",  true},
    {Form::kFmsr,                "FMSR",                   Unit::kVfpTransfer, 1, 0,  4,  4, kNone, kNone, kNone, 0, 0, "21.11",  true},
    {Form::kFmrs,                "FMRS",                   Unit::kVfpTransfer, 1, 0,  2,  2, kNone, kNone, kNone, 0, 0, "21.11",  true},
    {Form::kFmdr,                "FMDHR, FMDLR",           Unit::kVfpTransfer, 1, 0,  4,  4, kNone, kNone, kNone, 0, 0, "21.11",  true},
    {Form::kFmrd,                "FMRDH, FMRDL",           Unit::kVfpTransfer, 1, 0,  2,  2, kNone, kNone, kNone, 0, 0, "21.11",  true},
    {Form::kFmsrr,               "FMSRR",                  Unit::kVfpTransfer, 1, 0,  4,  4, kNone, kNone, kNone, 0, 0, "21.11",  true},
    {Form::kFmrrs,               "FMRRS",                  Unit::kVfpTransfer, 1, 0,  2,  2, kNone, kNone, kNone, 0, 0, "21.11",  true},
    {Form::kFmdrr,               "FMDRR",                  Unit::kVfpTransfer, 1, 0,  4,  4, kNone, kNone, kNone, 0, 0, "21.11",  true},
    {Form::kFmrrd,               "FMRRD",                  Unit::kVfpTransfer, 1, 0,  2,  2, kNone, kNone, kNone, 0, 0, "21.11",  true},
    // Serializing: waits until the VFP11 is idle.
    {Form::kFmxr,                "FMXR",                   Unit::kVfpTransfer, 4, 0,  4,  4, kNone, kNone, kNone, 0, 0, "21.11",  true},
    {Form::kFmrx,                "FMRX",                   Unit::kVfpTransfer, 1, 0,  2,  2, kNone, kNone, kNone, 0, 0, "21.11",  true},
    {Form::kFmstat,              "FMSTAT",                 Unit::kVfpTransfer, 1, 0,  2,  2, kNone, kNone, kNone, 0, 0, "21.11",  true},
}};
// clang-format on

}  // namespace dinozero::timing
