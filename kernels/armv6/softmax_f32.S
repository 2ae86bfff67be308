// SPDX-License-Identifier: Apache-2.0
// Written by softmax_f32.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_softmax_row
    .type dinozero_armv6_softmax_row, %function
dinozero_armv6_softmax_row:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    push {r0, r1}
    adr r9, 6f
    fldmias r9!, {s0-s6}
    ldr r8, 7f
    ldr r3, 8f
5:
    add r3, pc, r3
    fcpys s28, s5
    ldr r10, [sp]
    ldmia r10, {r0, r1}
    mov r2, r0
    bl .Lcheck
    fadds s7, s28, s29
    fadds s5, s30, s31
    fadds s7, s7, s5
    fmrs r4, s7
    movs r4, r4, lsl #1
    mov r0, #0
    bne 9f
    ldr r10, [sp]
    ldmia r10, {r0, r1}
    mov r2, r0
    bl .Lexponential
    fadds s7, s28, s29
    fadds s5, s30, s31
    fadds s7, s7, s5
    ldr r10, [sp]
    flds s5, [r10, #8]
    fadds s7, s7, s5
    ldr r4, [r10, #16]
    fdivs s0, s6, s7
    fsts s0, [r4]
    ldr r10, [sp]
    ldmia r10, {r0, r1}
    mov r2, r0
    bl .Lscale
    mov r0, #1
9:
    add sp, sp, #8
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .balign 8
6:
    .word 0x44b8aa3b, 0x4b400000, 0x3a300000, 0x36b90bfc, 0x7c800000, 0x00000000, 0x3f800000, 0x4b400000, 0x4b400000, 0x4b400000, 0x4b400000
7:
    .word 1023
8:
    .word dinozero_armv6_exp_table - (5b + 8)
.Lcheck:
    push {r10, lr}
    fldmias r0!, {s8-s15}
    subs r1, r1, #1
    beq 2f
    // 37.0 cycles a turn
1:
    fmuls s8, s8, s4
    fldmias r0!, {s16-s23}
    fmuls s16, s16, s4
    fmacs s8, s12, s4
    fmacs s16, s20, s4
    subs r1, r1, #1
    fmacs s28, s8, s5
    fldmias r0!, {s8-s15}
    fmacs s28, s16, s5
    bne 1b
2:
    fmuls s8, s8, s4
    fldmias r0!, {s16-s23}
    fmuls s16, s16, s4
    fmacs s8, s12, s4
    fmacs s16, s20, s4
    fmacs s28, s8, s5
    fmacs s28, s16, s5
    pop {r10, pc}
.Lexponential:
    push {r10, lr}
    ldr lr, [sp, #8]
    ldr lr, [lr, #12]
    fldmias r0!, {s8-s11}
    fldmias r9, {s12-s15}
    fmacs s12, s8, s0
    subs r1, r1, #1
    beq 2f
    // 136.0 cycles a turn
1:
    fmrrs r4, r5, {s12, s13}
    fldmias r0!, {s16-s19}
    fmrrs r6, r7, {s14, s15}
    fsubs s12, s12, s1
    fldmias r9, {s20-s23}
    and r10, r4, r8
    ldr r10, [r3, r10, lsl #2]
    and r11, r5, r8
    and r12, r6, r8
    add r4, r10, r4, lsl #13
    fmacs s20, s16, s0
    ldr r12, [r3, r12, lsl #2]
    and r10, r7, r8
    ldr r11, [r3, r11, lsl #2]
    fnmacs s8, s12, s2
    add r6, r12, r6, lsl #13
    pld [lr]
    ldr r10, [r3, r10, lsl #2]
    add r5, r11, r5, lsl #13
    fmsrr {s24, s25}, r4, r5
    add r7, r10, r7, lsl #13
    fmsrr {s26, s27}, r6, r7
    fmrrs r4, r5, {s20, s21}
    fmrrs r6, r7, {s22, s23}
    fsubs s20, s20, s1
    and r10, r4, r8
    and r12, r6, r8
    ldr r10, [r3, r10, lsl #2]
    fnmacs s8, s12, s3
    and r11, r5, r8
    ldr r12, [r3, r12, lsl #2]
    add r4, r10, r4, lsl #13
    fnmacs s16, s20, s2
    ldr r11, [r3, r11, lsl #2]
    fldmias r9, {s12-s15}
    fmacs s24, s24, s8
    fldmias r0!, {s8-s11}
    and r10, r7, r8
    fnmacs s16, s20, s3
    add r5, r11, r5, lsl #13
    fmacs s12, s8, s0
    ldr r10, [r3, r10, lsl #2]
    add r6, r12, r6, lsl #13
    fstmias r2!, {s24-s27}
    fadds s28, s28, s24
    fldmias r9, {s20-s23}
    add r7, r10, r7, lsl #13
    subs r1, r1, #1
    fmsrr {s26, s27}, r6, r7
    fmsrr {s24, s25}, r4, r5
    fmrrs r4, r5, {s12, s13}
    pld [lr, #32]
    fmrrs r6, r7, {s14, s15}
    fsubs s12, s12, s1
    and r12, r6, r8
    and r10, r4, r8
    ldr r10, [r3, r10, lsl #2]
    fmacs s24, s24, s16
    and r11, r5, r8
    ldr r12, [r3, r12, lsl #2]
    add r4, r10, r4, lsl #13
    and r10, r7, r8
    fldmias r0!, {s16-s19}
    fnmacs s8, s12, s2
    ldr r10, [r3, r10, lsl #2]
    ldr r11, [r3, r11, lsl #2]
    fmacs s20, s16, s0
    add r6, r12, r6, lsl #13
    fadds s28, s28, s24
    add r5, r11, r5, lsl #13
    add r7, r10, r7, lsl #13
    fstmias r2!, {s24-s27}
    fmsrr {s26, s27}, r6, r7
    fmsrr {s24, s25}, r4, r5
    fmrrs r4, r5, {s20, s21}
    fmrrs r6, r7, {s22, s23}
    fsubs s20, s20, s1
    and r10, r4, r8
    ldr r10, [r3, r10, lsl #2]
    and r12, r6, r8
    fnmacs s8, s12, s3
    and r11, r5, r8
    fldmias r9, {s12-s15}
    add r4, r10, r4, lsl #13
    fnmacs s16, s20, s2
    ldr r12, [r3, r12, lsl #2]
    add lr, lr, #64
    ldr r11, [r3, r11, lsl #2]
    and r10, r7, r8
    fmacs s24, s24, s8
    ldr r10, [r3, r10, lsl #2]
    add r5, r11, r5, lsl #13
    add r7, r10, r7, lsl #13
    fnmacs s16, s20, s3
    fadds s28, s28, s24
    fstmias r2!, {s24-s27}
    add r6, r12, r6, lsl #13
    fldmias r0!, {s8-s11}
    fmsrr {s24, s25}, r4, r5
    fmsrr {s26, s27}, r6, r7
    fmacs s24, s24, s16
    fmacs s12, s8, s0
    fstmias r2!, {s24-s27}
    fadds s28, s28, s24
    bne 1b
2:
    fldmias r0!, {s16-s19}
    fmrrs r4, r5, {s12, s13}
    fldmias r9, {s20-s23}
    fmrrs r6, r7, {s14, s15}
    fsubs s12, s12, s1
    and r10, r4, r8
    ldr r10, [r3, r10, lsl #2]
    and r11, r5, r8
    fmacs s20, s16, s0
    add r4, r10, r4, lsl #13
    and r12, r6, r8
    and r10, r7, r8
    ldr r11, [r3, r11, lsl #2]
    ldr r12, [r3, r12, lsl #2]
    ldr r10, [r3, r10, lsl #2]
    fnmacs s8, s12, s2
    pld [lr]
    add r5, r11, r5, lsl #13
    add r6, r12, r6, lsl #13
    add r7, r10, r7, lsl #13
    fmsrr {s24, s25}, r4, r5
    fmsrr {s26, s27}, r6, r7
    fmrrs r4, r5, {s20, s21}
    fmrrs r6, r7, {s22, s23}
    fsubs s20, s20, s1
    and r10, r4, r8
    ldr r10, [r3, r10, lsl #2]
    and r11, r5, r8
    fnmacs s8, s12, s3
    add r4, r10, r4, lsl #13
    and r12, r6, r8
    and r10, r7, r8
    fldmias r9, {s12-s15}
    ldr r11, [r3, r11, lsl #2]
    fnmacs s16, s20, s2
    ldr r12, [r3, r12, lsl #2]
    ldr r10, [r3, r10, lsl #2]
    add r5, r11, r5, lsl #13
    fmacs s24, s24, s8
    add r6, r12, r6, lsl #13
    add r7, r10, r7, lsl #13
    fldmias r0!, {s8-s11}
    fnmacs s16, s20, s3
    fmacs s12, s8, s0
    fstmias r2!, {s24-s27}
    fldmias r9, {s20-s23}
    fadds s28, s28, s24
    fmsrr {s24, s25}, r4, r5
    fmsrr {s26, s27}, r6, r7
    pld [lr, #32]
    fmrrs r4, r5, {s12, s13}
    fmrrs r6, r7, {s14, s15}
    fsubs s12, s12, s1
    and r10, r4, r8
    ldr r10, [r3, r10, lsl #2]
    and r11, r5, r8
    fmacs s24, s24, s16
    add r4, r10, r4, lsl #13
    and r12, r6, r8
    and r10, r7, r8
    fldmias r0!, {s16-s19}
    ldr r11, [r3, r11, lsl #2]
    ldr r12, [r3, r12, lsl #2]
    ldr r10, [r3, r10, lsl #2]
    fmacs s20, s16, s0
    add r5, r11, r5, lsl #13
    fstmias r2!, {s24-s27}
    add r6, r12, r6, lsl #13
    fnmacs s8, s12, s2
    add r7, r10, r7, lsl #13
    fadds s28, s28, s24
    fmsrr {s24, s25}, r4, r5
    fmsrr {s26, s27}, r6, r7
    fmrrs r4, r5, {s20, s21}
    fmrrs r6, r7, {s22, s23}
    fsubs s20, s20, s1
    and r10, r4, r8
    ldr r10, [r3, r10, lsl #2]
    and r11, r5, r8
    fnmacs s8, s12, s3
    add r4, r10, r4, lsl #13
    and r12, r6, r8
    add lr, lr, #64
    and r10, r7, r8
    ldr r11, [r3, r11, lsl #2]
    ldr r12, [r3, r12, lsl #2]
    ldr r10, [r3, r10, lsl #2]
    fnmacs s16, s20, s2
    add r5, r11, r5, lsl #13
    add r6, r12, r6, lsl #13
    add r7, r10, r7, lsl #13
    fmacs s24, s24, s8
    fnmacs s16, s20, s3
    fstmias r2!, {s24-s27}
    fadds s28, s28, s24
    fmsrr {s24, s25}, r4, r5
    fmsrr {s26, s27}, r6, r7
    fmacs s24, s24, s16
    fstmias r2!, {s24-s27}
    fadds s28, s28, s24
    pop {r10, pc}
.Lscale:
    push {r10, lr}
    fldmias r0!, {s8-s11}
    fldmias r0!, {s12-s15}
    fmuls s8, s8, s0
    fmuls s12, s12, s0
    subs r1, r1, #1
    beq 2f
    // 22.0 cycles a turn
1:
    fldmias r0!, {s16-s19}
    subs r1, r1, #1
    fldmias r0!, {s20-s23}
    fstmias r2!, {s8-s11}
    fmuls s16, s16, s0
    fldmias r0!, {s8-s11}
    fstmias r2!, {s12-s15}
    fmuls s20, s20, s0
    fldmias r0!, {s12-s15}
    fmuls s8, s8, s0
    fmuls s12, s12, s0
    fstmias r2!, {s16-s19}
    fstmias r2!, {s20-s23}
    bne 1b
2:
    fldmias r0!, {s16-s19}
    fldmias r0!, {s20-s23}
    fstmias r2!, {s8-s11}
    fmuls s16, s16, s0
    fstmias r2!, {s12-s15}
    fmuls s20, s20, s0
    fstmias r2!, {s16-s19}
    fstmias r2!, {s20-s23}
    pop {r10, pc}
    .size dinozero_armv6_softmax_row, . - dinozero_armv6_softmax_row

    .section .rodata
    .balign 32
    .global dinozero_armv6_exp_table
    .type dinozero_armv6_exp_table, %object
dinozero_armv6_exp_table:
    .word 0x3f800000, 0x3f7ff630, 0x3f7fec64, 0x3f7fe29c, 0x3f7fd8d8, 0x3f7fcf18, 0x3f7fc55b, 0x3f7fbba2
    .word 0x3f7fb1ee, 0x3f7fa83d, 0x3f7f9e8f, 0x3f7f94e6, 0x3f7f8b41, 0x3f7f819f, 0x3f7f7802, 0x3f7f6e68
    .word 0x3f7f64d2, 0x3f7f5b40, 0x3f7f51b2, 0x3f7f4828, 0x3f7f3ea2, 0x3f7f351f, 0x3f7f2ba1, 0x3f7f2226
    .word 0x3f7f18b0, 0x3f7f0f3d, 0x3f7f05ce, 0x3f7efc63, 0x3f7ef2fc, 0x3f7ee999, 0x3f7ee039, 0x3f7ed6de
    .word 0x3f7ecd87, 0x3f7ec433, 0x3f7ebae4, 0x3f7eb198, 0x3f7ea851, 0x3f7e9f0d, 0x3f7e95cd, 0x3f7e8c91
    .word 0x3f7e835a, 0x3f7e7a26, 0x3f7e70f6, 0x3f7e67ca, 0x3f7e5ea2, 0x3f7e557e, 0x3f7e4c5d, 0x3f7e4341
    .word 0x3f7e3a29, 0x3f7e3115, 0x3f7e2805, 0x3f7e1ef8, 0x3f7e15f0, 0x3f7e0cec, 0x3f7e03eb, 0x3f7dfaef
    .word 0x3f7df1f7, 0x3f7de902, 0x3f7de012, 0x3f7dd725, 0x3f7dce3d, 0x3f7dc559, 0x3f7dbc78, 0x3f7db39c
    .word 0x3f7daac4, 0x3f7da1ef, 0x3f7d991f, 0x3f7d9053, 0x3f7d878a, 0x3f7d7ec6, 0x3f7d7606, 0x3f7d6d4a
    .word 0x3f7d6492, 0x3f7d5bdd, 0x3f7d532d, 0x3f7d4a81, 0x3f7d41d9, 0x3f7d3935, 0x3f7d3095, 0x3f7d27fa
    .word 0x3f7d1f62, 0x3f7d16ce, 0x3f7d0e3e, 0x3f7d05b3, 0x3f7cfd2b, 0x3f7cf4a8, 0x3f7cec28, 0x3f7ce3ad
    .word 0x3f7cdb36, 0x3f7cd2c3, 0x3f7cca53, 0x3f7cc1e8, 0x3f7cb982, 0x3f7cb11f, 0x3f7ca8c0, 0x3f7ca065
    .word 0x3f7c980f, 0x3f7c8fbc, 0x3f7c876e, 0x3f7c7f24, 0x3f7c76de, 0x3f7c6e9c, 0x3f7c665e, 0x3f7c5e24
    .word 0x3f7c55ee, 0x3f7c4dbd, 0x3f7c458f, 0x3f7c3d66, 0x3f7c3541, 0x3f7c2d20, 0x3f7c2503, 0x3f7c1cea
    .word 0x3f7c14d6, 0x3f7c0cc5, 0x3f7c04b9, 0x3f7bfcb1, 0x3f7bf4ad, 0x3f7becad, 0x3f7be4b1, 0x3f7bdcba
    .word 0x3f7bd4c7, 0x3f7bccd7, 0x3f7bc4ec, 0x3f7bbd06, 0x3f7bb523, 0x3f7bad44, 0x3f7ba56a, 0x3f7b9d94
    .word 0x3f7b95c2, 0x3f7b8df4, 0x3f7b862b, 0x3f7b7e66, 0x3f7b76a4, 0x3f7b6ee8, 0x3f7b672f, 0x3f7b5f7a
    .word 0x3f7b57ca, 0x3f7b501e, 0x3f7b4876, 0x3f7b40d2, 0x3f7b3933, 0x3f7b3198, 0x3f7b2a01, 0x3f7b226e
    .word 0x3f7b1ae0, 0x3f7b1355, 0x3f7b0bcf, 0x3f7b044e, 0x3f7afcd0, 0x3f7af557, 0x3f7aede2, 0x3f7ae671
    .word 0x3f7adf04, 0x3f7ad79c, 0x3f7ad038, 0x3f7ac8d8, 0x3f7ac17d, 0x3f7aba26, 0x3f7ab2d3, 0x3f7aab84
    .word 0x3f7aa43a, 0x3f7a9cf4, 0x3f7a95b2, 0x3f7a8e74, 0x3f7a873b, 0x3f7a8006, 0x3f7a78d6, 0x3f7a71a9
    .word 0x3f7a6a81, 0x3f7a635e, 0x3f7a5c3e, 0x3f7a5523, 0x3f7a4e0c, 0x3f7a46fa, 0x3f7a3fec, 0x3f7a38e2
    .word 0x3f7a31dd, 0x3f7a2adb, 0x3f7a23df, 0x3f7a1ce6, 0x3f7a15f2, 0x3f7a0f02, 0x3f7a0817, 0x3f7a0130
    .word 0x3f79fa4d, 0x3f79f36e, 0x3f79ec94, 0x3f79e5bf, 0x3f79deed, 0x3f79d820, 0x3f79d158, 0x3f79ca94
    .word 0x3f79c3d4, 0x3f79bd18, 0x3f79b661, 0x3f79afae, 0x3f79a900, 0x3f79a256, 0x3f799bb1, 0x3f799510
    .word 0x3f798e73, 0x3f7987da, 0x3f798146, 0x3f797ab7, 0x3f79742c, 0x3f796da5, 0x3f796723, 0x3f7960a5
    .word 0x3f795a2b, 0x3f7953b6, 0x3f794d46, 0x3f7946da, 0x3f794072, 0x3f793a0f, 0x3f7933b0, 0x3f792d55
    .word 0x3f7926ff, 0x3f7920ae, 0x3f791a61, 0x3f791418, 0x3f790dd4, 0x3f790794, 0x3f790159, 0x3f78fb22
    .word 0x3f78f4f0, 0x3f78eec2, 0x3f78e899, 0x3f78e274, 0x3f78dc53, 0x3f78d638, 0x3f78d020, 0x3f78ca0d
    .word 0x3f78c3ff, 0x3f78bdf5, 0x3f78b7ef, 0x3f78b1ef, 0x3f78abf2, 0x3f78a5fa, 0x3f78a007, 0x3f789a18
    .word 0x3f78942d, 0x3f788e48, 0x3f788866, 0x3f78828a, 0x3f787cb1, 0x3f7876de, 0x3f78710e, 0x3f786b44
    .word 0x3f78657e, 0x3f785fbc, 0x3f7859ff, 0x3f785447, 0x3f784e93, 0x3f7848e3, 0x3f784338, 0x3f783d92
    .word 0x3f7837f1, 0x3f783254, 0x3f782cbb, 0x3f782727, 0x3f782198, 0x3f781c0d, 0x3f781687, 0x3f781105
    .word 0x3f780b88, 0x3f780610, 0x3f78009c, 0x3f77fb2d, 0x3f77f5c2, 0x3f77f05c, 0x3f77eafb, 0x3f77e59e
    .word 0x3f77e046, 0x3f77daf2, 0x3f77d5a3, 0x3f77d059, 0x3f77cb14, 0x3f77c5d2, 0x3f77c096, 0x3f77bb5e
    .word 0x3f77b62b, 0x3f77b0fd, 0x3f77abd3, 0x3f77a6ae, 0x3f77a18d, 0x3f779c72, 0x3f77975a, 0x3f779248
    .word 0x3f778d3a, 0x3f778831, 0x3f77832c, 0x3f777e2d, 0x3f777931, 0x3f77743b, 0x3f776f49, 0x3f776a5c
    .word 0x3f776574, 0x3f776090, 0x3f775bb1, 0x3f7756d7, 0x3f775201, 0x3f774d30, 0x3f774864, 0x3f77439d
    .word 0x3f773eda, 0x3f773a1c, 0x3f773563, 0x3f7730ae, 0x3f772bfe, 0x3f772753, 0x3f7722ad, 0x3f771e0b
    .word 0x3f77196e, 0x3f7714d6, 0x3f771043, 0x3f770bb4, 0x3f77072a, 0x3f7702a5, 0x3f76fe25, 0x3f76f9a9
    .word 0x3f76f533, 0x3f76f0c1, 0x3f76ec53, 0x3f76e7eb, 0x3f76e387, 0x3f76df28, 0x3f76dace, 0x3f76d679
    .word 0x3f76d228, 0x3f76cddd, 0x3f76c996, 0x3f76c554, 0x3f76c116, 0x3f76bcde, 0x3f76b8aa, 0x3f76b47b
    .word 0x3f76b051, 0x3f76ac2c, 0x3f76a80c, 0x3f76a3f0, 0x3f769fda, 0x3f769bc8, 0x3f7697bb, 0x3f7693b2
    .word 0x3f768faf, 0x3f768bb1, 0x3f7687b7, 0x3f7683c2, 0x3f767fd2, 0x3f767be7, 0x3f767801, 0x3f767420
    .word 0x3f767043, 0x3f766c6c, 0x3f766899, 0x3f7664cb, 0x3f766102, 0x3f765d3e, 0x3f76597f, 0x3f7655c5
    .word 0x3f765210, 0x3f764e5f, 0x3f764ab4, 0x3f76470d, 0x3f76436c, 0x3f763fcf, 0x3f763c37, 0x3f7638a4
    .word 0x3f763516, 0x3f76318d, 0x3f762e09, 0x3f762a8a, 0x3f76270f, 0x3f76239a, 0x3f76202a, 0x3f761cbe
    .word 0x3f761958, 0x3f7615f6, 0x3f76129a, 0x3f760f42, 0x3f760bf0, 0x3f7608a2, 0x3f760559, 0x3f760216
    .word 0x3f75fed7, 0x3f75fb9d, 0x3f75f869, 0x3f75f539, 0x3f75f20e, 0x3f75eee8, 0x3f75ebc8, 0x3f75e8ac
    .word 0x3f75e595, 0x3f75e283, 0x3f75df77, 0x3f75dc6f, 0x3f75d96c, 0x3f75d66f, 0x3f75d376, 0x3f75d083
    .word 0x3f75cd94, 0x3f75caab, 0x3f75c7c6, 0x3f75c4e7, 0x3f75c20c, 0x3f75bf37, 0x3f75bc67, 0x3f75b99c
    .word 0x3f75b6d5, 0x3f75b414, 0x3f75b158, 0x3f75aea1, 0x3f75abf0, 0x3f75a943, 0x3f75a69b, 0x3f75a3f9
    .word 0x3f75a15b, 0x3f759ec3, 0x3f759c2f, 0x3f7599a1, 0x3f759718, 0x3f759494, 0x3f759215, 0x3f758f9b
    .word 0x3f758d27, 0x3f758ab7, 0x3f75884d, 0x3f7585e7, 0x3f758387, 0x3f75812c, 0x3f757ed6, 0x3f757c86
    .word 0x3f757a3a, 0x3f7577f4, 0x3f7575b2, 0x3f757376, 0x3f75713f, 0x3f756f0d, 0x3f756ce1, 0x3f756ab9
    .word 0x3f756897, 0x3f75667a, 0x3f756462, 0x3f75624f, 0x3f756042, 0x3f755e39, 0x3f755c36, 0x3f755a38
    .word 0x3f75583f, 0x3f75564c, 0x3f75545d, 0x3f755274, 0x3f755090, 0x3f754eb1, 0x3f754cd8, 0x3f754b04
    .word 0x3f754935, 0x3f75476b, 0x3f7545a6, 0x3f7543e7, 0x3f75422d, 0x3f754078, 0x3f753ec8, 0x3f753d1e
    .word 0x3f753b79, 0x3f7539d9, 0x3f75383f, 0x3f7536a9, 0x3f753519, 0x3f75338f, 0x3f753209, 0x3f753089
    .word 0x3f752f0e, 0x3f752d99, 0x3f752c28, 0x3f752abd, 0x3f752958, 0x3f7527f7, 0x3f75269c, 0x3f752546
    .word 0x3f7523f6, 0x3f7522ab, 0x3f752165, 0x3f752024, 0x3f751ee9, 0x3f751db3, 0x3f751c83, 0x3f751b58
    .word 0x3f751a32, 0x3f751912, 0x3f7517f6, 0x3f7516e1, 0x3f7515d0, 0x3f7514c5, 0x3f7513c0, 0x3f7512bf
    .word 0x3f7511c4, 0x3f7510cf, 0x3f750fdf, 0x3f750ef4, 0x3f750e0f, 0x3f750d2f, 0x3f750c54, 0x3f750b7f
    .word 0x3f750aaf, 0x3f7509e5, 0x3f750920, 0x3f750860, 0x3f7507a6, 0x3f7506f1, 0x3f750642, 0x3f750598
    .word 0x3f7504f4, 0x3f750455, 0x3f7503bb, 0x3f750327, 0x3f750298, 0x3f75020f, 0x3f75018b, 0x3f75010d
    .word 0x3f750094, 0x3f750021, 0x3f74ffb3, 0x3f74ff4a, 0x3f74fee7, 0x3f74fe8a, 0x3f74fe32, 0x3f74fddf
    .word 0x3f74fd92, 0x3f74fd4b, 0x3f74fd09, 0x3f74fccc, 0x3f74fc95, 0x3f74fc64, 0x3f74fc38, 0x3f74fc11
    .word 0x3f74fbf0, 0x3f74fbd5, 0x3f74fbbf, 0x3f74fbae, 0x3f74fba4, 0x3f74fb9e, 0x3f74fb9f, 0x3f74fba4
    .word 0x3f74fbb0, 0x3f74fbc1, 0x3f74fbd7, 0x3f74fbf3, 0x3f74fc15, 0x3f74fc3c, 0x3f74fc68, 0x3f74fc9b
    .word 0x3f74fcd3, 0x3f74fd10, 0x3f74fd53, 0x3f74fd9c, 0x3f74fdea, 0x3f74fe3e, 0x3f74fe97, 0x3f74fef6
    .word 0x3f74ff5b, 0x3f74ffc5, 0x3f750035, 0x3f7500ab, 0x3f750126, 0x3f7501a7, 0x3f75022d, 0x3f7502b9
    .word 0x3f75034b, 0x3f7503e2, 0x3f75047f, 0x3f750522, 0x3f7505ca, 0x3f750678, 0x3f75072c, 0x3f7507e5
    .word 0x3f7508a4, 0x3f750969, 0x3f750a33, 0x3f750b03, 0x3f750bd9, 0x3f750cb4, 0x3f750d95, 0x3f750e7c
    .word 0x3f750f68, 0x3f75105b, 0x3f751152, 0x3f751250, 0x3f751353, 0x3f75145d, 0x3f75156b, 0x3f751680
    .word 0x3f75179a, 0x3f7518ba, 0x3f7519e0, 0x3f751b0b, 0x3f751c3d, 0x3f751d73, 0x3f751eb0, 0x3f751ff3
    .word 0x3f75213b, 0x3f752289, 0x3f7523dd, 0x3f752536, 0x3f752696, 0x3f7527fb, 0x3f752966, 0x3f752ad7
    .word 0x3f752c4d, 0x3f752dc9, 0x3f752f4c, 0x3f7530d4, 0x3f753261, 0x3f7533f5, 0x3f75358e, 0x3f75372e
    .word 0x3f7538d3, 0x3f753a7d, 0x3f753c2e, 0x3f753de5, 0x3f753fa1, 0x3f754163, 0x3f75432b, 0x3f7544f9
    .word 0x3f7546cd, 0x3f7548a7, 0x3f754a86, 0x3f754c6c, 0x3f754e57, 0x3f755048, 0x3f75523f, 0x3f75543c
    .word 0x3f75563f, 0x3f755848, 0x3f755a57, 0x3f755c6b, 0x3f755e86, 0x3f7560a6, 0x3f7562cc, 0x3f7564f8
    .word 0x3f75672a, 0x3f756962, 0x3f756ba0, 0x3f756de4, 0x3f75702e, 0x3f75727e, 0x3f7574d4, 0x3f75772f
    .word 0x3f757991, 0x3f757bf9, 0x3f757e66, 0x3f7580da, 0x3f758353, 0x3f7585d3, 0x3f758858, 0x3f758ae4
    .word 0x3f758d75, 0x3f75900d, 0x3f7592aa, 0x3f75954d, 0x3f7597f7, 0x3f759aa6, 0x3f759d5c, 0x3f75a017
    .word 0x3f75a2d9, 0x3f75a5a0, 0x3f75a86e, 0x3f75ab41, 0x3f75ae1b, 0x3f75b0fb, 0x3f75b3e0, 0x3f75b6cc
    .word 0x3f75b9be, 0x3f75bcb6, 0x3f75bfb4, 0x3f75c2b8, 0x3f75c5c2, 0x3f75c8d2, 0x3f75cbe8, 0x3f75cf04
    .word 0x3f75d227, 0x3f75d54f, 0x3f75d87e, 0x3f75dbb2, 0x3f75deed, 0x3f75e22e, 0x3f75e575, 0x3f75e8c2
    .word 0x3f75ec15, 0x3f75ef6f, 0x3f75f2ce, 0x3f75f634, 0x3f75f9a0, 0x3f75fd11, 0x3f760089, 0x3f760408
    .word 0x3f76078c, 0x3f760b16, 0x3f760ea7, 0x3f76123e, 0x3f7615db, 0x3f76197e, 0x3f761d27, 0x3f7620d7
    .word 0x3f76248c, 0x3f762848, 0x3f762c0a, 0x3f762fd3, 0x3f7633a1, 0x3f763776, 0x3f763b51, 0x3f763f32
    .word 0x3f764319, 0x3f764707, 0x3f764afb, 0x3f764ef5, 0x3f7652f5, 0x3f7656fb, 0x3f765b08, 0x3f765f1b
    .word 0x3f766334, 0x3f766754, 0x3f766b79, 0x3f766fa6, 0x3f7673d8, 0x3f767810, 0x3f767c4f, 0x3f768094
    .word 0x3f7684e0, 0x3f768931, 0x3f768d89, 0x3f7691e8, 0x3f76964c, 0x3f769ab7, 0x3f769f29, 0x3f76a3a0
    .word 0x3f76a81e, 0x3f76aca2, 0x3f76b12d, 0x3f76b5be, 0x3f76ba55, 0x3f76bef2, 0x3f76c396, 0x3f76c840
    .word 0x3f76ccf1, 0x3f76d1a8, 0x3f76d665, 0x3f76db29, 0x3f76dff3, 0x3f76e4c3, 0x3f76e99a, 0x3f76ee77
    .word 0x3f76f35b, 0x3f76f845, 0x3f76fd35, 0x3f77022c, 0x3f770729, 0x3f770c2d, 0x3f771137, 0x3f771648
    .word 0x3f771b5e, 0x3f77207c, 0x3f77259f, 0x3f772aca, 0x3f772ffa, 0x3f773531, 0x3f773a6f, 0x3f773fb3
    .word 0x3f7744fd, 0x3f774a4e, 0x3f774fa5, 0x3f775503, 0x3f775a68, 0x3f775fd2, 0x3f776544, 0x3f776abb
    .word 0x3f77703a, 0x3f7775be, 0x3f777b4a, 0x3f7780dc, 0x3f778674, 0x3f778c13, 0x3f7791b8, 0x3f779764
    .word 0x3f779d16, 0x3f77a2cf, 0x3f77a88f, 0x3f77ae55, 0x3f77b421, 0x3f77b9f4, 0x3f77bfce, 0x3f77c5ae
    .word 0x3f77cb95, 0x3f77d182, 0x3f77d776, 0x3f77dd71, 0x3f77e372, 0x3f77e979, 0x3f77ef88, 0x3f77f59d
    .word 0x3f77fbb8, 0x3f7801da, 0x3f780803, 0x3f780e32, 0x3f781468, 0x3f781aa5, 0x3f7820e8, 0x3f782731
    .word 0x3f782d82, 0x3f7833d9, 0x3f783a37, 0x3f78409b, 0x3f784706, 0x3f784d78, 0x3f7853f0, 0x3f785a6f
    .word 0x3f7860f5, 0x3f786781, 0x3f786e14, 0x3f7874ae, 0x3f787b4f, 0x3f7881f6, 0x3f7888a4, 0x3f788f58
    .word 0x3f789613, 0x3f789cd5, 0x3f78a39e, 0x3f78aa6d, 0x3f78b143, 0x3f78b820, 0x3f78bf04, 0x3f78c5ee
    .word 0x3f78ccdf, 0x3f78d3d7, 0x3f78dad6, 0x3f78e1db, 0x3f78e8e7, 0x3f78effa, 0x3f78f714, 0x3f78fe34
    .word 0x3f79055b, 0x3f790c89, 0x3f7913be, 0x3f791afa, 0x3f79223c, 0x3f792985, 0x3f7930d5, 0x3f79382c
    .word 0x3f793f8a, 0x3f7946ee, 0x3f794e5a, 0x3f7955cc, 0x3f795d45, 0x3f7964c5, 0x3f796c4b, 0x3f7973d9
    .word 0x3f797b6d, 0x3f798308, 0x3f798aaa, 0x3f799253, 0x3f799a03, 0x3f79a1ba, 0x3f79a977, 0x3f79b13c
    .word 0x3f79b907, 0x3f79c0da, 0x3f79c8b3, 0x3f79d093, 0x3f79d87a, 0x3f79e068, 0x3f79e85d, 0x3f79f058
    .word 0x3f79f85b, 0x3f7a0065, 0x3f7a0875, 0x3f7a108d, 0x3f7a18ab, 0x3f7a20d1, 0x3f7a28fd, 0x3f7a3130
    .word 0x3f7a396b, 0x3f7a41ac, 0x3f7a49f4, 0x3f7a5244, 0x3f7a5a9a, 0x3f7a62f7, 0x3f7a6b5b, 0x3f7a73c6
    .word 0x3f7a7c39, 0x3f7a84b2, 0x3f7a8d32, 0x3f7a95b9, 0x3f7a9e48, 0x3f7aa6dd, 0x3f7aaf79, 0x3f7ab81d
    .word 0x3f7ac0c7, 0x3f7ac979, 0x3f7ad231, 0x3f7adaf1, 0x3f7ae3b8, 0x3f7aec85, 0x3f7af55a, 0x3f7afe36
    .word 0x3f7b0719, 0x3f7b1003, 0x3f7b18f4, 0x3f7b21ed, 0x3f7b2aec, 0x3f7b33f2, 0x3f7b3d00, 0x3f7b4615
    .word 0x3f7b4f31, 0x3f7b5854, 0x3f7b617e, 0x3f7b6aaf, 0x3f7b73e7, 0x3f7b7d27, 0x3f7b866d, 0x3f7b8fbb
    .word 0x3f7b9910, 0x3f7ba26c, 0x3f7babcf, 0x3f7bb53a, 0x3f7bbeac, 0x3f7bc824, 0x3f7bd1a4, 0x3f7bdb2c
    .word 0x3f7be4ba, 0x3f7bee50, 0x3f7bf7ed, 0x3f7c0191, 0x3f7c0b3c, 0x3f7c14ee, 0x3f7c1ea8, 0x3f7c2869
    .word 0x3f7c3231, 0x3f7c3c01, 0x3f7c45d7, 0x3f7c4fb5, 0x3f7c599a, 0x3f7c6387, 0x3f7c6d7a, 0x3f7c7775
    .word 0x3f7c8178, 0x3f7c8b81, 0x3f7c9592, 0x3f7c9faa, 0x3f7ca9ca, 0x3f7cb3f0, 0x3f7cbe1e, 0x3f7cc854
    .word 0x3f7cd290, 0x3f7cdcd4, 0x3f7ce720, 0x3f7cf172, 0x3f7cfbcc, 0x3f7d062e, 0x3f7d1096, 0x3f7d1b06
    .word 0x3f7d257e, 0x3f7d2ffc, 0x3f7d3a82, 0x3f7d4510, 0x3f7d4fa5, 0x3f7d5a41, 0x3f7d64e4, 0x3f7d6f8f
    .word 0x3f7d7a42, 0x3f7d84fc, 0x3f7d8fbd, 0x3f7d9a85, 0x3f7da556, 0x3f7db02d, 0x3f7dbb0c, 0x3f7dc5f2
    .word 0x3f7dd0e0, 0x3f7ddbd5, 0x3f7de6d2, 0x3f7df1d6, 0x3f7dfce1, 0x3f7e07f4, 0x3f7e130f, 0x3f7e1e31
    .word 0x3f7e295a, 0x3f7e348b, 0x3f7e3fc3, 0x3f7e4b03, 0x3f7e564b, 0x3f7e619a, 0x3f7e6cf0, 0x3f7e784e
    .word 0x3f7e83b3, 0x3f7e8f20, 0x3f7e9a95, 0x3f7ea611, 0x3f7eb194, 0x3f7ebd1f, 0x3f7ec8b2, 0x3f7ed44c
    .word 0x3f7edfee, 0x3f7eeb97, 0x3f7ef748, 0x3f7f0301, 0x3f7f0ec1, 0x3f7f1a88, 0x3f7f2657, 0x3f7f322e
    .word 0x3f7f3e0d, 0x3f7f49f3, 0x3f7f55e0, 0x3f7f61d5, 0x3f7f6dd2, 0x3f7f79d7, 0x3f7f85e3, 0x3f7f91f6
    .word 0x3f7f9e12, 0x3f7faa35, 0x3f7fb660, 0x3f7fc292, 0x3f7fcecc, 0x3f7fdb0d, 0x3f7fe757, 0x3f7ff3a8
    .size dinozero_armv6_exp_table, . - dinozero_armv6_exp_table

    .section .note.GNU-stack, "", %progbits
