// SPDX-License-Identifier: Apache-2.0
// Marks for the ARM1176 timing model. On hardware and under plain QEMU they do next to nothing; on
// other processors they compile to nothing. C and C++.
#pragma once

#include <stdint.h>

// DINOZERO_REGION_BEGIN(n), n = 0..7 (a literal): the cycles up to the next mark count for region
// n. DINOZERO_REGION_END(): they count for no region. Regions do not nest.
// DINOZERO_FORGET_HISTORY(): the model's caches, TLBs and branch predictions are empty, so that
// what follows takes the same cycles whatever ran before. DINOZERO_READ_CYCLES(pointer): under the
// timing model stores the 64-bit cycle count of the core at `pointer` (uint64_t*, 8-byte aligned);
// otherwise leaves 0 there.
#if defined(__arm__) && !defined(__thumb__)
#define DINOZERO_REGION_BEGIN(n) __asm__ volatile("orr r" #n ", r" #n ", r" #n ::: "memory")
#define DINOZERO_REGION_END() __asm__ volatile("orr r9, r9, r9" ::: "memory")
#define DINOZERO_FORGET_HISTORY() __asm__ volatile("orr r10, r10, r10" ::: "memory")
// The store tells the model the address; the branch ends the basic block, so that the model has
// written the count before the next instruction runs.
#define DINOZERO_READ_CYCLES(pointer)                                                            \
  do {                                                                                           \
    uint32_t* dinozero_words_ = (uint32_t*)(pointer);                                            \
    dinozero_words_[1] = 0;                                                                      \
    __asm__ volatile("str %1, [%0]\n\torr r8, r8, r8\n\tb 1f\n1:" ::"r"(dinozero_words_), "r"(0) \
                     : "memory");                                                                \
  } while (0)
#else
#define DINOZERO_REGION_BEGIN(n) ((void)0)
#define DINOZERO_REGION_END() ((void)0)
#define DINOZERO_FORGET_HISTORY() ((void)0)
#define DINOZERO_READ_CYCLES(pointer) ((void)(*(pointer) = 0))
#endif
