// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "isa/instruction.h"

namespace dinozero::timing {

// Decodes any 32-bit word; words that are no ARMv6KZ or VFPv2 instruction give Form::kUndefined.
// Encodings that the architecture calls unpredictable are decoded like their predictable
// neighbours.
Instruction decode(std::uint32_t word);

}  // namespace dinozero::timing
