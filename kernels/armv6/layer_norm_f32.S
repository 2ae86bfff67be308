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
    ldr r5, [r0, #0]
    ldr r6, [r0, #8]
    add r1, r0, #24
    fldmias r1, {s5, s6}
    add r7, r5, r6, lsl #2
    bic r7, r7, #31
    mov r1, #0
    fmsr s7, r1
    fcpys s8, s7
    fcpys s12, s7
    fcpys s16, s7
    fcpys s20, s7
    mov r0, r5
    mov r1, r6
    fldmias r0!, {s24-s27}
    subs r1, r1, #32
    beq 2f
    // 64.0 cycles a turn
1:
    fadds s8, s8, s24
    subs r1, r1, #32
    fldmias r0!, {s28-s31}
    pld [r7, #0]
    fmacs s16, s24, s24
    fadds s12, s12, s28
    fldmias r0!, {s24-s27}
    fmacs s20, s28, s28
    fadds s8, s8, s24
    fldmias r0!, {s28-s31}
    pld [r7, #32]
    fmacs s16, s24, s24
    fadds s12, s12, s28
    fldmias r0!, {s24-s27}
    fmacs s20, s28, s28
    fmacs s16, s24, s24
    fldmias r0!, {s28-s31}
    pld [r7, #64]
    fadds s8, s8, s24
    fadds s12, s12, s28
    fldmias r0!, {s24-s27}
    fmacs s20, s28, s28
    fmacs s16, s24, s24
    fldmias r0!, {s28-s31}
    add r7, r7, #96
    fadds s8, s8, s24
    fadds s12, s12, s28
    fldmias r0!, {s24-s27}
    fmacs s20, s28, s28
    bne 1b
2:
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    pld [r7, #0]
    fmacs s16, s24, s24
    fadds s12, s12, s28
    fldmias r0!, {s24-s27}
    fmacs s20, s28, s28
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    pld [r7, #32]
    fmacs s16, s24, s24
    fadds s12, s12, s28
    fldmias r0!, {s24-s27}
    fmacs s20, s28, s28
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    pld [r7, #64]
    fmacs s16, s24, s24
    fadds s12, s12, s28
    fldmias r0!, {s24-s27}
    fmacs s20, s28, s28
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    add r7, r7, #96
    fmacs s16, s24, s24
    fadds s12, s12, s28
    fmacs s20, s28, s28
    fadds s8, s8, s12
    fadds s16, s16, s20
    fadds s3, s8, s9
    fadds s4, s10, s11
    fadds s1, s16, s17
    fadds s7, s18, s19
    fadds s4, s3, s4
    fadds s1, s1, s7
    fcpys s3, s6
    fmuls s4, s4, s5
    fmacs s3, s1, s5
    fmuls s7, s4, s4
    fsubs s3, s3, s7
    fmrs r1, s7
    fmrs r2, s3
    add r2, r2, #0x01000000
    cmp r2, r1
    blt 6f
    5:
    fsqrts s3, s3
    mov r1, #0x3f800000
    fmsr s1, r1
    fdivs s1, s1, s3
    mov r0, r5
    mov r1, r6
    ldr r2, [r9, #12]
    ldr r3, [r9, #16]
    ldr r4, [r9, #20]
    fldmias r0!, {s8-s11}
    fldmias r2!, {s24-s27}
    fsubs s8, s8, s4
    fmuls s24, s24, s1
    subs r1, r1, #32
    beq 2f
    // 114.0 cycles a turn
1:
    fldmias r0!, {s12-s15}
    fldmias r2!, {s28-s31}
    fldmias r3!, {s16-s19}
    fsubs s12, s12, s4
    fmuls s28, s28, s1
    fldmias r3!, {s20-s23}
    fmacs s16, s8, s24
    pld [r7, #0]
    fldmias r2!, {s24-s27}
    fldmias r0!, {s8-s11}
    fmacs s20, s12, s28
    fmuls s24, s24, s1
    fldmias r2!, {s28-s31}
    subs r1, r1, #32
    fstmias r4!, {s16-s19}
    fsubs s8, s8, s4
    fldmias r0!, {s12-s15}
    fmuls s28, s28, s1
    fldmias r3!, {s16-s19}
    fstmias r4!, {s20-s23}
    fsubs s12, s12, s4
    fldmias r3!, {s20-s23}
    pld [r7, #32]
    fmacs s16, s8, s24
    fldmias r0!, {s8-s11}
    fmacs s20, s12, s28
    fldmias r2!, {s24-s27}
    fsubs s8, s8, s4
    fldmias r2!, {s28-s31}
    fldmias r0!, {s12-s15}
    fmuls s24, s24, s1
    fstmias r4!, {s16-s19}
    fmuls s28, s28, s1
    fsubs s12, s12, s4
    fldmias r3!, {s16-s19}
    fstmias r4!, {s20-s23}
    fldmias r3!, {s20-s23}
    pld [r7, #64]
    fmacs s16, s8, s24
    fldmias r2!, {s24-s27}
    fmacs s20, s12, s28
    fldmias r0!, {s8-s11}
    fmuls s24, s24, s1
    fldmias r0!, {s12-s15}
    fstmias r4!, {s16-s19}
    fsubs s8, s8, s4
    fldmias r3!, {s16-s19}
    fldmias r2!, {s28-s31}
    fsubs s12, s12, s4
    fmuls s28, s28, s1
    fstmias r4!, {s20-s23}
    fldmias r3!, {s20-s23}
    add r7, r7, #96
    fmacs s16, s8, s24
    fldmias r0!, {s8-s11}
    fmacs s20, s12, s28
    fldmias r2!, {s24-s27}
    fsubs s8, s8, s4
    fstmias r4!, {s16-s19}
    fmuls s24, s24, s1
    fstmias r4!, {s20-s23}
    bne 1b
2:
    fldmias r0!, {s12-s15}
    fldmias r2!, {s28-s31}
    fldmias r3!, {s16-s19}
    fsubs s12, s12, s4
    fldmias r3!, {s20-s23}
    fmuls s28, s28, s1
    pld [r7, #0]
    fmacs s16, s8, s24
    fldmias r0!, {s8-s11}
    fldmias r2!, {s24-s27}
    fmacs s20, s12, s28
    fldmias r0!, {s12-s15}
    fsubs s8, s8, s4
    fldmias r2!, {s28-s31}
    fstmias r4!, {s16-s19}
    fmuls s24, s24, s1
    fldmias r3!, {s16-s19}
    fstmias r4!, {s20-s23}
    fsubs s12, s12, s4
    fldmias r3!, {s20-s23}
    pld [r7, #32]
    fmuls s28, s28, s1
    fmacs s16, s8, s24
    fldmias r0!, {s8-s11}
    fldmias r2!, {s24-s27}
    fmacs s20, s12, s28
    fldmias r0!, {s12-s15}
    fsubs s8, s8, s4
    fldmias r2!, {s28-s31}
    fstmias r4!, {s16-s19}
    fmuls s24, s24, s1
    fldmias r3!, {s16-s19}
    fstmias r4!, {s20-s23}
    fsubs s12, s12, s4
    pld [r7, #64]
    fldmias r3!, {s20-s23}
    fmuls s28, s28, s1
    fmacs s16, s8, s24
    fldmias r0!, {s8-s11}
    fldmias r2!, {s24-s27}
    fmacs s20, s12, s28
    fldmias r0!, {s12-s15}
    fsubs s8, s8, s4
    fldmias r2!, {s28-s31}
    fstmias r4!, {s16-s19}
    fmuls s24, s24, s1
    fldmias r3!, {s16-s19}
    fstmias r4!, {s20-s23}
    add r7, r7, #96
    fsubs s12, s12, s4
    fldmias r3!, {s20-s23}
    fmuls s28, s28, s1
    fmacs s16, s8, s24
    fmacs s20, s12, s28
    fstmias r4!, {s16-s19}
    fstmias r4!, {s20-s23}
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
6:
    mov r1, #0
    fmsr s7, r1
    fcpys s8, s7
    fcpys s12, s7
    sub r0, r0, r6, lsl #2
    mov r1, r6
    fldmias r0!, {s16-s19}
    fldmias r0!, {s20-s23}
    fldmias r0!, {s24-s27}
    fsubs s16, s16, s4
    fsubs s20, s20, s4
    fsubs s24, s24, s4
    subs r1, r1, #32
    beq 2f
    // 64.0 cycles a turn
1:
    fldmias r0!, {s28-s31}
    fmacs s8, s16, s16
    fsubs s28, s28, s4
    fmacs s12, s20, s20
    fldmias r0!, {s16-s19}
    fmacs s8, s24, s24
    fldmias r0!, {s20-s23}
    fsubs s16, s16, s4
    fldmias r0!, {s24-s27}
    fmacs s12, s28, s28
    fsubs s20, s20, s4
    fldmias r0!, {s28-s31}
    fsubs s24, s24, s4
    fmacs s8, s16, s16
    fsubs s28, s28, s4
    fldmias r0!, {s16-s19}
    fmacs s12, s20, s20
    fmacs s8, s24, s24
    fldmias r0!, {s20-s23}
    fsubs s16, s16, s4
    fldmias r0!, {s24-s27}
    fsubs s20, s20, s4
    fmacs s12, s28, s28
    fsubs s24, s24, s4
    subs r1, r1, #32
    bne 1b
2:
    fldmias r0!, {s28-s31}
    fmacs s8, s16, s16
    fsubs s28, s28, s4
    fldmias r0!, {s16-s19}
    fmacs s12, s20, s20
    fldmias r0!, {s20-s23}
    fsubs s16, s16, s4
    fsubs s20, s20, s4
    fmacs s8, s24, s24
    fmacs s12, s28, s28
    fldmias r0!, {s24-s27}
    fldmias r0!, {s28-s31}
    fsubs s24, s24, s4
    fsubs s28, s28, s4
    fmacs s8, s16, s16
    fmacs s12, s20, s20
    fmacs s8, s24, s24
    fmacs s12, s28, s28
    fadds s8, s8, s12
    fcpys s3, s6
    fadds s7, s8, s9
    fadds s1, s10, s11
    fadds s7, s7, s1
    fmacs s3, s7, s5
    b 5b
    .size dinozero_armv6_layer_norm_row, . - dinozero_armv6_layer_norm_row

    .balign 32
    .global dinozero_armv6_layer_norm_quantize_rows
    .type dinozero_armv6_layer_norm_quantize_rows, %function
dinozero_armv6_layer_norm_quantize_rows:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    mov r9, r0
    ldmia r0, {r5, r6}
    mov r8, #0
    str r6, [r9, #44]
    ldr r6, [r9, #8]
    add r1, r9, #24
    fldmias r1, {s5, s6}
    mov r7, r5
    sub r5, r5, r6, lsl #2
    bic r7, r7, #31
    b 4f
3:
    mov r8, #0
    mov r0, r5
    mov r1, r6
    ldr r2, [r9, #12]
    ldr r3, [r9, #16]
    ldr r4, [r9, #20]
    add r7, r5, r6, lsl #3
    bic r7, r7, #31
    fldmias r0!, {s8-s11}
    fldmias r2!, {s24-s27}
    fsubs s8, s8, s4
    fmuls s24, s24, s1
    subs r1, r1, #32
    beq 2f
    // 119.0 cycles a turn
1:
    fldmias r0!, {s12-s15}
    fldmias r2!, {s28-s31}
    fldmias r3!, {s16-s19}
    fsubs s12, s12, s4
    fldmias r3!, {s20-s23}
    fmuls s28, s28, s1
    fmacs s16, s8, s24
    fldmias r0!, {s8-s11}
    fldmias r2!, {s24-s27}
    fmacs s20, s12, s28
    fsubs s8, s8, s4
    fldmias r0!, {s12-s15}
    fmrrs r10, r11, {s16, s17}
    fldmias r2!, {s28-s31}
    fmuls s24, s24, s1
    cmp r8, r10, lsl #1
    pld [r7, #0]
    fmrrs r12, lr, {s18, s19}
    fstmias r4!, {s16-s19}
    fmuls s28, s28, s1
    movlo r8, r10, lsl #1
    fldmias r3!, {s16-s19}
    fsubs s12, s12, s4
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    fstmias r4!, {s20-s23}
    fmacs s16, s8, s24
    fldmias r3!, {s20-s23}
    cmp r8, r12, lsl #1
    fldmias r0!, {s8-s11}
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    fmacs s20, s12, s28
    fldmias r2!, {s24-s27}
    movlo r8, lr, lsl #1
    fmrrs r10, r11, {s16, s17}
    fsubs s8, s8, s4
    fldmias r0!, {s12-s15}
    fmrrs r12, lr, {s18, s19}
    fldmias r2!, {s28-s31}
    fmuls s24, s24, s1
    fstmias r4!, {s16-s19}
    cmp r8, r10, lsl #1
    fstmias r4!, {s20-s23}
    fmuls s28, s28, s1
    fldmias r3!, {s16-s19}
    movlo r8, r10, lsl #1
    cmp r8, r11, lsl #1
    fsubs s12, s12, s4
    pld [r7, #32]
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    fmacs s16, s8, s24
    fldmias r3!, {s20-s23}
    fldmias r0!, {s8-s11}
    fldmias r2!, {s24-s27}
    fmacs s20, s12, s28
    movlo r8, r12, lsl #1
    fmrrs r10, r11, {s16, s17}
    cmp r8, lr, lsl #1
    fsubs s8, s8, s4
    fldmias r0!, {s12-s15}
    movlo r8, lr, lsl #1
    fmrrs r12, lr, {s18, s19}
    fmuls s24, s24, s1
    fstmias r4!, {s16-s19}
    cmp r8, r10, lsl #1
    fldmias r2!, {s28-s31}
    fsubs s12, s12, s4
    fldmias r3!, {s16-s19}
    movlo r8, r10, lsl #1
    fmuls s28, s28, s1
    fstmias r4!, {s20-s23}
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    fmacs s16, s8, s24
    fldmias r3!, {s20-s23}
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    fldmias r0!, {s8-s11}
    cmp r8, lr, lsl #1
    fldmias r2!, {s24-s27}
    add r7, r7, #64
    movlo r8, lr, lsl #1
    fmrrs r10, r11, {s16, s17}
    fmacs s20, s12, s28
    fmrrs r12, lr, {s18, s19}
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    fstmias r4!, {s16-s19}
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    fsubs s8, s8, s4
    movlo r8, lr, lsl #1
    subs r1, r1, #32
    fstmias r4!, {s20-s23}
    fmuls s24, s24, s1
    bne 1b
2:
    fldmias r0!, {s12-s15}
    fldmias r2!, {s28-s31}
    fldmias r3!, {s16-s19}
    fsubs s12, s12, s4
    fldmias r3!, {s20-s23}
    fmuls s28, s28, s1
    fmacs s16, s8, s24
    fldmias r0!, {s8-s11}
    fldmias r2!, {s24-s27}
    fmacs s20, s12, s28
    fmrrs r10, r11, {s16, s17}
    fsubs s8, s8, s4
    fldmias r0!, {s12-s15}
    fmrrs r12, lr, {s18, s19}
    fldmias r2!, {s28-s31}
    pld [r7, #0]
    fmuls s24, s24, s1
    fstmias r4!, {s16-s19}
    cmp r8, r10, lsl #1
    fldmias r3!, {s16-s19}
    fsubs s12, s12, s4
    fstmias r4!, {s20-s23}
    movlo r8, r10, lsl #1
    fldmias r3!, {s20-s23}
    fmuls s28, s28, s1
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    fmacs s16, s8, s24
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    fldmias r0!, {s8-s11}
    fldmias r2!, {s24-s27}
    fmacs s20, s12, s28
    fmrrs r10, r11, {s16, s17}
    fsubs s8, s8, s4
    fldmias r0!, {s12-s15}
    fmrrs r12, lr, {s18, s19}
    fldmias r2!, {s28-s31}
    fmuls s24, s24, s1
    fstmias r4!, {s16-s19}
    cmp r8, r10, lsl #1
    fldmias r3!, {s16-s19}
    fsubs s12, s12, s4
    fstmias r4!, {s20-s23}
    movlo r8, r10, lsl #1
    pld [r7, #32]
    fldmias r3!, {s20-s23}
    fmuls s28, s28, s1
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    fmacs s16, s8, s24
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    fldmias r0!, {s8-s11}
    fldmias r2!, {s24-s27}
    fmacs s20, s12, s28
    fmrrs r10, r11, {s16, s17}
    fsubs s8, s8, s4
    fldmias r0!, {s12-s15}
    fmrrs r12, lr, {s18, s19}
    fldmias r2!, {s28-s31}
    fmuls s24, s24, s1
    fstmias r4!, {s16-s19}
    cmp r8, r10, lsl #1
    fldmias r3!, {s16-s19}
    fsubs s12, s12, s4
    fstmias r4!, {s20-s23}
    movlo r8, r10, lsl #1
    fldmias r3!, {s20-s23}
    fmuls s28, s28, s1
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    fmacs s16, s8, s24
    add r7, r7, #64
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    fmacs s20, s12, s28
    fmrrs r10, r11, {s16, s17}
    fmrrs r12, lr, {s18, s19}
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    fstmias r4!, {s16-s19}
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    fstmias r4!, {s20-s23}
4:
    mov r1, #0
    fmsr s7, r1
    fcpys s8, s7
    fcpys s12, s7
    fcpys s16, s7
    fcpys s20, s7
    ldr r2, [r9, #44]
    ldr r4, [r9, #20]
    cmp r2, #0
    mov r0, r5
    addne r0, r0, r6, lsl #2
    mov r1, r6
    add r4, r4, #16
    fldmias r0!, {s24-s27}
    subs r1, r1, #32
    beq 2f
    // 72.0 cycles a turn
1:
    ldmia r4, {r10-r12, lr}
    add r4, r4, #32
    fadds s8, s8, s24
    fldmias r0!, {s28-s31}
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    fmacs s16, s24, s24
    movlo r8, lr, lsl #1
    ldmia r4, {r10-r12, lr}
    add r4, r4, #32
    fadds s12, s12, s28
    pld [r7, #0]
    fldmias r0!, {s24-s27}
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    fmacs s20, s28, s28
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    fadds s8, s8, s24
    fldmias r0!, {s28-s31}
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    ldmia r4, {r10-r12, lr}
    fmacs s16, s24, s24
    add r4, r4, #32
    cmp r8, r10, lsl #1
    fadds s12, s12, s28
    movlo r8, r10, lsl #1
    cmp r8, r11, lsl #1
    fldmias r0!, {s24-s27}
    fmacs s20, s28, s28
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    cmp r8, lr, lsl #1
    movlo r8, lr, lsl #1
    ldmia r4, {r10-r12, lr}
    fmacs s16, s24, s24
    cmp r8, r10, lsl #1
    fadds s12, s12, s28
    add r7, r7, #32
    fldmias r0!, {s24-s27}
    movlo r8, r10, lsl #1
    fmacs s20, s28, s28
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    fadds s8, s8, s24
    fldmias r0!, {s28-s31}
    movlo r8, r12, lsl #1
    fmacs s16, s24, s24
    add r4, r4, #32
    cmp r8, lr, lsl #1
    fmacs s20, s28, s28
    movlo r8, lr, lsl #1
    fldmias r0!, {s24-s27}
    fadds s12, s12, s28
    subs r1, r1, #32
    bne 1b
2:
    ldmia r4, {r10-r12, lr}
    add r4, r4, #32
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    fmacs s16, s24, s24
    movlo r8, lr, lsl #1
    ldmia r4, {r10-r12, lr}
    add r4, r4, #32
    pld [r7, #0]
    fadds s12, s12, s28
    fldmias r0!, {s24-s27}
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    fmacs s20, s28, s28
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    cmp r8, r12, lsl #1
    fldmias r0!, {s28-s31}
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    fadds s8, s8, s24
    movlo r8, lr, lsl #1
    ldmia r4, {r10-r12, lr}
    add r4, r4, #32
    fmacs s16, s24, s24
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    fadds s12, s12, s28
    fldmias r0!, {s24-s27}
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    fmacs s20, s28, s28
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    movlo r8, lr, lsl #1
    ldmia r4, {r10-r12, lr}
    add r4, r4, #32
    fmacs s16, s24, s24
    add r7, r7, #32
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    fadds s12, s12, s28
    fldmias r0!, {s24-s27}
    cmp r8, r11, lsl #1
    movlo r8, r11, lsl #1
    fmacs s20, s28, s28
    cmp r8, r12, lsl #1
    movlo r8, r12, lsl #1
    cmp r8, lr, lsl #1
    fldmias r0!, {s28-s31}
    fadds s8, s8, s24
    movlo r8, lr, lsl #1
    fmacs s16, s24, s24
    fadds s12, s12, s28
    fmacs s20, s28, s28
    fadds s8, s8, s12
    fadds s16, s16, s20
    mov r2, r8, lsr #1
    flds s0, [r9, #32]
    fadds s3, s8, s9
    fadds s4, s10, s11
    fadds s1, s16, s17
    fadds s7, s18, s19
    fmsr s2, r2
    fdivs s0, s0, s2
    fadds s4, s3, s4
    fadds s1, s1, s7
    fcpys s3, s6
    fmuls s4, s4, s5
    fmacs s3, s1, s5
    fmuls s7, s4, s4
    fsubs s3, s3, s7
    fmrs r1, s7
    fmrs r2, s3
    add r2, r2, #0x01000000
    cmp r2, r1
    blt 6f
    5:
    fsqrts s3, s3
    ldr r2, [r9, #44]
    ldr r1, [r9, #4]
    cmp r1, r2
    beq 8f
    ldr r3, [r9, #36]
    ldr r0, [r9, #40]
    cmp r8, #0x1b000000
    blo 7f
    cmp r8, #0xff000000
    bhs 7f
    flds s7, [r9, #32]
    fdivs s2, s2, s7
    mov r12, #0x03000000
    orr r12, r12, #0x00070000
    fmxr fpscr, r12
    fsts s2, [r0]
    add r0, r0, #4
    str r0, [r9, #40]
    ldr r0, [r9, #20]
    mov r1, r6
    mov r11, r7
    push {r5, r6, r9, r12}
    adr r12, 10f
    ldr lr, 11f
    fldmias r12, {s8-s15}
    fldmias r0!, {s24-s31}
    fmacs s8, s24, s0
    subs r1, r1, #32
    beq 2f
    // 70.0 cycles a turn
1:
    fmrrs r4, r8, {s8, s9}
    fldmias r12, {s16-s23}
    fmrrs r9, r10, {s10, s11}
    fldmias r0!, {s24-s31}
    pkhbt r4, r4, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    orr r4, r4, r8, lsl #8
    fmrrs r5, r8, {s12, s13}
    fmrrs r9, r10, {s14, s15}
    fmacs s16, s24, s0
    fldmias r12, {s8-s15}
    pkhbt r8, r8, r10, lsl #16
    pkhbt r5, r5, r9, lsl #16
    orr r5, r5, r8, lsl #8
    fldmias r0!, {s24-s31}
    pld [r11, #0]
    subs r1, r1, #32
    fmrrs r6, r8, {s16, s17}
    fmrrs r9, r10, {s18, s19}
    eor r5, r5, lr
    eor r4, r4, lr
    pkhbt r6, r6, r9, lsl #16
    fmacs s8, s24, s0
    pkhbt r8, r8, r10, lsl #16
    fmrrs r9, r10, {s22, s23}
    orr r6, r6, r8, lsl #8
    fmrrs r7, r8, {s20, s21}
    fldmias r12, {s16-s23}
    pkhbt r8, r8, r10, lsl #16
    pkhbt r7, r7, r9, lsl #16
    fldmias r0!, {s24-s31}
    orr r7, r7, r8, lsl #8
    eor r6, r6, lr
    eor r7, r7, lr
    fmrrs r9, r10, {s10, s11}
    stmia r3!, {r4-r7}
    fmrrs r4, r8, {s8, s9}
    fmacs s16, s24, s0
    pkhbt r8, r8, r10, lsl #16
    pkhbt r4, r4, r9, lsl #16
    orr r4, r4, r8, lsl #8
    fmrrs r9, r10, {s14, s15}
    fmrrs r5, r8, {s12, s13}
    fldmias r12, {s8-s15}
    pkhbt r8, r8, r10, lsl #16
    pkhbt r5, r5, r9, lsl #16
    orr r5, r5, r8, lsl #8
    fldmias r0!, {s24-s31}
    add r11, r11, #32
    fmrrs r9, r10, {s18, s19}
    fmrrs r6, r8, {s16, s17}
    eor r4, r4, lr
    pkhbt r8, r8, r10, lsl #16
    pkhbt r6, r6, r9, lsl #16
    eor r5, r5, lr
    orr r6, r6, r8, lsl #8
    fmacs s8, s24, s0
    fmrrs r9, r10, {s22, s23}
    fmrrs r7, r8, {s20, s21}
    eor r6, r6, lr
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
    fldmias r12, {s8-s15}
    fmacs s16, s24, s0
    pkhbt r5, r5, r9, lsl #16
    pkhbt r8, r8, r10, lsl #16
    eor r4, r4, lr
    pld [r11, #0]
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
    add r11, r11, #32
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
    pop {r5, r6, r9, r12}
    str r3, [r9, #36]
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
8:
    ldr r2, [r9, #44]
    mov r1, #0x3f800000
    fmsr s1, r1
    subs r2, r2, #1
    fdivs s1, s1, s3
    add r5, r5, r6, lsl #2
    str r2, [r9, #44]
    bpl 3b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
7:
    mov r1, r8, lsr #1
    cmp r8, #0x1b000000
    movlo r1, #0
    str r1, [r0], #4
    str r0, [r9, #40]
    mov r0, #0
    mov r1, r6
9:
    str r0, [r3], #4
    subs r1, r1, #4
    bne 9b
    str r3, [r9, #36]
    b 8b
6:
    mov r1, #0
    fmsr s7, r1
    fcpys s8, s7
    fcpys s12, s7
    sub r0, r0, r6, lsl #2
    mov r1, r6
    fldmias r0!, {s16-s19}
    fldmias r0!, {s20-s23}
    fldmias r0!, {s24-s27}
    fsubs s16, s16, s4
    fsubs s20, s20, s4
    fsubs s24, s24, s4
    subs r1, r1, #32
    beq 2f
    // 64.0 cycles a turn
1:
    fldmias r0!, {s28-s31}
    fmacs s8, s16, s16
    fsubs s28, s28, s4
    fmacs s12, s20, s20
    fldmias r0!, {s16-s19}
    fmacs s8, s24, s24
    fldmias r0!, {s20-s23}
    fsubs s16, s16, s4
    fldmias r0!, {s24-s27}
    fmacs s12, s28, s28
    fsubs s20, s20, s4
    fldmias r0!, {s28-s31}
    fsubs s24, s24, s4
    fmacs s8, s16, s16
    fsubs s28, s28, s4
    fldmias r0!, {s16-s19}
    fmacs s12, s20, s20
    fmacs s8, s24, s24
    fldmias r0!, {s20-s23}
    fsubs s16, s16, s4
    fldmias r0!, {s24-s27}
    fsubs s20, s20, s4
    fmacs s12, s28, s28
    fsubs s24, s24, s4
    subs r1, r1, #32
    bne 1b
2:
    fldmias r0!, {s28-s31}
    fmacs s8, s16, s16
    fsubs s28, s28, s4
    fldmias r0!, {s16-s19}
    fmacs s12, s20, s20
    fldmias r0!, {s20-s23}
    fsubs s16, s16, s4
    fsubs s20, s20, s4
    fmacs s8, s24, s24
    fmacs s12, s28, s28
    fldmias r0!, {s24-s27}
    fldmias r0!, {s28-s31}
    fsubs s24, s24, s4
    fsubs s28, s28, s4
    fmacs s8, s16, s16
    fmacs s12, s20, s20
    fmacs s8, s24, s24
    fmacs s12, s28, s28
    fadds s8, s8, s12
    fcpys s3, s6
    fadds s7, s8, s9
    fadds s1, s10, s11
    fadds s7, s7, s1
    fmacs s3, s7, s5
    b 5b
    .balign 8
10:
    .word 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080, 0x4b400080
11:
    .word 0x80808080
    .size dinozero_armv6_layer_norm_quantize_rows, . - dinozero_armv6_layer_norm_quantize_rows

    .section .note.GNU-stack, "", %progbits
