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
    push {r4-r11, lr}
    mov r11, r3
    ldr r12, [sp, #36]
    ldmia r0!, {r3-r6}
    subs r1, r1, #16
    beq 2f
    // 40.0 cycles a turn
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
    pld [r11]
    cmp r2, r7, lsl #1
    movlo r2, r7, lsl #1
    cmp r2, r8, lsl #1
    movlo r2, r8, lsl #1
    cmp r2, r9, lsl #1
    ldmia r0!, {r3-r6}
    movlo r2, r9, lsl #1
    cmp r2, r10, lsl #1
    movlo r2, r10, lsl #1
    pld [r11, #32]
    ldmia r0!, {r7-r10}
    cmp r2, r3, lsl #1
    add r11, r11, r12
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
    movlo r2, r9, lsl #1
    ldmia r0!, {r3-r6}
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
    pop {r4-r11, pc}
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
    flds s0, [r2]
    ldr r11, [r2, #4]
    ldr r2, [r2, #8]
    adr r12, 7f
    ldr lr, 8f
    fldmias r12, {s8-s15}
    fldmias r0!, {s24-s31}
    fmacs s8, s24, s0
    subs r1, r1, #16
    beq 2f
    // 39.0 cycles a turn
1:
    fldmias r12, {s16-s23}
    subs r1, r1, #16
    fldmias r0!, {s24-s31}
    fmrrs r4, r8, {s8, s9}
    fmrrs r9, r10, {s10, s11}
    pld [r11, #32]
    pkhbt r8, r8, r10, lsl #16
    pkhbt r4, r4, r9, lsl #16
    fmacs s16, s24, s0
    pld [r11]
    fmrrs r9, r10, {s14, s15}
    orr r4, r4, r8, lsl #8
    fmrrs r5, r8, {s12, s13}
    fldmias r12, {s8-s15}
    add r11, r11, r2
    pkhbt r8, r8, r10, lsl #16
    eor r4, r4, lr
    pkhbt r5, r5, r9, lsl #16
    orr r5, r5, r8, lsl #8
    fmrrs r9, r10, {s18, s19}
    fmrrs r6, r8, {s16, s17}
    fldmias r0!, {s24-s31}
    pkhbt r8, r8, r10, lsl #16
    pkhbt r6, r6, r9, lsl #16
    orr r6, r6, r8, lsl #8
    fmrrs r7, r8, {s20, s21}
    eor r6, r6, lr
    fmrrs r9, r10, {s22, s23}
    eor r5, r5, lr
    fmacs s8, s24, s0
    pkhbt r8, r8, r10, lsl #16
    pkhbt r7, r7, r9, lsl #16
    orr r7, r7, r8, lsl #8
    eor r7, r7, lr
    stmia r3!, {r4-r7}
    bne 1b
2:
    fldmias r12, {s16-s23}
    fmrrs r4, r8, {s8, s9}
    fmrrs r9, r10, {s10, s11}
    fldmias r0!, {s24-s31}
    pkhbt r4, r4, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    fmrrs r9, r10, {s14, s15}
    orr r4, r4, r8, lsl #8
    fmrrs r5, r8, {s12, s13}
    eor r4, r4, lr
    fmacs s16, s24, s0
    pkhbt r5, r5, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    orr r5, r5, r8, lsl #8
    eor r5, r5, lr
    fmrrs r6, r8, {s16, s17}
    fmrrs r9, r10, {s18, s19}
    pkhbt r6, r6, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    fmrrs r9, r10, {s22, s23}
    orr r6, r6, r8, lsl #8
    fmrrs r7, r8, {s20, s21}
    eor r6, r6, lr
    pkhbt r7, r7, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    orr r7, r7, r8, lsl #8
    eor r7, r7, lr
    stmia r3!, {r4-r7}
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .balign 8
7:
    .word 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080
8:
    .word 0x80808080
    .size dinozero_armv6_quantize, . - dinozero_armv6_quantize

    .balign 32
    .global dinozero_armv6_quantize_rows
    .type dinozero_armv6_quantize_rows, %function
dinozero_armv6_quantize_rows:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00070000
    fmxr fpscr, r12
    push {r0, r1}
    ldr r1, [r0, #4]
    flds s2, [r0, #12]
    str r1, [r0, #24]
3:
    ldr r12, [sp]
    mov r2, #0
    ldr r0, [r12, #0]
    ldr r1, [r12, #8]
    ldr r3, [r12, #24]
    add r11, r0, r1, lsl #2
    cmp r3, #0
    bic r11, r11, #31
    subeq r0, r0, r1, lsl #2
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
    pld [r11]
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
    add r11, r11, #32
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
    pld [r11]
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
    add r11, r11, #32
    movlo r2, r6, lsl #1
    cmp r2, r7, lsl #1
    movlo r2, r7, lsl #1
    cmp r2, r8, lsl #1
    movlo r2, r8, lsl #1
    cmp r2, r9, lsl #1
    movlo r2, r9, lsl #1
    cmp r2, r10, lsl #1
    movlo r2, r10, lsl #1
    ldr r12, [sp]
    ldr r1, [r12, #24]
    ldr r3, [r12, #4]
    fmrs r4, s1
    cmp r1, r3
    beq 8f
    mov r4, r4, lsl #1
    ldr r1, [r12, #8]
    ldr r3, [r12, #16]
    cmp r4, #0x1b000000
    blo 7f
    cmp r4, #0xff000000
    bhs 7f
    fdivs s3, s1, s2
    ldr r0, [r12, #0]
    sub r0, r0, r1, lsl #2
    adr r12, 10f
    ldr lr, 11f
    fldmias r12, {s8-s15}
    fldmias r0!, {s24-s31}
    fmacs s8, s24, s0
    subs r1, r1, #16
    beq 2f
    // 38.0 cycles a turn
1:
    fldmias r0!, {s24-s31}
    subs r1, r1, #16
    fmrrs r4, r8, {s8, s9}
    fmrrs r9, r10, {s10, s11}
    fldmias r12, {s16-s23}
    pkhbt r8, r8, r10, lsl #16
    pkhbt r4, r4, r9, lsl #16
    fmrrs r9, r10, {s14, s15}
    pld [r11]
    fmacs s16, s24, s0
    orr r4, r4, r8, lsl #8
    eor r4, r4, lr
    fmrrs r5, r8, {s12, s13}
    fldmias r12, {s8-s15}
    pkhbt r5, r5, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    orr r5, r5, r8, lsl #8
    fmrrs r6, r8, {s16, s17}
    fldmias r0!, {s24-s31}
    fmrrs r9, r10, {s18, s19}
    eor r5, r5, lr
    pkhbt r8, r8, r10, lsl #16
    pkhbt r6, r6, r9, lsl #16
    fmrrs r9, r10, {s22, s23}
    orr r6, r6, r8, lsl #8
    add r11, r11, #32
    fmrrs r7, r8, {s20, s21}
    fmacs s8, s24, s0
    pkhbt r8, r8, r10, lsl #16
    pkhbt r7, r7, r9, lsl #16
    eor r6, r6, lr
    orr r7, r7, r8, lsl #8
    eor r7, r7, lr
    stmia r3!, {r4-r7}
    bne 1b
2:
    fldmias r12, {s16-s23}
    fmrrs r4, r8, {s8, s9}
    fmrrs r9, r10, {s10, s11}
    fldmias r0!, {s24-s31}
    pkhbt r4, r4, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    fmrrs r9, r10, {s14, s15}
    pld [r11]
    orr r4, r4, r8, lsl #8
    fmrrs r5, r8, {s12, s13}
    eor r4, r4, lr
    fmacs s16, s24, s0
    pkhbt r5, r5, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    orr r5, r5, r8, lsl #8
    eor r5, r5, lr
    fmrrs r6, r8, {s16, s17}
    fmrrs r9, r10, {s18, s19}
    pkhbt r6, r6, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    fmrrs r9, r10, {s22, s23}
    orr r6, r6, r8, lsl #8
    add r11, r11, #32
    fmrrs r7, r8, {s20, s21}
    eor r6, r6, lr
    pkhbt r7, r7, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    orr r7, r7, r8, lsl #8
    eor r7, r7, lr
    stmia r3!, {r4-r7}
    ldr r12, [sp]
    str r3, [r12, #16]
    ldr r4, [r12, #20]
    fsts s3, [r4]
    add r4, r4, #4
    str r4, [r12, #20]
8:
    mov r3, r2, lsr #1
    fmsr s1, r3
    ldr r1, [r12, #24]
    ldr r3, [r12, #0]
    fdivs s0, s2, s1
    ldr r4, [r12, #8]
    subs r1, r1, #1
    str r1, [r12, #24]
    add r3, r3, r4, lsl #2
    str r3, [r12, #0]
    bpl 3b
    add sp, sp, #8
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
7:
    ldr r0, [r12, #20]
    cmp r4, #0x1b000000
    mov r4, r4, lsr #1
    movlo r4, #0
    str r4, [r0], #4
    str r0, [r12, #20]
    mov r0, #0
9:
    str r0, [r3], #4
    subs r1, r1, #4
    bne 9b
    str r3, [r12, #16]
    b 8b
    .balign 8
10:
    .word 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080
11:
    .word 0x80808080
    .size dinozero_armv6_quantize_rows, . - dinozero_armv6_quantize_rows

    .section .note.GNU-stack, "", %progbits
