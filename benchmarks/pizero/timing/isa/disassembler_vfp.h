// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "isa/instruction.h"

namespace dinozero::timing {

// The part of disassemble() for VFP and coprocessor instructions.
std::string disassemble_coprocessor(const Instruction& instruction, const char* condition);

}  // namespace dinozero::timing
