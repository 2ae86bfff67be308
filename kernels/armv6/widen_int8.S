// SPDX-License-Identifier: Apache-2.0
// Bytes to the operands of the int8 block kernel. Rows are read by words that need no alignment.
// What is read next is fetched in between, a line about every sixty cycles, which is what the memory
// takes for one: from each row the lines of bytes 0, 32 and 64 (96 inputs: 0 and 32) while floats are
// written, and of 63, 95 and 127 with the pairs, so that all lines come whatever the alignment.
    .syntax unified
    .arm
    .arch armv6
    .fpu vfp
    .text

// void dinozero_armv6_widen_int8_128(void* operands, const int8_t* rows, size_t stride, int count,
//                                    ptrdiff_t ahead)
// and _96, for the two depths. Of four rows first floats:
//
// A byte b added to the bits of the float 2^23 + 2^22 makes it 2^23 + 2^22 + b: one SXTAB. A vector
// of FSUBS takes 2^23 + 2^22 away from four. 38 cycles for four inputs of four rows.
//
//   r0 operand   r1-r4 rows   r5-r8 four inputs of each   r9, r10 free   r11 2^23 + 2^22   s0 2^23 + 2^22
//   r12 from a row to what is read next   lr fours of inputs left
//
// then pairs, of two rows at a time, 20 cycles for eight inputs:
//
//   r0 operand   r1, r2 rows   r3 from a row to what is read next   r4, r6 and r5, r7 four inputs of each
//   r8-r11 pairs   lr fours of inputs left
    .equ ROWS, 0
    .equ STRIDE, 4
    .equ COUNT, 8
    .equ AHEAD, 12
    .equ FPSCR, 16
    .equ ROW2, 20
    .equ ROW3, 24
    .equ FRAME, 28
    .equ ARGUMENT, FRAME + 64 + 36

// The line \ahead bytes behind where a row was \back bytes ago, by its first word: from the middle of
// a line it would take the memory a second transfer.
    .macro fetch row, ahead, line, back=0
    add     \line, \row, \ahead
    .if     \back
    sub     \line, \line, #\back
    .endif
    bic     \line, \line, #31
    pld     [\line]
    .endm

// Four inputs of four rows; \fetched: a row of which a line is fetched.
    .macro widen_four fetched, back
    sxtab   r9, r11, r5
    sxtab   r10, r11, r6
    fmsrr   {s16, s17}, r9, r10
    sxtab   r9, r11, r7
    sxtab   r10, r11, r8
    fmsrr   {s18, s19}, r9, r10
    sxtab   r9, r11, r5, ror #8
    sxtab   r10, r11, r6, ror #8
    fmsrr   {s20, s21}, r9, r10
    sxtab   r9, r11, r7, ror #8
    sxtab   r10, r11, r8, ror #8
    fsubs   s16, s16, s0
    fmsrr   {s22, s23}, r9, r10
    sxtab   r9, r11, r5, ror #16
    sxtab   r10, r11, r6, ror #16
    fmsrr   {s24, s25}, r9, r10
    sxtab   r9, r11, r7, ror #16
    sxtab   r10, r11, r8, ror #16
    fsubs   s20, s20, s0
    fmsrr   {s26, s27}, r9, r10
    sxtab   r9, r11, r5, ror #24
    sxtab   r10, r11, r6, ror #24
    fmsrr   {s28, s29}, r9, r10
    sxtab   r9, r11, r7, ror #24
    sxtab   r10, r11, r8, ror #24
    fsubs   s24, s24, s0
    fmsrr   {s30, s31}, r9, r10
    fstmias r0!, {s16-s19}
    fstmias r0!, {s20-s23}
    .ifnb   \fetched
    fetch   \fetched, r12, r10, \back
    .endif
    fsubs   s28, s28, s0
    ldr     r5, [r1], #4
    ldr     r6, [r2], #4
    fstmias r0!, {s24-s27}
    ldr     r7, [r3], #4
    ldr     r8, [r4], #4
    subs    lr, lr, #1
    fstmias r0!, {s28-s31}
    .endm

    .macro widen_pair_four from0, from1
    sxtb16  r8, \from0
    sxtb16  r9, \from1
    sxtb16  r10, \from0, ror #8
    sxtb16  r11, \from1, ror #8
    stmia   r0!, {r8-r11}
    .endm

// 4 \fours inputs of two rows; before them, where \half, the last two of four. The first of the fours
// lies \read + 4 bytes from the rows' beginning.
    .macro widen_pairs fours, half, read
    ldr     r4, [r1], #4
    ldr     r5, [r2], #4
    mov     lr, #\fours - 2
    .if     \half
    sxtb    r8, r4, ror #16
    sxtb    r10, r4, ror #24
    sxtb    r9, r5, ror #16
    sxtb    r11, r5, ror #24
    ldr     r4, [r1], #4
    ldr     r5, [r2], #4
    pkhbt   r8, r8, r10, lsl #16
    pkhbt   r9, r9, r11, lsl #16
    stmia   r0!, {r8, r9}
    .endif
