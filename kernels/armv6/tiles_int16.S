// SPDX-License-Identifier: Apache-2.0
// Written by tiles_int16.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_tiles_of_32_pairs
    .type dinozero_armv6_tiles_of_32_pairs, %function
dinozero_armv6_tiles_of_32_pairs:
    push {r4-r11, lr}
    sub sp, sp, #108
    ldr r4, [r0, #8]
    ldr r2, [r0, #4]
    ldr r3, [r0, #16]
    ldr r6, [r0, #0]
    ldr r7, [r0, #12]
    ldr r5, [r0, #24]
    mov r7, r7, lsl #3
    str r4, [sp, #72]
    strd r2, r3, [sp, #80]
    strd r6, r7, [sp, #88]
    str r5, [sp, #96]
    str r0, [sp, #100]
    mov r4, #0x80000000
    mov r5, r4
    strd r4, r5, [sp, #8]
    strd r4, r5, [sp, #16]
    strd r4, r5, [sp, #24]
    strd r4, r5, [sp, #32]
    strd r4, r5, [sp, #40]
    strd r4, r5, [sp, #48]
    strd r4, r5, [sp, #56]
    strd r4, r5, [sp, #64]
1:
    str r7, [sp, #76]
    mov r0, r6
    mov r1, r2
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smuad r10, r2, r4
    smuad r11, r2, r5
    smuad r12, r3, r4
    smuad lr, r3, r5
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldrd r4, r5, [sp, #72]
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    ldrd r2, r3, [sp, r5]
    smlad lr, r7, r9, lr
    ldr r1, [sp, #80]
    cmp r2, r10
    movlt r2, r10
    cmp r3, r12
    movlt r3, r12
    cmp r2, r11
    movlt r2, r11
    cmp r3, lr
    stmia r4!, {r10, r11, r12, lr}
    movlt r3, lr
    strd r2, r3, [sp, r5]
    subs r5, r5, #8
    strd r4, r5, [sp, #72]
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    beq 3f
2:
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smuad r10, r2, r4
    smuad r11, r2, r5
    smuad r12, r3, r4
    smuad lr, r3, r5
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldrd r4, r5, [sp, #72]
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    ldrd r2, r3, [sp, r5]
    smlad lr, r7, r9, lr
    ldr r1, [sp, #80]
    cmp r2, r10
    movlt r2, r10
    cmp r3, r12
    movlt r3, r12
    cmp r2, r11
    movlt r2, r11
    cmp r3, lr
    stmia r4!, {r10, r11, r12, lr}
    movlt r3, lr
    strd r2, r3, [sp, r5]
    subs r5, r5, #8
    strd r4, r5, [sp, #72]
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    bne 2b
3:
    ldrd r2, r3, [sp, #80]
    ldr r5, [sp, #96]
    ldrd r6, r7, [sp, #88]
    subs r3, r3, #1
    add r2, r2, r5
    strd r2, r3, [sp, #80]
    bne 1b
    ldr r4, [sp, #100]
    ldr r5, [r4, #12]
    ldr r4, [r4, #32]
    mov r5, r5, lsl #3
4:
    ldrd r2, r3, [sp, r5]
    subs r5, r5, #8
    stmia r4!, {r2, r3}
    bne 4b
    add sp, sp, #108
    pop {r4-r11, pc}
    .size dinozero_armv6_tiles_of_32_pairs, . - dinozero_armv6_tiles_of_32_pairs

    .balign 32
    .global dinozero_armv6_tiles_of_100_pairs
    .type dinozero_armv6_tiles_of_100_pairs, %function
dinozero_armv6_tiles_of_100_pairs:
    push {r4-r11, lr}
    sub sp, sp, #36
    ldr r4, [r0, #8]
    ldr r2, [r0, #4]
    ldr r3, [r0, #16]
    ldr r6, [r0, #0]
    ldr r7, [r0, #12]
    ldr r5, [r0, #24]
    mov r7, r7, lsl #3
    str r4, [sp, #0]
    strd r2, r3, [sp, #8]
    strd r6, r7, [sp, #16]
    str r5, [sp, #24]
    str r0, [sp, #28]
1:
    str r7, [sp, #4]
    mov r0, r6
    mov r1, r2
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smuad r10, r2, r4
    smuad r11, r2, r5
    smuad r12, r3, r4
    smuad lr, r3, r5
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldrd r4, r5, [sp, #0]
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    ldr r1, [sp, #8]
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    subs r5, r5, #8
    ldmia r0!, {r2, r3}
    stmia r4!, {r10, r11, r12, lr}
    strd r4, r5, [sp, #0]
    ldmia r1!, {r4, r5}
    beq 3f
2:
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smuad r10, r2, r4
    smuad r11, r2, r5
    smuad r12, r3, r4
    smuad lr, r3, r5
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldrd r4, r5, [sp, #0]
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    ldr r1, [sp, #8]
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    subs r5, r5, #8
    ldmia r0!, {r2, r3}
    stmia r4!, {r10, r11, r12, lr}
    strd r4, r5, [sp, #0]
    ldmia r1!, {r4, r5}
    bne 2b
3:
    ldrd r2, r3, [sp, #8]
    ldr r5, [sp, #24]
    ldrd r6, r7, [sp, #16]
    subs r3, r3, #1
    add r2, r2, r5
    strd r2, r3, [sp, #8]
    bne 1b
    add sp, sp, #36
    pop {r4-r11, pc}
    .size dinozero_armv6_tiles_of_100_pairs, . - dinozero_armv6_tiles_of_100_pairs

    .balign 32
    .global dinozero_armv6_tiles
    .type dinozero_armv6_tiles, %function
dinozero_armv6_tiles:
    push {r4-r11, lr}
    sub sp, sp, #44
    ldr r4, [r0, #8]
    ldr r2, [r0, #4]
    ldr r3, [r0, #16]
    ldr r6, [r0, #0]
    ldr r7, [r0, #12]
    ldr r5, [r0, #24]
    mov r7, r7, lsl #0
    str r4, [sp, #0]
    strd r2, r3, [sp, #8]
    strd r6, r7, [sp, #16]
    str r5, [sp, #24]
    str r0, [sp, #28]
    ldr r8, [r0, #28]
    ldr r4, [r0, #20]
    sub r4, r4, r8, lsl #3
    sub r4, r4, #8
    str r4, [sp, #32]
    mov r8, r8, lsr #2
    mov r4, #100
    mul r4, r8, r4
    mov r5, #100
    mul r5, r8, r5
    ldr r9, 7f
    ldr r10, 8f
    b 6f
7:
    .word 4f - (6f + 8)
8:
    .word 5f - (9f + 8)
6:
    add r9, pc, r9
    sub r9, r9, r4
    str r9, [sp, #36]
9:
    add r10, pc, r10
    sub r10, r10, r5
    str r10, [sp, #40]
1:
    str r7, [sp, #4]
    mov r0, r6
    mov r1, r2
    ldr r6, [sp, #36]
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    mov r10, #0
    mov r11, #0
    mov r12, #0
    mov lr, #0
    bx r6
    .rept 32
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r1, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    .endr
4:
    ldrd r4, r5, [sp, #0]
    ldr r6, [sp, #32]
    ldr r1, [sp, #8]
    stmia r4!, {r10, r11, r12, lr}
    subs r5, r5, #1
    add r0, r0, r6
    strd r4, r5, [sp, #0]
    beq 3f
2:
    ldr r6, [sp, #40]
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    mov r10, #0
    mov r11, #0
    mov r12, #0
    mov lr, #0
    bx r6
    .rept 32
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    pld [r0, #96]
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldmia r0!, {r6, r7}
    ldmia r1!, {r8, r9}
    smlad r10, r2, r4, r10
    smlad r11, r2, r5, r11
    smlad r12, r3, r4, r12
    smlad lr, r3, r5, lr
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    .endr
5:
    ldrd r4, r5, [sp, #0]
    ldr r6, [sp, #32]
    ldr r1, [sp, #8]
    stmia r4!, {r10, r11, r12, lr}
    subs r5, r5, #1
    add r0, r0, r6
    strd r4, r5, [sp, #0]
    bne 2b
3:
    ldrd r2, r3, [sp, #8]
    ldr r5, [sp, #24]
    ldrd r6, r7, [sp, #16]
    subs r3, r3, #1
    add r2, r2, r5
    strd r2, r3, [sp, #8]
    bne 1b
    add sp, sp, #44
    pop {r4-r11, pc}
    .size dinozero_armv6_tiles, . - dinozero_armv6_tiles

    .section .note.GNU-stack, "", %progbits
