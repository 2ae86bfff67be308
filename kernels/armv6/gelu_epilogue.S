// SPDX-License-Identifier: Apache-2.0
// Written by gelu_epilogue.py, which explains it.

    .syntax unified
    .arch armv6
    .fpu vfp
    .arm
    .text

    .balign 32
    .global dinozero_armv6_gelu_row
    .type dinozero_armv6_gelu_row, %function
dinozero_armv6_gelu_row:
    push {r4-r11, lr}
    fstmfdd sp!, {d8-d15}
    fmrx r12, fpscr
    push {r11, r12}
    mov r12, #0x03000000
    orr r12, r12, #0x00030000
    fmxr fpscr, r12
    ldr r3, 5f
    flds s0, 6f
4:
    add r3, pc, r3
    fldmias r1, {s8-s11}
    fadds s8, s8, s0
    fmrrs r4, r5, {s8, s9}
    fmrrs r6, r7, {s10, s11}
    usat r4, #13, r4, asr #18
    usat r5, #13, r5, asr #18
    usat r6, #13, r6, asr #18
    usat r7, #13, r7, asr #18
    add r4, r3, r4, lsl #4
    add r5, r3, r5, lsl #4
    add r6, r3, r6, lsl #4
    add r7, r3, r7, lsl #4
    fldmias r1!, {s8-s11}
    cmp r3, r3
    // 74.0 cycles for 8 floats
