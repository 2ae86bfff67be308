// SPDX-License-Identifier: Apache-2.0
// The block kernel of the int8 layers calls these when a panel's sums are complete: sums to four rows
// of y, x_scale * (weight_scale * sum) + bias, stored or added to what is there. They run in vector
// mode (LEN = 4), take a LinearInt8Finish in r0 and the panel's sums in r1, and change all registers
// but sp. About 100 cycles for a tile, 16 outputs. The core's sums of two rows are outputs 0 and 1 of
// both, then outputs 2 and 3 of both.
//
//   s0-s3    x_scale of the four rows                   r1  sums             r2, r9-r11  rows of y
//   s8-s15   sums; then weight_scale, bias, results     r4  weight_scale     r6          tiles left
//   s16-s31  sums of four rows; results                 r5  bias
    .syntax unified
    .arm
    .arch armv6
    .fpu vfp
    .text

    .macro epilogue name, adds
    .global \name
    .type   \name, %function
    .balign 32
\name:
    mov     r9, r1
    pld     [r0]
    pld     [r1]
    pld     [r1, #32]
    ldmia   r0, {r1-r8}               // x_scale, y, y_stride, weight_scale, bias, tiles, rows_left, unused_row
    fldmias r1!, {s0-s3}
    add     r10, r2, r3, lsl #2
    subs    r11, r7, #4
    stmia   r0, {r1, r10}             // the next panel's
    str     r11, [r0, #24]
    mov     r1, r9
    add     r9, r2, r3
    add     r10, r2, r3, lsl #1
    add     r11, r9, r3, lsl #1
    bhs     1f
    cmp     r7, #2
    movlo   r9, r8
    movls   r10, r8
    mov     r11, r8
1:
2:
    .if \adds
    pld     [r2]                      // lines of y, two at a time
    pld     [r9]
    .endif
    fldmias r1!, {s8-s15}
    pld     [r1, #96]
    pld     [r1, #128]
    fsitos  s16, s8
    fsitos  s17, s9
    fsitos  s20, s10
    fsitos  s21, s11
    fsitos  s18, s12
    fsitos  s19, s13
    fsitos  s22, s14
    fsitos  s23, s15
    fldmias r1!, {s8-s15}
    pld     [r1, #96]
    pld     [r1, #128]
    fsitos  s24, s8
    fsitos  s25, s9
    fsitos  s28, s10
    fsitos  s29, s11
    fsitos  s26, s12
    fsitos  s27, s13
    fsitos  s30, s14
    fsitos  s31, s15
    fldmias r1!, {s8-s15}
    fadds   s16, s16, s8
    fadds   s20, s20, s12
    fldmias r1!, {s8-s15}
    fadds   s24, s24, s8
    fadds   s28, s28, s12
    fldmias r4!, {s8-s11}
    fldmias r5, {s12-s15}
    fmuls   s16, s16, s8
    fmuls   s20, s20, s8
    fmuls   s24, s24, s8
    fmuls   s28, s28, s8
    .if \adds
    fmuls   s16, s16, s0
    fmuls   s20, s20, s1
    fmuls   s24, s24, s2
    fadds   s16, s16, s12
    fldmias r2, {s8-s11}
    fmuls   s28, s28, s3
    fadds   s20, s20, s12
    fadds   s16, s16, s8
    fldmias r9, {s8-s11}
    fadds   s24, s24, s12
    pld     [r10]
    fadds   s28, s28, s12
    fadds   s20, s20, s8
    pld     [r11]
    fldmias r10, {s8-s11}
    fstmias r2!, {s16-s19}
    fadds   s24, s24, s8
    fldmias r11, {s8-s11}
    fstmias r9!, {s20-s23}
    fadds   s28, s28, s8
    subs    r6, r6, #1
    add     r5, r5, #16
    fstmias r10!, {s24-s27}
    fstmias r11!, {s28-s31}
    .else
    fmacs   s12, s16, s0
    fldmias r5, {s8-s11}
    fldmias r5, {s16-s19}
    fmacs   s8, s20, s1
    fldmias r5!, {s20-s23}
    fmacs   s16, s24, s2
    fmacs   s20, s28, s3
    fstmias r2!, {s12-s15}
    subs    r6, r6, #1
    fstmias r9!, {s8-s11}
    fstmias r10!, {s16-s19}
    fstmias r11!, {s20-s23}
    .endif
    bne     2b
    bx      lr
    .size   \name, . - \name
    .endm

    epilogue dinozero_armv6_linear_int8_store, 0
    epilogue dinozero_armv6_linear_int8_add, 1

    .section .note.GNU-stack, "", %progbits
