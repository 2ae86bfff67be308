// SPDX-License-Identifier: Apache-2.0
// Values of the registers as far as they can be followed from the instruction stream. QEMU's plugin
// interface (version 1) shows no registers, but the model needs the addresses of PLD and the
// FPSCR's LEN and STRIDE.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "isa/instruction.h"

namespace dinozero::timing {

class RegisterShadow {
 public:
  std::optional<std::uint32_t> get(unsigned reg) const {
    if ((known_ >> reg) & 1u) return values_[reg];
    return std::nullopt;
  }
  bool known(unsigned reg) const { return (known_ >> reg) & 1u; }
  std::uint32_t value(unsigned reg) const { return values_[reg]; }
  void set(unsigned reg, std::uint32_t value) {
    values_[reg] = value;
    known_ |= 1u << reg;
  }
  void forget(unsigned reg) { known_ &= ~(1u << reg); }
  void forget_list(std::uint32_t list) { known_ &= ~list; }
  void forget_vfp_list(std::uint32_t list) { vfp_known_ &= ~list; }
  void forget_all() { known_ = 0; }

  void set_vfp(unsigned reg, std::uint32_t value) {
    vfp_values_[reg & 31u] = value;
    vfp_known_ |= 1u << (reg & 31u);
  }
  void forget_vfp(unsigned first, unsigned count) {
    for (unsigned i = 0; i < count; ++i) vfp_known_ &= ~(1u << ((first + i) & 31u));
  }
  void copy_to_vfp(unsigned vfp, unsigned reg) {
    if (known(reg)) {
      set_vfp(vfp, value(reg));
    } else {
      forget_vfp(vfp, 1);
    }
  }
  void copy_from_vfp(unsigned reg, unsigned vfp) {
    if ((vfp_known_ >> (vfp & 31u)) & 1u) {
      set(reg, vfp_values_[vfp & 31u]);
    } else {
      forget(reg);
    }
  }

  // Executes a data processing instruction: sets Rd when its operands are known, else forgets it.
  void execute(const Instruction& instruction, std::uint32_t pc);

  // MUL, MLA: the same.
  void multiply(const Instruction& instruction);

  // Address of a load, store or preload, when known.
  std::optional<std::uint32_t> address(const Instruction& instruction, std::uint32_t pc) const;

 private:
  std::optional<std::uint32_t> operand(unsigned reg, std::uint32_t pc) const {
    if (reg == kPc) return pc + 8;
    return get(reg);
  }
  std::optional<std::uint32_t> shifted(const Instruction& instruction, std::uint32_t pc) const;

  std::array<std::uint32_t, 16> values_{};
  std::uint32_t known_ = 0;
  std::array<std::uint32_t, 32> vfp_values_{};
  std::uint32_t vfp_known_ = 0;
};

}  // namespace dinozero::timing
