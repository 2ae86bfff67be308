// SPDX-License-Identifier: Apache-2.0
#include "isa/disassembler.h"

#include <cstdio>
#include <cstdlib>

#include "isa/disassembler_vfp.h"

namespace dinozero::timing {
namespace {

constexpr const char* kRegisters[] = {"r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7",
                                      "r8", "r9", "sl", "fp", "ip", "sp", "lr", "pc"};
constexpr const char* kConditions[] = {"eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc",
                                       "hi", "ls", "ge", "lt", "gt", "le", ""};
constexpr const char* kShifts[] = {"lsl", "lsr", "asr", "ror", "rrx"};

std::string reg(unsigned number) { return kRegisters[number & 15u]; }
std::string hash(std::int64_t value) { return "#" + std::to_string(value); }

std::string shifted_register(const Instruction& i) {
  std::string text = reg(i.rm);
  if (i.shift == Shift::kRrx) return text + ", rrx";
  if (i.shift_amount == 0) return text;
  return text + ", " + kShifts[static_cast<unsigned>(i.shift)] + " " + hash(i.shift_amount);
}

std::string hex(std::uint32_t value) {
  char text[16];
  std::snprintf(text, sizeof text, "%x", value);
  return text;
}

class Text {
 public:
  Text(const Instruction& i, std::uint32_t address) : i_(i), address_(address) {}

