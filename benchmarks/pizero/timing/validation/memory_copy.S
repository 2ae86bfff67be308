@ SPDX-License-Identifier: Apache-2.0
@ Copies and fills of whole 64-byte blocks: void copy(void* to, const void* from, size_t bytes).
    .syntax unified
    .arch armv6
    .fpu vfpv2
    .arm
    .text

.macro function name
    .global \name
    .type \name, %function
    .balign 32
\name:
.endm

.macro copy_32 preload=none
    ldmia r1!, {r4-r11}
    .ifnc \preload, none
    pld [r1, #\preload]
    .endif
    stmia r0!, {r4-r7}
    stmia r0!, {r8-r11}
.endm

.macro copy_loop first=none, second=none
    push {r4-r11, lr}
1:  copy_32 \first
    copy_32 \second
    subs r2, r2, #64
    bgt 1b
    pop {r4-r11, pc}
.endm

@ Every line preloaded eight lines ahead, by its first word.
    function copy_pld
    copy_loop 256, 256

@ Every line preloaded by its last word, so that its transfer wraps around.
    function copy_wrap_pld
    copy_loop 252, 252

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

@ void fill_strd(void* to, uint32_t value, size_t bytes)
    function fill_strd
    push {r4, r5}
    mov r4, r1
    mov r5, r1
1:  .rept 8
    strd r4, r5, [r0], #8
    .endr
    subs r2, r2, #64
    bgt 1b
    pop {r4, r5}
    bx lr

@ 128 bytes a turn through all registers of the VFP.
    function copy_vfp
    vpush {d8-d15}
1:  vldmia r1!, {d0-d15}
    vstmia r0!, {d0-d15}
    subs r2, r2, #128
    bgt 1b
    vpop {d8-d15}
    bx lr
    .section .note.GNU-stack,"",%progbits
