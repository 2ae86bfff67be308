// SPDX-License-Identifier: Apache-2.0
// Written by quantize_rows.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_largest_magnitude
    .type dinozero_armv6_largest_magnitude, %function
dinozero_armv6_largest_magnitude:
    push {r4-r10, lr}
    ldmia r0!, {r3-r6}
    subs r1, r1, #16
    beq 2f
    // 37.0 cycles a turn
1:
    cmp r2, r3, lsl #1
    movlo r2, r3, lsl #1
    cmp r2, r4, lsl #1
    movlo r2, r4, lsl #1
    cmp r2, r5, lsl #1
    movlo r2, r5, lsl #1
    ldmia r0!, {r7-r10}
    cmp r2, r6, lsl #1
    movlo r2, r6, lsl #1
    ldmia r0!, {r3-r6}
    cmp r2, r7, lsl #1
    movlo r2, r7, lsl #1
    cmp r2, r8, lsl #1
    movlo r2, r8, lsl #1
    cmp r2, r9, lsl #1
    movlo r2, r9, lsl #1
    cmp r2, r10, lsl #1
    movlo r2, r10, lsl #1
    cmp r2, r3, lsl #1
    movlo r2, r3, lsl #1
    cmp r2, r4, lsl #1
    movlo r2, r4, lsl #1
    ldmia r0!, {r7-r10}
    cmp r2, r5, lsl #1
    movlo r2, r5, lsl #1
    cmp r2, r6, lsl #1
    movlo r2, r6, lsl #1
    cmp r2, r7, lsl #1
    movlo r2, r7, lsl #1
    ldmia r0!, {r3-r6}
    cmp r2, r8, lsl #1
    movlo r2, r8, lsl #1
    cmp r2, r9, lsl #1
    movlo r2, r9, lsl #1
    cmp r2, r10, lsl #1
    movlo r2, r10, lsl #1
    subs r1, r1, #16
    bne 1b
2:
    ldmia r0!, {r7-r10}
    cmp r2, r3, lsl #1
    movlo r2, r3, lsl #1
    cmp r2, r4, lsl #1
    movlo r2, r4, lsl #1
    cmp r2, r5, lsl #1
    movlo r2, r5, lsl #1
    cmp r2, r6, lsl #1
    movlo r2, r6, lsl #1
    cmp r2, r7, lsl #1
    movlo r2, r7, lsl #1
    cmp r2, r8, lsl #1
    movlo r2, r8, lsl #1
    cmp r2, r9, lsl #1
    ldmia r0!, {r3-r6}
    movlo r2, r9, lsl #1
    cmp r2, r10, lsl #1
    movlo r2, r10, lsl #1
    cmp r2, r3, lsl #1
    movlo r2, r3, lsl #1
    cmp r2, r4, lsl #1
    movlo r2, r4, lsl #1
    cmp r2, r5, lsl #1
    ldmia r0!, {r7-r10}
    movlo r2, r5, lsl #1
    cmp r2, r6, lsl #1
    movlo r2, r6, lsl #1
    cmp r2, r7, lsl #1
    movlo r2, r7, lsl #1
    cmp r2, r8, lsl #1
    movlo r2, r8, lsl #1
    cmp r2, r9, lsl #1
    movlo r2, r9, lsl #1
    cmp r2, r10, lsl #1
    movlo r2, r10, lsl #1
    mov r0, r2
    pop {r4-r10, pc}
    .size dinozero_armv6_largest_magnitude, . - dinozero_armv6_largest_magnitude

    .balign 32
    .global dinozero_armv6_quantize
    .type dinozero_armv6_quantize, %function
dinozero_armv6_quantize:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00070000
    fmxr fpscr, r12
    flds s0, [r3]
    adr r12, 4f
    ldr lr, 5f
    fldmias r12, {s8-s15}
    fldmias r0!, {s24-s31}
    fmacs s8, s24, s0
    subs r1, r1, #16
    beq 2f
    // 38.0 cycles a turn
1:
    fldmias r12, {s16-s23}
    subs r1, r1, #16
    fmrrs r6, r7, {s10, s11}
    fldmias r0!, {s24-s31}
    fmrrs r4, r5, {s8, s9}
    fmrrs r10, r11, {s14, s15}
    pkhbt r5, r5, r7, lsl #16
    fmrrs r8, r9, {s12, s13}
    fldmias r12, {s8-s15}
    fmacs s16, s24, s0
    pkhbt r4, r4, r6, lsl #16
    orr r4, r4, r5, lsl #8
    eor r4, r4, lr
    pkhbt r9, r9, r11, lsl #16
    pkhbt r8, r8, r10, lsl #16
    str r4, [r2], #4
    orr r8, r8, r9, lsl #8
    eor r8, r8, lr
    fmrrs r4, r5, {s16, s17}
    str r8, [r2], #4
    fmrrs r6, r7, {s18, s19}
    fldmias r0!, {s24-s31}
    fmrrs r8, r9, {s20, s21}
    pkhbt r4, r4, r6, lsl #16
    fmrrs r10, r11, {s22, s23}
    pkhbt r5, r5, r7, lsl #16
    pkhbt r9, r9, r11, lsl #16
    fmacs s8, s24, s0
    pkhbt r8, r8, r10, lsl #16
    orr r8, r8, r9, lsl #8
    orr r4, r4, r5, lsl #8
    eor r4, r4, lr
    str r4, [r2], #4
    eor r8, r8, lr
    str r8, [r2], #4
    bne 1b
2:
    fldmias r12, {s16-s23}
    fmrrs r4, r5, {s8, s9}
    fmrrs r6, r7, {s10, s11}
    fmrrs r8, r9, {s12, s13}
    fldmias r0!, {s24-s31}
    fmrrs r10, r11, {s14, s15}
    pkhbt r4, r4, r6, lsl #16
    pkhbt r5, r5, r7, lsl #16
    pkhbt r8, r8, r10, lsl #16
    orr r4, r4, r5, lsl #8
    pkhbt r9, r9, r11, lsl #16
    fmacs s16, s24, s0
    eor r4, r4, lr
    orr r8, r8, r9, lsl #8
    str r4, [r2], #4
    eor r8, r8, lr
    str r8, [r2], #4
    fmrrs r4, r5, {s16, s17}
    fmrrs r6, r7, {s18, s19}
    fmrrs r8, r9, {s20, s21}
    pkhbt r4, r4, r6, lsl #16
    fmrrs r10, r11, {s22, s23}
    pkhbt r5, r5, r7, lsl #16
    orr r4, r4, r5, lsl #8
    pkhbt r8, r8, r10, lsl #16
    pkhbt r9, r9, r11, lsl #16
    eor r4, r4, lr
    orr r8, r8, r9, lsl #8
    str r4, [r2], #4
    eor r8, r8, lr
    str r8, [r2], #4
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .balign 8
4:
    .word 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080
5:
    .word 0x80808080
    .size dinozero_armv6_quantize, . - dinozero_armv6_quantize

    .section .note.GNU-stack, "", %progbits
