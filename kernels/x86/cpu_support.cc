// SPDX-License-Identifier: Apache-2.0
#include "kernels/x86/x86_tables.h"

#include <cpuid.h>

namespace dinozero::kernels::x86 {
namespace {

// Conversion from f16, which every CPU with AVX2 has; Clang's builtin does not know it before 17.
bool f16c_supported() {
  unsigned eax = 0;
  unsigned ebx = 0;
  unsigned ecx = 0;
  unsigned edx = 0;
  return __get_cpuid(1, &eax, &ebx, &ecx, &edx) != 0 && (ecx & bit_F16C) != 0;
}

}  // namespace

// The builtins also ask the operating system whether it saves the wide registers.
bool avx2_supported() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && f16c_supported();
}

bool avx512_supported() {
  return avx2_supported() && __builtin_cpu_supports("avx512f") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl");
}

bool avx512vnni_supported() { return avx512_supported() && __builtin_cpu_supports("avx512vnni"); }

}  // namespace dinozero::kernels::x86