1:
    flds s26, [r6, #8]
    flds s24, [r4, #8]
    flds s27, [r7, #8]
    flds s28, [r4, #12]
    flds s31, [r7, #12]
    flds s30, [r6, #12]
    flds s25, [r5, #8]
    flds s29, [r5, #12]
    fldmias r1, {s12-s15}
    fstmiasne r2!, {s16-s19}
    fmacs s24, s28, s8
    flds s17, [r5, #0]
    flds s20, [r4, #4]
    fadds s12, s12, s0
    flds s19, [r7, #0]
    flds s22, [r6, #4]
    flds s18, [r6, #0]
    flds s21, [r5, #4]
    flds s16, [r4, #0]
    flds s23, [r7, #4]
    fmrrs r8, r9, {s12, s13}
    fmacs s20, s24, s8
    fmrrs r10, r11, {s14, s15}
    usat r8, #13, r8, asr #18
    usat r9, #13, r9, asr #18
    usat r11, #13, r11, asr #18
    add r8, r3, r8, lsl #4
    usat r10, #13, r10, asr #18
    add r11, r3, r11, lsl #4
    flds s24, [r8, #8]
    add r9, r3, r9, lsl #4
    add r10, r3, r10, lsl #4
    flds s31, [r11, #12]
    flds s25, [r9, #8]
    flds s28, [r8, #12]
    flds s27, [r11, #8]
    flds s30, [r10, #12]
    fldmias r1!, {s12-s15}
    fmacs s16, s20, s8
    flds s29, [r9, #12]
    flds s26, [r10, #8]
    fldmias r1, {s8-s11}
    subs r0, r0, #8
    fmacs s24, s28, s12
    flds s23, [r11, #4]
    flds s21, [r9, #4]
    flds s20, [r8, #4]
    fadds s8, s8, s0
    flds s22, [r10, #4]
    fstmias r2!, {s16-s19}
    flds s19, [r11, #0]
    flds s16, [r8, #0]
    flds s17, [r9, #0]
    flds s18, [r10, #0]
    fmacs s20, s24, s12
    fmrrs r4, r5, {s8, s9}
    fmrrs r6, r7, {s10, s11}
    usat r5, #13, r5, asr #18
    usat r4, #13, r4, asr #18
    usat r6, #13, r6, asr #18
    add r5, r3, r5, lsl #4
    usat r7, #13, r7, asr #18
    fldmias r1!, {s8-s11}
    add r6, r3, r6, lsl #4
    add r7, r3, r7, lsl #4
    add r4, r3, r4, lsl #4
    fmacs s16, s20, s12
    bne 1b
    fstmias r2!, {s16-s19}
    pop {r11, r12}
    fmxr fpscr, r12
    fldmfdd sp!, {d8-d15}
    pop {r4-r11, pc}
5:
    .word dinozero_armv6_gelu_epilogue_table - (4b + 8)
6:
    .float 6
    .size dinozero_armv6_gelu_row, . - dinozero_armv6_gelu_row

    .balign 32
    .global dinozero_armv6_gelu_tiles
    .type dinozero_armv6_gelu_tiles, %function
dinozero_armv6_gelu_tiles:
    ldr r3, 5f
    flds s0, 6f
4:
    add r3, pc, r3
    fldmias r1, {s8-s11}
    fadds s8, s8, s0
    fmrrs r4, r5, {s8, s9}
    fmrrs r6, r7, {s10, s11}
    usat r4, #13, r4, asr #18
    usat r5, #13, r5, asr #18
    usat r6, #13, r6, asr #18
    usat r7, #13, r7, asr #18
    add r4, r3, r4, lsl #4
    add r5, r3, r5, lsl #4
    add r6, r3, r6, lsl #4
    add r7, r3, r7, lsl #4
    fldmias r1!, {s8-s11}
    cmp r3, r3
    // 149.0 cycles for 16 floats
1:
    flds s27, [r7, #8]
    flds s25, [r5, #8]
    flds s28, [r4, #12]
    flds s29, [r5, #12]
    flds s26, [r6, #8]
    flds s30, [r6, #12]
    flds s31, [r7, #12]
    flds s24, [r4, #8]
    flds s22, [r6, #4]
    flds s21, [r5, #4]
    fldmias r1, {s12-s15}
    fmacs s24, s28, s8
    fstmiasne lr!, {s16-s19}
    flds s18, [r6, #0]
    fadds s12, s12, s0
    flds s16, [r4, #0]
    flds s17, [r5, #0]
    flds s19, [r7, #0]
    flds s23, [r7, #4]
    flds s20, [r4, #4]
    fmrrs r8, r9, {s12, s13}
    fmacs s20, s24, s8
    fmrrs r10, r11, {s14, s15}
    usat r9, #13, r9, asr #18
    usat r8, #13, r8, asr #18
    fldmias r1!, {s12-s15}
    usat r10, #13, r10, asr #18
    add r9, r3, r9, lsl #4
    usat r11, #13, r11, asr #18
    add r8, r3, r8, lsl #4
    flds s25, [r9, #8]
    add r11, r3, r11, lsl #4
    fmacs s16, s20, s8
    flds s27, [r11, #8]
    add r10, r3, r10, lsl #4
    flds s24, [r8, #8]
    flds s28, [r8, #12]
    flds s29, [r9, #12]
    flds s26, [r10, #8]
    flds s31, [r11, #12]
    flds s30, [r10, #12]
    fldmias r1, {s8-s11}
    fstmias r0!, {s16-s19}
    fmacs s24, s28, s12
    flds s22, [r10, #4]
    flds s23, [r11, #4]
    flds s19, [r11, #0]
    fadds s8, s8, s0
    flds s20, [r8, #4]
    flds s21, [r9, #4]
    flds s18, [r10, #0]
    flds s17, [r9, #0]
    fmacs s20, s24, s12
    flds s16, [r8, #0]
    fmrrs r4, r5, {s8, s9}
    fmrrs r6, r7, {s10, s11}
    usat r4, #13, r4, asr #18
    fldmias r1!, {s8-s11}
    usat r7, #13, r7, asr #18
    usat r6, #13, r6, asr #18
    add r4, r3, r4, lsl #4
    usat r5, #13, r5, asr #18
    add r7, r3, r7, lsl #4
    fmacs s16, s20, s12
    add r6, r3, r6, lsl #4
    add r5, r3, r5, lsl #4
    flds s26, [r6, #8]
    flds s24, [r4, #8]
    flds s29, [r5, #12]
    flds s25, [r5, #8]
    flds s28, [r4, #12]
    flds s27, [r7, #8]
    flds s31, [r7, #12]
    flds s30, [r6, #12]
    fstmias r2!, {s16-s19}
    fldmias r1, {s12-s15}
    fmacs s24, s28, s8
    flds s23, [r7, #4]
    flds s21, [r5, #4]
    flds s18, [r6, #0]
    fadds s12, s12, s0
    flds s19, [r7, #0]
    flds s16, [r4, #0]
    flds s20, [r4, #4]
    flds s17, [r5, #0]
    flds s22, [r6, #4]
    fmrrs r8, r9, {s12, s13}
    fmacs s20, s24, s8
    fmrrs r10, r11, {s14, s15}
    usat r9, #13, r9, asr #18
    usat r8, #13, r8, asr #18
    usat r10, #13, r10, asr #18
    fldmias r1!, {s12-s15}
    add r8, r3, r8, lsl #4
    add r9, r3, r9, lsl #4
    usat r11, #13, r11, asr #18
    flds s25, [r9, #8]
    add r10, r3, r10, lsl #4
    fmacs s16, s20, s8
    add r11, r3, r11, lsl #4
    flds s30, [r10, #12]
    flds s29, [r9, #12]
    flds s24, [r8, #8]
    flds s27, [r11, #8]
    flds s31, [r11, #12]
    flds s26, [r10, #8]
    flds s28, [r8, #12]
    fldmias r1, {s8-s11}
    fstmias r12!, {s16-s19}
    fmacs s24, s28, s12
    flds s19, [r11, #0]
    flds s21, [r9, #4]
    fadds s8, s8, s0
    ldr r4, [sp]
    flds s17, [r9, #0]
    flds s16, [r8, #0]
    flds s23, [r11, #4]
    flds s20, [r8, #4]
    flds s22, [r10, #4]
    subs r4, r4, #1
    str r4, [sp]
    fmrrs r4, r5, {s8, s9}
    fmacs s20, s24, s12
    fmrrs r6, r7, {s10, s11}
    flds s18, [r10, #0]
    usat r4, #13, r4, asr #18
    usat r7, #13, r7, asr #18
    usat r6, #13, r6, asr #18
    usat r5, #13, r5, asr #18
    add r4, r3, r4, lsl #4
    add r7, r3, r7, lsl #4
    add r5, r3, r5, lsl #4
    fldmias r1!, {s8-s11}
    add r6, r3, r6, lsl #4
    fmacs s16, s20, s12
    bne 1b
    fstmias lr!, {s16-s19}
    add sp, sp, #4
    pop {pc}
5:
    .word dinozero_armv6_gelu_epilogue_table - (4b + 8)
6:
    .float 6
    .size dinozero_armv6_gelu_tiles, . - dinozero_armv6_gelu_tiles

    .section .rodata
    .balign 32
    .global dinozero_armv6_gelu_epilogue_table
    .type dinozero_armv6_gelu_epilogue_table, %object
dinozero_armv6_gelu_epilogue_table:
    .rept 4032
    .word 0x00000000, 0x00000000, 0x00000000, 0x00000000
    .endr
    .word 0xba025928, 0xb9892eee, 0xb840b9cf, 0xb634b3d9
    .word 0xba0b9394, 0xb9934780, 0xb84f73f3, 0xb6430637
    .word 0xba1569fb, 0xb99e1295, 0xb85f3e02, 0xb6526c3f
    .word 0xba1fe5cd, 0xb9a99b9a, 0xb8702a4b, 0xb662f96e
    .word 0xba2b1100, 0xb9b5eea0, 0xb881261f, 0xb674c284
    .word 0xba36f610, 0xb9c3186e, 0xb88adc3d, 0xb683eed0
    .word 0xba43a00a, 0xb9d12683, 0xb8954271, 0xb68e3127
    .word 0xba511a8d, 0xb9e02724, 0xb8a06458, 0xb69934cf
    .word 0xba5f71d7, 0xb9f02962, 0xb8ac4e3e, 0xb6a5071d
    .word 0xba6eb2c6, 0xba009e93, 0xb8b90d30, 0xb6b1b640
    .word 0xba7eeae2, 0xba09b99e, 0xb8c6aefd, 0xb6bf514e
    .word 0xba881432, 0xba136eae, 0xb8d54248, 0xb6cde84d
    .word 0xba913d1f, 0xba1dc71b, 0xb8e4d68e, 0xb6dd8c47
    .word 0xba9af80f, 0xba28ccbd, 0xb8f57c33, 0xb6ee4f52
    .word 0xbaa54d3e, 0xba3489f6, 0xb903a247, 0xb7002252
    .word 0xbab0454f, 0xba4109b4, 0xb90d20fb, 0xb709c051
    .word 0xbabbe951, 0xba4e577a, 0xb91743e5, 0xb7140c76
    .word 0xbac842c4, 0xba5c7f66, 0xb9221543, 0xb71f123a
    .word 0xbad55b9a, 0xba6b8e36, 0xb92d9fe4, 0xb72addc6
    .word 0xbae33e3f, 0xba7b9152, 0xb939ef34, 0xb7377bff
    .word 0xbaf1f59c, 0xba864b68, 0xb9470f40, 0xb744fa8e
    .word 0xbb00c68d, 0xba8f56bf, 0xb9550cbc, 0xb75367e7
    .word 0xbb090855, 0xba98f274, 0xb963f511, 0xb762d35c
    .word 0xbb11c663, 0xbaa326b1, 0xb973d65f, 0xb7734d20
    .word 0xbb1b073e, 0xbaadfc06, 0xb9825fc5, 0xb782732c
    .word 0xbb24d1b4, 0xbab97b6f, 0xb98b601f, 0xb78bd891
    .word 0xbb2f2ce2, 0xbac5ae57, 0xb994f480, 0xb795e055
    .word 0xbb3a2033, 0xbad29e9d, 0xb99f2598, 0xb7a09497
    .word 0xbb45b365, 0xbae05699, 0xb9a9fc89, 0xb7ac0007
    .word 0xbb51ee89, 0xbaeee11f, 0xb9b582f0, 0xb7b82df0
    .word 0xbb5eda07, 0xbafe4984, 0xb9c1c2e6, 0xb7c52a3c
    .word 0xbb6c7ea0, 0xbb074dd1, 0xb9cec707, 0xb7d3017d
    .word 0xbb81380f, 0xbb147a9d, 0xb9e3df31, 0xb7e9859c
    .word 0xbb914208, 0xbb27d90c, 0xba018785, 0xb8057fe4
    .word 0xbba3166f, 0xbb3d83f9, 0xba13157d, 0xb818766c
    .word 0xbbb6e184, 0xbb55b900, 0xba26d222, 0xb82deb37
    .word 0xbbccd2e7, 0xbb70bb17, 0xba3cfb8d, 0xb8462a65
    .word 0xbbe51dc0, 0xbb87696e, 0xba55d5bc, 0xb861880b
    .word 0xbbfff8e4, 0xbb982776, 0xba71aaf8, 0xb880306f
    .word 0xbc0ecf79, 0xbbaac21c, 0xba886625, 0xb8918d74
    .word 0xbc1f273e, 0xbbbf6728, 0xba99c8f5, 0xb8a51325
    .word 0xbc31250c, 0xbbd647db, 0xbaad2dda, 0xb8baff00
    .word 0xbc44ec3c, 0xbbef9914, 0xbac2c8cd, 0xb8d3945a
    .word 0xbc5aa240, 0xbc05c9bc, 0xbadad210, 0xb8ef1cc8
    .word 0xbc726ea7, 0xbc1539c5, 0xbaf58664, 0xb906f448
    .word 0xbc863d8f, 0xbc263ceb, 0xbb0993a3, 0xb918278b
    .word 0xbc9479b9, 0xbc38f57d, 0xbb19fd92, 0xb92b57ab
    .word 0xbca402c2, 0xbc4d87e7, 0xbb2c26cb, 0xb940b828
    .word 0xbcb4f0a0, 0xbc641ab0, 0xbb4037c3, 0xb95880c1
    .word 0xbcc75c46, 0xbc7cd683, 0xbb565bb5, 0xb972edab
    .word 0xbcdb5f9a, 0xbc8bf317, 0xbb6ec0b2, 0xb9881fe5
    .word 0xbcf11565, 0xbc9abb4e, 0xbb84cbd8, 0xb9985e73
    .word 0xbd044c9f, 0xbcaadb68, 0xbb938a4e, 0xb9aa57f2
    .word 0xbd1103be, 0xbcbc6be9, 0xbba3b72e, 0xb9be3475
    .word 0xbd1ebe89, 0xbccf864c, 0xbbb56f6c, 0xb9d41ecb
    .word 0xbd2d8bbe, 0xbce444f9, 0xbbc8d179, 0xb9ec448e
    .word 0xbd3d7a49, 0xbcfac331, 0xbbddfd3e, 0xba036b19
    .word 0xbd4e9935, 0xbd098e7d, 0xbbf51415, 0xba120386
    .word 0xbd60f792, 0xbd16b781, 0xbc071c5d, 0xba2206b2
    .word 0xbd74a462, 0xbd24eb44, 0xbc14c79d, 0xba339131
    .word 0xbd84d73d, 0xbd34389b, 0xbc239e6e, 0xba46c109
    .word 0xbd901234, 0xbd44ae7c, 0xbc33b401, 0xba5bb5ad
    .word 0xbd9c0a29, 0xbd565be9, 0xbc451c05, 0xba728fea
    .word 0xbda8c5e9, 0xbd694fd9, 0xbc57ea91, 0xba85b8ee
    .word 0xbdbd6d47, 0xbd842c4e, 0xbc77011a, 0xba9a7bd8
    .word 0xbddbc87b, 0xbd9b4e38, 0xbc93018a, 0xbaba5362
    .word 0xbdfd976b, 0xbdb57be7, 0xbcae089c, 0xbadf8828
    .word 0xbe117b35, 0xbdd2e536, 0xbccce589, 0xbb055b66
    .word 0xbe25f9d2, 0xbdf3b10d, 0xbcefe28b, 0xbb1e3dee
    .word 0xbe3c4617, 0xbe0bfd35, 0xbd0ba059, 0xbb3ab74c
    .word 0xbe545490, 0xbe1fe68f, 0xbd2199d7, 0xbb5b0d34
    .word 0xbe6e0e69, 0xbe35913b, 0xbd39ee8d, 0xbb7f7b78
    .word 0xbe84a81d, 0xbe4ceeea, 0xbd54a3a4, 0xbb9417b1
    .word 0xbe92f485, 0xbe65e4a9, 0xbd71afdf, 0xbbaaa12b
    .word 0xbea1ccd1, 0xbe8024af, 0xbd887c57, 0xbbc359e3
    .word 0xbeb10a1e, 0xbe8df239, 0xbd9927a7, 0xbbde3147
    .word 0xbec07e5e, 0xbe9c3660, 0xbdaab6f7, 0xbbfb02e4
    .word 0xbecff4aa, 0xbeaac3ff, 0xbdbcfa8a, 0xbc0cc956
    .word 0xbedf31eb, 0xbeb96548, 0xbdcfb4b2, 0xbc1cc494
    .word 0xbeedf5c6, 0xbec7dbfc, 0xbde298f1, 0xbc2d37dd
    .word 0xbefbfbe1, 0xbed5e1f5, 0xbdf54b7c, 0xbc3dd692
    .word 0xbf047eb5, 0xbee32a13, 0xbe03b094, 0xbc4e4139
    .word 0xbf0a5978, 0xbeef6181, 0xbe0c2ff0, 0xbc5e044a
    .word 0xbf0f6b30, 0xbefa3164, 0xbe13dfd6, 0xbc6c9761
    .word 0xbf1392a4, 0xbf01a073, 0xbe1a763c, 0xbc795d09
    .word 0xbf16b190, 0xbf051bcb, 0xbe1fa436, 0xbc81d193
    .word 0xbf18adca, 0xbf07600e, 0xbe231791, 0xbc85521d
    .word 0xbf19725f, 0xbf084588, 0xbe247cbf, 0xbc86c4bf
    .word 0xbf18f093, 0xbf07a903, 0xbe238118, 0xbc85b702
    .word 0xbf1720ba, 0xbf056d47, 0xbe1fd571, 0xbc81b16f
    .word 0xbf1402de, 0xbf017c87, 0xbe1930e4, 0xbc74745e
    .word 0xbf0f9f25, 0xbef7937a, 0xbe0f53c9, 0xbc5db065
    .word 0xbf0a05ec, 0xbee8a379, 0xbe020ab7, 0xbc3e2db3
    .word 0xbf034f95, 0xbed6382b, 0xbde262f7, 0xbc151426
    .word 0xbef737fc, 0xbec0772f, 0xbdb96bc0, 0xbbc34b66
    .word 0xbee62360, 0xbea79cea, 0xbd89343f, 0xbb0d1fa9
    .word 0xbec9eaff, 0xbe79f4c5, 0xbccd41a1, 0x3ba0296e
    .word 0xbea22a4d, 0xbdf549f3, 0x3d293d79, 0x3c88d194
    .word 0xbe75253f, 0x3c52afb5, 0x3deff17e, 0x3cff44bf
    .word 0xbe2c2ad2, 0x3e13ea79, 0x3e4aecf6, 0x3d43bdff
    .word 0xbddc09e4, 0x3e881697, 0x3e8ee218, 0x3d86b332
    .word 0xbd75f7e7, 0x3ebcfb66, 0x3eb554f4, 0x3dabfa37
    .word 0xbcda860c, 0x3ee5ecd7, 0x3ed60b7e, 0x3dced76f
    .word 0xbbca12b2, 0x3f00eb95, 0x3eeecb8d, 0x3dec1d72
    .word 0x3b831014, 0x3f08ae92, 0x3efe3c6e, 0x3e004d9c
    .word 0x3be6aacb, 0x3f0b4e55, 0x3f0211bb, 0x3e04bb38
    .word 0x3bc8f3fb, 0x3f0a5767, 0x3f00bbcb, 0x3e024405
    .word 0x3b7b5a6c, 0x3f077eba, 0x3ef84497, 0x3df0ae08
    .word 0x3ae5baf2, 0x3f0449ab, 0x3eeb5f38, 0x3dce059a
    .word 0x3a09167d, 0x3f01c6c8, 0x3eddf47e, 0x3d9e031b
    .word 0x38916712, 0x3f006758, 0x3ed3063b, 0x3d46c34a
    .word 0x34074bf7, 0x3f00021d, 0x3ecceb71, 0x3c87a79f
    .word 0x34074bf7, 0x3efffbc5, 0x3ecceb71, 0xbc87a79f
    .word 0x38916712, 0x3eff3150, 0x3ed3063b, 0xbd46c34a
    .word 0x3a09167d, 0x3efc7270, 0x3eddf47e, 0xbd9e031b
    .word 0x3ae5baf2, 0x3ef76cab, 0x3eeb5f38, 0xbdce059a
    .word 0x3b7b5a6c, 0x3ef1028d, 0x3ef84497, 0xbdf0ae08
    .word 0x3bc8f3fb, 0x3eeb5132, 0x3f00bbcb, 0xbe024405
    .word 0x3be6aacb, 0x3ee96355, 0x3f0211bb, 0xbe04bb38
    .word 0x3b831014, 0x3eeea2db, 0x3efe3c6e, 0xbe004d9c
    .word 0xbbca12b2, 0x3efe28d6, 0x3eeecb8d, 0xbdec1d72
    .word 0xbcda860c, 0x3f0d0994, 0x3ed60b7e, 0xbdced76f
    .word 0xbd75f7e7, 0x3f21824d, 0x3eb554f4, 0xbdabfa37
    .word 0xbddc09e4, 0x3f3bf4b5, 0x3e8ee218, 0xbd86b332
    .word 0xbe2c2ad2, 0x3f5b0562, 0x3e4aecf6, 0xbd43bdff
    .word 0xbe75253f, 0x3f7cb541, 0x3deff17e, 0xbcff44bf
    .word 0xbea22a4d, 0x3f8f549f, 0x3d293d79, 0xbc88d194
    .word 0xbec9eaff, 0x3f9f3e99, 0xbccd41a1, 0xbba0296e
    .word 0xbefe202c, 0x3fb2a009, 0xbdccd8a5, 0x3bf56579
    .word 0xbf155d74, 0x3fc19f36, 0xbe1c3b0d, 0x3c7b75d5
    .word 0xbf17aec0, 0x3fc31b6e, 0xbe2149fb, 0x3c837457
    .word 0xbf07914c, 0x3fba5d71, 0xbe07fcfb, 0x3c56140c
    .word 0xbed8028e, 0x3fac97ae, 0xbdc68c87, 0x3c14d056
    .word 0xbe9ad1ba, 0x3f9e752a, 0xbd80e063, 0x3bb71ffd
    .word 0xbe490826, 0x3f92ccc1, 0xbd16f2d3, 0x3b4b21ec
    .word 0xbdedb9d7, 0x3f8a903a, 0xbca0f7dd, 0x3acd487d
    .word 0xbd808bc4, 0x3f856e74, 0xbc1d3c94, 0x3a3e4ad6
    .word 0xbcff2312, 0x3f8290d0, 0xbb8d4dd3, 0x39a28e3b
    .word 0xbc68fd78, 0x3f811de6, 0xbaea68ad, 0x390064f2
    .word 0xbbc43cbe, 0x3f8072f5, 0xba33e658, 0x383c00e7
    .word 0xbb18bcd3, 0x3f802ac8, 0xb97fff53, 0x377fa96f
    .word 0xba5c139e, 0x3f800ec2, 0xb8a920c3, 0x36a1afae
    .word 0xb992f738, 0x3f8004ba, 0xb7cfc695, 0x35be72bd
    .word 0xb8b6299d, 0x3f800168, 0xb6ed9501, 0x34d11ce3
    .word 0xb7d1c361, 0x3f800064, 0xb5fd15ce, 0x33d6361d
    .word 0xb6e09db0, 0x3f80001a, 0xb4fb5db3, 0x32ccdede
    .word 0xb5dfd6cd, 0x3f800006, 0xb3e8ec95, 0x31b7097f
    .word 0xb4cfc34d, 0x3f800001, 0xb2c9817a, 0x3098db95
    .word 0xb3b39c54, 0x3f800000, 0xb1a2b8c3, 0x2f6e949e
    .word 0xb2909022, 0x3f800000, 0xb075305a, 0x2e2de45c
    .word 0xb1521d58, 0x3f800000, 0xaf26e140, 0x2ce50f63
    .word 0xafcd3200, 0x3f800000, 0xad96ac6e, 0x2b46d290
    .word 0x2f279380, 0x3f800000, 0x2cf996cf, 0xaaa5af78
    .word 0xafe365c0, 0x3f800000, 0xad9a35e5, 0x2b438241
    .word 0x00000000, 0x3f800000, 0x00000000, 0x80000000
    .word 0x00000000, 0x3f800000, 0x00000000, 0x80000000
    .word 0x00000000, 0x3f800000, 0x00000000, 0x80000000
    .word 0x00000000, 0x3f800000, 0x00000000, 0x80000000
    .word 0x00000000, 0x3f800000, 0x00000000, 0x80000000
    .word 0x00000000, 0x3f800000, 0x00000000, 0x80000000
    .rept 3968
    .word 0x00000000, 0x3f800000, 0x00000000, 0x00000000
    .endr
    .rept 32
    .word 0x3f800000, 0x3f800000, 0x3f800000, 0x3f800000
    .endr
    .size dinozero_armv6_gelu_epilogue_table, . - dinozero_armv6_gelu_epilogue_table

    .section .note.GNU-stack, "", %progbits
