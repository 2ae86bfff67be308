// SPDX-License-Identifier: Apache-2.0
// Written by layer_norm_f32.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_layer_norm_row
    .type dinozero_armv6_layer_norm_row, %function
dinozero_armv6_layer_norm_row:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    mov r9, r0
    ldmia r0!, {r2-r6}
    fldmias r0, {s5, s6}
    mov r1, #0
    fmsr s7, r1
    add r7, r5, r6, lsl #2
    bic r7, r7, #31
    mov r8, #0
    fcpys s8, s7
    fcpys s12, s7
    fcpys s16, s7
    fcpys s20, s7
    mov r0, r5
    mov r1, r6
    fldmias r0!, {s24-s27}
    subs r1, r1, #32
    beq 2f
    // 40.0 cycles a turn
1:
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    fadds s12, s12, s28
    fldmias r0!, {s24-s27}
    fldmias r0!, {s28-s31}
    fadds s16, s16, s24
    pld [r7, #0]
    fadds s20, s20, s28
    fldmias r0!, {s24-s27}
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    subs r1, r1, #32
    pld [r7, #32]
    add r7, r7, #64
    fadds s12, s12, s28
    fldmias r0!, {s24-s27}
    fldmias r0!, {s28-s31}
    fadds s16, s16, s24
    fldmias r0!, {s24-s27}
    fadds s20, s20, s28
    bne 1b
2:
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    fldmias r0!, {s24-s27}
    fadds s12, s12, s28
    fldmias r0!, {s28-s31}
    fadds s16, s16, s24
    fldmias r0!, {s24-s27}
    fadds s20, s20, s28
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    fldmias r0!, {s24-s27}
    fadds s12, s12, s28
    fldmias r0!, {s28-s31}
    fadds s16, s16, s24
    fadds s20, s20, s28
    fadds s8, s8, s12
    fadds s8, s8, s16
    fadds s8, s8, s20
    fadds s2, s8, s9
    fadds s3, s10, s11
    fadds s2, s2, s3
    fmuls s0, s2, s5
    fcpys s8, s7
    fcpys s12, s7
    mov r0, r5
    mov r1, r6
    fldmias r0!, {s16-s19}
    fldmias r0!, {s20-s23}
    fldmias r0!, {s24-s27}
    fsubs s16, s16, s0
    fsubs s20, s20, s0
    fsubs s24, s24, s0
    subs r1, r1, #32
    beq 2f
    // 64.0 cycles a turn
1:
    fmacs s8, s16, s16
    subs r1, r1, #32
    pld [r7, #0]
    fldmias r0!, {s28-s31}
    fmacs s12, s20, s20
    fldmias r0!, {s16-s19}
    pld [r7, #32]
    fsubs s28, s28, s0
    fldmias r0!, {s20-s23}
    fmacs s8, s24, s24
    fsubs s16, s16, s0
    fldmias r0!, {s24-s27}
    fsubs s20, s20, s0
    fmacs s12, s28, s28
    fmacs s8, s16, s16
    fldmias r0!, {s28-s31}
    fsubs s24, s24, s0
    fldmias r0!, {s16-s19}
    fmacs s12, s20, s20
    fsubs s28, s28, s0
    add r7, r7, #64
    fsubs s16, s16, s0
    fldmias r0!, {s20-s23}
    fmacs s8, s24, s24
    fmacs s12, s28, s28
    fldmias r0!, {s24-s27}
    fsubs s20, s20, s0
    fsubs s24, s24, s0
    bne 1b
2:
    fldmias r0!, {s28-s31}
    fmacs s8, s16, s16
    fsubs s28, s28, s0
    fldmias r0!, {s16-s19}
    fmacs s12, s20, s20
    fldmias r0!, {s20-s23}
    fsubs s16, s16, s0
    fsubs s20, s20, s0
    fmacs s8, s24, s24
    fmacs s12, s28, s28
    fldmias r0!, {s24-s27}
    fldmias r0!, {s28-s31}
    fsubs s24, s24, s0
    fsubs s28, s28, s0
    fmacs s8, s16, s16
    fmacs s12, s20, s20
    fmacs s8, s24, s24
    fmacs s12, s28, s28
    fadds s8, s8, s12
    fadds s2, s8, s9
    fadds s3, s10, s11
    fadds s2, s2, s3
    fmuls s2, s2, s5
    fadds s2, s2, s6
    mov r1, #0x3f800000
    fmsr s3, r1
    fsqrts s2, s2
    fdivs s1, s3, s2
    mov r0, r5
    mov r1, r6
    fldmias r0!, {s8-s11}
    fsubs s8, s8, s0
    fmuls s8, s8, s1
    subs r1, r1, #32
    beq 2f
    // 135.0 cycles a turn
1:
    fldmias r0!, {s12-s15}
    fldmias r2!, {s24-s27}
    fldmias r3!, {s16-s19}
    fsubs s12, s12, s0
    fmacs s16, s8, s24
    fldmias r2!, {s28-s31}
    fldmias r0!, {s8-s11}
    fmuls s12, s12, s1
    fldmias r3!, {s20-s23}
    fsubs s8, s8, s0
    fstmias r4!, {s16-s19}
    fmacs s20, s12, s28
    fldmias r3!, {s16-s19}
    fldmias r2!, {s24-s27}
    fmuls s8, s8, s1
    fldmias r0!, {s12-s15}
    fsubs s12, s12, s0
    pld [r7, #0]
    fmacs s16, s8, s24
    fldmias r2!, {s28-s31}
    fstmias r4!, {s20-s23}
    fldmias r0!, {s8-s11}
    fmuls s12, s12, s1
    pld [r7, #32]
    fldmias r3!, {s20-s23}
    add r7, r7, #64
    fsubs s8, s8, s0
    fmacs s20, s12, s28
    fldmias r0!, {s12-s15}
    fmuls s8, s8, s1
    fstmias r4!, {s16-s19}
    fldmias r2!, {s24-s27}
    fsubs s12, s12, s0
    fldmias r3!, {s16-s19}
    fstmias r4!, {s20-s23}
    fmacs s16, s8, s24
    fmuls s12, s12, s1
    fldmias r0!, {s8-s11}
    subs r1, r1, #32
    fldmias r3!, {s20-s23}
    fsubs s8, s8, s0
    fldmias r2!, {s28-s31}
    fstmias r4!, {s16-s19}
    fldmias r3!, {s16-s19}
    fmacs s20, s12, s28
    fldmias r0!, {s12-s15}
    fmuls s8, s8, s1
    fldmias r2!, {s24-s27}
    fsubs s12, s12, s0
    fstmias r4!, {s20-s23}
    fldmias r3!, {s20-s23}
    fmacs s16, s8, s24
    fldmias r2!, {s28-s31}
    fmuls s12, s12, s1
    fldmias r0!, {s8-s11}
    fsubs s8, s8, s0
    fmacs s20, s12, s28
    fstmias r4!, {s16-s19}
    fstmias r4!, {s20-s23}
    fmuls s8, s8, s1
    bne 1b
2:
    fldmias r0!, {s12-s15}
    fldmias r2!, {s24-s27}
    fldmias r3!, {s16-s19}
    fsubs s12, s12, s0
    fldmias r2!, {s28-s31}
    fldmias r3!, {s20-s23}
    fmacs s16, s8, s24
    fldmias r0!, {s8-s11}
    fldmias r2!, {s24-s27}
    fmuls s12, s12, s1
    fsubs s8, s8, s0
    fstmias r4!, {s16-s19}
    fldmias r3!, {s16-s19}
    fmacs s20, s12, s28
    fldmias r0!, {s12-s15}
    fmuls s8, s8, s1
    fldmias r2!, {s28-s31}
    fsubs s12, s12, s0
    fstmias r4!, {s20-s23}
    fldmias r3!, {s20-s23}
    fmacs s16, s8, s24
    fmuls s12, s12, s1
    fldmias r0!, {s8-s11}
    fldmias r2!, {s24-s27}
    fsubs s8, s8, s0
    fstmias r4!, {s16-s19}
    fldmias r3!, {s16-s19}
    fmacs s20, s12, s28
    fldmias r0!, {s12-s15}
    fmuls s8, s8, s1
    fldmias r2!, {s28-s31}
    fsubs s12, s12, s0
    fstmias r4!, {s20-s23}
    fldmias r3!, {s20-s23}
    fmacs s16, s8, s24
    fmuls s12, s12, s1
    fldmias r0!, {s8-s11}
    fldmias r2!, {s24-s27}
    fsubs s8, s8, s0
    fstmias r4!, {s16-s19}
    fldmias r3!, {s16-s19}
    fmacs s20, s12, s28
    fldmias r0!, {s12-s15}
    fmuls s8, s8, s1
    fldmias r2!, {s28-s31}
    fsubs s12, s12, s0
    fstmias r4!, {s20-s23}
    fldmias r3!, {s20-s23}
    fmacs s16, s8, s24
    fmuls s12, s12, s1
    fstmias r4!, {s16-s19}
    fmacs s20, s12, s28
    fstmias r4!, {s20-s23}
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_layer_norm_row, . - dinozero_armv6_layer_norm_row

    .balign 32
    .global dinozero_armv6_layer_norm_quantize_row
    .type dinozero_armv6_layer_norm_quantize_row, %function
dinozero_armv6_layer_norm_quantize_row:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    mov r9, r0
    ldmia r0!, {r2-r6}
    fldmias r0, {s5, s6}
    mov r1, #0
    fmsr s7, r1
    add r7, r5, r6, lsl #2
    bic r7, r7, #31
    mov r8, #0
    fcpys s8, s7
    fcpys s12, s7
    fcpys s16, s7
    fcpys s20, s7
    mov r0, r5
    mov r1, r6
    fldmias r0!, {s24-s27}
    subs r1, r1, #32
    beq 2f
    // 40.0 cycles a turn
1:
    fadds s8, s8, s24
    fldmias r0!, {s28-s31}
    subs r1, r1, #32
    fldmias r0!, {s24-s27}
    fadds s12, s12, s28
    fldmias r0!, {s28-s31}
    fadds s16, s16, s24
    fldmias r0!, {s24-s27}
    fadds s20, s20, s28
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    fldmias r0!, {s24-s27}
    fadds s12, s12, s28
    fldmias r0!, {s28-s31}
    fadds s16, s16, s24
    fldmias r0!, {s24-s27}
    fadds s20, s20, s28
    pld [r7, #0]
    add r7, r7, #32
    bne 1b
2:
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    fldmias r0!, {s24-s27}
    fadds s12, s12, s28
    fldmias r0!, {s28-s31}
    fadds s16, s16, s24
    fldmias r0!, {s24-s27}
    fadds s20, s20, s28
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    fldmias r0!, {s24-s27}
    fadds s12, s12, s28
    fldmias r0!, {s28-s31}
    fadds s16, s16, s24
    fadds s20, s20, s28
    fadds s8, s8, s12
    fadds s8, s8, s16
    fadds s8, s8, s20
    fadds s2, s8, s9
    fadds s3, s10, s11
    fadds s2, s2, s3
    fmuls s0, s2, s5
    fcpys s8, s7
    fcpys s12, s7
    mov r0, r5
    mov r1, r6
    fldmias r0!, {s16-s19}
    fldmias r0!, {s20-s23}
    fldmias r0!, {s24-s27}
    fsubs s16, s16, s0
    fsubs s20, s20, s0
    fsubs s24, s24, s0
    subs r1, r1, #32
    beq 2f
    // 64.0 cycles a turn
1:
    subs r1, r1, #32
    fldmias r0!, {s28-s31}
    fmacs s8, s16, s16
    fmacs s12, s20, s20
    fldmias r0!, {s16-s19}
    fsubs s28, s28, s0
    fsubs s16, s16, s0
    fldmias r0!, {s20-s23}
    fmacs s8, s24, s24
    fmacs s12, s28, s28
    pld [r7, #0]
    fldmias r0!, {s24-s27}
    fsubs s20, s20, s0
    fmacs s8, s16, s16
    fsubs s24, s24, s0
    fldmias r0!, {s28-s31}
    fmacs s12, s20, s20
    fldmias r0!, {s16-s19}
    fsubs s28, s28, s0
    fldmias r0!, {s20-s23}
    fmacs s8, s24, s24
    fsubs s16, s16, s0
    fldmias r0!, {s24-s27}
    fsubs s20, s20, s0
    fmacs s12, s28, s28
    fsubs s24, s24, s0
    add r7, r7, #32
    bne 1b
2:
    fldmias r0!, {s28-s31}
    fmacs s8, s16, s16
    fsubs s28, s28, s0
    fldmias r0!, {s16-s19}
    fmacs s12, s20, s20
    fldmias r0!, {s20-s23}
    fsubs s16, s16, s0
    fsubs s20, s20, s0
    fmacs s8, s24, s24
    fmacs s12, s28, s28
    fldmias r0!, {s24-s27}
    fldmias r0!, {s28-s31}
    fsubs s24, s24, s0
    fsubs s28, s28, s0
    fmacs s8, s16, s16
    fmacs s12, s20, s20
    fmacs s8, s24, s24
    fmacs s12, s28, s28
    fadds s8, s8, s12
    fadds s2, s8, s9
    fadds s3, s10, s11
    fadds s2, s2, s3
    fmuls s2, s2, s5
    fadds s2, s2, s6
    mov r1, #0x3f800000
    fmsr s3, r1
    fsqrts s2, s2
    fdivs s1, s3, s2
    mov r0, r5
    mov r1, r6
    fldmias r0!, {s8-s11}
    fsubs s8, s8, s0
    fmuls s8, s8, s1
    subs r1, r1, #32
    beq 2f
    // 146.0 cycles a turn
1:
    fldmias r0!, {s12-s15}
    fldmias r2!, {s24-s27}
    fldmias r3!, {s16-s19}
    fsubs s12, s12, s0
    fldmias r3!, {s20-s23}
    pld [r7, #32]
    fmacs s16, s8, s24
    pld [r7, #0]
    fldmias r2!, {s28-s31}
    fldmias r2!, {s24-s27}
    fldmias r0!, {s8-s11}
    fmuls s12, s12, s1
    add r7, r7, #64
    fmrrs r10, r11, {s16, s17}
    fsubs s8, s8, s0
    fmrrs r12, lr, {s18, s19}
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    fstmias r4!, {s16-s19}
    cmp r8, r11, lsl #1
    fldmias r3!, {s16-s19}
    fmacs s20, s12, s28
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    fldmias r0!, {s12-s15}
    fmuls s8, s8, s1
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    fldmias r2!, {s28-s31}
    fsubs s12, s12, s0
    fmrrs r10, r11, {s20, s21}
    fstmias r4!, {s20-s23}
    fmrrs r12, lr, {s22, s23}
    cmp r8, r10, lsl #1
    fldmias r3!, {s20-s23}
    movlo r8, r10, lsl #1
    fmacs s16, s8, s24
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    fmuls s12, s12, s1
    fldmias r0!, {s8-s11}
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    fmrrs r10, r11, {s16, s17}
    fsubs s8, s8, s0
    fstmias r4!, {s16-s19}
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    cmp r8, r11, lsl #1
    fmacs s20, s12, s28
    fldmias r2!, {s24-s27}
    fmrrs r12, lr, {s18, s19}
    fldmias r3!, {s16-s19}
    movlo r8, r11, lsl #1
    fldmias r0!, {s12-s15}
    fmuls s8, s8, s1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    fsubs s12, s12, s0
    fstmias r4!, {s20-s23}
    fmrrs r10, r11, {s20, s21}
    movlo r8, lr, lsl #1
    fldmias r2!, {s28-s31}
    cmp r8, r10, lsl #1
    fmrrs r12, lr, {s22, s23}
    fmacs s16, s8, s24
    movlo r8, r10, lsl #1
    cmp r8, r11, lsl #1
    fldmias r3!, {s20-s23}
    fmuls s12, s12, s1
    fldmias r0!, {s8-s11}
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    fsubs s8, s8, s0
    fstmias r4!, {s16-s19}
    fmrrs r10, r11, {s16, s17}
    fldmias r2!, {s24-s27}
    movlo r8, lr, lsl #1
    fmacs s20, s12, s28
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    fmrrs r12, lr, {s18, s19}
    fldmias r0!, {s12-s15}
    cmp r8, r11, lsl #1
    fmuls s8, s8, s1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    fldmias r3!, {s16-s19}
    fsubs s12, s12, s0
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    fmrrs r12, lr, {s22, s23}
    fmrrs r10, r11, {s20, s21}
    fstmias r4!, {s20-s23}
    fmacs s16, s8, s24
    cmp r8, r10, lsl #1
    fldmias r2!, {s28-s31}
    movlo r8, r10, lsl #1
    fmuls s12, s12, s1
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    fldmias r3!, {s20-s23}
    movlo r8, r12, lsl #1
    fmrrs r10, r11, {s16, s17}
    fldmias r0!, {s8-s11}
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    cmp r8, r10, lsl #1
    fmacs s20, s12, s28
    fmrrs r12, lr, {s18, s19}
    movlo r8, r10, lsl #1
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    fsubs s8, s8, s0
    fstmias r4!, {s16-s19}
    cmp r8, lr, lsl #1
    fmrrs r10, r11, {s20, s21}
    movlo r8, lr, lsl #1
    fmrrs r12, lr, {s22, s23}
    fstmias r4!, {s20-s23}
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    fmuls s8, s8, s1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    subs r1, r1, #32
    bne 1b
2:
    fldmias r0!, {s12-s15}
    fldmias r2!, {s24-s27}
    fldmias r3!, {s16-s19}
    fsubs s12, s12, s0
    fldmias r2!, {s28-s31}
    fldmias r3!, {s20-s23}
    fmacs s16, s8, s24
    fldmias r0!, {s8-s11}
    fldmias r2!, {s24-s27}
    fmuls s12, s12, s1
    fmrrs r10, r11, {s16, s17}
    fsubs s8, s8, s0
    fstmias r4!, {s16-s19}
    fmrrs r12, lr, {s18, s19}
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    fldmias r3!, {s16-s19}
    cmp r8, r11, lsl #1
    fmacs s20, s12, s28
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    fldmias r0!, {s12-s15}
    fmuls s8, s8, s1
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    fldmias r2!, {s28-s31}
    fsubs s12, s12, s0
    fmrrs r10, r11, {s20, s21}
    fstmias r4!, {s20-s23}
    fmrrs r12, lr, {s22, s23}
    fldmias r3!, {s20-s23}
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    fmacs s16, s8, s24
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    fmuls s12, s12, s1
    fldmias r0!, {s8-s11}
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    fmrrs r10, r11, {s16, s17}
    fsubs s8, s8, s0
    fstmias r4!, {s16-s19}
    fmrrs r12, lr, {s18, s19}
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    fmacs s20, s12, s28
    fldmias r2!, {s24-s27}
    cmp r8, r11, lsl #1
    fldmias r3!, {s16-s19}
    movlo r8, r11, lsl #1
    fldmias r0!, {s12-s15}
    fmuls s8, s8, s1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    fsubs s12, s12, s0
    movlo r8, lr, lsl #1
    fstmias r4!, {s20-s23}
    fmrrs r10, r11, {s20, s21}
    fmrrs r12, lr, {s22, s23}
    fldmias r2!, {s28-s31}
    cmp r8, r10, lsl #1
    fmacs s16, s8, s24
    fldmias r3!, {s20-s23}
    movlo r8, r10, lsl #1
    cmp r8, r11, lsl #1
    fmuls s12, s12, s1
    fldmias r0!, {s8-s11}
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    fsubs s8, s8, s0
    fmrrs r10, r11, {s16, s17}
    movlo r8, lr, lsl #1
    fstmias r4!, {s16-s19}
    fmrrs r12, lr, {s18, s19}
    fmacs s20, s12, s28
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    fldmias r2!, {s24-s27}
    cmp r8, r11, lsl #1
    fldmias r0!, {s12-s15}
    fmuls s8, s8, s1
    fldmias r3!, {s16-s19}
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    fsubs s12, s12, s0
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    fmrrs r10, r11, {s20, s21}
    fstmias r4!, {s20-s23}
    fmrrs r12, lr, {s22, s23}
    fmacs s16, s8, s24
    cmp r8, r10, lsl #1
    fldmias r2!, {s28-s31}
    movlo r8, r10, lsl #1
    fmuls s12, s12, s1
    fldmias r3!, {s20-s23}
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    fmrrs r10, r11, {s16, s17}
    movlo r8, lr, lsl #1
    fmrrs r12, lr, {s18, s19}
    cmp r8, r10, lsl #1
    fmacs s20, s12, s28
    movlo r8, r10, lsl #1
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    fstmias r4!, {s16-s19}
    fmrrs r10, r11, {s20, s21}
    fmrrs r12, lr, {s22, s23}
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    fstmias r4!, {s20-s23}
    movlo r8, lr, lsl #1
    cmp r8, #0x1b000000
    blo 9f
    cmp r8, #0xff000000
    bhs 9f
    mov r0, r8, lsr #1
    fmsr s1, r0
    flds s2, [r9, #32]
    ldr r0, [r9, #36]
    fdivs s0, s2, s1
    fdivs s3, s1, s2
    fsts s3, [r0]
    push {r7, r8}
    mov r12, #0x03000000
    orr r12, r12, #0x00070000
    fmxr fpscr, r12
    ldr r0, [r9, #8]
    ldr r1, [r9, #16]
    ldr r3, [r9, #28]
    mov r11, r7
    adr r12, 7f
    ldr lr, 8f
    fldmias r12, {s8-s15}
    fldmias r0!, {s24-s31}
    fmacs s8, s24, s0
    subs r1, r1, #32
    beq 2f
    // 70.0 cycles a turn
1:
    fldmias r0!, {s24-s31}
    subs r1, r1, #32
    fldmias r12, {s16-s23}
    fmrrs r9, r10, {s10, s11}
    fmrrs r4, r8, {s8, s9}
    pkhbt r4, r4, r9, lsl #16
    pld [r11, #0]
    pkhbt r8, r8, r10, lsl #16
    fmacs s16, s24, s0
    fmrrs r9, r10, {s14, s15}
    orr r4, r4, r8, lsl #8
    eor r4, r4, lr
    fmrrs r5, r8, {s12, s13}
    fldmias r12, {s8-s15}
    pkhbt r8, r8, r10, lsl #16
    pkhbt r5, r5, r9, lsl #16
    orr r5, r5, r8, lsl #8
    fldmias r0!, {s24-s31}
    fmrrs r6, r8, {s16, s17}
    fmrrs r9, r10, {s18, s19}
    add r11, r11, #32
    eor r5, r5, lr
    pkhbt r6, r6, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    fmacs s8, s24, s0
    orr r6, r6, r8, lsl #8
    fmrrs r7, r8, {s20, s21}
    fmrrs r9, r10, {s22, s23}
    fldmias r12, {s16-s23}
    pkhbt r7, r7, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    fldmias r0!, {s24-s31}
    eor r6, r6, lr
    orr r7, r7, r8, lsl #8
    fmrrs r9, r10, {s10, s11}
    eor r7, r7, lr
    stmia r3!, {r4-r7}
    fmrrs r4, r8, {s8, s9}
    fmacs s16, s24, s0
    pkhbt r4, r4, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    fmrrs r9, r10, {s14, s15}
    orr r4, r4, r8, lsl #8
    fmrrs r5, r8, {s12, s13}
    fldmias r12, {s8-s15}
    pkhbt r8, r8, r10, lsl #16
    pkhbt r5, r5, r9, lsl #16
    orr r5, r5, r8, lsl #8
    fmrrs r6, r8, {s16, s17}
    fmrrs r9, r10, {s18, s19}
    fldmias r0!, {s24-s31}
    eor r5, r5, lr
    pkhbt r6, r6, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    fmrrs r9, r10, {s22, s23}
    orr r6, r6, r8, lsl #8
    fmrrs r7, r8, {s20, s21}
    fmacs s8, s24, s0
    pkhbt r8, r8, r10, lsl #16
    pkhbt r7, r7, r9, lsl #16
    orr r7, r7, r8, lsl #8
    eor r4, r4, lr
    eor r7, r7, lr
    eor r6, r6, lr
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
    fldmias r12, {s8-s15}
    fmacs s16, s24, s0
    pkhbt r5, r5, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    eor r4, r4, lr
    orr r5, r5, r8, lsl #8
    eor r5, r5, lr
    fldmias r0!, {s24-s31}
    fmrrs r6, r8, {s16, s17}
    fmrrs r9, r10, {s18, s19}
    pkhbt r6, r6, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    fmacs s8, s24, s0
    orr r6, r6, r8, lsl #8
    fmrrs r7, r8, {s20, s21}
    fmrrs r9, r10, {s22, s23}
    fldmias r12, {s16-s23}
    eor r6, r6, lr
    pkhbt r7, r7, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    fldmias r0!, {s24-s31}
    orr r7, r7, r8, lsl #8
    eor r7, r7, lr
    fmrrs r9, r10, {s10, s11}
    stmia r3!, {r4-r7}
    fmrrs r4, r8, {s8, s9}
    fmacs s16, s24, s0
    pkhbt r4, r4, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    fmrrs r9, r10, {s14, s15}
    orr r4, r4, r8, lsl #8
    fmrrs r5, r8, {s12, s13}
    eor r4, r4, lr
    pkhbt r5, r5, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    orr r5, r5, r8, lsl #8
    fmrrs r6, r8, {s16, s17}
    fmrrs r9, r10, {s18, s19}
    eor r5, r5, lr
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
    pop {r7, r8}
9:
    mov r0, r8
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .balign 8
7:
    .word 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080
8:
    .word 0x80808080
    .size dinozero_armv6_layer_norm_quantize_row, . - dinozero_armv6_layer_norm_quantize_row

    .section .note.GNU-stack, "", %progbits