  std::string operator()() const {
    switch (i_.form) {
      case Form::kUndefined:
        return "undefined 0x" + hex(i_.word);
      case Form::kDataImmediate:
        return data(hash(i_.immediate));
      case Form::kDataRegister:
      case Form::kDataShiftImmediate:
        return data(shifted_register(i_));
      case Form::kDataShiftRegister:
        return data(reg(i_.rm) + ", " + kShifts[static_cast<unsigned>(i_.shift)] + " " +
                    reg(i_.rs));
      case Form::kClz:
        return line("clz", reg(i_.rd) + ", " + reg(i_.rm));
      case Form::kQadd:
        return line(i_.opcode == 0 ? "qadd" : "qsub", saturating());
      case Form::kQdadd:
        return line(i_.opcode == 2 ? "qdadd" : "qdsub", saturating());
      case Form::kParallelAdd:
        return parallel(i_.is_signed ? "s" : "u");
      case Form::kParallelSaturating:
        return parallel(i_.is_signed ? "q" : "uq");
      case Form::kParallelHalving:
        return parallel(i_.is_signed ? "sh" : "uh");
      case Form::kPkh:
        return line(i_.opcode == 0 ? "pkhbt" : "pkhtb", rd_rn() + shifted_register(i_));
      case Form::kSel:
        return line("sel", rd_rn() + reg(i_.rm));
      case Form::kSaturate:
        return line(i_.is_signed ? "ssat" : "usat",
                    reg(i_.rd) + ", " + hash(i_.immediate) + ", " + shifted_register(i_));
      case Form::kSaturate16:
        return line(i_.is_signed ? "ssat16" : "usat16",
                    reg(i_.rd) + ", " + hash(i_.immediate) + ", " + reg(i_.rm));
      case Form::kExtend:
        return line(extend("xt"), reg(i_.rd) + ", " + rotated());
      case Form::kExtendAdd:
        return line(extend("xta"), rd_rn() + rotated());
      case Form::kReverse: {
        constexpr const char* kNames[] = {"rev", "rev16", "revsh"};
        return line(kNames[i_.opcode], reg(i_.rd) + ", " + reg(i_.rm));
      }
      case Form::kUsad8:
        return line("usad8", multiply());
      case Form::kUsada8:
        return line("usada8", multiply() + ", " + reg(i_.rn));
      case Form::kMul:
        return line(i_.sets_flags ? "muls" : "mul", multiply());
      case Form::kMla:
        return line(i_.sets_flags ? "mlas" : "mla", multiply() + ", " + reg(i_.rn));
      case Form::kMulLong:
        return line(flags(i_.opcode == 4 ? "umull" : "smull"), long_multiply());
      case Form::kMlaLong:
        return line(flags(i_.opcode == 5 ? "umlal" : "smlal"), long_multiply());
      case Form::kUmaal:
        return line("umaal", long_multiply());
      case Form::kSmulxy:
        return line("smul" + halves(), multiply());
      case Form::kSmlaxy:
        return line("smla" + halves(), multiply() + ", " + reg(i_.rn));
      case Form::kSmulwy:
        return line("smulw" + top_half(), multiply());
      case Form::kSmlawy:
        return line("smlaw" + top_half(), multiply() + ", " + reg(i_.rn));
      case Form::kSmlalxy:
        return line("smlal" + halves(), long_multiply());
      case Form::kDualMul:
        return line((i_.opcode < 2 ? "smuad" : "smusd") + crossed(), multiply());
      case Form::kDualMla:
        return line((i_.opcode < 2 ? "smlad" : "smlsd") + crossed(),
                    multiply() + ", " + reg(i_.rn));
      case Form::kDualMlaLong:
        return line((i_.opcode < 2 ? "smlald" : "smlsld") + crossed(), long_multiply());
      case Form::kSmmul:
        return line(rounded("smmul"), multiply());
      case Form::kSmmla:
        return line(rounded(i_.opcode < 2 ? "smmla" : "smmls"), multiply() + ", " + reg(i_.rn));
      case Form::kBranch:
        return line("b", target());
      case Form::kBranchLink:
        return line("bl", target());
      case Form::kBranchLinkExchange:
        return line("blx", target());
      case Form::kBx:
        return line("bx", reg(i_.rm));
      case Form::kBlxRegister:
        return line("blx", reg(i_.rm));
      case Form::kBxj:
        return line("bxj", reg(i_.rm));
      case Form::kLoad:
      case Form::kLoadTwoCycle:
        return line("ldr" + size(), reg(i_.rd) + ", " + address());
      case Form::kStore:
      case Form::kStoreTwoCycle:
        return line("str" + size(), reg(i_.rd) + ", " + address());
      case Form::kLoadDouble:
      case Form::kLoadDoubleTwoCycle:
        return line("ldrd", pair() + ", " + address());
      case Form::kStoreDouble:
      case Form::kStoreDoubleTwoCycle:
        return line("strd", pair() + ", " + address());
      case Form::kPreload:
      case Form::kPreloadTwoCycle:
        return "pld " + address();
      case Form::kLoadMultiple:
        return line("ldm" + mode(), block());
      case Form::kStoreMultiple:
        return line("stm" + mode(), block());
      case Form::kLoadExclusive:
        return line("ldrex" + exclusive_size(),
                    (i_.access_size == 8 ? pair() : reg(i_.rd)) + ", [" + reg(i_.rn) + "]");
      case Form::kStoreExclusive:
        return line("strex" + exclusive_size(),
                    reg(i_.rd) + ", " + reg(i_.rm) +
                        (i_.access_size == 8 ? ", " + reg(i_.rd2) : std::string()) + ", [" +
                        reg(i_.rn) + "]");
      case Form::kSwap:
        return line(i_.access_size == 1 ? "swpb" : "swp",
                    reg(i_.rd) + ", " + reg(i_.rm) + ", [" + reg(i_.rn) + "]");
      case Form::kClrex:
        return "clrex";
      case Form::kMrs:
        return line("mrs", reg(i_.rd) + (i_.opcode ? ", SPSR" : ", CPSR"));
      case Form::kMsrFlags:
      case Form::kMsrControl:
        return line("msr", status_operands());
      case Form::kCps:
        return cps();
      case Form::kSetend:
        return i_.opcode ? "setend be" : "setend le";
      case Form::kRfe:
        return "rfe" + system_mode() + " " + reg(i_.rn) + (i_.writeback ? "!" : "");
      case Form::kSrs:
        return "srs" + system_mode() + " sp" + (i_.writeback ? "!" : "") + ", " +
               hash(i_.immediate);
      case Form::kSvc:
        return line("svc", "0x" + hex_digits(static_cast<std::uint32_t>(i_.immediate), 8));
      case Form::kBkpt:
        return "bkpt 0x" + hex_digits(static_cast<std::uint32_t>(i_.immediate), 4);
      case Form::kSmc:
        return line("smc", hash(i_.immediate));
      case Form::kHint:
        return hint();
      default:
        return disassemble_coprocessor(i_, kConditions[i_.condition]);
    }
  }

