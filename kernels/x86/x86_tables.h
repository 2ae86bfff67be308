// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/kernel_table.h"

namespace dinozero::kernels::x86 {

extern const KernelTable kAvx2Table;        ///< AVX2, FMA and F16C
extern const KernelTable kAvx512Table;      ///< AVX-512 F, BW, DQ and VL
extern const KernelTable kAvx512VnniTable;  ///< and VNNI, for int8

// Compiled for any x86-64 CPU, unlike what the tables list.
bool avx2_supported();
bool avx512_supported();
bool avx512vnni_supported();

}  // namespace dinozero::kernels::x86
