// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/kernel_table.h"

// Kernels for the ARM1176: ARMv6 with SIMD32 and a VFP11, no NEON. The contracts are in the headers
// of the operations, schedules and cycle counts in the files of the kernels.

namespace dinozero::kernels::armv6 {

extern const KernelTable kTable;

}  // namespace dinozero::kernels::armv6
