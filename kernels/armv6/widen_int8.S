// SPDX-License-Identifier: Apache-2.0
// Bytes to the operands of the int8 block kernel. Rows are read by words that need no alignment;
// what is read next is fetched in between, a line at a time.
    .syntax unified
    .arm
    .arch armv6
    .fpu vfp
    .text

// void dinozero_armv6_widen_pairs(void* pairs, const int8_t* row0, const int8_t* row1,
//                                 ptrdiff_t ahead, int fours, int half)
// 20 cycles for 8 inputs of two rows.
    .macro widen_pair_four from0, from1
    sxtb16  r8, \from0
    sxtb16  r9, \from1
    sxtb16  r10, \from0, ror #8
    sxtb16  r11, \from1, ror #8
    stmia   r0!, {r8-r11}
    .endm

    .global dinozero_armv6_widen_pairs
    .type   dinozero_armv6_widen_pairs, %function
    .balign 32
dinozero_armv6_widen_pairs:
    push    {r4-r11, lr}
    ldr     r6, [sp, #40]
    ldr     r4, [r1], #4
    ldr     r5, [r2], #4
    ldr     lr, [sp, #36]
    cmp     r6, #0
    beq     4f
    sxtb    r8, r4, ror #16
    sxtb    r10, r4, ror #24
    sxtb    r9, r5, ror #16
    sxtb    r11, r5, ror #24
    ldr     r4, [r1], #4
    ldr     r5, [r2], #4
    pkhbt   r8, r8, r10, lsl #16
    pkhbt   r9, r9, r11, lsl #16
    stmia   r0!, {r8, r9}
4:  subs    lr, lr, #2
    bls     2f
1:  ldr     r6, [r1], #4
    ldr     r7, [r2], #4
    pld     [r1, r3]
    widen_pair_four r4, r5
    ldr     r4, [r1], #4
    ldr     r5, [r2], #4
    pld     [r2, r3]
    widen_pair_four r6, r7
    subs    lr, lr, #2
    bhi     1b
2:  blo     3f
    ldr     r6, [r1], #4
    ldr     r7, [r2], #4
    widen_pair_four r4, r5
    widen_pair_four r6, r7
    pop     {r4-r11, pc}
3:  widen_pair_four r4, r5
    pop     {r4-r11, pc}
    .size   dinozero_armv6_widen_pairs, . - dinozero_armv6_widen_pairs

// void dinozero_armv6_widen_floats(float* floats, const int8_t* const rows[4], ptrdiff_t ahead,
//                                  int fours)
// A byte b added to the bits of the float 2^23 + 2^22 makes it 2^23 + 2^22 + b: one SXTAB. A vector
// of FSUBS takes 2^23 + 2^22 away from four. 38 cycles for 4 inputs of four rows. Four inputs more are
// read, and not used.
    .macro widen_four ahead_of
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
    pld     [\ahead_of, r12]
    fstmias r0!, {s20-s23}
    fsubs   s28, s28, s0
    ldr     r5, [r1], #4
    ldr     r6, [r2], #4
    fstmias r0!, {s24-s27}
    ldr     r7, [r3], #4
    ldr     r8, [r4], #4
    subs    lr, lr, #1
    fstmias r0!, {s28-s31}
    .endm

    .global dinozero_armv6_widen_floats
    .type   dinozero_armv6_widen_floats, %function
    .balign 32
dinozero_armv6_widen_floats:
    push    {r4-r11, lr}
    mov     lr, r3
    fmrx    r3, fpscr
    fstmdbd sp!, {d8-d15}
    push    {r3, r4}
    orr     r3, r3, #0x03000000       // RunFast: no traps
    orr     r3, r3, #0x00030000       // vectors of four
    fmxr    fpscr, r3
    mov     r11, #0x4b000000
    orr     r11, r11, #0x00400000
    fmsr    s0, r11
    mov     r12, r2
    ldmia   r1, {r1-r4}
    ldr     r5, [r1], #4
    ldr     r6, [r2], #4
    ldr     r7, [r3], #4
    ldr     r8, [r4], #4
1:  widen_four r1
    beq     2f
    widen_four r2
    beq     2f
    widen_four r3
    beq     2f
    widen_four r4
    bne     1b
2:  pop     {r3, r4}
    fmxr    fpscr, r3
    fldmiad sp!, {d8-d15}
    pop     {r4-r11, pc}
    .size   dinozero_armv6_widen_floats, . - dinozero_armv6_widen_floats

    .section .note.GNU-stack, "", %progbits
