@ SPDX-License-Identifier: Apache-2.0
@ Copies and fills of whole 64-byte blocks: void copy(void* to, const void* from, size_t bytes).
    .syntax unified
    .arch armv6
    .arm
    .text

.macro function name
    .global \name
    .type \name, %function
    .balign 32
\name:
.endm

.macro copy_32
    ldrd r4, r5, [r1], #8
    ldrd r6, r7, [r1], #8
    ldrd r8, r9, [r1], #8
    ldrd r10, r11, [r1], #8
    strd r4, r5, [r0], #8
    strd r6, r7, [r0], #8
    strd r8, r9, [r0], #8
    strd r10, r11, [r0], #8
.endm

@ Every line preloaded 256 bytes ahead, by its first word.
    function copy_pld
    push {r4-r11, lr}
1:  pld [r1, #256]
    copy_32
    pld [r1, #256]
    copy_32
    subs r2, r2, #64
    bgt 1b
    pop {r4-r11, pc}

@ Every second line preloaded.
    function copy_pld_64
    push {r4-r11, lr}
1:  pld [r1, #256]
    copy_32
    copy_32
    subs r2, r2, #64
    bgt 1b
    pop {r4-r11, pc}

@ Every line preloaded by its last word, so that the line wraps around.
    function copy_wrap_pld
    push {r4-r11, lr}
1:  pld [r1, #284]
    copy_32
    pld [r1, #284]
    copy_32
    subs r2, r2, #64
    bgt 1b
    pop {r4-r11, pc}

@ No preload.
    function copy_words
    push {r4-r11, lr}
1:  copy_32
    copy_32
    subs r2, r2, #64
    bgt 1b
    pop {r4-r11, pc}

@ void fill_stm(void* to, uint32_t value, size_t bytes)
    function fill_stm
    push {r4-r9, lr}
    mov r3, r1
    mov r4, r1
    mov r5, r1
    mov r6, r1
    mov r7, r1
    mov r8, r1
    mov r9, r1
1:  stmia r0!, {r1, r3-r9}
    stmia r0!, {r1, r3-r9}
    subs r2, r2, #64
    bgt 1b
    pop {r4-r9, pc}
    .section .note.GNU-stack,"",%progbits
