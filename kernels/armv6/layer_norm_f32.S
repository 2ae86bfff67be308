// SPDX-License-Identifier: Apache-2.0
// Written by layer_norm_f32.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_layer_norm_row
    .type dinozero_armv6_layer_norm_row, %function
dinozero_armv6_layer_norm_row:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldmia r0!, {r2-r6, r8, r9}
    flds s6, [r0]
    mov r1, #0
    fmsr s7, r1
    fmsr s5, r6
    fsitos s5, s5
    add r7, r5, r6, lsl #2
    bic r7, r7, #31
    fcpys s8, s7
    fcpys s12, s7
    fcpys s16, s7
    mov r0, r5
    movs r1, r8
    beq 3f
    fldmias r0!, {s20-s23}
    fldmias r0!, {s24-s27}
    subs r1, r1, #1
    beq 2f
    // 48.0 cycles a turn
1:
    fadds s8, s8, s20
    subs r1, r1, #1
    fldmias r0!, {s28-s31}
    fadds s12, s12, s24
    fldmias r0!, {s20-s23}
    fadds s16, s16, s28
    fldmias r0!, {s24-s27}
    fadds s8, s8, s20
    fldmias r0!, {s28-s31}
    fadds s12, s12, s24
    fldmias r0!, {s20-s23}
    fadds s16, s16, s28
    fldmias r0!, {s24-s27}
    fadds s8, s8, s20
    fldmias r0!, {s28-s31}
    fadds s12, s12, s24
    fldmias r0!, {s20-s23}
    fadds s16, s16, s28
    fldmias r0!, {s24-s27}
    fadds s8, s8, s20
    fldmias r0!, {s28-s31}
    fadds s12, s12, s24
    fldmias r0!, {s20-s23}
    fadds s16, s16, s28
    fldmias r0!, {s24-s27}
    bne 1b
2:
    fldmias r0!, {s28-s31}
    fadds s8, s8, s20
    fadds s12, s12, s24
    fldmias r0!, {s20-s23}
    fadds s16, s16, s28
    fldmias r0!, {s24-s27}
    fldmias r0!, {s28-s31}
    fadds s8, s8, s20
    fadds s12, s12, s24
    fldmias r0!, {s20-s23}
    fadds s16, s16, s28
    fldmias r0!, {s24-s27}
    fldmias r0!, {s28-s31}
    fadds s8, s8, s20
    fadds s12, s12, s24
    fldmias r0!, {s20-s23}
    fadds s16, s16, s28
    fldmias r0!, {s24-s27}
    fldmias r0!, {s28-s31}
    fadds s8, s8, s20
    fadds s12, s12, s24
    fadds s16, s16, s28
3:
    movs r1, r9
    beq 5f
    // 22.0 cycles a turn
4:
    fldmias r0!, {s20-s23}
    fadds s8, s8, s20
    fldmias r0!, {s24-s27}
    fldmias r0!, {s28-s31}
    fldmias r0!, {s20-s23}
    subs r1, r1, #1
    fadds s12, s12, s24
    fadds s8, s8, s20
    fadds s16, s16, s28
    bne 4b
5:
    fadds s8, s8, s12
    fadds s8, s8, s16
    fadds s2, s8, s9
    fadds s3, s10, s11
    fadds s2, s2, s3
    fdivs s0, s2, s5
    fcpys s8, s7
    fcpys s12, s7
    mov r0, r5
    movs r1, r8
    beq 3f
    fldmias r0!, {s16-s19}
    fldmias r0!, {s20-s23}
    fldmias r0!, {s24-s27}
    fsubs s16, s16, s0
    fsubs s20, s20, s0
    fsubs s24, s24, s0
    subs r1, r1, #1
    beq 2f
    // 96.0 cycles a turn
