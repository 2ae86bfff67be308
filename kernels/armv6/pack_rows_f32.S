// SPDX-License-Identifier: Apache-2.0
// void dinozero_armv6_pack_rows_f32(float* packed, const void* const rows[4], uint32_t groups)
// Four rows of groups * 8 floats become groups * 8 quadruples, one float of each row.
// 8 load/store cycles for 8 floats; the lines read next and written next are fetched ahead.
    .syntax unified
    .arm
    .arch armv6
    .text
    .global dinozero_armv6_pack_rows_f32
    .type   dinozero_armv6_pack_rows_f32, %function
    .balign 32

    .macro two_inputs
    ldmia   r0!, {r4, r8}
    ldmia   r1!, {r5, r9}
    ldmia   r2!, {r6, r10}
    ldmia   r3!, {r7, r11}
    stmia   r12!, {r4-r11}
    .endm

dinozero_armv6_pack_rows_f32:
    push    {r4-r11, lr}
    mov     r12, r0
    mov     lr, r2
    ldmia   r1, {r0-r3}
1:  pld     [r12, #32]
    pld     [r0, #32]
    two_inputs
    pld     [r12, #32]
    pld     [r1, #24]
    two_inputs
    pld     [r12, #32]
    pld     [r2, #16]
    two_inputs
    pld     [r12, #32]
    pld     [r3, #8]
    subs    lr, lr, #1
    two_inputs
    bne     1b
    pop     {r4-r11, pc}
    .size   dinozero_armv6_pack_rows_f32, . - dinozero_armv6_pack_rows_f32
    .section .note.GNU-stack, "", %progbits
