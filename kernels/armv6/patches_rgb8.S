// SPDX-License-Identifier: Apache-2.0
// Written by patches_rgb8.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_patch_channel
    .type dinozero_armv6_patch_channel, %function
dinozero_armv6_patch_channel:
    push {r4-r11, lr}
    ldm r3, {r4-r7}
    sub sp, sp, #20
    stm sp, {r4-r7}
1:
    ldr r12, [sp, #12]
    ldr r3, [sp, #4]
    add r12, r0, r12
    bic r12, r12, #31
    pld [r12]
    // 22.0 cycles a turn
2:
    ldrb r9, [r0, #15]
    ldrb r7, [r0, #9]
    ldrb r6, [r0, #6]
    ldrb r4, [r0, #0]
    ldrb r8, [r0, #12]
    ldr r7, [r1, r7, lsl #2]
    ldrb r10, [r0, #18]
    ldrb r11, [r0, #21]
    ldr r6, [r1, r6, lsl #2]
    ldr r8, [r1, r8, lsl #2]
    ldrb r5, [r0, #3]
    ldr r10, [r1, r10, lsl #2]
    ldr r9, [r1, r9, lsl #2]
    ldr r5, [r1, r5, lsl #2]
    ldr r4, [r1, r4, lsl #2]
    ldr r11, [r1, r11, lsl #2]
    stmia r2!, {r4-r11}
    subs r3, r3, #1
    add r0, r0, #24
    bne 2b
    ldr r12, [sp]
    ldr r3, [sp, #8]
    subs r12, r12, #1
    add r0, r0, r3
    str r12, [sp]
    bne 1b
    add sp, sp, #20
    pop {r4-r11, pc}
    .size dinozero_armv6_patch_channel, . - dinozero_armv6_patch_channel

    .section .note.GNU-stack, "", %progbits