 private:
  std::string line(const std::string& mnemonic, const std::string& operands) const {
    const std::string text = mnemonic + kConditions[i_.condition];
    return operands.empty() ? text : text + " " + operands;
  }
  static std::string hex_digits(std::uint32_t value, int digits) {
    char text[16];
    std::snprintf(text, sizeof text, "%0*x", digits, value);
    return text;
  }
  std::string flags(const char* name) const {
    return std::string(name) + (i_.sets_flags ? "s" : "");
  }
  std::string rounded(const char* name) const {
    return std::string(name) + (i_.opcode & 1 ? "r" : "");
  }
  std::string crossed() const { return i_.opcode & 1 ? "x" : ""; }
  std::string halves() const {
    return std::string(i_.opcode & 1 ? "t" : "b") + (i_.opcode & 2 ? "t" : "b");
  }
  std::string top_half() const { return i_.opcode & 2 ? "t" : "b"; }
  std::string rd_rn() const { return reg(i_.rd) + ", " + reg(i_.rn) + ", "; }
  std::string saturating() const { return reg(i_.rd) + ", " + reg(i_.rm) + ", " + reg(i_.rn); }
  std::string multiply() const { return reg(i_.rd) + ", " + reg(i_.rm) + ", " + reg(i_.rs); }
  std::string long_multiply() const {
    return reg(i_.rd) + ", " + reg(i_.rd2) + ", " + reg(i_.rm) + ", " + reg(i_.rs);
  }
  std::string pair() const { return reg(i_.rd) + ", " + reg(i_.rd2); }
  std::string rotated() const {
    return reg(i_.rm) + (i_.shift_amount ? ", ror " + hash(i_.shift_amount) : std::string());
  }
  std::string extend(const char* stem) const {
    constexpr const char* kSizes[] = {"b16", "", "b", "h"};
    return std::string(i_.is_signed ? "s" : "u") + stem + kSizes[i_.opcode & 3];
  }
  std::string parallel(const char* prefix) const {
    constexpr const char* kNames[] = {"add16", "asx", "sax", "sub16", "add8", "", "", "sub8"};
    return line(std::string(prefix) + kNames[i_.opcode], rd_rn() + reg(i_.rm));
  }
  std::string data(const std::string& operand) const {
    constexpr const char* kNames[] = {"and", "eor", "sub", "rsb", "add", "adc", "sbc", "rsc",
                                      "tst", "teq", "cmp", "cmn", "orr", "mov", "bic", "mvn"};
    const bool compares = i_.opcode >= 8 && i_.opcode <= 11;
    const bool moves = i_.opcode == 13 || i_.opcode == 15;
    std::string name = kNames[i_.opcode];
    if (compares) return line(name, reg(i_.rn) + ", " + operand);
    if (i_.sets_flags) name += "s";
    return line(name, reg(i_.rd) + ", " + (moves ? std::string() : reg(i_.rn) + ", ") + operand);
  }
  std::string target() const {
    return "0x" + hex(address_ + 8u + static_cast<std::uint32_t>(i_.immediate));
  }
  std::string size() const {
    std::string text = i_.access_size == 4 ? "" : i_.access_size == 2 ? "h" : "b";
    if (i_.is_signed) text = "s" + text;
    return i_.user_mode ? text + "t" : text;
  }
  std::string exclusive_size() const {
    return i_.access_size == 8 ? "d" : i_.access_size == 4 ? "" : i_.access_size == 2 ? "h" : "b";
  }
  std::string address() const {
    std::string offset;
    if (i_.register_offset) {
      offset = (i_.add ? "" : "-") + shifted_register(i_);
    } else {
      offset = "#" + std::string(i_.add ? "" : "-") + std::to_string(std::abs(i_.immediate));
    }
    if (!i_.pre_index) return "[" + reg(i_.rn) + "], " + offset;
    if (!i_.register_offset && i_.immediate == 0 && i_.add && !i_.writeback)
      return "[" + reg(i_.rn) + "]";
    return "[" + reg(i_.rn) + ", " + offset + "]" + (i_.writeback ? "!" : "");
  }
  std::string mode() const {
    return i_.add ? (i_.pre_index ? "ib" : "ia") : (i_.pre_index ? "db" : "da");
  }
  std::string system_mode() const { return mode(); }
  std::string block() const {
    std::string list;
    for (unsigned r = 0; r < 16; ++r) {
      if ((i_.register_list >> r) & 1u) list += (list.empty() ? "" : ", ") + reg(r);
    }
    return reg(i_.rn) + (i_.writeback ? "!" : "") + ", {" + list + "}" + (i_.user_mode ? "^" : "");
  }
  std::string status_operands() const {
    const unsigned mask =
        i_.register_offset ? static_cast<unsigned>(i_.immediate) : i_.shift_amount;
    std::string name = i_.opcode ? "SPSR_" : "CPSR_";
    if (mask & 8u) name += "f";
    if (mask & 4u) name += "s";
    if (mask & 2u) name += "x";
    if (mask & 1u) name += "c";
    return name + ", " + (i_.register_offset ? reg(i_.rm) : hash(i_.immediate));
  }
  std::string cps() const {
    std::string effects;
    if (i_.shift_amount & 4) effects += "a";
    if (i_.shift_amount & 2) effects += "i";
    if (i_.shift_amount & 1) effects += "f";
    const unsigned imod = i_.opcode >> 1;
    const bool changes_mode = i_.opcode & 1;
    std::string text = imod == 2 ? "cpsie " + effects : imod == 3 ? "cpsid " + effects : "cps ";
    if (changes_mode) text += (imod >= 2 ? "," : "") + hash(i_.immediate);
    return text;
  }
  std::string hint() const {
    constexpr const char* kNames[] = {"nop", "yield", "wfe", "wfi", "sev"};
    if (i_.immediate <= 4) return line(kNames[i_.immediate], "");
    return line("nop", "{" + std::to_string(i_.immediate) + "}");
  }

  const Instruction& i_;
  std::uint32_t address_;
};

}  // namespace

std::string disassemble(const Instruction& instruction, std::uint32_t address) {
  return Text(instruction, address)();
}

}  // namespace dinozero::timing
