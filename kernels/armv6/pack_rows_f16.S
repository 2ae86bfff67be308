// SPDX-License-Identifier: Apache-2.0
// void dinozero_armv6_pack_rows_f16(float* packed, const void* const rows[4], uint32_t groups)
// void dinozero_armv6_pack_rows_bf16(float* packed, const void* const rows[4], uint32_t groups)
// Four rows of groups * 8 16-bit numbers, finite ones, become groups * 8 quadruples of floats, one
// of each row. The rows may be at odd halves of a word: single loads may (Linux enables that).
//
// The ARM1176 has no instruction that knows f16. Its sign, exponent and mantissa are moved to where
// an f32 has them, two instructions with a shift that extends the sign and a mask, and 127 - 15 is
// added to the exponent. Zeros and subnormal numbers, whose exponent is 0, are dealt with out of
// line; in trained weights they are a few in a thousand. f16: 4.75 cycles for a float, bf16: 2.25.
    .syntax unified
    .arm
    .arch armv6
    .text

    .equ EXPONENT, 0x0F800000  // of an f16 whose exponent begins where that of an f32 does
    .equ REBIAS, 0x38000000    // (127 - 15) << 23

    // r0-r3 rows, r8-r11 two inputs of each, r4-r7 a quadruple, r12 packed, lr mask.
    .macro load_two_inputs
    ldr     r8, [r0], #4
    ldr     r9, [r1], #4
    ldr     r10, [r2], #4
    ldr     r11, [r3], #4
    .endm

    .macro finish_f16
    tst     r4, #EXPONENT
    tstne   r5, #EXPONENT
    tstne   r6, #EXPONENT
    tstne   r7, #EXPONENT
    bleq    widen_small
    add     r4, r4, #REBIAS
    add     r5, r5, #REBIAS
    add     r6, r6, #REBIAS
    add     r7, r7, #REBIAS
    stmia   r12!, {r4-r7}
    .endm

    .macro two_inputs_f16
    load_two_inputs
    mov     r4, r8, lsl #16
    mov     r5, r9, lsl #16
    mov     r6, r10, lsl #16
    mov     r7, r11, lsl #16
    and     r4, lr, r4, asr #3
    and     r5, lr, r5, asr #3
    and     r6, lr, r6, asr #3
    and     r7, lr, r7, asr #3
    finish_f16
    and     r4, lr, r8, asr #3
    and     r5, lr, r9, asr #3
    and     r6, lr, r10, asr #3
    and     r7, lr, r11, asr #3
    finish_f16
    .endm

    .macro two_inputs_bf16
    load_two_inputs
    mov     r4, r8, lsl #16
    mov     r5, r9, lsl #16
    mov     r6, r10, lsl #16
    mov     r7, r11, lsl #16
    and     r8, lr, r8
    and     r9, lr, r9
    and     r10, lr, r10
    and     r11, lr, r11
    stmia   r12!, {r4-r11}
    .endm

    .macro pack type, mask
    .global dinozero_armv6_pack_rows_\type
    .type   dinozero_armv6_pack_rows_\type, %function
    .balign 32
dinozero_armv6_pack_rows_\type:
    push    {r4-r11, lr}
    mov     r12, r0
    ldr     lr, =\mask
    ldr     r0, [r1]
    add     r2, r0, r2, lsl #4
    push    {r2, lr}                  // the end of the first row, the mask
    ldmia   r1, {r0-r3}
1:  pld     [r12, #32]
    pld     [r0, #32]
    two_inputs_\type
    pld     [r12, #32]
    pld     [r1, #28]
    two_inputs_\type
    pld     [r12, #32]
    pld     [r2, #24]
    two_inputs_\type
    pld     [r12, #32]
    pld     [r3, #20]
    two_inputs_\type
    ldr     r8, [sp]
    cmp     r0, r8
    bne     1b
    add     sp, sp, #8
    pop     {r4-r11, pc}
    .ltorg
    .size   dinozero_armv6_pack_rows_\type, . - dinozero_armv6_pack_rows_\type
    .endm

    pack    f16, 0x8FFFE000
    pack    bf16, 0xFFFF0000

    // A zero or subnormal number as the f32 that it is, less what is added to every exponent. Of a
    // subnormal number the highest bit set moves to where it is implied.
    .macro widen_if_small number
    tst     \number, #EXPONENT
    bne     1f
    bics    r0, \number, #0x80000000
    subeq   \number, \number, #REBIAS
    beq     1f
    clz     r1, r0
    sub     r1, r1, #8
    and     \number, \number, #0x80000000
    add     \number, \number, r0, lsl r1
    sub     \number, \number, r1, lsl #23
1:
    .endm

    .type   widen_small, %function
widen_small:
    push    {r0, r1, lr}
    widen_if_small r4
    widen_if_small r5
    widen_if_small r6
    widen_if_small r7
    ldr     lr, [sp, #16]             // the mask
    pop     {r0, r1, pc}
    .size   widen_small, . - widen_small
    .section .note.GNU-stack, "", %progbits
