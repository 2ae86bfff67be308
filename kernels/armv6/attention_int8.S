// SPDX-License-Identifier: Apache-2.0
// Written by attention_int8.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_pack_rows
    .type dinozero_armv6_pack_rows, %function
dinozero_armv6_pack_rows:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00070000
    fmxr fpscr, r12
    ldr r4, [sp, #108]
    fldmias r4, {s0, s1}
    adr r12, 5f
    ldr r4, [sp, #112]
    sub sp, sp, #8
    str r3, [sp]
    ldm r4, {r3, lr}
    // 98.0 cycles a turn
1:
    fldmias r12, {s8-s15}
    fldmias r0!, {s24-s31}
    fmacs s8, s24, s0
    pld [r3, #32]
    fldmias r12, {s16-s23}
    pld [r3]
    add r3, r3, #64
    fldmias r1!, {s24-s31}
    fmacs s16, s24, s1
    fmrrs r4, r8, {s8, s9}
    pld [lr]
    pkhbt r4, r4, r8, lsl #16
    fmrrs r6, r10, {s10, s11}
    pld [lr, #32]
    pkhbt r6, r6, r10, lsl #16
    fldmias r0!, {s24-s31}
    fmrrs r5, r9, {s16, s17}
    fmrrs r7, r11, {s18, s19}
    add lr, lr, #64
    pkhbt r5, r5, r9, lsl #16
    pkhbt r7, r7, r11, lsl #16
    stmia r2!, {r4-r7}
    fmrrs r6, r10, {s14, s15}
    fmrrs r4, r8, {s12, s13}
    fldmias r12, {s8-s15}
    pkhbt r6, r6, r10, lsl #16
    fmrrs r7, r11, {s22, s23}
    fmrrs r5, r9, {s20, s21}
    pkhbt r4, r4, r8, lsl #16
    fldmias r12, {s16-s23}
    pkhbt r7, r7, r11, lsl #16
    fmacs s8, s24, s0
    pkhbt r5, r5, r9, lsl #16
    fldmias r1!, {s24-s31}
    stmia r2!, {r4-r7}
    fmrrs r6, r10, {s10, s11}
    fmacs s16, s24, s1
    pkhbt r6, r6, r10, lsl #16
    fmrrs r5, r9, {s16, s17}
    fmrrs r4, r8, {s8, s9}
    fmrrs r7, r11, {s18, s19}
    pkhbt r5, r5, r9, lsl #16
    pkhbt r4, r4, r8, lsl #16
    pkhbt r7, r7, r11, lsl #16
    stmia r2!, {r4-r7}
    fmrrs r5, r9, {s20, s21}
    fmrrs r6, r10, {s14, s15}
    fmrrs r7, r11, {s22, s23}
    fmrrs r4, r8, {s12, s13}
    pkhbt r5, r5, r9, lsl #16
    pkhbt r7, r7, r11, lsl #16
    pkhbt r6, r6, r10, lsl #16
    pkhbt r4, r4, r8, lsl #16
    stmia r2!, {r4-r7}
    ldr r4, [sp]
    sub r4, r4, #1
    cmp r4, #0
    str r4, [sp]
    bne 1b
    add sp, sp, #8
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .balign 8
5:
    .word 0x4b400000, 0x4b400000, 0x4b400000, 0x4b400000, 0x4b400000, 0x4b400000, 0x4b400000, 0x4b400000
    .size dinozero_armv6_pack_rows, . - dinozero_armv6_pack_rows

    .balign 32
    .global dinozero_armv6_pack_values
    .type dinozero_armv6_pack_values, %function
dinozero_armv6_pack_values:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldr r4, [sp, #108]
    ldr r5, [sp, #112]
    ldr r6, [sp, #116]
    ldm r6, {r10, r11}
    adr r12, 5f
    // 99.0 cycles a turn
1:
    fldmias r0!, {s16-s19}
    fldmias r5!, {s28-s31}
    fldmias r12, {s8-s11}
    pld [r10, #32]
    pld [r10]
    pld [r11]
    fmacs s8, s16, s28
    pld [r11, #32]
    fldmias r12, {s12-s15}
    fldmias r1!, {s16-s19}
    fldmias r12, {s20-s23}
    fmacs s12, s16, s28
    fmrrs r6, r7, {s8, s9}
    fldmias r12, {s24-s27}
    subs r3, r3, #1
    fldmias r5!, {s28-s31}
    fldmias r0!, {s16-s19}
    add r11, r11, #64
    add r10, r10, #64
    fmrrs r8, r9, {s12, s13}
    fmacs s20, s16, s28
    pkhbt r6, r6, r8, lsl #16
    pkhbt r7, r7, r9, lsl #16
    strd r6, r7, [r2], r4
    fldmias r1!, {s16-s19}
    fmrrs r8, r9, {s14, s15}
    fmrrs r6, r7, {s10, s11}
    fldmias r12, {s8-s11}
    fmacs s24, s16, s28
    pkhbt r7, r7, r9, lsl #16
    pkhbt r6, r6, r8, lsl #16
    strd r6, r7, [r2], r4
    fldmias r0!, {s16-s19}
    fldmias r5!, {s28-s31}
    fldmias r12, {s12-s15}
    fmrrs r8, r9, {s24, s25}
    fmrrs r6, r7, {s20, s21}
    fmacs s8, s16, s28
    pkhbt r7, r7, r9, lsl #16
    pkhbt r6, r6, r8, lsl #16
    strd r6, r7, [r2], r4
    fldmias r1!, {s16-s19}
    fmrrs r8, r9, {s26, s27}
    fmrrs r6, r7, {s22, s23}
    fldmias r12, {s20-s23}
    fmacs s12, s16, s28
    pkhbt r6, r6, r8, lsl #16
    fldmias r5!, {s28-s31}
    pkhbt r7, r7, r9, lsl #16
    fldmias r0!, {s16-s19}
    strd r6, r7, [r2], r4
    fmrrs r8, r9, {s12, s13}
    fmrrs r6, r7, {s8, s9}
    fmacs s20, s16, s28
    pkhbt r7, r7, r9, lsl #16
    fldmias r12, {s24-s27}
    fldmias r1!, {s16-s19}
    pkhbt r6, r6, r8, lsl #16
    strd r6, r7, [r2], r4
    fmrrs r6, r7, {s10, s11}
    fmacs s24, s16, s28
    fmrrs r8, r9, {s14, s15}
    pkhbt r7, r7, r9, lsl #16
    pkhbt r6, r6, r8, lsl #16
    strd r6, r7, [r2], r4
    fmrrs r6, r7, {s20, s21}
    fmrrs r8, r9, {s24, s25}
    pkhbt r6, r6, r8, lsl #16
    pkhbt r7, r7, r9, lsl #16
    strd r6, r7, [r2], r4
    fmrrs r8, r9, {s26, s27}
    fmrrs r6, r7, {s22, s23}
    pkhbt r6, r6, r8, lsl #16
    pkhbt r7, r7, r9, lsl #16
    strd r6, r7, [r2], r4
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .balign 8
5:
    .word 0x4b400000, 0x4b400000, 0x4b400000, 0x4b400000
    .size dinozero_armv6_pack_values, . - dinozero_armv6_pack_values

    .balign 32
    .global dinozero_armv6_largest_of_rows
    .type dinozero_armv6_largest_of_rows, %function
dinozero_armv6_largest_of_rows:
    push {r4-r11, lr}
    mov r12, #0
    push {r0, r1}
4:
    add lr, r0, r2
    bic lr, lr, #31
    ldmia r0!, {r4-r7}
    subs r1, r1, #1
    beq 2f
    // 40.0 cycles a turn
1:
    cmp r12, r4, lsl #1
    movlo r12, r4, lsl #1
    cmp r12, r5, lsl #1
    movlo r12, r5, lsl #1
    cmp r12, r6, lsl #1
    movlo r12, r6, lsl #1
    ldmia r0!, {r8-r11}
    cmp r12, r7, lsl #1
    movlo r12, r7, lsl #1
    pld [lr]
    cmp r12, r8, lsl #1
    movlo r12, r8, lsl #1
    cmp r12, r9, lsl #1
    movlo r12, r9, lsl #1
    cmp r12, r10, lsl #1
    ldmia r0!, {r4-r7}
    movlo r12, r10, lsl #1
    cmp r12, r11, lsl #1
    movlo r12, r11, lsl #1
    pld [lr, #32]
    ldmia r0!, {r8-r11}
    cmp r12, r4, lsl #1
    add lr, lr, #64
    movlo r12, r4, lsl #1
    cmp r12, r5, lsl #1
    movlo r12, r5, lsl #1
    cmp r12, r6, lsl #1
    movlo r12, r6, lsl #1
    cmp r12, r7, lsl #1
    movlo r12, r7, lsl #1
    cmp r12, r8, lsl #1
    movlo r12, r8, lsl #1
    cmp r12, r9, lsl #1
    movlo r12, r9, lsl #1
    cmp r12, r10, lsl #1
    movlo r12, r10, lsl #1
    ldmia r0!, {r4-r7}
    cmp r12, r11, lsl #1
    movlo r12, r11, lsl #1
    subs r1, r1, #1
    bne 1b
2:
    pld [lr]
    ldmia r0!, {r8-r11}
    cmp r12, r4, lsl #1
    movlo r12, r4, lsl #1
    cmp r12, r5, lsl #1
    movlo r12, r5, lsl #1
    cmp r12, r6, lsl #1
    movlo r12, r6, lsl #1
    cmp r12, r7, lsl #1
    movlo r12, r7, lsl #1
    cmp r12, r8, lsl #1
    movlo r12, r8, lsl #1
    cmp r12, r9, lsl #1
    movlo r12, r9, lsl #1
    cmp r12, r10, lsl #1
    ldmia r0!, {r4-r7}
    movlo r12, r10, lsl #1
    cmp r12, r11, lsl #1
    movlo r12, r11, lsl #1
    cmp r12, r4, lsl #1
    movlo r12, r4, lsl #1
    cmp r12, r5, lsl #1
    movlo r12, r5, lsl #1
    cmp r12, r6, lsl #1
    ldmia r0!, {r8-r11}
    movlo r12, r6, lsl #1
    cmp r12, r7, lsl #1
    movlo r12, r7, lsl #1
    cmp r12, r8, lsl #1
    movlo r12, r8, lsl #1
    cmp r12, r9, lsl #1
    movlo r12, r9, lsl #1
    cmp r12, r10, lsl #1
    movlo r12, r10, lsl #1
    cmp r12, r11, lsl #1
    movlo r12, r11, lsl #1
    pld [lr, #32]
    ldmia sp, {r0, r1}
    add r0, r0, r2
    str r0, [sp]
    subs r3, r3, #1
    bne 4b
    add sp, sp, #8
    mov r0, r12
    pop {r4-r11, pc}
    .size dinozero_armv6_largest_of_rows, . - dinozero_armv6_largest_of_rows

    .balign 32
    .global dinozero_armv6_column_maxima
    .type dinozero_armv6_column_maxima, %function
dinozero_armv6_column_maxima:
    push {r4-r11, lr}
    ldr lr, [sp, #36]
    push {r0, r1, r2, r3}
4:
    add r12, r0, r2
    bic r12, r12, #31
    // 61.0 cycles a turn
1:
    ldrd r8, r9, [r3, #8]
    ldmia r0!, {r6, r7}
    ldrd r4, r5, [r3, #0]
    ldmia r0!, {r10, r11}
    pld [r12]
    cmp r4, r6, lsl #1
    movlo r4, r6, lsl #1
    cmp r5, r7, lsl #1
    movlo r5, r7, lsl #1
    strd r4, r5, [r3, #0]
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    ldmia r0!, {r6, r7}
    ldrd r4, r5, [r3, #16]
    cmp r9, r11, lsl #1
    movlo r9, r11, lsl #1
    ldmia r0!, {r10, r11}
    strd r8, r9, [r3, #8]
    cmp r4, r6, lsl #1
    movlo r4, r6, lsl #1
    cmp r5, r7, lsl #1
    movlo r5, r7, lsl #1
    ldrd r8, r9, [r3, #24]
    ldmia r0!, {r6, r7}
    strd r4, r5, [r3, #16]
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    cmp r9, r11, lsl #1
    movlo r9, r11, lsl #1
    ldrd r4, r5, [r3, #32]
    strd r8, r9, [r3, #24]
    ldmia r0!, {r10, r11}
    cmp r4, r6, lsl #1
    movlo r4, r6, lsl #1
    ldrd r8, r9, [r3, #40]
    cmp r5, r7, lsl #1
    movlo r5, r7, lsl #1
    strd r4, r5, [r3, #32]
    ldrd r4, r5, [r3, #48]
    cmp r8, r10, lsl #1
    ldmia r0!, {r6, r7}
    movlo r8, r10, lsl #1
    cmp r9, r11, lsl #1
    movlo r9, r11, lsl #1
    cmp r4, r6, lsl #1
    movlo r4, r6, lsl #1
    cmp r5, r7, lsl #1
    pld [r12, #32]
    strd r8, r9, [r3, #40]
    ldrd r8, r9, [r3, #56]
    ldmia r0!, {r10, r11}
    movlo r5, r7, lsl #1
    add r12, r12, #64
    strd r4, r5, [r3, #48]
    cmp r8, r10, lsl #1
    movlo r8, r10, lsl #1
    cmp r9, r11, lsl #1
    movlo r9, r11, lsl #1
    strd r8, r9, [r3, #56]
    add r3, r3, #64
    subs r1, r1, #1
    bne 1b
    ldmia sp, {r0, r1, r2, r3}
    add r0, r0, r2
    str r0, [sp]
    subs lr, lr, #1
    bne 4b
    add sp, sp, #16
    pop {r4-r11, pc}
    .size dinozero_armv6_column_maxima, . - dinozero_armv6_column_maxima

    .balign 32
    .global dinozero_armv6_attention_maximum
    .type dinozero_armv6_attention_maximum, %function
dinozero_armv6_attention_maximum:
    push {r4-r11, lr}
    mov r3, r2
    mov r5, #0x80000000
    ldrd r8, r9, [r0], r3
    subs r1, r1, #2
    beq 2f
    // 11.0 cycles a turn
1:
    ldrd r10, r11, [r0], r3
    cmp r5, r8
    movlt r5, r8
    cmp r5, r9
    movlt r5, r9
    cmp r5, r10
    movlt r5, r10
    cmp r5, r11
    ldrd r8, r9, [r0], r3
    movlt r5, r11
    subs r1, r1, #2
    bne 1b
2:
    cmp r5, r8
    ldrd r10, r11, [r0], r3
    movlt r5, r8
    cmp r5, r9
    movlt r5, r9
    cmp r5, r10
    movlt r5, r10
    cmp r5, r11
    movlt r5, r11
    mov r0, r5
    pop {r4-r11, pc}
    .size dinozero_armv6_attention_maximum, . - dinozero_armv6_attention_maximum

    .balign 32
    .global dinozero_armv6_attention_weights
    .type dinozero_armv6_attention_weights, %function
dinozero_armv6_attention_weights:
    push {r4-r11, lr}
    ldr r5, [sp, #36]
    ldr r12, [sp, #40]
    ldr r4, [sp, #44]
    ldr r7, [sp, #48]
    ldr r6, [sp, #52]
    mov lr, #0
    ldrd r8, r9, [r0], r3
    pld [r7, r6]
    add r7, r7, r6, lsl #1
    sub r8, r5, r8
    sub r9, r5, r9
    smmulr r8, r8, r12
    smmulr r9, r9, r12
    usat r8, #12, r8, lsl #1
    usat r9, #12, r9, lsl #1
    subs r1, r1, #2
    beq 2f
    // 34.0 cycles a turn
1:
    ldrh r9, [r4, r9]
    ldrd r10, r11, [r0], r3
    pld [r7]
    ldrh r8, [r4, r8]
    sub r10, r5, r10
    sub r11, r5, r11
    add lr, lr, r8
    smmulr r11, r11, r12
    pkhbt r8, r8, r9, lsl #16
    smmulr r10, r10, r12
    str r8, [r2], #8
    usat r11, #12, r11, lsl #1
    add lr, lr, r9
    usat r10, #12, r10, lsl #1
    ldrd r8, r9, [r0], r3
    ldrh r10, [r4, r10]
    ldrh r11, [r4, r11]
    sub r9, r5, r9
    sub r8, r5, r8
    pld [r7, r6]
    add lr, lr, r10
    pkhbt r10, r10, r11, lsl #16
    smmulr r9, r9, r12
    add lr, lr, r11
    subs r1, r1, #2
    smmulr r8, r8, r12
    str r10, [r2], #8
    usat r9, #12, r9, lsl #1
    add r7, r7, r6, lsl #1
    usat r8, #12, r8, lsl #1
    bne 1b
2:
    ldrd r10, r11, [r0], r3
    ldrh r8, [r4, r8]
    ldrh r9, [r4, r9]
    sub r10, r5, r10
    sub r11, r5, r11
    smmulr r10, r10, r12
    smmulr r11, r11, r12
    add lr, lr, r8
    usat r10, #12, r10, lsl #1
    add lr, lr, r9
    usat r11, #12, r11, lsl #1
    ldrh r10, [r4, r10]
    ldrh r11, [r4, r11]
    pkhbt r8, r8, r9, lsl #16
    add lr, lr, r10
    str r8, [r2], #8
    pkhbt r10, r10, r11, lsl #16
    pld [r7]
    add lr, lr, r11
    str r10, [r2], #8
    mov r0, lr
    pop {r4-r11, pc}
    .size dinozero_armv6_attention_weights, . - dinozero_armv6_attention_weights

    .balign 32
    .global dinozero_armv6_attention_out
    .type dinozero_armv6_attention_out, %function
dinozero_armv6_attention_out:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00010000
    fmxr fpscr, r12
    ldr r4, [sp, #108]
    ldr r5, [sp, #112]
    ldr r6, [sp, #116]
    fldmias r6, {s0, s1}
    add r6, r0, r4, lsl #2
    // 70.0 cycles a turn
1:
    fldmias r0, {s8-s11}
    add r0, r0, r4
    fldd d6, [r5, #0]
    fldmias r0, {s16-s19}
    fsitos s9, s9
    fsitos s8, s8
    fsitos s11, s11
    fsitos s10, s10
    add r0, r0, r4
    fldmias r0, {s24-s27}
    fsitos s17, s17
    fsitos s16, s16
    add r0, r0, r4
    fmuls s8, s8, s12
    fldd d10, [r5, #8]
    fmuls s10, s10, s12
    fldd d14, [r5, #16]
    fsitos s18, s18
    fsitos s19, s19
    fsitos s24, s24
    fsitos s25, s25
    fsitos s26, s26
    fmuls s8, s8, s0
    fldd d6, [r5, #24]
    fmuls s10, s10, s1
    pld [r6]
    fsitos s27, s27
    fmuls s16, s16, s20
    add r6, r6, r4
    pld [r6]
    fmuls s24, s24, s28
    fstd d4, [r2, #0]
    fmuls s18, s18, s20
    fstd d5, [r3, #0]
    fldmias r0, {s8-s11}
    fmuls s26, s26, s28
    add r6, r6, r4
    fsitos s8, s8
    fsitos s11, s11
    fsitos s9, s9
    fsitos s10, s10
    fmuls s24, s24, s0
    fmuls s16, s16, s0
    fmuls s18, s18, s1
    subs r1, r1, #1
    fmuls s8, s8, s12
    fmuls s10, s10, s12
    pld [r6]
    add r5, r5, #32
    fstd d8, [r2, #8]
    fmuls s26, s26, s1
    fmuls s8, s8, s0
    add r6, r6, r4
    fmuls s10, s10, s1
    pld [r6]
    fstd d9, [r3, #8]
    add r6, r6, r4
    fstd d13, [r3, #16]
    fstd d12, [r2, #16]
    add r0, r0, r4
    fstd d4, [r2, #24]
    add r2, r2, #32
    fstd d5, [r3, #24]
    add r3, r3, #32
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_attention_out, . - dinozero_armv6_attention_out

    .section .note.GNU-stack, "", %progbits
