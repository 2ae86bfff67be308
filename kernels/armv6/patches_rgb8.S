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

    .balign 32
    .global dinozero_armv6_patch_codes
    .type dinozero_armv6_patch_codes, %function
dinozero_armv6_patch_codes:
    push {r4-r11, lr}
    ldr r12, [sp, #36]
    mov lr, #16
    // 51.0 cycles a turn
1:
    ldrb r9, [r0, #15]
    ldrb r7, [r0, #9]
    ldrb r5, [r0, #3]
    add r4, r0, r3
    ldrb r11, [r0, #21]
    ldrb r6, [r0, #6]
    ldrb r10, [r0, #18]
    ldrb r11, [r1, r11, lsl #2]
    bic r4, r4, #31
    ldrb r6, [r1, r6, lsl #2]
    ldrb r5, [r1, r5, lsl #2]
    ldrb r8, [r0, #12]
    pld [r4]
    ldrb r4, [r0, #0]
    ldrb r7, [r1, r7, lsl #2]
    ldrb r9, [r1, r9, lsl #2]
    ldrb r10, [r1, r10, lsl #2]
    ldrb r8, [r1, r8, lsl #2]
    ldrb r4, [r1, r4, lsl #2]
    orr r10, r10, r11, lsl #8
    orr r6, r6, r7, lsl #8
    orr r4, r4, r5, lsl #8
    orr r4, r4, r6, lsl #16
    ldrb r7, [r0, #33]
    orr r8, r8, r9, lsl #8
    orr r8, r8, r10, lsl #16
    stmia r2!, {r4, r8}
    ldrb r6, [r0, #30]
    ldrb r4, [r0, #24]
    ldrb r10, [r0, #42]
    ldrb r11, [r0, #45]
    ldrb r7, [r1, r7, lsl #2]
    ldrb r4, [r1, r4, lsl #2]
    ldrb r9, [r0, #39]
    ldrb r5, [r0, #27]
    ldrb r11, [r1, r11, lsl #2]
    ldrb r9, [r1, r9, lsl #2]
    ldrb r8, [r0, #36]
    ldrb r6, [r1, r6, lsl #2]
    ldrb r5, [r1, r5, lsl #2]
    ldrb r8, [r1, r8, lsl #2]
    ldrb r10, [r1, r10, lsl #2]
    subs lr, lr, #1
    orr r8, r8, r9, lsl #8
    orr r10, r10, r11, lsl #8
    orr r6, r6, r7, lsl #8
    orr r4, r4, r5, lsl #8
    orr r8, r8, r10, lsl #16
    orr r4, r4, r6, lsl #16
    add r0, r0, r12
    stmia r2!, {r4, r8}
    bne 1b
    pop {r4-r11, pc}
    .size dinozero_armv6_patch_codes, . - dinozero_armv6_patch_codes

    .balign 32
    .global dinozero_armv6_patch_extremes
    .type dinozero_armv6_patch_extremes, %function
dinozero_armv6_patch_extremes:
    push {r4-r11, lr}
    mov r4, #0
    mov r5, #0
    mov r6, #0
    mvn r7, #0
    mvn r8, #0
    mvn r9, #0
    mov r3, #16
    // 62.0 cycles a turn
1:
    ldr r10, [r0, #0]
    ldr r11, [r0, #4]
    ldr r12, [r0, #8]
    usub8 lr, r10, r4
    sel r4, r10, r4
    usub8 lr, r10, r7
    sel r7, r7, r10
    usub8 lr, r11, r5
    sel r5, r11, r5
    usub8 lr, r11, r8
    sel r8, r8, r11
    ldr r10, [r0, #12]
    usub8 lr, r12, r6
    sel r6, r12, r6
    usub8 lr, r12, r9
    ldr r11, [r0, #16]
    sel r9, r9, r12
    usub8 lr, r10, r4
    sel r4, r10, r4
    usub8 lr, r10, r7
    sel r7, r7, r10
    usub8 lr, r11, r5
    sel r5, r11, r5
    ldr r12, [r0, #20]
    usub8 lr, r11, r8
    sel r8, r8, r11
    ldr r10, [r0, #24]
    usub8 lr, r12, r6
    sel r6, r12, r6
    usub8 lr, r12, r9
    ldr r11, [r0, #28]
    sel r9, r9, r12
    usub8 lr, r10, r4
    sel r4, r10, r4
    usub8 lr, r10, r7
    sel r7, r7, r10
    usub8 lr, r11, r5
    sel r5, r11, r5
    ldr r12, [r0, #32]
    ldr r10, [r0, #36]
    usub8 lr, r11, r8
    sel r8, r8, r11
    usub8 lr, r12, r6
    sel r6, r12, r6
    usub8 lr, r12, r9
    sel r9, r9, r12
    usub8 lr, r10, r4
    sel r4, r10, r4
    ldr r11, [r0, #40]
    ldr r12, [r0, #44]
    usub8 lr, r10, r7
    sel r7, r7, r10
    usub8 lr, r11, r5
    sel r5, r11, r5
    add r0, r0, r1
    usub8 lr, r11, r8
    sel r8, r8, r11
    usub8 lr, r12, r6
    sel r6, r12, r6
    usub8 lr, r12, r9
    sel r9, r9, r12
    subs r3, r3, #1
    bne 1b
    stm r2, {r4-r9}
    pop {r4-r11, pc}
    .size dinozero_armv6_patch_extremes, . - dinozero_armv6_patch_extremes

    .balign 32
    .global dinozero_armv6_patch_table
    .type dinozero_armv6_patch_table, %function
dinozero_armv6_patch_table:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00070000
    fmxr fpscr, r12
    fmsr s0, r2
    adr r12, 7f
    fldmias r12, {s8-s15}
    fldmias r0!, {s24-s31}
    fmacs s8, s24, s0
    subs r1, r1, #16
    beq 2f
    // 31.0 cycles a turn
1:
    subs r1, r1, #16
    fldmias r12, {s16-s23}
    fldmias r0!, {s24-s31}
    fstmias r3!, {s8-s15}
    fmacs s16, s24, s0
    fldmias r12, {s8-s15}
    fldmias r0!, {s24-s31}
    fmacs s8, s24, s0
    fstmias r3!, {s16-s23}
    bne 1b
2:
    fldmias r12, {s16-s23}
    fldmias r0!, {s24-s31}
    fstmias r3!, {s8-s15}
    fmacs s16, s24, s0
    fstmias r3!, {s16-s23}
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .balign 8
7:
    .word 0x4b400000, 0x4b400000, 0x4b400000, 0x4b400000, 0x4b400000, 0x4b400000, 0x4b400000, 0x4b400000
    .size dinozero_armv6_patch_table, . - dinozero_armv6_patch_table

    .section .note.GNU-stack, "", %progbits
