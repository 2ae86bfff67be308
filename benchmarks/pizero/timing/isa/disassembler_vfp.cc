// SPDX-License-Identifier: Apache-2.0
#include "isa/disassembler_vfp.h"

#include <cstdlib>

namespace dinozero::timing {
namespace {

constexpr const char* kRegisters[] = {"r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7",
                                      "r8", "r9", "sl", "fp", "ip", "sp", "lr", "pc"};

std::string reg(unsigned number) { return kRegisters[number & 15u]; }
std::string single(unsigned number) { return "s" + std::to_string(number); }
std::string twofold(unsigned number) { return "d" + std::to_string(number / 2); }
std::string fp(bool is_double, unsigned number) {
  return is_double ? twofold(number) : single(number);
}

std::string system_register(unsigned number) {
  switch (number) {
    case 0:
      return "fpsid";
    case 1:
      return "fpscr";
    case 6:
      return "mvfr1";
    case 7:
      return "mvfr0";
    case 8:
      return "fpexc";
    case 9:
      return "fpinst";
    default:
      return "fpinst2";
  }
}

std::string three_operands(const Instruction& i, const std::string& condition) {
  constexpr const char* kNames[] = {"vmla",  "vmls", "vnmls", "vnmla", "vmul",
                                    "vnmul", "vadd", "vsub",  "vdiv"};
  return kNames[i.opcode] + condition + (i.is_double ? ".f64 " : ".f32 ") + fp(i.is_double, i.fd) +
         ", " + fp(i.is_double, i.fn) + ", " + fp(i.is_double, i.fm);
}

std::string two_operands(const Instruction& i, const std::string& condition) {
  const std::string type = i.is_double ? ".f64 " : ".f32 ";
  const std::string same = fp(i.is_double, i.fd) + ", " + fp(i.is_double, i.fm);
  switch (i.opcode) {
    case 0:
      return "vmov" + condition + type + same;
    case 1:
      return "vabs" + condition + type + same;
    case 2:
      return "vneg" + condition + type + same;
    case 3:
      return "vsqrt" + condition + type + same;
    case 8:
      return "vcmp" + condition + type + same;
    case 9:
      return "vcmpe" + condition + type + same;
    case 10:
      return "vcmp" + condition + type + fp(i.is_double, i.fd) + ", #0.0";
    case 11:
      return "vcmpe" + condition + type + fp(i.is_double, i.fd) + ", #0.0";
    case 15:
      return i.is_double ? "vcvt" + condition + ".f32.f64 " + single(i.fd) + ", " + twofold(i.fm)
                         : "vcvt" + condition + ".f64.f32 " + twofold(i.fd) + ", " + single(i.fm);
    case 16:
    case 17:
      return "vcvt" + condition + (i.is_double ? ".f64" : ".f32") +
             (i.opcode == 17 ? ".s32 " : ".u32 ") + fp(i.is_double, i.fd) + ", " + single(i.fm);
    default: {  // 24 u round, 25 u zero, 26 s round, 27 s zero
      const std::string name = (i.opcode & 1) ? "vcvt" : "vcvtr";
      return name + condition + (i.opcode >= 26 ? ".s32" : ".u32") +
             (i.is_double ? ".f64 " : ".f32 ") + single(i.fd) + ", " + fp(i.is_double, i.fm);
    }
  }
}

std::string address(const Instruction& i) {
  if (i.immediate == 0 && i.add) return "[" + reg(i.rn) + "]";
  return "[" + reg(i.rn) + ", #" + (i.add ? "" : "-") + std::to_string(std::abs(i.immediate)) + "]";
}

std::string multiple(const Instruction& i, const std::string& condition) {
  const bool load = i.form == Form::kFldm;
  const std::string mode = i.add ? "ia" : "db";
  const std::string name =
      i.opcode == 1 ? (load ? "fldm" : "fstm") + mode + "x" : (load ? "vldm" : "vstm") + mode;
  const unsigned step = i.is_double ? 2 : 1;
  const unsigned last = i.fd + i.vfp_words - step;
  const std::string list =
      last == i.fd ? fp(i.is_double, i.fd) : fp(i.is_double, i.fd) + "-" + fp(i.is_double, last);
  return name + condition + " " + reg(i.rn) + (i.writeback ? "!" : "") + ", {" + list + "}";
}

std::string generic(const Instruction& i, const std::string& condition) {
  const std::string suffix = (i.unconditional_space ? "2" : "") + condition;
  const std::string number = std::to_string(i.rs);
  const auto cr = [](unsigned n) { return "cr" + std::to_string(n); };
  switch (i.form) {
    case Form::kCoprocessorOperation:
      return "cdp" + suffix + " " + number + ", " + std::to_string(i.opcode) + ", " + cr(i.rd) +
             ", " + cr(i.rn) + ", " + cr(i.rm) + ", {" + std::to_string(i.shift_amount) + "}";
    case Form::kMcr:
    case Form::kMrc:
      return (i.form == Form::kMcr ? "mcr" : "mrc") + suffix + " " + number + ", " +
             std::to_string(i.opcode) + ", " + reg(i.rd) + ", " + cr(i.rn) + ", " + cr(i.rm) +
             ", {" + std::to_string(i.shift_amount) + "}";
    case Form::kMcrr:
    case Form::kMrrc:
      return (i.form == Form::kMcrr ? "mcrr" : "mrrc") + suffix + " " + number + ", " +
             std::to_string(i.opcode) + ", " + reg(i.rd) + ", " + reg(i.rn) + ", " + cr(i.rm);
    default: {
      const std::string name = std::string(i.form == Form::kLdc ? "ldc" : "stc") +
                               (i.unconditional_space ? "2" : "") + (i.opcode ? "l" : "") +
                               condition;
      const std::string offset =
          "#" + std::string(i.add ? "" : "-") + std::to_string(std::abs(i.immediate));
      std::string where = "[" + reg(i.rn);
      if (i.pre_index) {
        where += (i.immediate == 0 && i.add && !i.writeback ? "" : ", " + offset) +
                 std::string("]") + (i.writeback ? "!" : "");
      } else if (i.writeback) {
        where += "], " + offset;
      } else {
        where += "], {" + std::to_string(i.shift_amount) + "}";
      }
      return name + " " + number + ", " + cr(i.rd) + ", " + where;
    }
  }
}

}  // namespace

std::string disassemble_coprocessor(const Instruction& i, const char* condition_text) {
  const std::string condition = condition_text;
  switch (i.form) {
    case Form::kFmacS:
    case Form::kFmacD:
    case Form::kFmulS:
    case Form::kFmulD:
    case Form::kFaddS:
    case Form::kFaddD:
    case Form::kFdivS:
    case Form::kFdivD:
      return three_operands(i, condition);
    case Form::kFsqrtS:
    case Form::kFsqrtD:
    case Form::kFcpyS:
    case Form::kFcpyD:
    case Form::kFcmpS:
    case Form::kFcmpD:
    case Form::kFcvtToD:
    case Form::kFcvtToS:
    case Form::kFromIntegerS:
    case Form::kFromIntegerD:
    case Form::kToIntegerS:
    case Form::kToIntegerD:
      return two_operands(i, condition);
    case Form::kFldS:
    case Form::kFldD:
      return "vldr" + condition + " " + fp(i.is_double, i.fd) + ", " + address(i);
    case Form::kFstS:
    case Form::kFstD:
      return "vstr" + condition + " " + fp(i.is_double, i.fd) + ", " + address(i);
    case Form::kFldm:
    case Form::kFstm:
      return multiple(i, condition);
    case Form::kFmsr:
      return "vmov" + condition + " " + single(i.fn) + ", " + reg(i.rd);
    case Form::kFmrs:
      return "vmov" + condition + " " + reg(i.rd) + ", " + single(i.fn);
    case Form::kFmdr:
      return "vmov" + condition + ".32 " + twofold(i.fn) + "[" + std::to_string(i.opcode) + "], " +
             reg(i.rd);
    case Form::kFmrd:
      return "vmov" + condition + ".32 " + reg(i.rd) + ", " + twofold(i.fn) + "[" +
             std::to_string(i.opcode) + "]";
    case Form::kFmsrr:
      return "vmov" + condition + " " + single(i.fm) + ", " + single(i.fm + 1u) + ", " + reg(i.rd) +
             ", " + reg(i.rn);
    case Form::kFmrrs:
      return "vmov" + condition + " " + reg(i.rd) + ", " + reg(i.rn) + ", " + single(i.fm) + ", " +
             single(i.fm + 1u);
    case Form::kFmdrr:
      return "vmov" + condition + " " + twofold(i.fm) + ", " + reg(i.rd) + ", " + reg(i.rn);
    case Form::kFmrrd:
      return "vmov" + condition + " " + reg(i.rd) + ", " + reg(i.rn) + ", " + twofold(i.fm);
    case Form::kFmxr:
      return "vmsr" + condition + " " + system_register(i.opcode) + ", " + reg(i.rd);
    case Form::kFmrx:
      return "vmrs" + condition + " " + reg(i.rd) + ", " + system_register(i.opcode);
    case Form::kFmstat:
      return "vmrs" + condition + " APSR_nzcv, fpscr";
    default:
      return generic(i, condition);
  }
}

}  // namespace dinozero::timing
