// SPDX-License-Identifier: Apache-2.0
#include "model/register_shadow.h"

#include <bit>

namespace dinozero::timing {
namespace {

std::optional<std::uint32_t> shift(Shift kind, std::uint32_t value, unsigned amount) {
  switch (kind) {
    case Shift::kLsl:
      return amount < 32 ? value << amount : 0u;
    case Shift::kLsr:
      return amount < 32 ? value >> amount : 0u;
    case Shift::kAsr:
      return static_cast<std::uint32_t>(static_cast<std::int32_t>(value) >>
                                        (amount < 32 ? amount : 31));
    case Shift::kRor:
      return std::rotr(value, static_cast<int>(amount & 31));
    case Shift::kRrx:
      break;  // needs the carry
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint32_t> RegisterShadow::shifted(const Instruction& i, std::uint32_t pc) const {
  const std::optional<std::uint32_t> value = operand(i.rm, pc);
  if (!value) return std::nullopt;
  unsigned amount = i.shift_amount;
  if (i.form == Form::kDataShiftRegister) {
    const std::optional<std::uint32_t> distance = get(i.rs);
    if (!distance) return std::nullopt;
    amount = *distance & 0xffu;
  }
  return shift(i.shift, *value, amount);
}

void RegisterShadow::execute(const Instruction& i, std::uint32_t pc) {
  if ((i.writes & kRoleRd) == 0 || i.rd == kPc) return;
  std::optional<std::uint32_t> result;
  if (i.condition == kAlways) {
    const std::optional<std::uint32_t> b =
        i.form == Form::kDataImmediate ? static_cast<std::uint32_t>(i.immediate) : shifted(i, pc);
    const bool moves = i.opcode == 13 || i.opcode == 15;
    const std::optional<std::uint32_t> a = moves ? 0u : operand(i.rn, pc);
    if (a && b) {
      switch (i.opcode) {
        case 0:
          result = *a & *b;
          break;
        case 1:
          result = *a ^ *b;
          break;
        case 2:
          result = *a - *b;
          break;
        case 3:
          result = *b - *a;
          break;
        case 4:
          result = *a + *b;
          break;
        case 12:
          result = *a | *b;
          break;
        case 13:
          result = *b;
          break;
        case 14:
          result = *a & ~*b;
          break;
        case 15:
          result = ~*b;
          break;
        default:
          break;  // ADC, SBC, RSC need the carry
      }
    }
  }
  if (result) {
    set(i.rd, *result);
  } else {
    forget(i.rd);
  }
}

void RegisterShadow::multiply(const Instruction& i) {
  const std::optional<std::uint32_t> a = get(i.rm);
  const std::optional<std::uint32_t> b = get(i.rs);
  const std::optional<std::uint32_t> sum = i.form == Form::kMla ? get(i.rn) : 0u;
  if (i.condition == kAlways && a && b && sum) {
    set(i.rd, *a * *b + *sum);
  } else {
    forget(i.rd);
  }
}

std::optional<std::uint32_t> RegisterShadow::address(const Instruction& i, std::uint32_t pc) const {
  std::optional<std::uint32_t> base = operand(i.rn, pc);
  if (!base || !i.pre_index) return base;
  if (!i.register_offset) return *base + static_cast<std::uint32_t>(i.immediate);
  const std::optional<std::uint32_t> offset = shifted(i, pc);
  if (!offset) return std::nullopt;
  return i.add ? *base + *offset : *base - *offset;
}

}  // namespace dinozero::timing
