// SPDX-License-Identifier: Apache-2.0
// Written by residual_int8.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_residual_int8
    .type dinozero_armv6_residual_int8, %function
dinozero_armv6_residual_int8:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00070000
    fmxr fpscr, r12
    flds s0, [r3]
    ldr r12, 8f
    ldr lr, 9f
    fmsr s1, lr
    bic lr, lr, #0xff
    mov r3, r2
    add r10, r1, #128
    bic r10, r10, #31
    add r11, r2, #128
    bic r11, r11, #31
    ldmia r1!, {r4, r5}
    eor r4, r4, r12
    eor r5, r5, r12
    uxtb16 r6, r4
    uxtb16 r7, r4, ror #8
    uxtb16 r8, r5
    uxtb16 r9, r5, ror #8
    pkhbt r4, r6, lr
    pkhbt r5, r8, lr
    fmsr s8, r4
    fmsr s12, r5
    pkhbt r4, r7, lr
    pkhbt r5, r9, lr
    pkhtb r6, lr, r6, asr #16
    pkhtb r7, lr, r7, asr #16
    pkhtb r8, lr, r8, asr #16
    pkhtb r9, lr, r9, asr #16
    fmsrr {s9, s10}, r4, r6
    fmsr s11, r7
    fmsrr {s13, s14}, r5, r8
    fmsr s15, r9
    fsubs s8, s8, s1
    subs r0, r0, #32
    beq 2f
    // 116.0 cycles a turn
