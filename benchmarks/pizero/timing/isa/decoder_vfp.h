// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "isa/instruction.h"

namespace dinozero::timing {

// Decodes the coprocessor space (bits 27:25 = 110, or bits 27:24 = 1110): the VFP11 (coprocessors
// 10 and 11) and the generic coprocessor instructions. `instruction.word` is set; the form stays
// kUndefined when the word is no instruction.
void decode_coprocessor(Instruction& instruction);

}  // namespace dinozero::timing