1:
    fldmias r0!, {s28-s31}
    fmacs s8, s16, s16
    fsubs s28, s28, s0
    fldmias r0!, {s16-s19}
    fmacs s12, s20, s20
    fsubs s16, s16, s0
    subs r1, r1, #1
    fldmias r0!, {s20-s23}
    fmacs s8, s24, s24
    fmacs s12, s28, s28
    pld [r7, #0]
    pld [r7, #32]
    fldmias r0!, {s24-s27}
    fsubs s20, s20, s0
    fsubs s24, s24, s0
    fmacs s8, s16, s16
    fldmias r0!, {s28-s31}
    fmacs s12, s20, s20
    fldmias r0!, {s16-s19}
    fsubs s28, s28, s0
    fmacs s8, s24, s24
    fsubs s16, s16, s0
    pld [r7, #64]
    fldmias r0!, {s20-s23}
    fmacs s12, s28, s28
    fldmias r0!, {s24-s27}
    fsubs s20, s20, s0
    fmacs s8, s16, s16
    fldmias r0!, {s28-s31}
    fsubs s24, s24, s0
    fmacs s12, s20, s20
    fldmias r0!, {s16-s19}
    fsubs s28, s28, s0
    fmacs s8, s24, s24
    fldmias r0!, {s20-s23}
    fsubs s16, s16, s0
    fsubs s20, s20, s0
    fldmias r0!, {s24-s27}
    add r7, r7, #96
    fmacs s12, s28, s28
    fsubs s24, s24, s0
    bne 1b
2:
    fldmias r0!, {s28-s31}
    fmacs s8, s16, s16
    fsubs s28, s28, s0
    fldmias r0!, {s16-s19}
    fmacs s12, s20, s20
    fldmias r0!, {s20-s23}
    fsubs s16, s16, s0
    fsubs s20, s20, s0
    fmacs s8, s24, s24
    fmacs s12, s28, s28
    fldmias r0!, {s24-s27}
    fldmias r0!, {s28-s31}
    fsubs s24, s24, s0
    fsubs s28, s28, s0
    fmacs s8, s16, s16
    fmacs s12, s20, s20
    fldmias r0!, {s16-s19}
    fldmias r0!, {s20-s23}
    fsubs s16, s16, s0
    fsubs s20, s20, s0
    fmacs s8, s24, s24
    fmacs s12, s28, s28
    fldmias r0!, {s24-s27}
    fldmias r0!, {s28-s31}
    fsubs s24, s24, s0
    fsubs s28, s28, s0
    fmacs s8, s16, s16
    fmacs s12, s20, s20
    fmacs s8, s24, s24
    fmacs s12, s28, s28
3:
    movs r1, r9
    beq 5f
    // 37.0 cycles a turn
4:
    fldmias r0!, {s16-s19}
    fldmias r0!, {s20-s23}
    fldmias r0!, {s24-s27}
    fsubs s16, s16, s0
    fsubs s20, s20, s0
    fsubs s24, s24, s0
    fldmias r0!, {s28-s31}
    fmacs s8, s16, s16
    fmacs s12, s20, s20
    fsubs s28, s28, s0
    fmacs s8, s24, s24
    subs r1, r1, #1
    pld [r7, #0]
    add r7, r7, #32
    fmacs s12, s28, s28
    bne 4b
5:
    fadds s8, s8, s12
    fadds s2, s8, s9
    fadds s3, s10, s11
    fadds s2, s2, s3
    fdivs s2, s2, s5
    fadds s2, s2, s6
    mov r1, #0x3f800000
    fmsr s3, r1
    fsqrts s2, s2
    fdivs s1, s3, s2
    mov r0, r5
    movs r1, r8
    beq 3f
    fldmias r0!, {s8-s11}
    fldmias r0!, {s12-s15}
    fsubs s8, s8, s0
    fsubs s12, s12, s0
    fmuls s8, s8, s1
    fmuls s12, s12, s1
    subs r1, r1, #1
    beq 2f
    // 174.0 cycles a turn
1:
    fldmias r0!, {s16-s19}
    fldmias r3!, {s20-s23}
    pld [r7, #0]
    fsubs s16, s16, s0
    fldmias r2!, {s28-s31}
    fmacs s20, s8, s28
    fldmias r0!, {s8-s11}
    fmuls s16, s16, s1
    pld [r7, #32]
    pld [r7, #64]
    fldmias r3!, {s24-s27}
    fsubs s8, s8, s0
    fldmias r2!, {s28-s31}
    fstmias r4!, {s20-s23}
    fldmias r3!, {s20-s23}
    fmacs s24, s12, s28
    subs r1, r1, #1
    fldmias r0!, {s12-s15}
    fmuls s8, s8, s1
    fsubs s12, s12, s0
    fldmias r2!, {s28-s31}
    fstmias r4!, {s24-s27}
    fldmias r3!, {s24-s27}
    fmacs s20, s16, s28
    add r7, r7, #96
    fldmias r2!, {s28-s31}
    fmuls s12, s12, s1
    fldmias r0!, {s16-s19}
    fmacs s24, s8, s28
    fstmias r4!, {s20-s23}
    fldmias r0!, {s8-s11}
    fsubs s16, s16, s0
    fldmias r2!, {s28-s31}
    fldmias r3!, {s20-s23}
    fsubs s8, s8, s0
    fmacs s20, s12, s28
    fstmias r4!, {s24-s27}
    fldmias r3!, {s24-s27}
    fmuls s16, s16, s1
    fldmias r0!, {s12-s15}
    fldmias r2!, {s28-s31}
    fmuls s8, s8, s1
    fstmias r4!, {s20-s23}
    fmacs s24, s16, s28
    fldmias r0!, {s16-s19}
    fsubs s12, s12, s0
    fldmias r3!, {s20-s23}
    fldmias r2!, {s28-s31}
    fsubs s16, s16, s0
    fmacs s20, s8, s28
    fmuls s12, s12, s1
    fldmias r2!, {s28-s31}
    fldmias r0!, {s8-s11}
    fmuls s16, s16, s1
    fstmias r4!, {s24-s27}
    fldmias r3!, {s24-s27}
    fsubs s8, s8, s0
    fstmias r4!, {s20-s23}
    fmacs s24, s12, s28
    fldmias r0!, {s12-s15}
    fldmias r3!, {s20-s23}
    fmuls s8, s8, s1
    fldmias r2!, {s28-s31}
    fsubs s12, s12, s0
    fstmias r4!, {s24-s27}
    fmacs s20, s16, s28
    fldmias r2!, {s28-s31}
    fldmias r0!, {s16-s19}
    fmuls s12, s12, s1
    fldmias r3!, {s24-s27}
    fsubs s16, s16, s0
    fstmias r4!, {s20-s23}
    fmacs s24, s8, s28
    fldmias r2!, {s28-s31}
    fldmias r3!, {s20-s23}
    fmuls s16, s16, s1
    fldmias r0!, {s8-s11}
    fmacs s20, s12, s28
    fstmias r4!, {s24-s27}
    fldmias r0!, {s12-s15}
    fsubs s8, s8, s0
    fldmias r2!, {s28-s31}
    fldmias r3!, {s24-s27}
    fsubs s12, s12, s0
    fmacs s24, s16, s28
    fmuls s12, s12, s1
    fstmias r4!, {s20-s23}
    fstmias r4!, {s24-s27}
    fmuls s8, s8, s1
    bne 1b
2:
    fldmias r0!, {s16-s19}
    fldmias r2!, {s28-s31}
    fldmias r3!, {s20-s23}
    fsubs s16, s16, s0
    fldmias r3!, {s24-s27}
    fmacs s20, s8, s28
    fldmias r0!, {s8-s11}
    fldmias r2!, {s28-s31}
    fmuls s16, s16, s1
    fsubs s8, s8, s0
    fstmias r4!, {s20-s23}
    fldmias r3!, {s20-s23}
    fmacs s24, s12, s28
    fldmias r0!, {s12-s15}
    fldmias r2!, {s28-s31}
    fmuls s8, s8, s1
    fsubs s12, s12, s0
    fstmias r4!, {s24-s27}
    fldmias r3!, {s24-s27}
    fmacs s20, s16, s28
    fldmias r0!, {s16-s19}
    fldmias r2!, {s28-s31}
    fmuls s12, s12, s1
    fsubs s16, s16, s0
    fstmias r4!, {s20-s23}
    fldmias r3!, {s20-s23}
    fmacs s24, s8, s28
    fldmias r0!, {s8-s11}
    fldmias r2!, {s28-s31}
    fmuls s16, s16, s1
    fsubs s8, s8, s0
    fstmias r4!, {s24-s27}
    fldmias r3!, {s24-s27}
    fmacs s20, s12, s28
    fldmias r0!, {s12-s15}
    fldmias r2!, {s28-s31}
    fmuls s8, s8, s1
    fsubs s12, s12, s0
    fstmias r4!, {s20-s23}
    fldmias r3!, {s20-s23}
    fmacs s24, s16, s28
    fldmias r0!, {s16-s19}
    fldmias r2!, {s28-s31}
    fmuls s12, s12, s1
    fsubs s16, s16, s0
    fstmias r4!, {s24-s27}
    fldmias r3!, {s24-s27}
    fmacs s20, s8, s28
    fldmias r0!, {s8-s11}
    fldmias r2!, {s28-s31}
    fmuls s16, s16, s1
    fsubs s8, s8, s0
    fstmias r4!, {s20-s23}
    fldmias r3!, {s20-s23}
    fmacs s24, s12, s28
    fldmias r0!, {s12-s15}
    fldmias r2!, {s28-s31}
    fmuls s8, s8, s1
    fsubs s12, s12, s0
    fstmias r4!, {s24-s27}
    fldmias r3!, {s24-s27}
    fmacs s20, s16, s28
    fldmias r0!, {s16-s19}
    fldmias r2!, {s28-s31}
    fmuls s12, s12, s1
    fsubs s16, s16, s0
    fstmias r4!, {s20-s23}
    fldmias r3!, {s20-s23}
    fmacs s24, s8, s28
    fldmias r2!, {s28-s31}
    fmuls s16, s16, s1
    fstmias r4!, {s24-s27}
    fmacs s20, s12, s28
    fldmias r3!, {s24-s27}
    fldmias r2!, {s28-s31}
    fmacs s24, s16, s28
    fstmias r4!, {s20-s23}
    fstmias r4!, {s24-s27}
3:
    movs r1, r9
    beq 5f
    // 75.0 cycles a turn
4:
    fldmias r0!, {s8-s11}
    fldmias r3!, {s20-s23}
    fsubs s8, s8, s0
    pld [r7, #0]
    fldmias r0!, {s12-s15}
    fldmias r2!, {s28-s31}
    fsubs s12, s12, s0
    fldmias r0!, {s16-s19}
    fmuls s8, s8, s1
    fldmias r3!, {s24-s27}
    fsubs s16, s16, s0
    fmuls s12, s12, s1
    fmacs s20, s8, s28
    fldmias r0!, {s8-s11}
    fmuls s16, s16, s1
    fldmias r2!, {s28-s31}
    fsubs s8, s8, s0
    fmacs s24, s12, s28
    add r7, r7, #32
    subs r1, r1, #1
    fstmias r4!, {s20-s23}
    fldmias r3!, {s20-s23}
    fldmias r2!, {s28-s31}
    fmuls s8, s8, s1
    fstmias r4!, {s24-s27}
    fmacs s20, s16, s28
    fldmias r3!, {s24-s27}
    fldmias r2!, {s28-s31}
    fmacs s24, s8, s28
    fstmias r4!, {s20-s23}
    fstmias r4!, {s24-s27}
    bne 4b
5:
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
    .size dinozero_armv6_layer_norm_row, . - dinozero_armv6_layer_norm_row

    .section .note.GNU-stack, "", %progbits