1:
    ldmia r1!, {r4, r5}
    pld [r10]
    fldmias r2!, {s16-s23}
    eor r4, r4, r12
    subs r0, r0, #32
    uxtb16 r6, r4
    eor r5, r5, r12
    uxtb16 r7, r4, ror #8
    pkhbt r4, r6, lr
    uxtb16 r8, r5
    uxtb16 r9, r5, ror #8
    pkhbt r5, r8, lr
    pkhtb r8, lr, r8, asr #16
    fmacs s16, s8, s0
    fmsr s28, r5
    pkhtb r6, lr, r6, asr #16
    fmsr s24, r4
    pkhbt r4, r7, lr
    pkhbt r5, r9, lr
    pkhtb r7, lr, r7, asr #16
    pld [r11, #0]
    fmsr s27, r7
    fmsrr {s29, s30}, r5, r8
    pkhtb r9, lr, r9, asr #16
    fmsr s31, r9
    fmsrr {s25, s26}, r4, r6
    pld [r11, #32]
    ldmia r1!, {r4, r5}
    fstmias r3!, {s16-s23}
    fsubs s24, s24, s1
    eor r4, r4, r12
    eor r5, r5, r12
    uxtb16 r7, r4, ror #8
    uxtb16 r8, r5
    uxtb16 r6, r4
    fldmias r2!, {s16-s23}
    uxtb16 r9, r5, ror #8
    pkhbt r5, r8, lr
    fmsr s12, r5
    pkhtb r8, lr, r8, asr #16
    pkhbt r4, r6, lr
    fmsr s8, r4
    pkhbt r5, r9, lr
    fmsrr {s13, s14}, r5, r8
    pkhbt r4, r7, lr
    fmacs s16, s24, s0
    pkhtb r9, lr, r9, asr #16
    fmsr s15, r9
    pkhtb r7, lr, r7, asr #16
    pkhtb r6, lr, r6, asr #16
    fmsr s11, r7
    fmsrr {s9, s10}, r4, r6
    ldmia r1!, {r4, r5}
    pld [r11, #64]
    pld [r11, #96]
    fsubs s8, s8, s1
    eor r4, r4, r12
    eor r5, r5, r12
    uxtb16 r6, r4
    uxtb16 r9, r5, ror #8
    fstmias r3!, {s16-s23}
    uxtb16 r7, r4, ror #8
    uxtb16 r8, r5
    pkhbt r5, r8, lr
    fldmias r2!, {s16-s23}
    pkhbt r4, r6, lr
    fmsr s28, r5
    pkhtb r6, lr, r6, asr #16
    pkhbt r5, r9, lr
    fmsr s24, r4
    pkhbt r4, r7, lr
    fmacs s16, s8, s0
    pkhtb r7, lr, r7, asr #16
    fmsr s27, r7
    pkhtb r8, lr, r8, asr #16
    pkhtb r9, lr, r9, asr #16
    fmsrr {s29, s30}, r5, r8
    fmsr s31, r9
    fmsrr {s25, s26}, r4, r6
    add r10, r10, #32
    ldmia r1!, {r4, r5}
    fsubs s24, s24, s1
    eor r4, r4, r12
    eor r5, r5, r12
    add r11, r11, #128
    fstmias r3!, {s16-s23}
    uxtb16 r9, r5, ror #8
    uxtb16 r6, r4
    fldmias r2!, {s16-s23}
    uxtb16 r8, r5
    pkhbt r5, r8, lr
    uxtb16 r7, r4, ror #8
    fmacs s16, s24, s0
    pkhbt r4, r6, lr
    fmsr s8, r4
    fmsr s12, r5
    pkhbt r4, r7, lr
    pkhbt r5, r9, lr
    pkhtb r6, lr, r6, asr #16
    pkhtb r8, lr, r8, asr #16
    pkhtb r7, lr, r7, asr #16
    fmsr s11, r7
    fmsrr {s9, s10}, r4, r6
    pkhtb r9, lr, r9, asr #16
    fmsr s15, r9
    fmsrr {s13, s14}, r5, r8
    fstmias r3!, {s16-s23}
    fsubs s8, s8, s1
    bne 1b
2:
    fldmias r2!, {s16-s23}
    ldmia r1!, {r4, r5}
    eor r4, r4, r12
    eor r5, r5, r12
    uxtb16 r6, r4
    uxtb16 r7, r4, ror #8
    uxtb16 r8, r5
    uxtb16 r9, r5, ror #8
    pkhbt r4, r6, lr
    pkhbt r5, r8, lr
    fmacs s16, s8, s0
    fmsr s24, r4
    fmsr s28, r5
    pkhbt r4, r7, lr
    pkhbt r5, r9, lr
    pkhtb r6, lr, r6, asr #16
    pkhtb r7, lr, r7, asr #16
    pkhtb r8, lr, r8, asr #16
    pkhtb r9, lr, r9, asr #16
    fmsrr {s25, s26}, r4, r6
    fmsr s27, r7
    fmsrr {s29, s30}, r5, r8
    fmsr s31, r9
    ldmia r1!, {r4, r5}
    fstmias r3!, {s16-s23}
    fsubs s24, s24, s1
    eor r4, r4, r12
    eor r5, r5, r12
    fldmias r2!, {s16-s23}
    uxtb16 r6, r4
    uxtb16 r7, r4, ror #8
    uxtb16 r8, r5
    uxtb16 r9, r5, ror #8
    pkhbt r4, r6, lr
    pkhbt r5, r8, lr
    fmsr s8, r4
    fmsr s12, r5
    pkhbt r4, r7, lr
    pkhbt r5, r9, lr
    pkhtb r6, lr, r6, asr #16
    fmacs s16, s24, s0
    pkhtb r7, lr, r7, asr #16
    pkhtb r8, lr, r8, asr #16
    pkhtb r9, lr, r9, asr #16
    fmsrr {s9, s10}, r4, r6
    fmsr s11, r7
    fmsrr {s13, s14}, r5, r8
    fmsr s15, r9
    ldmia r1!, {r4, r5}
    fsubs s8, s8, s1
    eor r4, r4, r12
    eor r5, r5, r12
    uxtb16 r6, r4
    fstmias r3!, {s16-s23}
    uxtb16 r7, r4, ror #8
    uxtb16 r8, r5
    uxtb16 r9, r5, ror #8
    fldmias r2!, {s16-s23}
    pkhbt r4, r6, lr
    pkhbt r5, r8, lr
    fmsr s24, r4
    fmsr s28, r5
    pkhbt r4, r7, lr
    pkhbt r5, r9, lr
    fmacs s16, s8, s0
    pkhtb r6, lr, r6, asr #16
    pkhtb r7, lr, r7, asr #16
    pkhtb r8, lr, r8, asr #16
    pkhtb r9, lr, r9, asr #16
    fmsrr {s25, s26}, r4, r6
    fmsr s27, r7
    fmsrr {s29, s30}, r5, r8
    fmsr s31, r9
    fsubs s24, s24, s1
    fstmias r3!, {s16-s23}
    fldmias r2!, {s16-s23}
    fmacs s16, s24, s0
    fstmias r3!, {s16-s23}
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
8:
    .word 0x80808080
9:
    .word 0x4b000080
    .size dinozero_armv6_residual_int8, . - dinozero_armv6_residual_int8

    .section .note.GNU-stack, "", %progbits
