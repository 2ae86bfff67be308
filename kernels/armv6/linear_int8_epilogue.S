// SPDX-License-Identifier: Apache-2.0
// Written by linear_int8_epilogue.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_linear_int8_store
    .type dinozero_armv6_linear_int8_store, %function
dinozero_armv6_linear_int8_store:
    pld [r0]
    pld [r1]
    pld [r1, #32]
    mov r9, r1
    ldmia r0, {r1-r8} // x_scale, y, y_stride, weight_scale, y_panel_step, tiles, rows_left, unused_row
    mov r11, r5, asr #31
    fldmias r1, {s0-s3}
    eor r12, r11, #16
    sub r12, r12, r11 // 16, or -16 on the way up
    add r10, r2, r5
    add r1, r1, r12
    sub r11, r7, r12, asr #2
    stmia r0, {r1, r10} // the next panel's
    str r11, [r0, #24]
    mov r1, r9
    cmp r7, #4
    add r9, r2, r3
    add r10, r2, r3, lsl #1
    add r11, r9, r3, lsl #1
    bge 2f
    cmp r7, #2
    movlt r9, r8
    movle r10, r8
    mov r11, r8
2:
    add r5, r4, #96
    add r7, r1, #64
    cmp r6, r6
    // 72 cycles for 16 outputs
1:
    fldmias r1!, {s4-s7}
    fldmias r5, {s12-s15}
    fsitos s29, s5
    fsitos s28, s4
    fsitos s21, s7
    fsitos s20, s6
    fmuls s8, s8, s24
    fldmias r1!, {s4-s7}
    pld [r1, #96]
    fsitos s31, s5
    fsitos s22, s6
    fmacs s12, s16, s2
    fldmias r5, {s24-s27}
    pld [r1, #128]
    fsitos s30, s4
    fsitos s23, s7
    fldmias r7!, {s16-s19}
    fmacs s24, s8, s3
    fldmias r1!, {s4-s7}
    fldmias r7!, {s8-s11}
    fadds s28, s28, s16
    fstmiasne r10!, {s12-s15}
    fsitos s17, s5
    fadds s20, s20, s8
    fldmias r4, {s12-s15}
    addne r5, r5, #16
    fstmiasne r11!, {s24-s27}
    fsitos s16, s4
    fsitos s8, s6
    fsitos s9, s7
    fmuls s28, s28, s12
    subs r6, r6, #1
    fldmias r1!, {s4-s7}
    fmuls s20, s20, s12
    fldmias r5, {s24-s27}
    fsitos s18, s4
    fsitos s19, s5
    fsitos s11, s7
    fmacs s24, s28, s0
    fldmias r5, {s12-s15}
    fldmias r7!, {s28-s31}
    fsitos s10, s6
    fmacs s12, s20, s1
    add r1, r1, #64
    fadds s16, s16, s28
    fldmias r7!, {s20-s23}
    fstmias r2!, {s24-s27}
    add r7, r7, #64
    fldmias r4, {s24-s27}
    fadds s8, s8, s20
    fstmias r9!, {s12-s15}
    add r4, r4, #16
    pld [r7, #96]
    pld [r7, #128]
    fmuls s16, s16, s24
    bne 1b
    fmuls s8, s8, s24
    fldmias r5, {s12-s15}
    fmacs s12, s16, s2
    fldmias r5, {s24-s27}
    add r5, r5, #16
    fmacs s24, s8, s3
    fstmias r10!, {s12-s15}
    fstmias r11!, {s24-s27}
    bx lr
    .size dinozero_armv6_linear_int8_store, . - dinozero_armv6_linear_int8_store

    .balign 32
    .global dinozero_armv6_linear_int8_add
    .type dinozero_armv6_linear_int8_add, %function
dinozero_armv6_linear_int8_add:
    pld [r0]
    pld [r1]
    pld [r1, #32]
    mov r9, r1
    ldmia r0, {r1-r8} // x_scale, y, y_stride, weight_scale, y_panel_step, tiles, rows_left, unused_row
    mov r11, r5, asr #31
    fldmias r1, {s0-s3}
    eor r12, r11, #16
    sub r12, r12, r11 // 16, or -16 on the way up
    add r10, r2, r5
    add r1, r1, r12
    sub r11, r7, r12, asr #2
    stmia r0, {r1, r10} // the next panel's
    str r11, [r0, #24]
    mov r1, r9
    cmp r7, #4
    add r9, r2, r3
    add r10, r2, r3, lsl #1
    add r11, r9, r3, lsl #1
    bge 2f
    cmp r7, #2
    movlt r9, r8
    movle r10, r8
    mov r11, r8
2:
    add r5, r4, #96
    add r7, r1, #64
    cmp r6, r6
    // 96 cycles for 16 outputs
1:
    fldmias r1!, {s4-s7}
    pld [r2]
    fstmiasne r9!, {s16-s19}
    fsitos s28, s4
    fsitos s24, s6
    fsitos s25, s7
    fsitos s29, s5
    fldmias r1!, {s4-s7}
    fldmias r5, {s20-s23}
    fsitos s30, s4
    fsitos s26, s6
    fsitos s31, s5
    fmacs s20, s8, s2
    fldmias r5, {s16-s19}
    pld [r1, #128]
    fsitos s27, s7
    fldmias r7!, {s8-s11}
    fmacs s16, s12, s3
    pld [r9]
    fldmias r7!, {s12-s15}
    fadds s28, s28, s8
    fldmias r10, {s8-s11}
    fadds s24, s24, s12
    fldmias r11, {s12-s15}
    fadds s20, s20, s8
    fldmias r4, {s8-s11}
    fadds s16, s16, s12
    pld [r1, #96]
    fmuls s28, s28, s8
    fldmias r1!, {s4-s7}
    addne r5, r5, #16
    fstmiasne r10!, {s20-s23}
    fmuls s24, s24, s8
    fldmias r5, {s20-s23}
    fstmiasne r11!, {s16-s19}
    fsitos s9, s5
    fsitos s8, s4
    fsitos s12, s6
    fsitos s13, s7
    fldmias r1!, {s4-s7}
    fmacs s20, s28, s0
    fldmias r5, {s16-s19}
    subs r6, r6, #1
    fsitos s14, s6
    fsitos s11, s5
    fsitos s10, s4
    fsitos s15, s7
    fldmias r7!, {s28-s31}
    fmacs s16, s24, s1
    fldmias r7!, {s24-s27}
    fadds s8, s8, s28
    pld [r11]
    fldmias r2, {s28-s31}
    fadds s12, s12, s24
    fadds s20, s20, s28
    fldmias r9, {s24-s27}
    pld [r10]
    add r7, r7, #64
    fldmias r4, {s28-s31}
    fadds s16, s16, s24
    pld [r7, #128]
    pld [r7, #96]
    fmuls s8, s8, s28
    add r1, r1, #64
    fstmias r2!, {s20-s23}
    add r4, r4, #16
    fmuls s12, s12, s28
    bne 1b
    fstmias r9!, {s16-s19}
    fldmias r5, {s20-s23}
    fmacs s20, s8, s2
    fldmias r5, {s16-s19}
    add r5, r5, #16
    fmacs s16, s12, s3
    fldmias r10, {s8-s11}
    fadds s20, s20, s8
    fldmias r11, {s12-s15}
    fadds s16, s16, s12
    fstmias r10!, {s20-s23}
    fstmias r11!, {s16-s19}
    bx lr
    .size dinozero_armv6_linear_int8_add, . - dinozero_armv6_linear_int8_add

    .section .note.GNU-stack, "", %progbits
