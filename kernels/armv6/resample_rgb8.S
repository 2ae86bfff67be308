// SPDX-License-Identifier: Apache-2.0
// Written by resample_rgb8.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_resample_rows_of_4
    .type dinozero_armv6_resample_rows_of_4, %function
dinozero_armv6_resample_rows_of_4:
    push {r4-r11, lr}
    add r3, r2, r3
    sub r3, r3, #8
    ldmia r1, {r4-r7}
    sub sp, sp, #20
    stmia sp, {r4-r7}
    str r3, [sp, #16]
    mov r5, r2
    mov lr, r3
    ldr r4, 5f
    mov r6, #2097152
    ldr r7, [sp]
    ldmia r0, {r0-r3}
    ldr r12, [r0], #4
    cmp r5, lr
    beq 2f
    // 88.0 cycles a turn
1:
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r8, r7, lr, r6
    smlawb r9, r7, r12, r6
    smlawt r11, r7, r12, r6
    ldr r12, [r1], #4
    smlawt r10, r7, lr, r6
    ldr r6, [sp, #4]
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r8, r6, lr, r8
    smlawt r11, r6, r12, r11
    smlawb r9, r6, r12, r9
    ldr r12, [r2], #4
    smlawt r10, r6, lr, r10
    ldr r7, [sp, #8]
    ldr r6, [sp, #12]
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawt r10, r7, lr, r10
    smlawb r9, r7, r12, r9
    smlawt r11, r7, r12, r11
    ldr r12, [r3], #4
    smlawb r8, r7, lr, r8
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r8, r6, lr, r8
    smlawb r9, r6, r12, r9
    smlawt r10, r6, lr, r10
    smlawt r11, r6, r12, r11
    ldr r12, [r0], #4
    mov r6, #2097152
    usat r9, #8, r9, asr #22
    ldr r7, [sp]
    usat r8, #8, r8, asr #22
    usat r10, #8, r10, asr #22
    usat r11, #8, r11, asr #22
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    orr r8, r8, r9, lsl #8
    orr r10, r10, r11, lsl #8
    smlawb r9, r7, r12, r6
    orr r8, r8, r10, lsl #16
    smlawt r11, r7, r12, r6
    ldr r12, [r1], #4
    str r8, [r5], #4
    smlawb r8, r7, lr, r6
    smlawt r10, r7, lr, r6
    ldr r6, [sp, #4]
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r6, r12, r9
    smlawt r11, r6, r12, r11
    ldr r12, [r2], #4
    smlawt r10, r6, lr, r10
    smlawb r8, r6, lr, r8
    ldr r7, [sp, #8]
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    ldr r6, [sp, #12]
    smlawb r9, r7, r12, r9
    smlawt r11, r7, r12, r11
    ldr r12, [r3], #4
    smlawt r10, r7, lr, r10
    smlawb r8, r7, lr, r8
    ldr r7, [sp]
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r8, r6, lr, r8
    smlawt r11, r6, r12, r11
    smlawb r9, r6, r12, r9
    smlawt r10, r6, lr, r10
    usat r8, #8, r8, asr #22
    usat r11, #8, r11, asr #22
    ldr lr, [sp, #16]
    mov r6, #2097152
    usat r9, #8, r9, asr #22
    usat r10, #8, r10, asr #22
    ldr r12, [r0], #4
    orr r10, r10, r11, lsl #8
    orr r8, r8, r9, lsl #8
    orr r8, r8, r10, lsl #16
    str r8, [r5], #4
    cmp r5, lr
    bne 1b
2:
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r7, r12, r6
    smlawt r11, r7, r12, r6
    ldr r12, [r1], #4
    smlawb r8, r7, lr, r6
    smlawt r10, r7, lr, r6
    ldr r6, [sp, #4]
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r6, r12, r9
    smlawt r11, r6, r12, r11
    ldr r12, [r2], #4
    smlawb r8, r6, lr, r8
    smlawt r10, r6, lr, r10
    ldr r7, [sp, #8]
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r7, r12, r9
    smlawt r11, r7, r12, r11
    ldr r12, [r3], #4
    smlawb r8, r7, lr, r8
    smlawt r10, r7, lr, r10
    ldr r6, [sp, #12]
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r6, r12, r9
    smlawt r11, r6, r12, r11
    ldr r12, [r0], #4
    smlawb r8, r6, lr, r8
    smlawt r10, r6, lr, r10
    ldr r7, [sp]
    mov r6, #2097152
    usat r9, #8, r9, asr #22
    usat r11, #8, r11, asr #22
    usat r8, #8, r8, asr #22
    usat r10, #8, r10, asr #22
    orr r10, r10, r11, lsl #8
    orr r8, r8, r9, lsl #8
    orr r8, r8, r10, lsl #16
    str r8, [r5], #4
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r7, r12, r6
    smlawt r11, r7, r12, r6
    ldr r12, [r1], #4
    smlawb r8, r7, lr, r6
    smlawt r10, r7, lr, r6
    ldr r6, [sp, #4]
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r6, r12, r9
    smlawt r11, r6, r12, r11
    ldr r12, [r2], #4
    smlawb r8, r6, lr, r8
    smlawt r10, r6, lr, r10
    ldr r7, [sp, #8]
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r7, r12, r9
    smlawt r11, r7, r12, r11
    ldr r12, [r3], #4
    smlawb r8, r7, lr, r8
    smlawt r10, r7, lr, r10
    ldr r6, [sp, #12]
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r6, r12, r9
    smlawt r11, r6, r12, r11
    smlawb r8, r6, lr, r8
    smlawt r10, r6, lr, r10
    usat r9, #8, r9, asr #22
    usat r11, #8, r11, asr #22
    usat r8, #8, r8, asr #22
    usat r10, #8, r10, asr #22
    orr r10, r10, r11, lsl #8
    orr r8, r8, r9, lsl #8
    orr r8, r8, r10, lsl #16
    str r8, [r5], #4
    add sp, sp, #20
    pop {r4-r11, pc}
5:
    .word 0x7f807f80
    .size dinozero_armv6_resample_rows_of_4, . - dinozero_armv6_resample_rows_of_4

    .balign 32
    .global dinozero_armv6_resample_ring_of_4
    .type dinozero_armv6_resample_ring_of_4, %function
dinozero_armv6_resample_ring_of_4:
    push {r4-r11, lr}
    add r3, r2, r3
    sub r3, r3, #8
    ldr r4, [r1]
    push {r3, r4}
    mov r5, r2
    mov lr, r3
    ldmib r1, {r1-r3}
    ldr r4, 5f
    mov r6, #2097152
    ldr r12, [r0, #1024]
    cmp r5, lr
    beq 2f
    // 76.0 cycles a turn
1:
    and lr, r4, r12, lsl #7
    ldr r7, [r0, #2048]
    smlawb r8, r1, lr, r6
    smlawt r10, r1, lr, r6
    and r12, r4, r12, lsr #1
    and lr, r4, r7, lsl #7
    smlawt r11, r1, r12, r6
    smlawb r9, r1, r12, r6
    ldr r12, [r0, #3072]
    smlawt r10, r2, lr, r10
    and r7, r4, r7, lsr #1
    smlawb r8, r2, lr, r8
    and lr, r4, r12, lsl #7
    smlawb r9, r2, r7, r9
    and r12, r4, r12, lsr #1
    smlawt r11, r2, r7, r11
    smlawb r9, r3, r12, r9
    smlawt r11, r3, r12, r11
    ldr r12, [r0], #4
    ldr r7, [sp, #4]
    smlawb r8, r3, lr, r8
    smlawt r10, r3, lr, r10
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r8, r7, lr, r8
    smlawt r10, r7, lr, r10
    smlawb r9, r7, r12, r9
    smlawt r11, r7, r12, r11
    ldr r7, [r0, #2048]
    usat r10, #8, r10, asr #22
    usat r9, #8, r9, asr #22
    usat r11, #8, r11, asr #22
    usat r8, #8, r8, asr #22
    ldr r12, [r0, #1024]
    orr r10, r10, r11, lsl #8
    orr r8, r8, r9, lsl #8
    orr r8, r8, r10, lsl #16
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    str r8, [r5], #4
    smlawb r8, r1, lr, r6
    smlawt r10, r1, lr, r6
    smlawb r9, r1, r12, r6
    and lr, r4, r7, lsl #7
    smlawt r11, r1, r12, r6
    ldr r12, [r0, #3072]
    smlawb r8, r2, lr, r8
    and r7, r4, r7, lsr #1
    smlawt r10, r2, lr, r10
    and lr, r4, r12, lsl #7
    smlawb r9, r2, r7, r9
    and r12, r4, r12, lsr #1
    smlawt r11, r2, r7, r11
    smlawb r9, r3, r12, r9
    smlawt r11, r3, r12, r11
    ldr r12, [r0], #4
    ldr r7, [sp, #4]
    smlawt r10, r3, lr, r10
    smlawb r8, r3, lr, r8
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r8, r7, lr, r8
    smlawb r9, r7, r12, r9
    smlawt r10, r7, lr, r10
    smlawt r11, r7, r12, r11
    usat r8, #8, r8, asr #22
    usat r9, #8, r9, asr #22
    ldr lr, [sp]
    usat r11, #8, r11, asr #22
    usat r10, #8, r10, asr #22
    ldr r12, [r0, #1024]
    orr r10, r10, r11, lsl #8
    orr r8, r8, r9, lsl #8
    orr r8, r8, r10, lsl #16
    str r8, [r5], #4
    cmp r5, lr
    bne 1b
2:
    ldr r7, [r0, #2048]
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r1, r12, r6
    smlawt r11, r1, r12, r6
    smlawb r8, r1, lr, r6
    smlawt r10, r1, lr, r6
    ldr r12, [r0, #3072]
    and lr, r4, r7, lsl #7
    and r7, r4, r7, lsr #1
    smlawb r9, r2, r7, r9
    smlawt r11, r2, r7, r11
    smlawb r8, r2, lr, r8
    smlawt r10, r2, lr, r10
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r3, r12, r9
    smlawt r11, r3, r12, r11
    ldr r12, [r0], #4
    ldr r7, [sp, #4]
    smlawb r8, r3, lr, r8
    smlawt r10, r3, lr, r10
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r7, r12, r9
    smlawt r11, r7, r12, r11
    ldr r12, [r0, #1024]
    smlawb r8, r7, lr, r8
    smlawt r10, r7, lr, r10
    usat r9, #8, r9, asr #22
    usat r11, #8, r11, asr #22
    usat r8, #8, r8, asr #22
    usat r10, #8, r10, asr #22
    orr r10, r10, r11, lsl #8
    orr r8, r8, r9, lsl #8
    orr r8, r8, r10, lsl #16
    str r8, [r5], #4
    ldr r7, [r0, #2048]
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r1, r12, r6
    smlawt r11, r1, r12, r6
    smlawb r8, r1, lr, r6
    smlawt r10, r1, lr, r6
    ldr r12, [r0, #3072]
    and lr, r4, r7, lsl #7
    and r7, r4, r7, lsr #1
    smlawb r9, r2, r7, r9
    smlawt r11, r2, r7, r11
    smlawb r8, r2, lr, r8
    smlawt r10, r2, lr, r10
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r3, r12, r9
    smlawt r11, r3, r12, r11
    ldr r12, [r0], #4
    ldr r7, [sp, #4]
    smlawb r8, r3, lr, r8
    smlawt r10, r3, lr, r10
    and lr, r4, r12, lsl #7
    and r12, r4, r12, lsr #1
    smlawb r9, r7, r12, r9
    smlawt r11, r7, r12, r11
    smlawb r8, r7, lr, r8
    smlawt r10, r7, lr, r10
    usat r9, #8, r9, asr #22
    usat r11, #8, r11, asr #22
    usat r8, #8, r8, asr #22
    usat r10, #8, r10, asr #22
    orr r10, r10, r11, lsl #8
    orr r8, r8, r9, lsl #8
    orr r8, r8, r10, lsl #16
    str r8, [r5], #4
    add sp, sp, #8
    pop {r4-r11, pc}
5:
    .word 0x7f807f80
    .size dinozero_armv6_resample_ring_of_4, . - dinozero_armv6_resample_ring_of_4

    .balign 32
    .global dinozero_armv6_resample_columns_of_4
    .type dinozero_armv6_resample_columns_of_4, %function
dinozero_armv6_resample_columns_of_4:
    push {r4-r11, lr}
    ldr r4, [sp, #36]
    cmp r3, r4
    sub r4, r4, #3
    push {r4, r5}
    ldr lr, [r1], #4
    add lr, r0, lr, lsl #3
    ldmia lr!, {r4-r7}
    ldmia r2!, {r8, r9}
    beq 2f
    // 31.0 cycles a turn
1:
    mov r10, #2097152
    mov r12, #2097152
    mov r11, #2097152
    smlawb r10, r8, r4, r10
    smlawt r12, r8, r4, r12
    smlawb r11, r8, r5, r11
    smlawb r10, r9, r6, r10
    smlawt r12, r9, r6, r12
    smlawb r11, r9, r7, r11
    ldmia r2!, {r8, r9}
    ldmia lr, {r4-r7}
    ldr lr, [r1], #4
    pld [r2, #96]
    smlawb r10, r8, r4, r10
    smlawb r11, r8, r5, r11
    add lr, r0, lr, lsl #3
    smlawt r12, r8, r4, r12
    smlawb r10, r9, r6, r10
    smlawt r12, r9, r6, r12
    smlawb r11, r9, r7, r11
    ldr r9, [sp]
    usat r10, #8, r10, asr #22
    usat r12, #8, r12, asr #22
    usat r11, #8, r11, asr #22
    ldmia lr!, {r4-r7}
    cmp r3, r9
    strb r10, [r3], #1
    strb r11, [r3], #1
    ldmia r2!, {r8, r9}
    strb r12, [r3], #1
    bne 1b
2:
    mov r10, #2097152
    mov r11, #2097152
    mov r12, #2097152
    smlawb r10, r8, r4, r10
    smlawt r12, r8, r4, r12
    smlawb r11, r8, r5, r11
    smlawb r10, r9, r6, r10
    smlawt r12, r9, r6, r12
    smlawb r11, r9, r7, r11
    ldmia lr, {r4-r7}
    ldmia r2!, {r8, r9}
    smlawb r10, r8, r4, r10
    smlawt r12, r8, r4, r12
    smlawb r11, r8, r5, r11
    smlawb r10, r9, r6, r10
    smlawt r12, r9, r6, r12
    smlawb r11, r9, r7, r11
    usat r10, #8, r10, asr #22
    usat r12, #8, r12, asr #22
    usat r11, #8, r11, asr #22
    strb r10, [r3], #1
    strb r11, [r3], #1
    strb r12, [r3], #1
    add sp, sp, #8
    pop {r4-r11, pc}
    .size dinozero_armv6_resample_columns_of_4, . - dinozero_armv6_resample_columns_of_4

    .balign 32
    .global dinozero_armv6_resample_widen
    .type dinozero_armv6_resample_widen, %function
dinozero_armv6_resample_widen:
    push {r4-r11, lr}
    ldr r12, 5f
    // 44.0 cycles a turn
1:
    bic lr, r1, #31
    pld [lr]
    ldr lr, [r0], #4
    subs r2, r2, #1
    and r4, r12, lr, lsl #7
    and r5, r12, lr, lsr #1
    ldr lr, [r0], #4
    add r1, r1, #24
    mov r6, r5, lsr #16
    and r9, r12, lr, lsr #1
    and r7, r12, lr, lsl #7
    ldr lr, [r0], #4
    pkhbt r6, r6, r9, lsl #16
    mov r9, r9, lsr #16
    mov r8, r7, lsr #16
    and r10, r12, lr, lsr #1
    and r11, r12, lr, lsl #7
    ldr lr, [r0], #4
    pkhbt r8, r8, r11, lsl #16
    mov r11, r11, lsr #16
    stmia r3!, {r4-r11}
    and r4, r12, lr, lsl #7
    and r5, r12, lr, lsr #1
    ldr lr, [r0], #4
    mov r6, r5, lsr #16
    and r9, r12, lr, lsr #1
    and r7, r12, lr, lsl #7
    ldr lr, [r0], #4
    mov r8, r7, lsr #16
    pkhbt r6, r6, r9, lsl #16
    mov r9, r9, lsr #16
    and r11, r12, lr, lsl #7
    and r10, r12, lr, lsr #1
    pkhbt r8, r8, r11, lsl #16
    mov r11, r11, lsr #16
    stmia r3!, {r4-r11}
    bne 1b
    pop {r4-r11, pc}
5:
    .word 0x7f807f80
    .size dinozero_armv6_resample_widen, . - dinozero_armv6_resample_widen

    .section .note.GNU-stack, "", %progbits
