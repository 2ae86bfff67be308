// SPDX-License-Identifier: Apache-2.0
#include "kernels/x86/x86_tables.h"

namespace dinozero::kernels::x86 {

// The builtins also ask the operating system whether it saves the wide registers.
bool avx2_supported() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

bool avx512_supported() {
  return avx2_supported() && __builtin_cpu_supports("avx512f") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl");
}

bool avx512vnni_supported() { return avx512_supported() && __builtin_cpu_supports("avx512vnni"); }

}  // namespace dinozero::kernels::x86
