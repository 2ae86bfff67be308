// SPDX-License-Identifier: Apache-2.0
// Written by lookup_tables.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_lookup_pack
    .type dinozero_armv6_lookup_pack, %function
dinozero_armv6_lookup_pack:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    str r2, [sp, #-8]!
    str r0, [sp, #-8]!
    add r2, r1, #1024
    ldr r6, 5f
    ldr r7, 6f
    ldr r8, 7f
    ldr r9, 8f
    ldr r10, 3f
    ldr r11, 4f
    fmdrr d0, r10, r11
    fmdrr d1, r10, r11
    fmdrr d2, r10, r11
    fmdrr d3, r10, r11
    // 314.0 cycles a turn: 32 inputs of three rows
1:
    ldr r0, [sp]
    ldmia r0, {r3-r5}
    ldr r10, [r3, #0]
    ldr r12, [r4, #0]
    pld [r3, #32]
    eor r10, r10, r9
    eor r12, r12, r9
    uxtb16 r11, r10, ror #8
    and lr, r7, r12, lsr #7
    uxtb16 r10, r10
    and r12, r7, r12, lsl #1
    pld [r4, #32]
    pkhbt r0, r10, r12, lsl #16
    pkhtb r10, r12, r10, asr #16
    pkhbt r12, r11, lr, lsl #16
    pkhtb r11, lr, r11, asr #16
    ldr lr, [r5, #0]
    fmsr s8, r0
    eor lr, lr, r9
    fmsr s10, r12
    and r0, r8, lr, lsl #3
    pld [r5, #32]
    uxtah r12, r6, r0
    fmsr s9, r12
    add r12, r6, r0, lsr #16
    fmsrr {s12, s13}, r10, r12
    and r0, r8, lr, lsr #5
    ldr r10, [r3, #4]
    uxtah r12, r6, r0
    fmsr s11, r12
    add r12, r6, r0, lsr #16
    fmsrr {s14, s15}, r11, r12
    ldr r12, [r4, #4]
    ldr r0, [sp, #8]
    eor r10, r10, r9
    eor r12, r12, r9
    uxtb16 r11, r10, ror #8
    and lr, r7, r12, lsr #7
    pld [r3, r0]
    uxtb16 r10, r10
    and r12, r7, r12, lsl #1
    fsubd d8, d4, d0
    pkhbt r0, r10, r12, lsl #16
    pkhtb r10, r12, r10, asr #16
    pkhbt r12, r11, lr, lsl #16
    pkhtb r11, lr, r11, asr #16
    ldr lr, [r5, #4]
    fsubd d12, d0, d4
    eor lr, lr, r9
    fstd d8, [r1, #0]
    fmsr s8, r0
    and r0, r8, lr, lsl #3
    fmsr s10, r12
    uxtah r12, r6, r0
    fmsr s9, r12
    add r12, r6, r0, lsr #16
    fmsrr {s12, s13}, r10, r12
    and r0, r8, lr, lsr #5
    ldr r10, [r3, #8]
    uxtah r12, r6, r0
    fmsr s11, r12
    add r12, r6, r0, lsr #16
    fmsrr {s14, s15}, r11, r12
    ldr r12, [r4, #8]
    fstd d9, [r1, #256]
    eor r10, r10, r9
    eor r12, r12, r9
    uxtb16 r11, r10, ror #8
    and lr, r7, r12, lsr #7
    and r12, r7, r12, lsl #1
    uxtb16 r10, r10
    pkhbt r0, r10, r12, lsl #16
    pkhtb r10, r12, r10, asr #16
    fsubd d12, d0, d4
    pkhbt r12, r11, lr, lsl #16
    fstd d10, [r1, #512]
    pkhtb r11, lr, r11, asr #16
    ldr lr, [r5, #8]
    fstd d11, [r1, #768]
    fsubd d8, d4, d0
    eor lr, lr, r9
    fmsr s8, r0
    and r0, r8, lr, lsl #3
    fmsr s10, r12
    uxtah r12, r6, r0
    fmsr s9, r12
    add r12, r6, r0, lsr #16
    fmsrr {s12, s13}, r10, r12
    and r0, r8, lr, lsr #5
    ldr r10, [r3, #12]
    uxtah r12, r6, r0
    fmsr s11, r12
    add r12, r6, r0, lsr #16
    fmsrr {s14, s15}, r11, r12
    ldr r12, [r4, #12]
    eor r10, r10, r9
    ldr r0, [sp, #8]
    eor r12, r12, r9
    uxtb16 r11, r10, ror #8
    and lr, r7, r12, lsr #7
    pld [r4, r0]
    uxtb16 r10, r10
    and r12, r7, r12, lsl #1
    fstd d8, [r2, #0]
    pkhbt r0, r10, r12, lsl #16
    pkhtb r10, r12, r10, asr #16
    pkhbt r12, r11, lr, lsl #16
    pkhtb r11, lr, r11, asr #16
    fstd d9, [r2, #256]
    fstd d10, [r2, #512]
    ldr lr, [r5, #12]
    fstd d11, [r2, #768]
    fsubd d8, d4, d0
    eor lr, lr, r9
    fsubd d12, d0, d4
    fmsr s8, r0
    and r0, r8, lr, lsl #3
    fmsr s10, r12
    uxtah r12, r6, r0
    fmsr s9, r12
    add r12, r6, r0, lsr #16
    and r0, r8, lr, lsr #5
    fmsrr {s12, s13}, r10, r12
    ldr r10, [r3, #16]
    uxtah r12, r6, r0
    fmsr s11, r12
    add r12, r6, r0, lsr #16
    fmsrr {s14, s15}, r11, r12
    ldr r12, [r4, #16]
    eor r10, r10, r9
    fstd d8, [r1, #64]
    eor r12, r12, r9
    uxtb16 r11, r10, ror #8
    fstd d10, [r1, #576]
    and lr, r7, r12, lsr #7
    uxtb16 r10, r10
    and r12, r7, r12, lsl #1
    fstd d9, [r1, #320]
    pkhbt r0, r10, r12, lsl #16
    fstd d11, [r1, #832]
    pkhtb r10, r12, r10, asr #16
    pkhbt r12, r11, lr, lsl #16
    pkhtb r11, lr, r11, asr #16
    ldr lr, [r5, #16]
    fsubd d8, d4, d0
    eor lr, lr, r9
    fsubd d12, d0, d4
    fmsr s8, r0
    and r0, r8, lr, lsl #3
    fmsr s10, r12
    uxtah r12, r6, r0
    fmsr s9, r12
    add r12, r6, r0, lsr #16
    fmsrr {s12, s13}, r10, r12
    and r0, r8, lr, lsr #5
    ldr r10, [r3, #20]
    uxtah r12, r6, r0
    fmsr s11, r12
    add r12, r6, r0, lsr #16
    fmsrr {s14, s15}, r11, r12
    ldr r12, [r4, #20]
    ldr r0, [sp, #8]
    eor r10, r10, r9
    fstd d11, [r2, #832]
    eor r12, r12, r9
    uxtb16 r11, r10, ror #8
    pld [r5, r0]
    and lr, r7, r12, lsr #7
    and r12, r7, r12, lsl #1
    fstd d8, [r2, #64]
    uxtb16 r10, r10
    pkhbt r0, r10, r12, lsl #16
    pkhtb r10, r12, r10, asr #16
    pkhbt r12, r11, lr, lsl #16
    fstd d9, [r2, #320]
    pkhtb r11, lr, r11, asr #16
    fstd d10, [r2, #576]
    ldr lr, [r5, #20]
    fsubd d8, d4, d0
    fsubd d12, d0, d4
    eor lr, lr, r9
    fmsr s8, r0
    and r0, r8, lr, lsl #3
    fmsr s10, r12
    uxtah r12, r6, r0
    fmsr s9, r12
    add r12, r6, r0, lsr #16
    fmsrr {s12, s13}, r10, r12
    and r0, r8, lr, lsr #5
    ldr r10, [r3, #24]
    uxtah r12, r6, r0
    fmsr s11, r12
    add r12, r6, r0, lsr #16
    fmsrr {s14, s15}, r11, r12
    ldr r12, [r4, #24]
    eor r10, r10, r9
    fstd d8, [r1, #128]
    eor r12, r12, r9
    uxtb16 r11, r10, ror #8
    and lr, r7, r12, lsr #7
    and r12, r7, r12, lsl #1
    uxtb16 r10, r10
    pkhbt r0, r10, r12, lsl #16
    pkhtb r10, r12, r10, asr #16
    pkhbt r12, r11, lr, lsl #16
    pkhtb r11, lr, r11, asr #16
    fsubd d12, d0, d4
    fstd d11, [r1, #896]
    ldr lr, [r5, #24]
    fstd d10, [r1, #640]
    fstd d9, [r1, #384]
    fsubd d8, d4, d0
    eor lr, lr, r9
    fmsr s8, r0
    and r0, r8, lr, lsl #3
    fmsr s10, r12
    uxtah r12, r6, r0
    fmsr s9, r12
    add r12, r6, r0, lsr #16
    fmsrr {s12, s13}, r10, r12
    and r0, r8, lr, lsr #5
    ldr r10, [r3, #28]
    uxtah r12, r6, r0
    fmsr s11, r12
    add r12, r6, r0, lsr #16
    fmsrr {s14, s15}, r11, r12
    ldr r12, [r4, #28]
    eor r10, r10, r9
    fstd d8, [r2, #128]
    eor r12, r12, r9
    uxtb16 r11, r10, ror #8
    and lr, r7, r12, lsr #7
    and r12, r7, r12, lsl #1
    uxtb16 r10, r10
    fstd d9, [r2, #384]
    pkhbt r0, r10, r12, lsl #16
    pkhtb r10, r12, r10, asr #16
    fstd d10, [r2, #640]
    pkhbt r12, r11, lr, lsl #16
    add r4, r4, #32
    pkhtb r11, lr, r11, asr #16
    ldr lr, [r5, #28]
    fsubd d12, d0, d4
    fstd d11, [r2, #896]
    fsubd d8, d4, d0
    eor lr, lr, r9
    add r5, r5, #32
    add r3, r3, #32
    fmsr s8, r0
    and r0, r8, lr, lsl #3
    fmsr s10, r12
    uxtah r12, r6, r0
    fmsr s9, r12
    add r12, r6, r0, lsr #16
    fmsrr {s12, s13}, r10, r12
    and r0, r8, lr, lsr #5
    fstd d8, [r1, #192]
    uxtah r12, r6, r0
    fmsr s11, r12
    add r12, r6, r0, lsr #16
    fmsrr {s14, s15}, r11, r12
    fstd d9, [r1, #448]
    fstd d10, [r1, #704]
    fstd d11, [r1, #960]
    fstd d15, [r1, #992]
    fsubd d8, d4, d0
    ldr r0, [sp]
    fstd d12, [r1, #224]
    fstd d14, [r1, #736]
    fstd d13, [r1, #480]
    add r1, r1, #8
    tst r1, #0x18
    fsubd d12, d0, d4
    stmia r0!, {r3-r5}
    str r0, [sp]
    fstd d10, [r2, #704]
    fstd d11, [r2, #960]
    fstd d9, [r2, #448]
    fstd d8, [r2, #192]
    fstd d12, [r2, #224]
    fstd d13, [r2, #480]
    fstd d14, [r2, #736]
    fstd d15, [r2, #992]
    add r2, r2, #8
    bne 1b
    add sp, sp, #16
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
3:    .word 0x01000080
4:    .word 0x43300400
5:    .word 0x43300000
6:    .word 0x01fe01fe
7:    .word 0x07f807f8
8:    .word 0x80808080
    .size dinozero_armv6_lookup_pack, . - dinozero_armv6_lookup_pack

    .balign 32
    .global dinozero_armv6_lookup_build
    .type dinozero_armv6_lookup_build, %function
dinozero_armv6_lookup_build:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00010000
    fmxr fpscr, r12
    pld [r1, #576]
    pld [r1, #384]
    pld [r0, #544]
    pld [r1, #448]
    pld [r0, #608]
    pld [r0, #96]
    pld [r1, #512]
    pld [r0, #736]
    pld [r0, #224]
    pld [r0, #672]
    add r4, r1, #576
    add r6, r1, #384
    pld [r0, #160]
    fldmiad r4, {d8-d11}
    add r7, r0, #544
    add r10, r1, #448
    add r9, r0, #608
    pld [r1, #480]
    fldmiad r6, {d12-d15}
    add r5, r1, #384
    add r12, r0, #736
    add r8, r0, #96
    pld [r0, #928]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    add r4, r0, #672
    faddd d10, d14, d10
    pld [r0, #416]
    fldmiad r10, {d0-d3}
    add r11, r0, #224
    add r7, r0, #928
    add lr, r0, #160
    fldmiad r5, {d4-d7}
    add r5, r1, #512
    add r10, r1, #480
    add r6, r0, #416
    pld [r0, #992]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    add r9, r0, #992
    faddd d10, d2, d10
    pld [r0, #480]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    add r8, r0, #480
    faddd d6, d2, d6
    pld [r1, #1472]
    fldmiad r5, {d0-d3}
    add r5, r1, #1408
    pld [r0, #864]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    add r12, r0, #864
    fsubd d10, d10, d14
    pld [r0, #352]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    add r11, r0, #352
    fsubd d6, d6, d14
    pld [r1, #1408]
    fstmiad r4, {d8-d11}
    faddd d8, d0, d8
    add r4, r0, #800
    faddd d10, d2, d10
    pld [r0, #800]
    fstmiad lr, {d4-d7}
    faddd d4, d0, d4
    add lr, r0, #288
    faddd d6, d2, d6
    pld [r1, #1600]
    fldmiad r10, {d0-d3}
    add r10, r1, #1472
    pld [r0, #288]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    add r7, r0, #512
    faddd d10, d14, d10
    pld [r0, #512]
    fstmiad r6, {d4-d7}
    faddd d4, d12, d4
    add r6, r1, #1408
    faddd d6, d14, d6
    pld [r0, #64]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    add r9, r0, #576
    faddd d10, d2, d10
    pld [r0, #576]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    add r8, r0, #64
    faddd d6, d2, d6
    pld [r1, #1536]
    fldmiad r10, {d0-d3}
    add r10, r1, #1504
    pld [r0, #192]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    add r12, r0, #704
    fsubd d10, d10, d14
    pld [r0, #704]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    add r11, r0, #192
    fsubd d6, d6, d14
    pld [r0, #128]
    fldmiad r6, {d12-d15}
    add r6, r0, #384
    pld [r0, #640]
    fstmiad r4, {d8-d11}
    add r4, r1, #1600
    pld [r1, #1504]
    fldmiad r4, {d8-d11}
    add r4, r0, #640
    pld [r0, #384]
    fstmiad lr, {d4-d7}
    add lr, r0, #128
    pld [r0, #896]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    add r7, r0, #896
    faddd d10, d14, d10
    fldmiad r5, {d4-d7}
    add r5, r1, #1536
    pld [r0, #448]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    add r8, r0, #448
    faddd d6, d2, d6
    pld [r0, #960]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    add r9, r0, #960
    faddd d10, d2, d10
    pld [r0, #320]
    fldmiad r5, {d0-d3}
    pld [r0, #832]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    add r11, r0, #320
    fsubd d6, d6, d14
    pld [r0, #256]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    add r12, r0, #832
    fsubd d10, d10, d14
    pld [r0, #768]
    fstmiad lr, {d4-d7}
    faddd d4, d0, d4
    add lr, r0, #256
    faddd d6, d2, d6
    pld [r1, #832]
    fstmiad r4, {d8-d11}
    faddd d8, d0, d8
    add r4, r0, #768
    faddd d10, d2, d10
    add r0, r0, #1024
    pld [r1, #640]
    fldmiad r10, {d0-d3}
    pld [r0, #544]
    fstmiad r6, {d4-d7}
    faddd d4, d12, d4
    faddd d6, d14, d6
    pld [r1, #704]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    faddd d10, d14, d10
    pld [r0, #608]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    faddd d6, d2, d6
    pld [r0, #96]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    faddd d10, d2, d10
    pld [r1, #768]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    fsubd d6, d6, d14
    pld [r0, #736]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    fsubd d10, d10, d14
    pld [r0, #224]
    fstmiad lr, {d4-d7}
    pld [r0, #672]
    fstmiad r4, {d8-d11}
    add r4, r1, #832
    add r6, r1, #640
    pld [r0, #160]
    fldmiad r4, {d8-d11}
    add r7, r0, #544
    add r10, r1, #704
    add r9, r0, #608
    pld [r1, #736]
    fldmiad r6, {d12-d15}
    add r5, r1, #640
    add r12, r0, #736
    add r8, r0, #96
    pld [r0, #928]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    add r4, r0, #672
    faddd d10, d14, d10
    pld [r0, #416]
    fldmiad r10, {d0-d3}
    add r11, r0, #224
    add r7, r0, #928
    add lr, r0, #160
    fldmiad r5, {d4-d7}
    add r5, r1, #768
    add r10, r1, #736
    add r6, r0, #416
    pld [r0, #992]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    add r9, r0, #992
    faddd d10, d2, d10
    pld [r0, #480]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    add r8, r0, #480
    faddd d6, d2, d6
    pld [r1, #1728]
    fldmiad r5, {d0-d3}
    add r5, r1, #1664
    pld [r0, #864]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    add r12, r0, #864
    fsubd d10, d10, d14
    pld [r0, #352]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    add r11, r0, #352
    fsubd d6, d6, d14
    pld [r1, #1664]
    fstmiad r4, {d8-d11}
    faddd d8, d0, d8
    add r4, r0, #800
    faddd d10, d2, d10
    pld [r0, #800]
    fstmiad lr, {d4-d7}
    faddd d4, d0, d4
    add lr, r0, #288
    faddd d6, d2, d6
    pld [r1, #1856]
    fldmiad r10, {d0-d3}
    add r10, r1, #1728
    pld [r0, #288]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    add r7, r0, #512
    faddd d10, d14, d10
    pld [r0, #512]
    fstmiad r6, {d4-d7}
    faddd d4, d12, d4
    add r6, r1, #1664
    faddd d6, d14, d6
    pld [r0, #64]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    add r9, r0, #576
    faddd d10, d2, d10
    pld [r0, #576]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    add r8, r0, #64
    faddd d6, d2, d6
    pld [r1, #1792]
    fldmiad r10, {d0-d3}
    add r10, r1, #1760
    pld [r0, #192]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    add r12, r0, #704
    fsubd d10, d10, d14
    pld [r0, #704]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    add r11, r0, #192
    fsubd d6, d6, d14
    pld [r0, #128]
    fldmiad r6, {d12-d15}
    add r6, r0, #384
    pld [r0, #640]
    fstmiad r4, {d8-d11}
    add r4, r1, #1856
    pld [r1, #1760]
    fldmiad r4, {d8-d11}
    add r4, r0, #640
    pld [r0, #384]
    fstmiad lr, {d4-d7}
    add lr, r0, #128
    pld [r0, #896]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    add r7, r0, #896
    faddd d10, d14, d10
    fldmiad r5, {d4-d7}
    add r5, r1, #1792
    pld [r0, #448]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    add r8, r0, #448
    faddd d6, d2, d6
    pld [r0, #960]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    add r9, r0, #960
    faddd d10, d2, d10
    pld [r0, #320]
    fldmiad r5, {d0-d3}
    pld [r0, #832]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    add r11, r0, #320
    fsubd d6, d6, d14
    pld [r0, #256]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    add r12, r0, #832
    fsubd d10, d10, d14
    pld [r0, #768]
    fstmiad lr, {d4-d7}
    faddd d4, d0, d4
    add lr, r0, #256
    faddd d6, d2, d6
    pld [r1, #1088]
    fstmiad r4, {d8-d11}
    faddd d8, d0, d8
    add r4, r0, #768
    faddd d10, d2, d10
    add r0, r0, #1024
    pld [r1, #896]
    fldmiad r10, {d0-d3}
    pld [r0, #544]
    fstmiad r6, {d4-d7}
    faddd d4, d12, d4
    faddd d6, d14, d6
    pld [r1, #960]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    faddd d10, d14, d10
    pld [r0, #608]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    faddd d6, d2, d6
    pld [r0, #96]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    faddd d10, d2, d10
    pld [r1, #1024]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    fsubd d6, d6, d14
    pld [r0, #736]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    fsubd d10, d10, d14
    pld [r0, #224]
    fstmiad lr, {d4-d7}
    pld [r0, #672]
    fstmiad r4, {d8-d11}
    add r4, r1, #1088
    add r6, r1, #896
    pld [r0, #160]
    fldmiad r4, {d8-d11}
    add r7, r0, #544
    add r10, r1, #960
    add r9, r0, #608
    pld [r1, #992]
    fldmiad r6, {d12-d15}
    add r5, r1, #896
    add r12, r0, #736
    add r8, r0, #96
    pld [r0, #928]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    add r4, r0, #672
    faddd d10, d14, d10
    pld [r0, #416]
    fldmiad r10, {d0-d3}
    add r11, r0, #224
    add r7, r0, #928
    add lr, r0, #160
    fldmiad r5, {d4-d7}
    add r5, r1, #1024
    add r10, r1, #992
    add r6, r0, #416
    pld [r0, #992]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    add r9, r0, #992
    faddd d10, d2, d10
    pld [r0, #480]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    add r8, r0, #480
    faddd d6, d2, d6
    pld [r1, #1984]
    fldmiad r5, {d0-d3}
    add r5, r1, #1920
    pld [r0, #864]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    add r12, r0, #864
    fsubd d10, d10, d14
    pld [r0, #352]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    add r11, r0, #352
    fsubd d6, d6, d14
    pld [r1, #1920]
    fstmiad r4, {d8-d11}
    faddd d8, d0, d8
    add r4, r0, #800
    faddd d10, d2, d10
    pld [r0, #800]
    fstmiad lr, {d4-d7}
    faddd d4, d0, d4
    add lr, r0, #288
    faddd d6, d2, d6
    pld [r1, #64]
    fldmiad r10, {d0-d3}
    add r10, r1, #1984
    pld [r0, #288]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    add r7, r0, #512
    faddd d10, d14, d10
    pld [r0, #512]
    fstmiad r6, {d4-d7}
    faddd d4, d12, d4
    add r6, r1, #1920
    faddd d6, d14, d6
    pld [r0, #64]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    add r9, r0, #576
    faddd d10, d2, d10
    pld [r0, #576]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    add r8, r0, #64
    faddd d6, d2, d6
    pld [r1, #0]
    fldmiad r10, {d0-d3}
    add r10, r1, #2016
    pld [r0, #192]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    add r12, r0, #704
    fsubd d10, d10, d14
    pld [r0, #704]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    add r11, r0, #192
    fsubd d6, d6, d14
    pld [r0, #128]
    fldmiad r6, {d12-d15}
    add r6, r0, #384
    pld [r0, #640]
    fstmiad r4, {d8-d11}
    add r4, r1, #64
    pld [r1, #2016]
    fldmiad r4, {d8-d11}
    add r4, r0, #640
    pld [r0, #384]
    fstmiad lr, {d4-d7}
    add lr, r0, #128
    pld [r0, #896]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    add r7, r0, #896
    faddd d10, d14, d10
    fldmiad r5, {d4-d7}
    add r5, r1, #0
    pld [r0, #448]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    add r8, r0, #448
    faddd d6, d2, d6
    pld [r0, #960]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    add r9, r0, #960
    faddd d10, d2, d10
    pld [r0, #320]
    fldmiad r5, {d0-d3}
    pld [r0, #832]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    add r11, r0, #320
    fsubd d6, d6, d14
    pld [r0, #256]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    add r12, r0, #832
    fsubd d10, d10, d14
    pld [r0, #768]
    fstmiad lr, {d4-d7}
    faddd d4, d0, d4
    add lr, r0, #256
    faddd d6, d2, d6
    pld [r1, #1344]
    fstmiad r4, {d8-d11}
    faddd d8, d0, d8
    add r4, r0, #768
    faddd d10, d2, d10
    add r0, r0, #1024
    pld [r1, #1152]
    fldmiad r10, {d0-d3}
    pld [r0, #544]
    fstmiad r6, {d4-d7}
    faddd d4, d12, d4
    faddd d6, d14, d6
    pld [r1, #1216]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    faddd d10, d14, d10
    pld [r0, #608]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    faddd d6, d2, d6
    pld [r0, #96]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    faddd d10, d2, d10
    pld [r1, #1280]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    fsubd d6, d6, d14
    pld [r0, #736]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    fsubd d10, d10, d14
    pld [r0, #224]
    fstmiad lr, {d4-d7}
    pld [r0, #672]
    fstmiad r4, {d8-d11}
    add r4, r1, #1344
    add r6, r1, #1152
    pld [r0, #160]
    fldmiad r4, {d8-d11}
    add r7, r0, #544
    add r10, r1, #1216
    add r9, r0, #608
    pld [r1, #1248]
    fldmiad r6, {d12-d15}
    add r5, r1, #1152
    add r12, r0, #736
    add r8, r0, #96
    pld [r0, #928]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    add r4, r0, #672
    faddd d10, d14, d10
    pld [r0, #416]
    fldmiad r10, {d0-d3}
    add r11, r0, #224
    add r7, r0, #928
    add lr, r0, #160
    fldmiad r5, {d4-d7}
    add r5, r1, #1280
    add r10, r1, #1248
    add r6, r0, #416
    pld [r0, #992]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    add r9, r0, #992
    faddd d10, d2, d10
    pld [r0, #480]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    add r8, r0, #480
    faddd d6, d2, d6
    pld [r1, #192]
    fldmiad r5, {d0-d3}
    add r5, r1, #128
    pld [r0, #864]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    add r12, r0, #864
    fsubd d10, d10, d14
    pld [r0, #352]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    add r11, r0, #352
    fsubd d6, d6, d14
    pld [r1, #128]
    fstmiad r4, {d8-d11}
    faddd d8, d0, d8
    add r4, r0, #800
    faddd d10, d2, d10
    pld [r0, #800]
    fstmiad lr, {d4-d7}
    faddd d4, d0, d4
    add lr, r0, #288
    faddd d6, d2, d6
    pld [r1, #320]
    fldmiad r10, {d0-d3}
    add r10, r1, #192
    pld [r0, #288]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    add r7, r0, #512
    faddd d10, d14, d10
    pld [r0, #512]
    fstmiad r6, {d4-d7}
    faddd d4, d12, d4
    add r6, r1, #128
    faddd d6, d14, d6
    pld [r0, #64]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    add r9, r0, #576
    faddd d10, d2, d10
    pld [r0, #576]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    add r8, r0, #64
    faddd d6, d2, d6
    pld [r1, #256]
    fldmiad r10, {d0-d3}
    add r10, r1, #224
    pld [r0, #192]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    add r12, r0, #704
    fsubd d10, d10, d14
    pld [r0, #704]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    add r11, r0, #192
    fsubd d6, d6, d14
    pld [r0, #128]
    fldmiad r6, {d12-d15}
    add r6, r0, #384
    pld [r0, #640]
    fstmiad r4, {d8-d11}
    add r4, r1, #320
    pld [r1, #224]
    fldmiad r4, {d8-d11}
    add r4, r0, #640
    pld [r0, #384]
    fstmiad lr, {d4-d7}
    add lr, r0, #128
    pld [r0, #896]
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    add r7, r0, #896
    faddd d10, d14, d10
    fldmiad r5, {d4-d7}
    add r5, r1, #256
    pld [r0, #448]
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    add r8, r0, #448
    faddd d6, d2, d6
    pld [r0, #960]
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    add r9, r0, #960
    faddd d10, d2, d10
    pld [r0, #320]
    fldmiad r5, {d0-d3}
    pld [r0, #832]
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    add r11, r0, #320
    fsubd d6, d6, d14
    pld [r0, #256]
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    add r12, r0, #832
    fsubd d10, d10, d14
    pld [r0, #768]
    fstmiad lr, {d4-d7}
    faddd d4, d0, d4
    add lr, r0, #256
    faddd d6, d2, d6
    fstmiad r4, {d8-d11}
    faddd d8, d0, d8
    add r4, r0, #768
    faddd d10, d2, d10
    add r0, r0, #1024
    fldmiad r10, {d0-d3}
    fstmiad r6, {d4-d7}
    faddd d4, d12, d4
    faddd d6, d14, d6
    fstmiad r7, {d8-d11}
    faddd d8, d12, d8
    faddd d10, d14, d10
    fstmiad r8, {d4-d7}
    faddd d4, d0, d4
    faddd d6, d2, d6
    fstmiad r9, {d8-d11}
    faddd d8, d0, d8
    faddd d10, d2, d10
    fstmiad r11, {d4-d7}
    fsubd d4, d4, d12
    fsubd d6, d6, d14
    fstmiad r12, {d8-d11}
    fsubd d8, d8, d12
    fsubd d10, d10, d14
    fstmiad lr, {d4-d7}
    fstmiad r4, {d8-d11}
    add r0, r0, #-3136
    add r1, r0, #32
    fldmiad r0, {d8-d11}
    add r0, r0, #1024
    fldmiad r1, {d0-d3}
    add r1, r1, #1024
    fldmiad r2, {d4-d7}
    faddd d8, d0, d8
    faddd d10, d2, d10
    fldmiad r0, {d12-d15}
    add r0, r0, #1024
    fldmiad r0, {d0-d3}
    faddd d4, d12, d4
    add r0, r0, #1024
    faddd d6, d14, d6
    fldmiad r1, {d12-d15}
    add r1, r1, #1024
    faddd d8, d12, d8
    faddd d10, d14, d10
    faddd d4, d0, d4
    fldmiad r0, {d12-d15}
    faddd d6, d2, d6
    fldmiad r1, {d0-d3}
    add r1, r1, #1024
    faddd d4, d12, d4
    faddd d8, d0, d8
    faddd d10, d2, d10
    faddd d6, d14, d6
    fldmiad r1, {d12-d15}
    faddd d8, d12, d8
    faddd d10, d14, d10
    faddd d4, d8, d4
    faddd d6, d10, d6
    fstmiad r2, {d4-d7}
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_lookup_build, . - dinozero_armv6_lookup_build

    .section .note.GNU-stack, "", %progbits
