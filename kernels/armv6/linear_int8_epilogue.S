// SPDX-License-Identifier: Apache-2.0
// Sums of the int8 block kernel to rows of y: x_scale * (weight_scale * sum) + bias, stored or added
// to what is there. Vectors of four outputs; two rows at a time, about 28 cycles for their 8
// outputs.
//
//   s0-s7    x_scale of the eight rows        r0  sums                 r4-r11  rows of y
//   s8-s11   weight_scale                     r1  blocks left          r12     tiles left
//   s12-s15  bias (when adding)               r2  weight_scale
//   s16-s23  sums    s24-s31  results         r3  bias
    .syntax unified
    .arm
    .arch armv6
    .fpu vfp
    .text

    .macro two_rows adds, scale0, scale1, y0, y1
    .if \adds
    fldmias \y0, {s24-s27}
    fmuls   s16, s16, s8
    fldmias \y1, {s28-s31}
    fmuls   s20, s20, s8
    fadds   s24, s24, s12
    fadds   s28, s28, s12
    .else
    fldmias r3, {s24-s27}
    fmuls   s16, s16, s8
    fldmias r3, {s28-s31}
    fmuls   s20, s20, s8
    .endif
    fmacs   s24, s16, s\scale0
    fmacs   s28, s20, s\scale1
    fstmias \y0!, {s24-s27}
    fstmias \y1!, {s28-s31}
    .endm

    .macro epilogue name, adds
    .global \name
    .type   \name, %function
    .balign 32
\name:
    push    {r0, r4-r11, lr}
    fstmdbd sp!, {d8-d15}
    fmrx    lr, fpscr
    orr     r1, lr, #0x03000000
    orr     r1, r1, #0x00030000
    fmxr    fpscr, r1
    push    {r0, lr}
    mov     r12, r0
    ldr     r4, [r12, #12]
    ldmia   r12, {r0, r2, r3}
    fldmias r4, {s0-s7}
    ldr     r1, [r12, #20]
    add     r4, r12, #32
    ldr     lr, [r12, #24]
    ldr     r12, [r12, #16]
    ldmia   r4, {r4-r11}
1:  fldmias r2!, {s8-s11}
    .if \adds
    fldmias r3, {s12-s15}
    .endif
    pld     [r0, #96]
    core_rows \adds, 4, 5, r8, r9
    pld     [r0, #96]
    core_rows \adds, 6, 7, r10, r11
    fldmias r0!, {s16-s23}
    pld     [r0, #96]
    two_rows \adds, 0, 1, r4, r5
    fldmias r0!, {s16-s23}
    pld     [r0, #96]
    two_rows \adds, 2, 3, r6, r7
    subs    r12, r12, #1
    add     r3, r3, #16
    bne     1b
    // The next block's sums of this panel.
    subs    r1, r1, #1
    ldr     r12, [sp]
    add     r0, r0, lr
    ldr     r12, [r12, #16]
    sub     r0, r0, r12, lsl #7
    bne     1b
    pop     {r0, lr}
    fmxr    fpscr, lr
    fldmiad sp!, {d8-d15}
    pop     {r0, r4-r11, pc}
    .size   \name, . - \name
    .endm

    // Two passes of the core: outputs 0 and 1 of both rows, then outputs 2 and 3.
    .macro core_rows adds, scale0, scale1, y0, y1
    fldmias r0!, {s24-s31}
    fsitos  s16, s24
    fsitos  s17, s25
    fsitos  s20, s26
    fsitos  s21, s27
    fsitos  s18, s28
    fsitos  s19, s29
    fsitos  s22, s30
    fsitos  s23, s31
    two_rows \adds, \scale0, \scale1, \y0, \y1
    .endm

    epilogue dinozero_armv6_linear_int8_store, 0
    epilogue dinozero_armv6_linear_int8_add, 1

    .section .note.GNU-stack, "", %progbits
