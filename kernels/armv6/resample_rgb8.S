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
    ldmia r1, {r4-r7}
    sub sp, sp, #20
    stmia sp, {r4-r7}
    str r3, [sp, #16]
    mov r5, r2
    ldr r4, 5f
    mov r6, #2097152
    ldmia r0, {r0-r3}
    // 47.0 cycles a turn
1:
    ldr r11, [r0], #4
    ldr lr, [sp, #0]
    and r12, r4, r11, lsl #7
    and r11, r4, r11, lsr #1
    smlawb r7, lr, r12, r6
    smlawb r8, lr, r11, r6
    smlawt r10, lr, r11, r6
    ldr r11, [r1], #4
    smlawt r9, lr, r12, r6
    ldr lr, [sp, #4]
    and r12, r4, r11, lsl #7
    and r11, r4, r11, lsr #1
    smlawb r7, lr, r12, r7
    smlawb r8, lr, r11, r8
    smlawt r10, lr, r11, r10
    ldr r11, [r2], #4
    smlawt r9, lr, r12, r9
    ldr lr, [sp, #8]
    and r12, r4, r11, lsl #7
    and r11, r4, r11, lsr #1
    smlawb r7, lr, r12, r7
    smlawt r10, lr, r11, r10
    smlawb r8, lr, r11, r8
    ldr r11, [r3], #4
    smlawt r9, lr, r12, r9
    ldr lr, [sp, #12]
    and r12, r4, r11, lsl #7
    and r11, r4, r11, lsr #1
    smlawb r7, lr, r12, r7
    smlawb r8, lr, r11, r8
    smlawt r10, lr, r11, r10
    smlawt r9, lr, r12, r9
    usat r7, #8, r7, asr #22
    usat r8, #8, r8, asr #22
    usat r10, #8, r10, asr #22
    usat r9, #8, r9, asr #22
    ldr r11, [sp, #16]
    orr r9, r9, r10, lsl #8
    orr r7, r7, r8, lsl #8
    orr r7, r7, r9, lsl #16
    str r7, [r5], #4
    cmp r5, r11
    bne 1b
    add sp, sp, #20
    pop {r4-r11, pc}
5:
    .word 0x7f807f80
    .size dinozero_armv6_resample_rows_of_4, . - dinozero_armv6_resample_rows_of_4

    .balign 32
    .global dinozero_armv6_resample_columns_of_4
    .type dinozero_armv6_resample_columns_of_4, %function
dinozero_armv6_resample_columns_of_4:
    push {r4-r11, lr}
    ldr r4, [sp, #36]
    ldr r5, [sp, #40]
    push {r4, r5}
    // 35.0 cycles a turn
1:
    ldr lr, [r1], #4
    mov r12, #2097152
    ldmia r2!, {r8, r9}
    mov r11, #2097152
    add lr, r0, lr, lsl #3
    ldmia lr!, {r4-r7}
    mov r10, #2097152
    smlawb r10, r8, r4, r10
    smlawb r11, r8, r5, r11
    smlawb r10, r9, r6, r10
    smlawt r12, r8, r4, r12
    smlawb r11, r9, r7, r11
    smlawt r12, r9, r6, r12
    ldmia r2!, {r8, r9}
    ldmia lr!, {r4-r7}
    smlawb r11, r8, r5, r11
    smlawb r10, r8, r4, r10
    smlawt r12, r8, r4, r12
    smlawb r10, r9, r6, r10
    smlawb r11, r9, r7, r11
    smlawt r12, r9, r6, r12
    ldrd r4, r5, [sp]
    usat r10, #8, r10, asr #22
    usat r11, #8, r11, asr #22
    strb r10, [r3], #1
    usat r12, #8, r12, asr #22
    strb r11, [r3], #1
    add r2, r2, r4
    strb r12, [r3], #1
    cmp r3, r5
    bne 1b
    add sp, sp, #8
    pop {r4-r11, pc}
    .size dinozero_armv6_resample_columns_of_4, . - dinozero_armv6_resample_columns_of_4

    .section .note.GNU-stack, "", %progbits
