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
    sub sp, sp, #96
    ldr r2, [r0, #8]
    ldr r3, [r0, #4]
    ldr r4, [r0, #16]
    str r2, [sp, #72]
    str r3, [sp, #80]
    str r4, [sp, #84]
    str r0, [sp, #88]
    mov r2, #0x80000000
    mov r3, r2
    strd r2, r3, [sp, #8]
    strd r2, r3, [sp, #16]
    strd r2, r3, [sp, #24]
    strd r2, r3, [sp, #32]
    strd r2, r3, [sp, #40]
    strd r2, r3, [sp, #48]
    strd r2, r3, [sp, #56]
    strd r2, r3, [sp, #64]
1:
    ldr r2, [sp, #88]
    ldr r1, [sp, #80]
    ldr r0, [r2, #0]
    ldr r3, [r2, #12]
    mov r3, r3, lsl #3
    str r3, [sp, #76]
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
    ldr r5, [sp, #76]
    ldr r4, [sp, #72]
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldrd r2, r3, [sp, r5]
    stmia r4!, {r10, r11, r12, lr}
    ldr r1, [sp, #80]
    str r4, [sp, #72]
    cmp r2, r10
    movlt r2, r10
    cmp r3, r12
    movlt r3, r12
    cmp r2, r11
    movlt r2, r11
    cmp r3, lr
    movlt r3, lr
    strd r2, r3, [sp, r5]
    subs r5, r5, #8
    str r5, [sp, #76]
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
    ldr r5, [sp, #76]
    ldr r4, [sp, #72]
    smlad r10, r6, r8, r10
    smlad r11, r6, r9, r11
    smlad r12, r7, r8, r12
    smlad lr, r7, r9, lr
    ldrd r2, r3, [sp, r5]
    stmia r4!, {r10, r11, r12, lr}
    ldr r1, [sp, #80]
    str r4, [sp, #72]
    cmp r2, r10
    movlt r2, r10
    cmp r3, r12
    movlt r3, r12
    cmp r2, r11
    movlt r2, r11
    cmp r3, lr
    movlt r3, lr
    strd r2, r3, [sp, r5]
    subs r5, r5, #8
    str r5, [sp, #76]
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
    bne 2b
3:
    ldr r2, [sp, #88]
    ldr r3, [sp, #80]
    ldr r4, [sp, #84]
    ldr r5, [r2, #24]
    subs r4, r4, #1
    add r3, r3, r5
    str r3, [sp, #80]
    str r4, [sp, #84]
    bne 1b
    ldr r4, [sp, #88]
    ldr r5, [r4, #12]
    ldr r4, [r4, #32]
    mov r5, r5, lsl #3
4:
    ldrd r2, r3, [sp, r5]
    subs r5, r5, #8
    stmia r4!, {r2, r3}
    bne 4b
    add sp, sp, #96
    pop {r4-r11, pc}
    .size dinozero_armv6_tiles_of_32_pairs, . - dinozero_armv6_tiles_of_32_pairs

    .balign 32
    .global dinozero_armv6_tiles
    .type dinozero_armv6_tiles, %function
dinozero_armv6_tiles:
    push {r4-r11, lr}
    sub sp, sp, #36
    ldr r2, [r0, #8]
    ldr r3, [r0, #4]
    ldr r4, [r0, #16]
    str r2, [sp, #0]
    str r3, [sp, #8]
    str r4, [sp, #12]
    str r0, [sp, #16]
    ldr r3, [r0, #28]
    mov r3, r3, lsr #2
    mov r4, #100
    mul r4, r3, r4
    mov r5, r4
    ldr r6, 7f
    b 6f
7:
    .word 4f - (6f + 8)
8:
    .word 5f - (9f + 8)
6:
    add r6, pc, r6
    sub r4, r6, r4
    str r4, [sp, #24]
    ldr r6, 8b
9:
    add r6, pc, r6
    sub r5, r6, r5
    str r5, [sp, #28]
1:
    ldr r2, [sp, #16]
    ldr r1, [sp, #8]
    ldr r0, [r2, #0]
    ldr r3, [r2, #12]
    mov r3, r3, lsl #0
    str r3, [sp, #4]
    ldr r6, [sp, #24]
    str r0, [sp, #20]
    mov r10, #0
    mov r11, #0
    mov r12, #0
    mov lr, #0
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
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
    ldr r2, [sp, #0]
    ldr r3, [sp, #16]
    ldr r5, [sp, #4]
    ldr r0, [sp, #20]
    ldr r4, [r3, #20]
    stmia r2!, {r10, r11, r12, lr}
    ldr r1, [sp, #8]
    subs r5, r5, #1
    add r0, r0, r4
    str r2, [sp, #0]
    str r5, [sp, #4]
    beq 3f
2:
    ldr r6, [sp, #28]
    str r0, [sp, #20]
    mov r10, #0
    mov r11, #0
    mov r12, #0
    mov lr, #0
    ldmia r0!, {r2, r3}
    ldmia r1!, {r4, r5}
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
    ldr r2, [sp, #0]
    ldr r3, [sp, #16]
    ldr r5, [sp, #4]
    ldr r0, [sp, #20]
    ldr r4, [r3, #20]
    stmia r2!, {r10, r11, r12, lr}
    ldr r1, [sp, #8]
    subs r5, r5, #1
    add r0, r0, r4
    str r2, [sp, #0]
    str r5, [sp, #4]
    bne 2b
3:
    ldr r2, [sp, #16]
    ldr r3, [sp, #8]
    ldr r4, [sp, #12]
    ldr r5, [r2, #24]
    subs r4, r4, #1
    add r3, r3, r5
    str r3, [sp, #8]
    str r4, [sp, #12]
    bne 1b
    add sp, sp, #36
    pop {r4-r11, pc}
    .size dinozero_armv6_tiles, . - dinozero_armv6_tiles

    .section .note.GNU-stack, "", %progbits