1:  ldr     r6, [r1], #4
    ldr     r7, [r2], #4
    widen_pair_four r4, r5
    ldr     r4, [r1], #4
    ldr     r5, [r2], #4
    fetch   r1, r3, r8, \read + 16 - 63
    widen_pair_four r6, r7
    subs    lr, lr, #2
    bls     2f
    ldr     r6, [r1], #4
    ldr     r7, [r2], #4
    widen_pair_four r4, r5
    ldr     r4, [r1], #4
    ldr     r5, [r2], #4
    fetch   r2, r3, r8, \read + 24 - 63
    add     r3, r3, #16
    widen_pair_four r6, r7
    subs    lr, lr, #2
    bhi     1b
2:
    .if     \fours % 2 == 0
    ldr     r6, [r1], #4
    ldr     r7, [r2], #4
    .endif
    widen_pair_four r4, r5
    .if     \fours % 2 == 0
    widen_pair_four r6, r7
    .endif
    .endm

    .macro widen inputs, floats
    .set    FOURS, (\floats + 3) / 4
    .set    PAIRS, \inputs - \floats
    .set    HALF, FOURS * 4 - \floats  // inputs that are both
    .set    READ, (\floats + 3) / 4 * 4 - 4
    .set    BACK, HALF * 2 + 4         // bytes that a row was read beyond the first pairs' word

    .global dinozero_armv6_widen_int8_\inputs
    .type   dinozero_armv6_widen_int8_\inputs, %function
    .balign 32
dinozero_armv6_widen_int8_\inputs:
    push    {r4-r11, lr}
    fmrx    r4, fpscr
    fstmdbd sp!, {d8-d15}
    sub     sp, sp, #FRAME
    ldr     r12, [sp, #ARGUMENT]
    orr     r5, r4, #0x03000000       // RunFast: no traps
    orr     r5, r5, #0x00030000       // vectors of four
    fmxr    fpscr, r5
    str     r4, [sp, #FPSCR]
    stmia   sp, {r1-r3, r12}
    mov     r11, #0x4b000000
    orr     r11, r11, #0x00400000
    fmsr    s0, r11
4:  cmp     r3, #1
    beq     5f
    mov     r12, r2, lsl #2
5:  add     r3, r1, r2, lsl #1
    ldr     r5, [r1], #4
    add     r4, r3, r2
    ldr     r7, [r3], #4
    add     r2, r1, r2
    ldr     r8, [r4], #4
    sub     r2, r2, #4
    ldr     r6, [r2], #4
    mov     lr, #FOURS
    mov     r11, #0x4b000000
    orr     r11, r11, #0x00400000
1:  widen_four r1, 4
    beq     2f
    widen_four
    beq     2f
    widen_four r2, 12
    beq     2f
    widen_four r3, 16
    beq     2f
    widen_four
    beq     2f
    widen_four r4, 24
    add     r12, r12, #8
    bne     1b
2:  sub     r3, r3, #BACK
    sub     r4, r4, #BACK
    str     r3, [sp, #ROW2]
    str     r4, [sp, #ROW3]
    sub     r1, r1, #BACK
    sub     r2, r2, #BACK
    .if     HALF
    sub     r0, r0, #16 * HALF
    .endif
    sub     r3, r12, #FOURS / 6 * 8
    widen_pairs (PAIRS / 4), HALF, READ
    ldr     r1, [sp, #ROW2]
    ldr     r2, [sp, #ROW3]
    sub     r3, r12, #FOURS / 6 * 8
    widen_pairs (PAIRS / 4), HALF, READ
    .if     (16 * \floats + 8 * PAIRS) % 32
    add     r0, r0, #32 - (16 * \floats + 8 * PAIRS) % 32
    .endif
    ldmia   sp, {r1-r3, r12}
    subs    r3, r3, #1
    add     r1, r1, r2, lsl #2
    str     r1, [sp, #ROWS]
    str     r3, [sp, #COUNT]
    bne     4b
    ldr     r1, [sp, #FPSCR]
    fmxr    fpscr, r1
    add     sp, sp, #FRAME
    fldmiad sp!, {d8-d15}
    pop     {r4-r11, pc}
    .size   dinozero_armv6_widen_int8_\inputs, . - dinozero_armv6_widen_int8_\inputs
    .endm

    widen   128, 74
    widen   96, 56

    .section .note.GNU-stack, "", %progbits
