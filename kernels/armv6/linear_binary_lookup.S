// SPDX-License-Identifier: Apache-2.0
// Written by linear_binary_lookup.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_binary_lookup_first
    .type dinozero_armv6_binary_lookup_first, %function
dinozero_armv6_binary_lookup_first:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00010000
    fmxr fpscr, r12
    mov r6, r1
    mov r7, r3
    mov r8, r2
    add r0, r0, #32
    add r1, r0, #1024
    add r2, r1, #1024
    add r3, r2, #1024
    ldr r4, 5f
    ldr r12, [r6], #4
    and r5, r4, r12
    uxtah lr, r0, r5
    add r5, r0, r5, lsr #16
    fldmiad lr, {d8-d11}
    fldmiad r7, {d12-d15}
    faddd d8, d12, d8
    faddd d10, d14, d10
    // 99.0 cycles for two outputs
1:
    ldr r9, [r6], #4
    fldmiad r7, {d0-d3}
    and r10, r4, r9
    fldmdbd r5!, {d12-d15}
    and r5, r4, r12, ror #4
    uxtah r11, r0, r10
    uxtah lr, r1, r5
    fldmiad r11, {d4-d7}
    faddd d8, d12, d8
    add r5, r1, r5, lsr #16
    faddd d10, d14, d10
    faddd d4, d0, d4
    fldmiad lr, {d12-d15}
    add r10, r0, r10, lsr #16
    faddd d6, d2, d6
    fldmdbd r10!, {d0-d3}
    faddd d8, d12, d8
    and r10, r4, r9, ror #4
    faddd d10, d14, d10
    uxtah r11, r1, r10
    fldmdbd r5!, {d12-d15}
    faddd d4, d0, d4
    and r5, r4, r12, ror #8
    faddd d6, d2, d6
    add r10, r1, r10, lsr #16
    fldmiad r11, {d0-d3}
    faddd d8, d12, d8
    uxtah lr, r2, r5
    faddd d10, d14, d10
    fldmiad lr, {d12-d15}
    faddd d4, d0, d4
    faddd d6, d2, d6
    add r5, r2, r5, lsr #16
    fldmdbd r10!, {d0-d3}
    faddd d8, d12, d8
    and r10, r4, r9, ror #8
    faddd d10, d14, d10
    uxtah r11, r2, r10
    faddd d4, d0, d4
    fldmdbd r5!, {d12-d15}
    and r5, r4, r12, ror #12
    faddd d6, d2, d6
    uxtah lr, r3, r5
    fldmiad r11, {d0-d3}
    faddd d8, d12, d8
    add r10, r2, r10, lsr #16
    faddd d10, d14, d10
    fldmiad lr, {d12-d15}
    faddd d4, d0, d4
    add r5, r3, r5, lsr #16
    faddd d6, d2, d6
    fldmdbd r10!, {d0-d3}
    faddd d8, d12, d8
    and r10, r4, r9, ror #12
    faddd d10, d14, d10
    uxtah r11, r3, r10
    fldmdbd r5!, {d12-d15}
    faddd d4, d0, d4
    add r10, r3, r10, lsr #16
    faddd d6, d2, d6
    fldmiad r11, {d0-d3}
    faddd d8, d12, d8
    faddd d10, d14, d10
    ldr r12, [r6], #4
    fldmiad r7, {d12-d15}
    faddd d4, d0, d4
    and r5, r4, r12
    faddd d6, d2, d6
    pld [r6, #96]
    fldmdbd r10!, {d0-d3}
    uxtah lr, r0, r5
    fstmiad r8!, {d8-d11}
    faddd d4, d0, d4
    add r5, r0, r5, lsr #16
    faddd d6, d2, d6
    fldmiad lr, {d8-d11}
    faddd d8, d12, d8
    fstmiad r8!, {d4-d7}
    faddd d10, d14, d10
    tst r8, #0x1fc0
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
5:    .word 0x03c003c0
    .size dinozero_armv6_binary_lookup_first, . - dinozero_armv6_binary_lookup_first

    .balign 32
    .global dinozero_armv6_binary_lookup_next
    .type dinozero_armv6_binary_lookup_next, %function
dinozero_armv6_binary_lookup_next:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00010000
    fmxr fpscr, r12
    mov r6, r1
    mov r7, r2
    mov r8, r2
    add r0, r0, #32
    add r1, r0, #1024
    add r2, r1, #1024
    add r3, r2, #1024
    ldr r4, 5f
    ldr r12, [r6], #4
    and r5, r4, r12
    uxtah lr, r0, r5
    add r5, r0, r5, lsr #16
    fldmiad lr, {d8-d11}
    fldmiad r7!, {d12-d15}
    faddd d8, d12, d8
    faddd d10, d14, d10
    // 99.0 cycles for two outputs
1:
    ldr r9, [r6], #4
    fldmiad r7!, {d0-d3}
    and r10, r4, r9
    fldmdbd r5!, {d12-d15}
    and r5, r4, r12, ror #4
    uxtah r11, r0, r10
    add r10, r0, r10, lsr #16
    fldmiad r11, {d4-d7}
    faddd d8, d12, d8
    uxtah lr, r1, r5
    faddd d10, d14, d10
    fldmiad lr, {d12-d15}
    faddd d4, d0, d4
    faddd d6, d2, d6
    add r5, r1, r5, lsr #16
    fldmdbd r10!, {d0-d3}
    faddd d8, d12, d8
    faddd d10, d14, d10
    and r10, r4, r9, ror #4
    faddd d4, d0, d4
    fldmdbd r5!, {d12-d15}
    uxtah r11, r1, r10
    faddd d6, d2, d6
    and r5, r4, r12, ror #8
    fldmiad r11, {d0-d3}
    faddd d8, d12, d8
    uxtah lr, r2, r5
    faddd d10, d14, d10
    faddd d4, d0, d4
    fldmiad lr, {d12-d15}
    add r10, r1, r10, lsr #16
    faddd d6, d2, d6
    add r5, r2, r5, lsr #16
    fldmdbd r10!, {d0-d3}
    faddd d8, d12, d8
    faddd d10, d14, d10
    and r10, r4, r9, ror #8
    faddd d4, d0, d4
    fldmdbd r5!, {d12-d15}
    faddd d6, d2, d6
    uxtah r11, r2, r10
    and r5, r4, r12, ror #12
    fldmiad r11, {d0-d3}
    faddd d8, d12, d8
    add r10, r2, r10, lsr #16
    faddd d10, d14, d10
    uxtah lr, r3, r5
    faddd d4, d0, d4
    fldmiad lr, {d12-d15}
    faddd d6, d2, d6
    add r5, r3, r5, lsr #16
    fldmdbd r10!, {d0-d3}
    faddd d8, d12, d8
    and r10, r4, r9, ror #12
    faddd d10, d14, d10
    faddd d4, d0, d4
    fldmdbd r5!, {d12-d15}
    faddd d6, d2, d6
    uxtah r11, r3, r10
    fldmiad r11, {d0-d3}
    faddd d8, d12, d8
    add r10, r3, r10, lsr #16
    faddd d10, d14, d10
    ldr r12, [r6], #4
    faddd d4, d0, d4
    fldmiad r7!, {d12-d15}
    faddd d6, d2, d6
    and r5, r4, r12
    fldmdbd r10!, {d0-d3}
    fstmiad r8!, {d8-d11}
    faddd d4, d0, d4
    uxtah lr, r0, r5
    faddd d6, d2, d6
    fldmiad lr, {d8-d11}
    add r5, r0, r5, lsr #16
    pld [r7, #64]
    pld [r6, #96]
    pld [r7, #96]
    faddd d8, d12, d8
    fstmiad r8!, {d4-d7}
    faddd d10, d14, d10
    tst r8, #0x1fc0
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
5:    .word 0x03c003c0
    .size dinozero_armv6_binary_lookup_next, . - dinozero_armv6_binary_lookup_next

    .section .note.GNU-stack, "", %progbits
