// SPDX-License-Identifier: Apache-2.0
// Written by residual_f32.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_residual_scaled
    .type dinozero_armv6_residual_scaled, %function
dinozero_armv6_residual_scaled:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    mov r4, r2
    add r5, r1, #128
    bic r5, r5, #31
    add r6, r2, #128
    bic r6, r6, #31
    fldmias r1!, {s8-s11}
    fldmias r2!, {s16-s19}
    fldmias r3!, {s24-s27}
    subs r0, r0, #16
    beq 2f
    // 40.0 cycles a turn
1:
    fmacs s16, s8, s24
    fldmias r3!, {s28-s31}
    fldmias r1!, {s12-s15}
    fldmias r2!, {s20-s23}
    fldmias r3!, {s24-s27}
    fldmias r1!, {s8-s11}
    fmacs s20, s12, s28
    fstmias r4!, {s16-s19}
    fldmias r2!, {s16-s19}
    fldmias r3!, {s28-s31}
    fldmias r1!, {s12-s15}
    pld [r5, #0]
    fstmias r4!, {s20-s23}
    fmacs s16, s8, s24
    fldmias r2!, {s20-s23}
    pld [r5, #32]
    fldmias r1!, {s8-s11}
    fmacs s20, s12, s28
    pld [r6, #0]
    add r5, r5, #64
    fldmias r3!, {s24-s27}
    subs r0, r0, #16
    fstmias r4!, {s16-s19}
    fldmias r2!, {s16-s19}
    pld [r6, #32]
    add r6, r6, #64
    fstmias r4!, {s20-s23}
    bne 1b
2:
    fldmias r1!, {s12-s15}
    fmacs s16, s8, s24
    fldmias r2!, {s20-s23}
    fldmias r3!, {s28-s31}
    fldmias r1!, {s8-s11}
    fldmias r3!, {s24-s27}
    fmacs s20, s12, s28
    fstmias r4!, {s16-s19}
    fldmias r2!, {s16-s19}
    fldmias r1!, {s12-s15}
    fldmias r3!, {s28-s31}
    fmacs s16, s8, s24
    fstmias r4!, {s20-s23}
    fldmias r2!, {s20-s23}
    fmacs s20, s12, s28
    fstmias r4!, {s16-s19}
    fstmias r4!, {s20-s23}
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_residual_scaled, . - dinozero_armv6_residual_scaled

    .balign 32
    .global dinozero_armv6_residual
    .type dinozero_armv6_residual, %function
dinozero_armv6_residual:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    mov r4, r2
    add r5, r1, #128
    bic r5, r5, #31
    add r6, r2, #128
    bic r6, r6, #31
    fldmias r1!, {s8-s11}
    fldmias r2!, {s16-s19}
    subs r0, r0, #16
    beq 2f
    // 38.0 cycles a turn
1:
    fldmias r2!, {s20-s23}
    fadds s16, s16, s8
    fldmias r1!, {s12-s15}
    pld [r5, #0]
    fldmias r1!, {s8-s11}
    subs r0, r0, #16
    fadds s20, s20, s12
    fstmias r4!, {s16-s19}
    fldmias r2!, {s16-s19}
    fldmias r1!, {s12-s15}
    fstmias r4!, {s20-s23}
    fadds s16, s16, s8
    fldmias r2!, {s20-s23}
    fldmias r1!, {s8-s11}
    fadds s20, s20, s12
    pld [r6, #0]
    pld [r5, #32]
    add r5, r5, #64
    fstmias r4!, {s16-s19}
    pld [r6, #32]
    fldmias r2!, {s16-s19}
    fstmias r4!, {s20-s23}
    add r6, r6, #64
    bne 1b
2:
    fldmias r1!, {s12-s15}
    fadds s16, s16, s8
    fldmias r2!, {s20-s23}
    fldmias r1!, {s8-s11}
    fadds s20, s20, s12
    fldmias r1!, {s12-s15}
    fstmias r4!, {s16-s19}
    fldmias r2!, {s16-s19}
    fstmias r4!, {s20-s23}
    fldmias r2!, {s20-s23}
    fadds s16, s16, s8
    fadds s20, s20, s12
    fstmias r4!, {s16-s19}
    fstmias r4!, {s20-s23}
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_residual, . - dinozero_armv6_residual

    .section .note.GNU-stack, "", %progbits
