// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "isa/instruction.h"

namespace dinozero::timing {

// The instruction in unified syntax, mnemonic and operands separated by one space, written only
// from the decoded fields (so that comparing it with another disassembler checks the decoder).
// Branch targets are absolute.
std::string disassemble(const Instruction& instruction, std::uint32_t address);

}  // namespace dinozero::timing
