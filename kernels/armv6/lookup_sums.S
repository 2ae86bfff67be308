// SPDX-License-Identifier: Apache-2.0
// Written by lookup_sums.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_lookup_binary_keep
    .type dinozero_armv6_lookup_binary_keep, %function
dinozero_armv6_lookup_binary_keep:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldr lr, [sp, #108]
    mov r4, r2
    ldmia r3!, {r5, r12}
    ldr r11, [r3], #4
    fldmias r3, {s0-s3}
    ldmia r1, {r1-r3}
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s16, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #14
    mov r10, r6, lsr #17
    add r7, r7, r10, lsl #1
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #14
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s17, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #14
    mov r10, r8, lsr #17
    add r9, r9, r10, lsl #1
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #14
    fmsrr {s12, s13}, r7, r9
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s18, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #14
    mov r10, r6, lsr #17
    add r7, r7, r10, lsl #1
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #14
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s19, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #14
    mov r10, r8, lsr #17
    add r9, r9, r10, lsl #1
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #14
    fmsrr {s14, s15}, r7, r9
    fmsrr {s10, s11}, r6, r8
    add r0, r0, #128
    // 112.0 cycles for 24 sums
1:
    fsubs s8, s8, s0
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    fsubs s12, s12, s0
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #14
    fmsr s28, r10
    mov r10, r6, lsr #17
    add r7, r12, r7, lsr #14
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    mov r6, r6, lsl #15
    add r10, r11, r10, lsr #14
    fmsr s29, r10
    add r9, r12, r9, lsr #14
    add r6, r5, r6, lsr #14
    mov r10, r8, lsr #17
    mov r8, r8, lsl #15
    add r9, r9, r10, lsl #1
    fmsrr {s24, s25}, r7, r9
    add r8, r5, r8, lsr #14
    fmsrr {s20, s21}, r6, r8
    ldrd r6, r7, [r0, #64]
    fsubs s16, s16, s0
    ldrd r8, r9, [r0, #96]
    add r0, r0, #128
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #14
    add r7, r12, r7, lsr #14
    fmsr s30, r10
    mov r10, r6, lsr #17
    mov r6, r6, lsl #15
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r10, r11, r10, lsr #14
    fmsr s31, r10
    add r6, r5, r6, lsr #14
    add r9, r12, r9, lsr #14
    mov r10, r8, lsr #17
    mov r8, r8, lsl #15
    add r9, r9, r10, lsl #1
    add r8, r5, r8, lsr #14
    fmsrr {s26, s27}, r7, r9
    fstmias lr!, {s8-s11}
    fmsrr {s22, s23}, r6, r8
    ldrd r6, r7, [r0, #0]
    fsubs s24, s24, s0
    ldrd r8, r9, [r0, #32]
    fstmias lr!, {s12-s15}
    mov r10, r7, lsl #12
    fstmias lr!, {s16-s19}
    add r10, r11, r10, lsr #14
    fmsr s16, r10
    mov r7, r7, lsl #30
    mov r10, r6, lsr #17
    add r7, r12, r7, lsr #14
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    mov r6, r6, lsl #15
    add r10, r11, r10, lsr #14
    add r6, r5, r6, lsr #14
    fmsr s17, r10
    mov r10, r8, lsr #17
    mov r8, r8, lsl #15
    add r9, r12, r9, lsr #14
    add r9, r9, r10, lsl #1
    fmsrr {s12, s13}, r7, r9
    add r8, r5, r8, lsr #14
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    fsubs s20, s20, s0
    tst r0, #0x1fc0
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #14
    fmsr s18, r10
    add r7, r12, r7, lsr #14
    fsubs s28, s28, s0
    mov r10, r6, lsr #17
    add r0, r0, #128
    add r7, r7, r10, lsl #1
    fstmias lr!, {s20-s23}
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r10, r11, r10, lsr #14
    fmsr s19, r10
    mov r6, r6, lsl #15
    mov r10, r8, lsr #17
    fstmias lr!, {s24-s27}
    add r9, r12, r9, lsr #14
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #14
    fstmias lr!, {s28-s31}
    add r9, r9, r10, lsl #1
    pld [r0, #128]
    pld [r0, #160]
    pld [r0, #320]
    pld [r0, #256]
    add r8, r5, r8, lsr #14
    fmsrr {s10, s11}, r6, r8
    pld [r0, #192]
    pld [r0, #288]
    pld [r0, #352]
    fmsrr {s14, s15}, r7, r9
    pld [r0, #224]
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_lookup_binary_keep, . - dinozero_armv6_lookup_binary_keep

    .balign 32
    .global dinozero_armv6_lookup_binary_keep_add
    .type dinozero_armv6_lookup_binary_keep_add, %function
dinozero_armv6_lookup_binary_keep_add:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldr lr, [sp, #108]
    mov r4, r2
    ldmia r3!, {r5, r12}
    ldr r11, [r3], #4
    fldmias r3, {s0-s3}
    ldmia r1, {r1-r3}
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s16, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #14
    mov r10, r6, lsr #17
    add r7, r7, r10, lsl #1
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #14
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s17, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #14
    mov r10, r8, lsr #17
    add r9, r9, r10, lsl #1
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #14
    fmsrr {s12, s13}, r7, r9
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s18, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #14
    mov r10, r6, lsr #17
    add r7, r7, r10, lsl #1
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #14
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s19, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #14
    mov r10, r8, lsr #17
    add r9, r9, r10, lsl #1
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #14
    fmsrr {s14, s15}, r7, r9
    fmsrr {s10, s11}, r6, r8
    add r0, r0, #128
    // 131.0 cycles for 24 sums
1:
    fsubs s8, s8, s0
    ldrd r6, r7, [r0, #0]
    fldmias lr, {s4-s7}
    fsubs s12, s12, s0
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #14
    mov r7, r7, lsl #30
    fmsr s28, r10
    ldrd r8, r9, [r0, #32]
    fadds s8, s4, s8
    mov r10, r6, lsr #17
    add r7, r12, r7, lsr #14
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    mov r6, r6, lsl #15
    mov r9, r9, lsl #30
    add r10, r11, r10, lsr #14
    add r9, r12, r9, lsr #14
    fmsr s29, r10
    mov r10, r8, lsr #17
    fstmias lr!, {s8-s11}
    mov r8, r8, lsl #15
    fldmias lr, {s4-s7}
    add r6, r5, r6, lsr #14
    add r9, r9, r10, lsl #1
    fmsrr {s24, s25}, r7, r9
    add r8, r5, r8, lsr #14
    fadds s12, s4, s12
    fmsrr {s20, s21}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    fsubs s16, s16, s0
    add r0, r0, #128
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #14
    fmsr s30, r10
    mov r10, r6, lsr #17
    add r7, r12, r7, lsr #14
    fstmias lr!, {s12-s15}
    add r7, r7, r10, lsl #1
    fldmias lr, {s4-s7}
    mov r10, r9, lsl #12
    mov r6, r6, lsl #15
    add r10, r11, r10, lsr #14
    fmsr s31, r10
    mov r10, r8, lsr #17
    fadds s16, s4, s16
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #14
    add r8, r5, r8, lsr #14
    fmsrr {s22, s23}, r6, r8
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #14
    fsubs s20, s20, s0
    add r9, r9, r10, lsl #1
    fmsrr {s26, s27}, r7, r9
    ldrd r6, r7, [r0, #0]
    fsubs s28, s28, s0
    fstmias lr!, {s16-s19}
    fldmias lr, {s4-s7}
    mov r10, r7, lsl #12
    fsubs s24, s24, s0
    tst r0, #0x1fc0
    ldrd r8, r9, [r0, #32]
    mov r7, r7, lsl #30
    fadds s20, s4, s20
    add r10, r11, r10, lsr #14
    fmsr s16, r10
    mov r10, r6, lsr #17
    add r7, r12, r7, lsr #14
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    mov r6, r6, lsl #15
    add r10, r11, r10, lsr #14
    fmsr s17, r10
    mov r9, r9, lsl #30
    fstmias lr!, {s20-s23}
    mov r10, r8, lsr #17
    fldmias lr, {s4-s7}
    add r6, r5, r6, lsr #14
    add r9, r12, r9, lsr #14
    add r9, r9, r10, lsl #1
    mov r8, r8, lsl #15
    fadds s24, s4, s24
    fmsrr {s12, s13}, r7, r9
    add r8, r5, r8, lsr #14
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    add r0, r0, #128
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #14
    fstmias lr!, {s24-s27}
    fmsr s18, r10
    mov r10, r6, lsr #17
    fldmias lr, {s4-s7}
    add r7, r12, r7, lsr #14
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    mov r6, r6, lsl #15
    fadds s28, s4, s28
    mov r9, r9, lsl #30
    add r10, r11, r10, lsr #14
    add r9, r12, r9, lsr #14
    fmsr s19, r10
    mov r10, r8, lsr #17
    mov r8, r8, lsl #15
    add r9, r9, r10, lsl #1
    pld [r0, #256]
    add r6, r5, r6, lsr #14
    pld [r0, #288]
    fstmias lr!, {s28-s31}
    add r8, r5, r8, lsr #14
    pld [lr, #192]
    pld [lr, #160]
    pld [r0, #128]
    pld [r0, #224]
    fmsrr {s10, s11}, r6, r8
    pld [lr, #128]
    fmsrr {s14, s15}, r7, r9
    pld [r0, #352]
    pld [r0, #160]
    pld [r0, #320]
    pld [r0, #192]
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_lookup_binary_keep_add, . - dinozero_armv6_lookup_binary_keep_add

    .balign 32
    .global dinozero_armv6_lookup_binary_y
    .type dinozero_armv6_lookup_binary_y, %function
dinozero_armv6_lookup_binary_y:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldr lr, [sp, #108]
    mov r4, r2
    ldmia r3!, {r5, r12}
    ldr r11, [r3], #4
    fldmias r3, {s0-s3}
    ldmia r1, {r1-r3}
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s16, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #14
    mov r10, r6, lsr #17
    add r7, r7, r10, lsl #1
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #14
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s17, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #14
    mov r10, r8, lsr #17
    add r9, r9, r10, lsl #1
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #14
    fmsrr {s12, s13}, r7, r9
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s18, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #14
    mov r10, r6, lsr #17
    add r7, r7, r10, lsl #1
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #14
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s19, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #14
    mov r10, r8, lsr #17
    add r9, r9, r10, lsl #1
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #14
    fmsrr {s14, s15}, r7, r9
    fmsrr {s10, s11}, r6, r8
    add r0, r0, #128
    // 149.0 cycles for 24 sums
1:
    fsubs s8, s8, s0
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    fldmias r4!, {s4-s7}
    fsubs s12, s12, s0
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #14
    fmsr s28, r10
    mov r10, r6, lsr #17
    add r7, r12, r7, lsr #14
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    fsubs s16, s16, s0
    mov r9, r9, lsl #30
    mov r6, r6, lsl #15
    add r10, r11, r10, lsr #14
    add r9, r12, r9, lsr #14
    fmsr s29, r10
    mov r10, r8, lsr #17
    mov r8, r8, lsl #15
    add r9, r9, r10, lsl #1
    add r6, r5, r6, lsr #14
    fmsrr {s24, s25}, r7, r9
    add r8, r5, r8, lsr #14
    fmsrr {s20, s21}, r6, r8
    ldrd r6, r7, [r0, #64]
    fmuls s8, s4, s8
    ldrd r8, r9, [r0, #96]
    add r0, r0, #128
    mov r10, r7, lsl #12
    fmuls s12, s4, s12
    add r10, r11, r10, lsr #14
    fmsr s30, r10
    mov r7, r7, lsl #30
    mov r10, r6, lsr #17
    add r7, r12, r7, lsr #14
    fmuls s16, s4, s16
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    mov r6, r6, lsl #15
    add r10, r11, r10, lsr #14
    fmuls s8, s8, s1
    fmsr s31, r10
    mov r9, r9, lsl #30
    mov r10, r8, lsr #17
    mov r8, r8, lsl #15
    fmuls s12, s12, s2
    add r9, r12, r9, lsr #14
    add r9, r9, r10, lsl #1
    fmsrr {s26, s27}, r7, r9
    add r6, r5, r6, lsr #14
    fmuls s16, s16, s3
    add r8, r5, r8, lsr #14
    fmsrr {s22, s23}, r6, r8
    fsubs s24, s24, s0
    fldmias r4!, {s4-s7}
    ldrd r6, r7, [r0, #0]
    fsubs s20, s20, s0
    fsubs s28, s28, s0
    mov r10, r7, lsl #12
    ldrd r8, r9, [r0, #32]
    add r10, r11, r10, lsr #14
    fadds s8, s4, s8
    fadds s12, s4, s12
    fadds s16, s4, s16
    tst r0, #0x1fc0
    fstmias r1!, {s8-s11}
    mov r7, r7, lsl #30
    fldmias r4!, {s4-s7}
    fstmias r2!, {s12-s15}
    add r7, r12, r7, lsr #14
    fmuls s20, s4, s20
    fstmias r3!, {s16-s19}
    fmsr s16, r10
    mov r10, r6, lsr #17
    fmuls s24, s4, s24
    mov r6, r6, lsl #15
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    fmuls s28, s4, s28
    add r9, r12, r9, lsr #14
    add r10, r11, r10, lsr #14
    fmsr s17, r10
    mov r10, r8, lsr #17
    fmuls s20, s20, s1
    add r6, r5, r6, lsr #14
    fldmias r4!, {s4-s7}
    mov r8, r8, lsl #15
    fmuls s24, s24, s2
    add r9, r9, r10, lsl #1
    add r8, r5, r8, lsr #14
    fmsrr {s12, s13}, r7, r9
    fmuls s28, s28, s3
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    fadds s20, s4, s20
    add r0, r0, #128
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #14
    fadds s24, s4, s24
    fmsr s18, r10
    mov r10, r6, lsr #17
    add r7, r12, r7, lsr #14
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    fadds s28, s4, s28
    add r10, r11, r10, lsr #14
    fmsr s19, r10
    mov r10, r8, lsr #17
    add r9, r12, r9, lsr #14
    fstmias r1!, {s20-s23}
    mov r8, r8, lsl #15
    mov r6, r6, lsl #15
    add r9, r9, r10, lsl #1
    fstmias r2!, {s24-s27}
    add r8, r5, r8, lsr #14
    fmsrr {s14, s15}, r7, r9
    fstmias r3!, {s28-s31}
    add r6, r5, r6, lsr #14
    pld [r0, #192]
    pld [r0, #160]
    pld [r0, #320]
    pld [r0, #288]
    pld [r0, #224]
    pld [r4, #96]
    fmsrr {s10, s11}, r6, r8
    pld [r0, #352]
    pld [r0, #256]
    pld [r0, #128]
    pld [r4, #128]
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_lookup_binary_y, . - dinozero_armv6_lookup_binary_y

    .balign 32
    .global dinozero_armv6_lookup_binary_y_add
    .type dinozero_armv6_lookup_binary_y_add, %function
dinozero_armv6_lookup_binary_y_add:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldr lr, [sp, #108]
    mov r4, r2
    ldmia r3!, {r5, r12}
    ldr r11, [r3], #4
    fldmias r3, {s0-s3}
    ldmia r1, {r1-r3}
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s16, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #14
    mov r10, r6, lsr #17
    add r7, r7, r10, lsl #1
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #14
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s17, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #14
    mov r10, r8, lsr #17
    add r9, r9, r10, lsl #1
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #14
    fmsrr {s12, s13}, r7, r9
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s18, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #14
    mov r10, r6, lsr #17
    add r7, r7, r10, lsl #1
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #14
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s19, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #14
    mov r10, r8, lsr #17
    add r9, r9, r10, lsl #1
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #14
    fmsrr {s14, s15}, r7, r9
    fmsrr {s10, s11}, r6, r8
    add r0, r0, #128
    // 163.0 cycles for 24 sums
1:
    fsubs s8, s8, s0
    ldrd r6, r7, [r0, #0]
    fsubs s12, s12, s0
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    fldmias lr!, {s4-s7}
    fsubs s16, s16, s0
    add r10, r11, r10, lsr #14
    fmsr s28, r10
    mov r7, r7, lsl #30
    fadds s8, s4, s8
    mov r10, r6, lsr #17
    add r7, r12, r7, lsr #14
    mov r6, r6, lsl #15
    fldmias lr!, {s4-s7}
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r10, r11, r10, lsr #14
    fadds s12, s4, s12
    add r9, r12, r9, lsr #14
    fmsr s29, r10
    mov r10, r8, lsr #17
    fldmias lr!, {s4-s7}
    mov r8, r8, lsl #15
    add r9, r9, r10, lsl #1
    add r6, r5, r6, lsr #14
    add r8, r5, r8, lsr #14
    fadds s16, s4, s16
    fmsrr {s20, s21}, r6, r8
    fmsrr {s24, s25}, r7, r9
    ldrd r6, r7, [r0, #64]
    fldmias r4!, {s4-s7}
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    fmuls s8, s4, s8
    add r10, r11, r10, lsr #14
    fmsr s30, r10
    add r7, r12, r7, lsr #14
    fmuls s12, s4, s12
    mov r10, r6, lsr #17
    mov r6, r6, lsl #15
    add r7, r7, r10, lsl #1
    fmuls s16, s4, s16
    mov r10, r9, lsl #12
    add r6, r5, r6, lsr #14
    add r10, r11, r10, lsr #14
    fmuls s8, s8, s1
    fmsr s31, r10
    mov r10, r8, lsr #17
    mov r8, r8, lsl #15
    mov r9, r9, lsl #30
    add r8, r5, r8, lsr #14
    fmuls s12, s12, s2
    fmsrr {s22, s23}, r6, r8
    add r9, r12, r9, lsr #14
    fldmias r4!, {s4-s7}
    fmuls s16, s16, s3
    add r0, r0, #128
    add r9, r9, r10, lsl #1
    fmsrr {s26, s27}, r7, r9
    fsubs s20, s20, s0
    ldrd r6, r7, [r0, #0]
    tst r0, #0x1fc0
    fadds s8, s4, s8
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    fadds s12, s4, s12
    add r10, r11, r10, lsr #14
    fadds s16, s4, s16
    fstmias r1!, {s8-s11}
    fsubs s24, s24, s0
    add r7, r12, r7, lsr #14
    fldmias lr!, {s4-s7}
    fsubs s28, s28, s0
    fstmias r2!, {s12-s15}
    fstmias r3!, {s16-s19}
    fadds s20, s4, s20
    fmsr s16, r10
    mov r10, r6, lsr #17
    mov r6, r6, lsl #15
    fldmias lr!, {s4-s7}
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r10, r11, r10, lsr #14
    fadds s24, s4, s24
    add r9, r12, r9, lsr #14
    fmsr s17, r10
    mov r10, r8, lsr #17
    fldmias lr!, {s4-s7}
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #14
    add r8, r5, r8, lsr #14
    add r9, r9, r10, lsl #1
    fadds s28, s4, s28
    fmsrr {s8, s9}, r6, r8
    fmsrr {s12, s13}, r7, r9
    ldrd r6, r7, [r0, #64]
    fldmias r4!, {s4-s7}
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    fmuls s20, s4, s20
    add r7, r12, r7, lsr #14
    add r10, r11, r10, lsr #14
    fmsr s18, r10
    fmuls s24, s4, s24
    mov r10, r6, lsr #17
    mov r6, r6, lsl #15
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    fmuls s28, s4, s28
    mov r9, r9, lsl #30
    add r10, r11, r10, lsr #14
    add r6, r5, r6, lsr #14
    fmuls s20, s20, s1
    fmsr s19, r10
    add r0, r0, #128
    mov r10, r8, lsr #17
    fmuls s24, s24, s2
    mov r8, r8, lsl #15
    pld [lr, #128]
    add r9, r12, r9, lsr #14
    fldmias r4!, {s4-s7}
    fmuls s28, s28, s3
    add r9, r9, r10, lsl #1
    add r8, r5, r8, lsr #14
    fmsrr {s10, s11}, r6, r8
    fadds s20, s4, s20
    pld [r0, #224]
    pld [r0, #192]
    pld [r0, #288]
    fadds s24, s4, s24
    pld [lr, #192]
    pld [r0, #352]
    pld [r0, #256]
    fadds s28, s4, s28
    pld [r0, #160]
    pld [r4, #96]
    pld [lr, #160]
    pld [r0, #128]
    fmsrr {s14, s15}, r7, r9
    pld [r4, #128]
    fstmias r1!, {s20-s23}
    pld [r0, #320]
    fstmias r2!, {s24-s27}
    fstmias r3!, {s28-s31}
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_lookup_binary_y_add, . - dinozero_armv6_lookup_binary_y_add

    .balign 32
    .global dinozero_armv6_lookup_binary_residual
    .type dinozero_armv6_lookup_binary_residual, %function
dinozero_armv6_lookup_binary_residual:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldr lr, [sp, #108]
    mov r4, r2
    ldmia r3!, {r5, r12}
    ldr r11, [r3], #4
    fldmias r3, {s0-s3}
    ldmia r1, {r1-r3}
    pld [r1, #0]
    pld [r2, #0]
    pld [r3, #0]
    pld [r1, #32]
    pld [r2, #32]
    pld [r3, #32]
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s16, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #14
    mov r10, r6, lsr #17
    add r7, r7, r10, lsl #1
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #14
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s17, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #14
    mov r10, r8, lsr #17
    add r9, r9, r10, lsl #1
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #14
    fmsrr {s12, s13}, r7, r9
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s18, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #14
    mov r10, r6, lsr #17
    add r7, r7, r10, lsl #1
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #14
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s19, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #14
    mov r10, r8, lsr #17
    add r9, r9, r10, lsl #1
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #14
    fmsrr {s14, s15}, r7, r9
    fmsrr {s10, s11}, r6, r8
    add r0, r0, #128
    // 185.0 cycles for 24 sums
1:
    fsubs s8, s8, s0
    ldrd r8, r9, [r0, #32]
    ldrd r6, r7, [r0, #0]
    fldmias r4!, {s4-s7}
    fsubs s12, s12, s0
    mov r10, r7, lsl #12
    pld [r1, #64]
    fsubs s16, s16, s0
    add r10, r11, r10, lsr #14
    mov r7, r7, lsl #30
    fmsr s28, r10
    fmuls s8, s4, s8
    mov r10, r6, lsr #17
    add r7, r12, r7, lsr #14
    mov r6, r6, lsl #15
    fmuls s12, s4, s12
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    fmuls s16, s4, s16
    add r10, r11, r10, lsr #14
    fmsr s29, r10
    mov r10, r8, lsr #17
    fmuls s8, s8, s1
    fldmias r4!, {s4-s7}
    mov r8, r8, lsl #15
    add r9, r12, r9, lsr #14
    fmuls s12, s12, s2
    add r8, r5, r8, lsr #14
    add r9, r9, r10, lsl #1
    add r6, r5, r6, lsr #14
    fmuls s16, s16, s3
    fmsrr {s20, s21}, r6, r8
    fmsrr {s24, s25}, r7, r9
    ldrd r6, r7, [r0, #64]
    fadds s8, s4, s8
    ldrd r8, r9, [r0, #96]
    add r0, r0, #128
    mov r10, r7, lsl #12
    fadds s12, s4, s12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #14
    fmsr s30, r10
    fadds s16, s4, s16
    mov r10, r6, lsr #17
    add r7, r12, r7, lsr #14
    mov r6, r6, lsl #15
    fldmias r4!, {s4-s7}
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    add r6, r5, r6, lsr #14
    add r10, r11, r10, lsr #14
    fmuls s8, s4, s8
    fmsr s31, r10
    mov r10, r8, lsr #17
    mov r8, r8, lsl #15
    fmuls s12, s4, s12
    mov r9, r9, lsl #30
    add r8, r5, r8, lsr #14
    fmsrr {s22, s23}, r6, r8
    fmuls s16, s4, s16
    add r9, r12, r9, lsr #14
    add r9, r9, r10, lsl #1
    fldmias r1, {s4-s7}
    fsubs s20, s20, s0
    fmsrr {s26, s27}, r7, r9
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    fadds s8, s4, s8
    mov r10, r7, lsl #12
    pld [r3, #64]
    fldmias r2, {s4-s7}
    fsubs s24, s24, s0
    mov r7, r7, lsl #30
    pld [r2, #64]
    add r10, r11, r10, lsr #14
    fadds s12, s4, s12
    add r7, r12, r7, lsr #14
    fstmias r1!, {s8-s11}
    fldmias r3, {s4-s7}
    fadds s16, s4, s16
    fldmias r4!, {s4-s7}
    fsubs s28, s28, s0
    tst r0, #0x1fc0
    fstmias r2!, {s12-s15}
    fmuls s20, s4, s20
    fstmias r3!, {s16-s19}
    fmsr s16, r10
    fmuls s24, s4, s24
    mov r10, r6, lsr #17
    mov r6, r6, lsl #15
    add r7, r7, r10, lsl #1
    fmuls s28, s4, s28
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r10, r11, r10, lsr #14
    fmuls s20, s20, s1
    fldmias r4!, {s4-s7}
    fmsr s17, r10
    mov r10, r8, lsr #17
    fmuls s24, s24, s2
    add r6, r5, r6, lsr #14
    add r9, r12, r9, lsr #14
    mov r8, r8, lsl #15
    fmuls s28, s28, s3
    add r8, r5, r8, lsr #14
    add r9, r9, r10, lsl #1
    fmsrr {s12, s13}, r7, r9
    fadds s20, s4, s20
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    fadds s24, s4, s24
    add r0, r0, #128
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    fadds s28, s4, s28
    add r10, r11, r10, lsr #14
    fmsr s18, r10
    add r7, r12, r7, lsr #14
    fldmias r4!, {s4-s7}
    mov r10, r6, lsr #17
    mov r6, r6, lsl #15
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    fmuls s20, s4, s20
    add r10, r11, r10, lsr #14
    mov r9, r9, lsl #30
    fmsr s19, r10
    fmuls s24, s4, s24
    mov r10, r8, lsr #17
    add r9, r12, r9, lsr #14
    mov r8, r8, lsl #15
    fmuls s28, s4, s28
    add r8, r5, r8, lsr #14
    add r6, r5, r6, lsr #14
    fldmias r1, {s4-s7}
    add r9, r9, r10, lsl #1
    fmsrr {s14, s15}, r7, r9
    pld [r0, #224]
    pld [r0, #128]
    fadds s20, s4, s20
    pld [r0, #160]
    pld [r0, #288]
    fldmias r2, {s4-s7}
    pld [r0, #256]
    pld [r0, #320]
    fmsrr {s10, s11}, r6, r8
    fadds s24, s4, s24
    pld [r0, #192]
    fstmias r1!, {s20-s23}
    fldmias r3, {s4-s7}
    pld [r4, #128]
    pld [r4, #160]
    fadds s28, s4, s28
    pld [r4, #96]
    fstmias r2!, {s24-s27}
    pld [r0, #352]
    fstmias r3!, {s28-s31}
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_lookup_binary_residual, . - dinozero_armv6_lookup_binary_residual

    .balign 32
    .global dinozero_armv6_lookup_binary_residual_add
    .type dinozero_armv6_lookup_binary_residual_add, %function
dinozero_armv6_lookup_binary_residual_add:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldr lr, [sp, #108]
    mov r4, r2
    ldmia r3!, {r5, r12}
    ldr r11, [r3], #4
    fldmias r3, {s0-s3}
    ldmia r1, {r1-r3}
    pld [r1, #0]
    pld [r2, #0]
    pld [r3, #0]
    pld [r1, #32]
    pld [r2, #32]
    pld [r3, #32]
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s16, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #14
    mov r10, r6, lsr #17
    add r7, r7, r10, lsl #1
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #14
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s17, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #14
    mov r10, r8, lsr #17
    add r9, r9, r10, lsl #1
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #14
    fmsrr {s12, s13}, r7, r9
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s18, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #14
    mov r10, r6, lsr #17
    add r7, r7, r10, lsl #1
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #14
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #14
    fmsr s19, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #14
    mov r10, r8, lsr #17
    add r9, r9, r10, lsl #1
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #14
    fmsrr {s14, s15}, r7, r9
    fmsrr {s10, s11}, r6, r8
    add r0, r0, #128
    // 239.0 cycles for 24 sums
1:
    fsubs s8, s8, s0
    ldrd r6, r7, [r0, #0]
    pld [r1, #64]
    fldmias lr!, {s4-s7}
    fsubs s12, s12, s0
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    fsubs s16, s16, s0
    add r10, r11, r10, lsr #14
    fmsr s28, r10
    mov r7, r7, lsl #30
    fadds s8, s4, s8
    add r7, r12, r7, lsr #14
    mov r10, r6, lsr #17
    mov r6, r6, lsl #15
    fldmias lr!, {s4-s7}
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r10, r11, r10, lsr #14
    fadds s12, s4, s12
    add r9, r12, r9, lsr #14
    fmsr s29, r10
    mov r10, r8, lsr #17
    fldmias lr!, {s4-s7}
    mov r8, r8, lsl #15
    add r9, r9, r10, lsl #1
    add r6, r5, r6, lsr #14
    add r8, r5, r8, lsr #14
    fadds s16, s4, s16
    fmsrr {s20, s21}, r6, r8
    fmsrr {s24, s25}, r7, r9
    ldrd r6, r7, [r0, #64]
    fldmias r4!, {s4-s7}
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    fmuls s8, s4, s8
    add r10, r11, r10, lsr #14
    add r7, r12, r7, lsr #14
    fmsr s30, r10
    fmuls s12, s4, s12
    mov r10, r6, lsr #17
    mov r6, r6, lsl #15
    add r7, r7, r10, lsl #1
    fmuls s16, s4, s16
    mov r10, r9, lsl #12
    add r6, r5, r6, lsr #14
    add r10, r11, r10, lsr #14
    fmuls s8, s8, s1
    fmsr s31, r10
    mov r10, r8, lsr #17
    fldmias r4!, {s4-s7}
    fmuls s12, s12, s2
    mov r8, r8, lsl #15
    mov r9, r9, lsl #30
    add r8, r5, r8, lsr #14
    fmuls s16, s16, s3
    add r9, r12, r9, lsr #14
    fmsrr {s22, s23}, r6, r8
    add r9, r9, r10, lsl #1
    fadds s8, s4, s8
    pld [r3, #64]
    fmsrr {s26, s27}, r7, r9
    add r0, r0, #128
    fadds s12, s4, s12
    ldrd r6, r7, [r0, #0]
    pld [r2, #64]
    fadds s16, s4, s16
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #14
    fldmias r4!, {s4-s7}
    fsubs s20, s20, s0
    tst r0, #0x1fc0
    fmuls s8, s4, s8
    fmuls s12, s4, s12
    fmuls s16, s4, s16
    ldrd r8, r9, [r0, #32]
    fldmias r1, {s4-s7}
    fadds s8, s4, s8
    fldmias r2, {s4-s7}
    fsubs s24, s24, s0
    fadds s12, s4, s12
    fstmias r1!, {s8-s11}
    add r7, r12, r7, lsr #14
    fldmias r3, {s4-s7}
    fsubs s28, s28, s0
    fadds s16, s4, s16
    fldmias lr!, {s4-s7}
    fstmias r2!, {s12-s15}
    fadds s20, s4, s20
    fstmias r3!, {s16-s19}
    fmsr s16, r10
    fldmias lr!, {s4-s7}
    mov r10, r6, lsr #17
    mov r6, r6, lsl #15
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    fadds s24, s4, s24
    add r10, r11, r10, lsr #14
    fmsr s17, r10
    mov r9, r9, lsl #30
    fldmias lr!, {s4-s7}
    add r9, r12, r9, lsr #14
    add r6, r5, r6, lsr #14
    mov r10, r8, lsr #17
    mov r8, r8, lsl #15
    fadds s28, s4, s28
    add r9, r9, r10, lsl #1
    fmsrr {s12, s13}, r7, r9
    add r8, r5, r8, lsr #14
    fldmias r4!, {s4-s7}
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    add r0, r0, #128
    fmuls s20, s4, s20
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #14
    fmuls s24, s4, s24
    add r7, r12, r7, lsr #14
    fmsr s18, r10
    mov r10, r6, lsr #17
    fmuls s28, s4, s28
    add r7, r7, r10, lsl #1
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    fmuls s20, s20, s1
    fldmias r4!, {s4-s7}
    add r10, r11, r10, lsr #14
    fmsr s19, r10
    fmuls s24, s24, s2
    mov r6, r6, lsl #15
    add r9, r12, r9, lsr #14
    mov r10, r8, lsr #17
    fmuls s28, s28, s3
    add r9, r9, r10, lsl #1
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #14
    fadds s20, s4, s20
    pld [lr, #160]
    add r8, r5, r8, lsr #14
    fmsrr {s14, s15}, r7, r9
    fadds s24, s4, s24
    fmsrr {s10, s11}, r6, r8
    pld [r0, #128]
    pld [lr, #128]
    fadds s28, s4, s28
    pld [r0, #352]
    pld [lr, #192]
    fldmias r4!, {s4-s7}
    pld [r0, #224]
    fmuls s20, s4, s20
    pld [r0, #192]
    pld [r4, #160]
    fmuls s28, s4, s28
    pld [r0, #160]
    pld [r0, #320]
    fmuls s24, s4, s24
    fldmias r1, {s4-s7}
    pld [r0, #256]
    pld [r0, #288]
    pld [r4, #96]
    fadds s20, s4, s20
    fldmias r2, {s4-s7}
    fadds s24, s4, s24
    fstmias r1!, {s20-s23}
    fldmias r3, {s4-s7}
    fadds s28, s4, s28
    pld [r4, #128]
    fstmias r2!, {s24-s27}
    fstmias r3!, {s28-s31}
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_lookup_binary_residual_add, . - dinozero_armv6_lookup_binary_residual_add

    .balign 32
    .global dinozero_armv6_lookup_int4_keep
    .type dinozero_armv6_lookup_int4_keep, %function
dinozero_armv6_lookup_int4_keep:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldr lr, [sp, #108]
    mov r4, r2
    ldmia r3!, {r5, r12}
    ldr r11, [r3], #4
    fldmias r3, {s0-s3}
    ldmia r1, {r1-r3}
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s16, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #15
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s17, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #15
    fmsrr {s12, s13}, r7, r9
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s18, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #15
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s19, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #15
    fmsrr {s14, s15}, r7, r9
    fmsrr {s10, s11}, r6, r8
    add r0, r0, #128
    // 104.0 cycles for 24 sums
1:
    fsubs s8, s8, s0
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    fsubs s12, s12, s0
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #15
    fmsr s28, r10
    add r7, r12, r7, lsr #15
    mov r10, r9, lsl #12
    add r7, r7, r6, lsr #17
    mov r9, r9, lsl #30
    mov r6, r6, lsl #15
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #15
    fmsrr {s24, s25}, r7, r9
    add r8, r5, r8, lsr #15
    fmsrr {s20, s21}, r6, r8
    ldrd r6, r7, [r0, #64]
    add r10, r11, r10, lsr #15
    ldrd r8, r9, [r0, #96]
    fmsr s29, r10
    mov r10, r7, lsl #12
    fsubs s16, s16, s0
    add r10, r11, r10, lsr #15
    fmsr s30, r10
    mov r7, r7, lsl #30
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    add r9, r12, r9, lsr #15
    mov r6, r6, lsl #15
    add r9, r9, r8, lsr #17
    add r0, r0, #128
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #15
    add r8, r5, r8, lsr #15
    fmsrr {s22, s23}, r6, r8
    fstmias lr!, {s8-s11}
    fmsrr {s26, s27}, r7, r9
    ldrd r6, r7, [r0, #0]
    fsubs s20, s20, s0
    fstmias lr!, {s12-s15}
    add r10, r11, r10, lsr #15
    fmsr s31, r10
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    fstmias lr!, {s16-s19}
    add r10, r11, r10, lsr #15
    fmsr s16, r10
    mov r7, r7, lsl #30
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    fsubs s24, s24, s0
    add r8, r5, r8, lsr #15
    add r10, r11, r10, lsr #15
    mov r6, r6, lsl #15
    fmsr s17, r10
    add r6, r5, r6, lsr #15
    fmsrr {s12, s13}, r7, r9
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    tst r0, #0x1fc0
    fsubs s28, s28, s0
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #15
    fmsr s18, r10
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r7, r12, r7, lsr #15
    add r9, r12, r9, lsr #15
    add r7, r7, r6, lsr #17
    add r9, r9, r8, lsr #17
    fstmias lr!, {s20-s23}
    add r10, r11, r10, lsr #15
    mov r8, r8, lsl #15
    fstmias lr!, {s24-s27}
    add r8, r5, r8, lsr #15
    fstmias lr!, {s28-s31}
    mov r6, r6, lsl #15
    add r0, r0, #128
    add r6, r5, r6, lsr #15
    fmsrr {s14, s15}, r7, r9
    fmsr s19, r10
    pld [r0, #224]
    pld [r0, #288]
    pld [r0, #128]
    pld [r0, #256]
    fmsrr {s10, s11}, r6, r8
    pld [r0, #352]
    pld [r0, #320]
    pld [r0, #192]
    pld [r0, #160]
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_lookup_int4_keep, . - dinozero_armv6_lookup_int4_keep

    .balign 32
    .global dinozero_armv6_lookup_int4_keep_add
    .type dinozero_armv6_lookup_int4_keep_add, %function
dinozero_armv6_lookup_int4_keep_add:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldr lr, [sp, #108]
    mov r4, r2
    ldmia r3!, {r5, r12}
    ldr r11, [r3], #4
    fldmias r3, {s0-s3}
    ldmia r1, {r1-r3}
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s16, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #15
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s17, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #15
    fmsrr {s12, s13}, r7, r9
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s18, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #15
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s19, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #15
    fmsrr {s14, s15}, r7, r9
    fmsrr {s10, s11}, r6, r8
    add r0, r0, #128
    // 121.0 cycles for 24 sums
1:
    fsubs s8, s8, s0
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    fldmias lr, {s4-s7}
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    fsubs s12, s12, s0
    add r10, r11, r10, lsr #15
    fmsr s28, r10
    add r7, r12, r7, lsr #15
    fadds s8, s4, s8
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #15
    add r8, r5, r8, lsr #15
    fstmias lr!, {s8-s11}
    fsubs s16, s16, s0
    fldmias lr, {s4-s7}
    fmsrr {s20, s21}, r6, r8
    fmsrr {s24, s25}, r7, r9
    ldrd r6, r7, [r0, #64]
    add r10, r11, r10, lsr #15
    fadds s12, s4, s12
    fmsr s29, r10
    mov r10, r7, lsl #12
    ldrd r8, r9, [r0, #96]
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #15
    fmsr s30, r10
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r7, r12, r7, lsr #15
    add r9, r12, r9, lsr #15
    fstmias lr!, {s12-s15}
    add r7, r7, r6, lsr #17
    fldmias lr, {s4-s7}
    add r9, r9, r8, lsr #17
    mov r6, r6, lsl #15
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #15
    fadds s16, s4, s16
    add r8, r5, r8, lsr #15
    fmsrr {s22, s23}, r6, r8
    add r10, r11, r10, lsr #15
    fmsrr {s26, s27}, r7, r9
    fmsr s31, r10
    fsubs s20, s20, s0
    add r0, r0, #128
    tst r0, #0x1fc0
    ldrd r6, r7, [r0, #0]
    fsubs s24, s24, s0
    fstmias lr!, {s16-s19}
    fldmias lr, {s4-s7}
    fsubs s28, s28, s0
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    fadds s20, s4, s20
    add r10, r11, r10, lsr #15
    fmsr s16, r10
    add r7, r12, r7, lsr #15
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    fstmias lr!, {s20-s23}
    add r6, r5, r6, lsr #15
    fldmias lr, {s4-s7}
    add r8, r5, r8, lsr #15
    fmsrr {s12, s13}, r7, r9
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    fadds s24, s4, s24
    add r10, r11, r10, lsr #15
    fmsr s17, r10
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #15
    add r7, r12, r7, lsr #15
    fmsr s18, r10
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    fstmias lr!, {s24-s27}
    add r9, r12, r9, lsr #15
    fldmias lr, {s4-s7}
    add r7, r7, r6, lsr #17
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    mov r6, r6, lsl #15
    fadds s28, s4, s28
    add r0, r0, #128
    fmsrr {s14, s15}, r7, r9
    add r6, r5, r6, lsr #15
    pld [r0, #224]
    pld [r0, #160]
    pld [r0, #256]
    add r8, r5, r8, lsr #15
    fmsrr {s10, s11}, r6, r8
    pld [r0, #192]
    pld [r0, #128]
    fstmias lr!, {s28-s31}
    add r10, r11, r10, lsr #15
    pld [lr, #160]
    fmsr s19, r10
    pld [r0, #320]
    pld [r0, #352]
    pld [lr, #128]
    pld [lr, #192]
    pld [r0, #288]
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_lookup_int4_keep_add, . - dinozero_armv6_lookup_int4_keep_add

    .balign 32
    .global dinozero_armv6_lookup_int4_y
    .type dinozero_armv6_lookup_int4_y, %function
dinozero_armv6_lookup_int4_y:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldr lr, [sp, #108]
    mov r4, r2
    ldmia r3!, {r5, r12}
    ldr r11, [r3], #4
    fldmias r3, {s0-s3}
    ldmia r1, {r1-r3}
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s16, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #15
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s17, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #15
    fmsrr {s12, s13}, r7, r9
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s18, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #15
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s19, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #15
    fmsrr {s14, s15}, r7, r9
    fmsrr {s10, s11}, r6, r8
    add r0, r0, #128
    // 136.0 cycles for 24 sums
1:
    fsubs s8, s8, s0
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    fldmias r4!, {s4-s7}
    fsubs s12, s12, s0
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #15
    fmsr s28, r10
    mov r10, r9, lsl #12
    add r7, r12, r7, lsr #15
    mov r9, r9, lsl #30
    fsubs s16, s16, s0
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    add r7, r7, r6, lsr #17
    fmuls s8, s4, s8
    fmsrr {s24, s25}, r7, r9
    mov r8, r8, lsl #15
    mov r6, r6, lsl #15
    add r8, r5, r8, lsr #15
    add r6, r5, r6, lsr #15
    fmsrr {s20, s21}, r6, r8
    fmuls s12, s4, s12
    ldrd r6, r7, [r0, #64]
    add r10, r11, r10, lsr #15
    ldrd r8, r9, [r0, #96]
    fmsr s29, r10
    fmuls s16, s4, s16
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #15
    fmsr s30, r10
    fmuls s8, s8, s1
    add r7, r12, r7, lsr #15
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    fmuls s12, s12, s2
    add r9, r12, r9, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r9, r9, r8, lsr #17
    add r6, r5, r6, lsr #15
    mov r8, r8, lsl #15
    fmuls s16, s16, s3
    add r10, r11, r10, lsr #15
    fmsr s31, r10
    add r8, r5, r8, lsr #15
    fmsrr {s26, s27}, r7, r9
    fmsrr {s22, s23}, r6, r8
    fsubs s28, s28, s0
    add r0, r0, #128
    ldrd r6, r7, [r0, #0]
    fsubs s20, s20, s0
    fldmias r4!, {s4-s7}
    ldrd r8, r9, [r0, #32]
    fsubs s24, s24, s0
    fadds s12, s4, s12
    mov r10, r7, lsl #12
    tst r0, #0x1fc0
    mov r7, r7, lsl #30
    fadds s8, s4, s8
    add r7, r12, r7, lsr #15
    add r10, r11, r10, lsr #15
    fadds s16, s4, s16
    add r7, r7, r6, lsr #17
    fldmias r4!, {s4-s7}
    mov r6, r6, lsl #15
    fstmias r2!, {s12-s15}
    fstmias r1!, {s8-s11}
    fmuls s20, s4, s20
    add r6, r5, r6, lsr #15
    fstmias r3!, {s16-s19}
    fmsr s16, r10
    fmuls s24, s4, s24
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r10, r11, r10, lsr #15
    add r9, r12, r9, lsr #15
    fmuls s28, s4, s28
    add r9, r9, r8, lsr #17
    fmsrr {s12, s13}, r7, r9
    mov r8, r8, lsl #15
    fmuls s20, s20, s1
    add r8, r5, r8, lsr #15
    fmsrr {s8, s9}, r6, r8
    fldmias r4!, {s4-s7}
    fmuls s24, s24, s2
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    fmsr s17, r10
    fmuls s28, s28, s3
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #15
    fmsr s18, r10
    mov r10, r9, lsl #12
    fadds s20, s4, s20
    mov r9, r9, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    add r10, r11, r10, lsr #15
    mov r8, r8, lsl #15
    fadds s24, s4, s24
    add r0, r0, #128
    mov r6, r6, lsl #15
    add r8, r5, r8, lsr #15
    pld [r0, #192]
    fmsrr {s14, s15}, r7, r9
    add r6, r5, r6, lsr #15
    fadds s28, s4, s28
    pld [r0, #160]
    fstmias r1!, {s20-s23}
    fmsr s19, r10
    fstmias r2!, {s24-s27}
    fmsrr {s10, s11}, r6, r8
    pld [r0, #320]
    pld [r0, #288]
    pld [r4, #96]
    pld [r0, #128]
    pld [r0, #256]
    pld [r0, #224]
    pld [r4, #128]
    pld [r0, #352]
    fstmias r3!, {s28-s31}
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_lookup_int4_y, . - dinozero_armv6_lookup_int4_y

    .balign 32
    .global dinozero_armv6_lookup_int4_y_add
    .type dinozero_armv6_lookup_int4_y_add, %function
dinozero_armv6_lookup_int4_y_add:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldr lr, [sp, #108]
    mov r4, r2
    ldmia r3!, {r5, r12}
    ldr r11, [r3], #4
    fldmias r3, {s0-s3}
    ldmia r1, {r1-r3}
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s16, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #15
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s17, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #15
    fmsrr {s12, s13}, r7, r9
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s18, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #15
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s19, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #15
    fmsrr {s14, s15}, r7, r9
    fmsrr {s10, s11}, r6, r8
    add r0, r0, #128
    // 158.0 cycles for 24 sums
1:
    fsubs s8, s8, s0
    ldrd r6, r7, [r0, #0]
    fsubs s12, s12, s0
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    fldmias lr!, {s4-s7}
    fsubs s16, s16, s0
    add r10, r11, r10, lsr #15
    fmsr s28, r10
    mov r10, r9, lsl #12
    fadds s8, s4, s8
    mov r7, r7, lsl #30
    mov r9, r9, lsl #30
    add r7, r12, r7, lsr #15
    fldmias lr!, {s4-s7}
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    fadds s12, s4, s12
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #15
    add r8, r5, r8, lsr #15
    fldmias lr!, {s4-s7}
    fmsrr {s20, s21}, r6, r8
    fmsrr {s24, s25}, r7, r9
    ldrd r6, r7, [r0, #64]
    add r10, r11, r10, lsr #15
    fadds s16, s4, s16
    fmsr s29, r10
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    fldmias r4!, {s4-s7}
    add r10, r11, r10, lsr #15
    fmsr s30, r10
    mov r7, r7, lsl #30
    mov r10, r9, lsl #12
    fmuls s8, s4, s8
    mov r9, r9, lsl #30
    add r7, r12, r7, lsr #15
    add r9, r12, r9, lsr #15
    fmuls s12, s4, s12
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r9, r9, r8, lsr #17
    fmuls s16, s4, s16
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #15
    add r8, r5, r8, lsr #15
    fmuls s8, s8, s1
    fmsrr {s22, s23}, r6, r8
    fldmias r4!, {s4-s7}
    fmuls s12, s12, s2
    add r10, r11, r10, lsr #15
    add r0, r0, #128
    fmsr s31, r10
    fmuls s16, s16, s3
    fmsrr {s26, s27}, r7, r9
    ldrd r6, r7, [r0, #0]
    tst r0, #0x1fc0
    fsubs s20, s20, s0
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    fadds s8, s4, s8
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    fadds s12, s4, s12
    add r6, r5, r6, lsr #15
    add r10, r11, r10, lsr #15
    fadds s16, s4, s16
    fsubs s24, s24, s0
    fldmias lr!, {s4-s7}
    fstmias r1!, {s8-s11}
    fsubs s28, s28, s0
    fstmias r2!, {s12-s15}
    fstmias r3!, {s16-s19}
    fadds s20, s4, s20
    fmsr s16, r10
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    fldmias lr!, {s4-s7}
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    fmsrr {s12, s13}, r7, r9
    fadds s24, s4, s24
    add r8, r5, r8, lsr #15
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    fldmias lr!, {s4-s7}
    add r10, r11, r10, lsr #15
    ldrd r8, r9, [r0, #96]
    fmsr s17, r10
    mov r10, r7, lsl #12
    fadds s28, s4, s28
    add r10, r11, r10, lsr #15
    fmsr s18, r10
    mov r10, r9, lsl #12
    fldmias r4!, {s4-s7}
    mov r7, r7, lsl #30
    mov r9, r9, lsl #30
    add r7, r12, r7, lsr #15
    add r9, r12, r9, lsr #15
    fmuls s20, s4, s20
    add r9, r9, r8, lsr #17
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    fmuls s24, s4, s24
    add r6, r5, r6, lsr #15
    mov r8, r8, lsl #15
    add r10, r11, r10, lsr #15
    fmuls s28, s4, s28
    add r8, r5, r8, lsr #15
    fmsr s19, r10
    fmuls s20, s20, s1
    add r0, r0, #128
    fldmias r4!, {s4-s7}
    fmsrr {s14, s15}, r7, r9
    fmuls s24, s24, s2
    fmsrr {s10, s11}, r6, r8
    pld [lr, #192]
    pld [lr, #160]
    fmuls s28, s28, s3
    pld [lr, #128]
    pld [r0, #160]
    fadds s20, s4, s20
    pld [r0, #192]
    pld [r0, #352]
    fadds s24, s4, s24
    pld [r0, #128]
    fadds s28, s4, s28
    pld [r0, #256]
    pld [r4, #128]
    pld [r0, #320]
    pld [r4, #96]
    fstmias r1!, {s20-s23}
    pld [r0, #288]
    fstmias r2!, {s24-s27}
    pld [r0, #224]
    fstmias r3!, {s28-s31}
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_lookup_int4_y_add, . - dinozero_armv6_lookup_int4_y_add

    .balign 32
    .global dinozero_armv6_lookup_int4_residual
    .type dinozero_armv6_lookup_int4_residual, %function
dinozero_armv6_lookup_int4_residual:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldr lr, [sp, #108]
    mov r4, r2
    ldmia r3!, {r5, r12}
    ldr r11, [r3], #4
    fldmias r3, {s0-s3}
    ldmia r1, {r1-r3}
    pld [r1, #0]
    pld [r2, #0]
    pld [r3, #0]
    pld [r1, #32]
    pld [r2, #32]
    pld [r3, #32]
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s16, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #15
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s17, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #15
    fmsrr {s12, s13}, r7, r9
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s18, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #15
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s19, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #15
    fmsrr {s14, s15}, r7, r9
    fmsrr {s10, s11}, r6, r8
    add r0, r0, #128
    // 185.0 cycles for 24 sums
1:
    fsubs s8, s8, s0
    pld [r1, #64]
    ldrd r6, r7, [r0, #0]
    fldmias r4!, {s4-s7}
    fsubs s12, s12, s0
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    fsubs s16, s16, s0
    add r10, r11, r10, lsr #15
    fmsr s28, r10
    mov r10, r9, lsl #12
    fmuls s8, s4, s8
    mov r7, r7, lsl #30
    mov r9, r9, lsl #30
    add r7, r12, r7, lsr #15
    fmuls s12, s4, s12
    add r9, r12, r9, lsr #15
    add r7, r7, r6, lsr #17
    add r9, r9, r8, lsr #17
    fmuls s16, s4, s16
    mov r6, r6, lsl #15
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #15
    fmuls s8, s8, s1
    add r8, r5, r8, lsr #15
    fldmias r4!, {s4-s7}
    fmsrr {s24, s25}, r7, r9
    fmuls s12, s12, s2
    fmsrr {s20, s21}, r6, r8
    add r10, r11, r10, lsr #15
    ldrd r6, r7, [r0, #64]
    fmuls s16, s16, s3
    fmsr s29, r10
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    fadds s8, s4, s8
    add r10, r11, r10, lsr #15
    fmsr s30, r10
    mov r10, r9, lsl #12
    fadds s12, s4, s12
    mov r7, r7, lsl #30
    mov r9, r9, lsl #30
    add r7, r12, r7, lsr #15
    fadds s16, s4, s16
    add r9, r12, r9, lsr #15
    add r7, r7, r6, lsr #17
    add r9, r9, r8, lsr #17
    fldmias r4!, {s4-s7}
    mov r6, r6, lsl #15
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #15
    add r8, r5, r8, lsr #15
    fmuls s8, s4, s8
    add r10, r11, r10, lsr #15
    fmsr s31, r10
    fmsrr {s22, s23}, r6, r8
    fmuls s12, s4, s12
    fmsrr {s26, s27}, r7, r9
    add r0, r0, #128
    pld [r2, #64]
    fmuls s16, s4, s16
    ldrd r8, r9, [r0, #32]
    ldrd r6, r7, [r0, #0]
    pld [r3, #64]
    fldmias r1, {s4-s7}
    fsubs s20, s20, s0
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    add r10, r11, r10, lsr #15
    fadds s8, s4, s8
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    fldmias r2, {s4-s7}
    fsubs s24, s24, s0
    fadds s12, s4, s12
    add r6, r5, r6, lsr #15
    fstmias r1!, {s8-s11}
    fldmias r3, {s4-s7}
    fsubs s28, s28, s0
    fadds s16, s4, s16
    tst r0, #0x1fc0
    fstmias r2!, {s12-s15}
    fldmias r4!, {s4-s7}
    fmuls s20, s4, s20
    fstmias r3!, {s16-s19}
    fmsr s16, r10
    fmuls s24, s4, s24
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r10, r11, r10, lsr #15
    fmuls s28, s4, s28
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    fmuls s20, s20, s1
    fmsrr {s12, s13}, r7, r9
    fldmias r4!, {s4-s7}
    add r8, r5, r8, lsr #15
    fmuls s24, s24, s2
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    fmsr s17, r10
    fmuls s28, s28, s3
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    fadds s20, s4, s20
    add r10, r11, r10, lsr #15
    fmsr s18, r10
    mov r10, r9, lsl #12
    fadds s24, s4, s24
    mov r9, r9, lsl #30
    add r7, r12, r7, lsr #15
    add r9, r12, r9, lsr #15
    fadds s28, s4, s28
    add r9, r9, r8, lsr #17
    add r7, r7, r6, lsr #17
    fldmias r4!, {s4-s7}
    add r10, r11, r10, lsr #15
    mov r6, r6, lsl #15
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #15
    fmuls s20, s4, s20
    fmsrr {s14, s15}, r7, r9
    add r0, r0, #128
    add r8, r5, r8, lsr #15
    fmuls s24, s4, s24
    fmsr s19, r10
    pld [r0, #128]
    fmuls s28, s4, s28
    pld [r0, #224]
    fldmias r1, {s4-s7}
    fmsrr {s10, s11}, r6, r8
    pld [r0, #192]
    pld [r4, #96]
    pld [r0, #256]
    fadds s20, s4, s20
    pld [r4, #128]
    pld [r0, #288]
    fldmias r2, {s4-s7}
    pld [r0, #320]
    fadds s24, s4, s24
    pld [r0, #352]
    pld [r0, #160]
    fldmias r3, {s4-s7}
    fadds s28, s4, s28
    fstmias r2!, {s24-s27}
    pld [r4, #160]
    fstmias r1!, {s20-s23}
    fstmias r3!, {s28-s31}
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_lookup_int4_residual, . - dinozero_armv6_lookup_int4_residual

    .balign 32
    .global dinozero_armv6_lookup_int4_residual_add
    .type dinozero_armv6_lookup_int4_residual_add, %function
dinozero_armv6_lookup_int4_residual_add:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldr lr, [sp, #108]
    mov r4, r2
    ldmia r3!, {r5, r12}
    ldr r11, [r3], #4
    fldmias r3, {s0-s3}
    ldmia r1, {r1-r3}
    pld [r1, #0]
    pld [r2, #0]
    pld [r3, #0]
    pld [r1, #32]
    pld [r2, #32]
    pld [r3, #32]
    ldrd r6, r7, [r0, #0]
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s16, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #15
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s17, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #15
    fmsrr {s12, s13}, r7, r9
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s18, r10
    mov r7, r7, lsl #30
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    add r6, r5, r6, lsr #15
    mov r10, r9, lsl #12
    add r10, r11, r10, lsr #15
    fmsr s19, r10
    mov r9, r9, lsl #30
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    add r8, r5, r8, lsr #15
    fmsrr {s14, s15}, r7, r9
    fmsrr {s10, s11}, r6, r8
    add r0, r0, #128
    // 239.0 cycles for 24 sums
1:
    fsubs s8, s8, s0
    fldmias lr!, {s4-s7}
    ldrd r6, r7, [r0, #0]
    fsubs s12, s12, s0
    pld [r1, #64]
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    fsubs s16, s16, s0
    add r10, r11, r10, lsr #15
    fmsr s28, r10
    mov r10, r9, lsl #12
    fadds s8, s4, s8
    mov r7, r7, lsl #30
    mov r9, r9, lsl #30
    add r7, r12, r7, lsr #15
    fldmias lr!, {s4-s7}
    add r9, r12, r9, lsr #15
    add r9, r9, r8, lsr #17
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    fadds s12, s4, s12
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #15
    add r8, r5, r8, lsr #15
    fldmias lr!, {s4-s7}
    fmsrr {s20, s21}, r6, r8
    fmsrr {s24, s25}, r7, r9
    add r10, r11, r10, lsr #15
    ldrd r6, r7, [r0, #64]
    fadds s16, s4, s16
    ldrd r8, r9, [r0, #96]
    fmsr s29, r10
    mov r10, r7, lsl #12
    fldmias r4!, {s4-s7}
    add r10, r11, r10, lsr #15
    mov r7, r7, lsl #30
    fmsr s30, r10
    mov r10, r9, lsl #12
    fmuls s8, s4, s8
    mov r9, r9, lsl #30
    add r7, r12, r7, lsr #15
    add r9, r12, r9, lsr #15
    fmuls s12, s4, s12
    add r9, r9, r8, lsr #17
    add r7, r7, r6, lsr #17
    mov r6, r6, lsl #15
    fmuls s16, s4, s16
    mov r8, r8, lsl #15
    add r6, r5, r6, lsr #15
    add r8, r5, r8, lsr #15
    fmuls s8, s8, s1
    fldmias r4!, {s4-s7}
    fmsrr {s22, s23}, r6, r8
    fmsrr {s26, s27}, r7, r9
    fmuls s12, s12, s2
    add r10, r11, r10, lsr #15
    add r0, r0, #128
    fmsr s31, r10
    fmuls s16, s16, s3
    ldrd r6, r7, [r0, #0]
    pld [r3, #64]
    fadds s8, s4, s8
    ldrd r8, r9, [r0, #32]
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    fadds s12, s4, s12
    pld [r2, #64]
    add r7, r12, r7, lsr #15
    add r7, r7, r6, lsr #17
    fadds s16, s4, s16
    mov r6, r6, lsl #15
    add r10, r11, r10, lsr #15
    add r6, r5, r6, lsr #15
    fldmias r4!, {s4-s7}
    fsubs s20, s20, s0
    tst r0, #0x1fc0
    fmuls s8, s4, s8
    fmuls s16, s4, s16
    fmuls s12, s4, s12
    fldmias r1, {s4-s7}
    fsubs s24, s24, s0
    fadds s8, s4, s8
    fldmias r2, {s4-s7}
    fadds s12, s4, s12
    fldmias r3, {s4-s7}
    fstmias r1!, {s8-s11}
    fadds s16, s4, s16
    fstmias r2!, {s12-s15}
    fldmias lr!, {s4-s7}
    fsubs s28, s28, s0
    fadds s20, s4, s20
    fstmias r3!, {s16-s19}
    fmsr s16, r10
    fldmias lr!, {s4-s7}
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    add r10, r11, r10, lsr #15
    add r9, r12, r9, lsr #15
    fadds s24, s4, s24
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    fmsrr {s12, s13}, r7, r9
    fldmias lr!, {s4-s7}
    add r8, r5, r8, lsr #15
    fmsrr {s8, s9}, r6, r8
    ldrd r6, r7, [r0, #64]
    fmsr s17, r10
    fadds s28, s4, s28
    ldrd r8, r9, [r0, #96]
    mov r10, r7, lsl #12
    mov r7, r7, lsl #30
    fldmias r4!, {s4-s7}
    add r10, r11, r10, lsr #15
    fmsr s18, r10
    mov r10, r9, lsl #12
    mov r9, r9, lsl #30
    fmuls s20, s4, s20
    add r7, r12, r7, lsr #15
    add r9, r12, r9, lsr #15
    add r7, r7, r6, lsr #17
    fmuls s24, s4, s24
    add r9, r9, r8, lsr #17
    mov r8, r8, lsl #15
    add r10, r11, r10, lsr #15
    fmuls s28, s4, s28
    mov r6, r6, lsl #15
    add r8, r5, r8, lsr #15
    fmuls s20, s20, s1
    fldmias r4!, {s4-s7}
    fmsr s19, r10
    add r6, r5, r6, lsr #15
    fmuls s24, s24, s2
    add r0, r0, #128
    fmsrr {s10, s11}, r6, r8
    fmuls s28, s28, s3
    fmsrr {s14, s15}, r7, r9
    pld [lr, #160]
    fadds s20, s4, s20
    pld [r0, #224]
    pld [lr, #128]
    pld [r0, #192]
    fadds s24, s4, s24
    pld [r0, #128]
    fadds s28, s4, s28
    pld [r0, #160]
    fldmias r4!, {s4-s7}
    pld [r0, #256]
    pld [r0, #320]
    pld [lr, #192]
    fmuls s20, s4, s20
    pld [r4, #160]
    pld [r0, #288]
    fmuls s24, s4, s24
    fmuls s28, s4, s28
    fldmias r1, {s4-s7}
    fadds s20, s4, s20
    pld [r4, #128]
    fldmias r2, {s4-s7}
    pld [r0, #352]
    fadds s24, s4, s24
    pld [r4, #96]
    fstmias r1!, {s20-s23}
    fldmias r3, {s4-s7}
    fadds s28, s4, s28
    fstmias r2!, {s24-s27}
    fstmias r3!, {s28-s31}
    bne 1b
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_lookup_int4_residual_add, . - dinozero_armv6_lookup_int4_residual_add

    .section .note.GNU-stack, "", %progbits
