@ SPDX-License-Identifier: Apache-2.0
@ Poly1305 blocks on 32-bit limbs: the accumulator h (five words), the key r (four words) and s[i] = r[i] + r[i] / 4
@ live as 32 x 32 -> 64 products, read byte by byte as code for processors without unaligned loads does.
@ void poly1305_blocks(uint32_t state[12], const uint8_t* data, uint32_t blocks);
@ state: h0..h4, r0..r3, s1..s3.
    .syntax unified
    .arch armv6
    .arm
    .text
    .global poly1305_blocks
    .type poly1305_blocks, %function
    .balign 32

@ \a, \b = the little-endian words at lr + \offset; the loads come first, because each takes three cycles.
.macro load_words a, b, offset
    ldrb \a, [lr, #\offset]
    ldrb r1, [lr, #\offset + 1]
    ldrb r2, [lr, #\offset + 2]
    ldrb r9, [lr, #\offset + 3]
    ldrb \b, [lr, #\offset + 4]
    ldrb r10, [lr, #\offset + 5]
    orr \a, \a, r1, lsl #8
    ldrb r11, [lr, #\offset + 6]
    orr \a, \a, r2, lsl #16
    ldrb r12, [lr, #\offset + 7]
    orr \a, \a, r9, lsl #24
    orr \b, \b, r10, lsl #8
    orr \b, \b, r11, lsl #16
    orr \b, \b, r12, lsl #24
.endm

poly1305_blocks:
    push {r0, r4-r11, lr}
    sub sp, sp, #40
    mov lr, r1
    add r1, r1, r2, lsl #4
    str r1, [sp, #8]                @ end of the data
    add r1, r0, #20
    ldmia r1, {r4-r10}              @ r0..r3, s1..s3 into the frame
    add r1, sp, #12
    stmia r1, {r4-r10}
    ldmia r0, {r4-r8}               @ h0..h4
1:
    load_words r0, r3, 0
    adds r4, r4, r0
    adcs r5, r5, r3
    load_words r0, r3, 8
    ldr r9, [sp, #12]               @ r0
    adcs r6, r6, r0
    ldr r10, [sp, #28]              @ s1
    adcs r7, r7, r3
    ldr r11, [sp, #36]              @ s3
    adc r8, r8, #1
    ldr r12, [sp, #32]              @ s2
    @ d0 = h0 r0 + h1 s3 + h2 s2 + h3 s1; d1 = h1 r0 + h2 s3 + h3 s2 + h4 s1 + h0 r1
    umull r0, r1, r4, r9
    umull r2, r3, r5, r9
    umlal r0, r1, r5, r11
    umlal r2, r3, r6, r11
    umlal r0, r1, r6, r12
    umlal r2, r3, r7, r12
    umlal r0, r1, r7, r10
    umlal r2, r3, r8, r10
    ldr r10, [sp, #16]              @ r1
    add lr, lr, #16
    str r0, [sp, #0]                @ d0 low
    adds r2, r2, r1                 @ carry of d0
    adc r3, r3, #0
    @ d2 = h2 r0 + h1 r1 + h4 s2 + h3 s3 + h0 r2
    umull r0, r1, r6, r9
    umlal r2, r3, r4, r10
    umlal r0, r1, r5, r10
    str r2, [sp, #4]                @ d1 low
    umlal r0, r1, r8, r12
    ldr r12, [sp, #20]              @ r2
    umlal r0, r1, r7, r11
    adds r0, r0, r3                 @ carry of d1
    adc r1, r1, #0
    @ d3 = h3 r0 + h2 r1 + h1 r2 + h4 s3 + h0 r3
    umull r2, r3, r7, r9
    umlal r0, r1, r4, r12
    umlal r2, r3, r6, r10
    ldr r10, [sp, #24]              @ r3
    umlal r2, r3, r5, r12
    mov r6, r0
    umlal r2, r3, r8, r11
    mul r8, r9, r8                  @ h4 r0
    umlal r2, r3, r4, r10
    ldr r5, [sp, #4]
    ldr r4, [sp, #0]
    adds r7, r2, r1                 @ carry of d2
    ldr r2, [sp, #8]
    adc r3, r3, #0
    add r8, r8, r3
    @ what h4 has above two bits comes back times five
    bic r1, r8, #3
    and r8, r8, #3
    add r1, r1, r1, lsr #2
    adds r4, r4, r1
    adcs r5, r5, #0
    adcs r6, r6, #0
    adcs r7, r7, #0
    adc r8, r8, #0
    cmp lr, r2
    bne 1b
    ldr r0, [sp, #40]
    stmia r0, {r4-r8}
    add sp, sp, #44
    pop {r4-r11, pc}
    .size poly1305_blocks, . - poly1305_blocks
    .section .note.GNU-stack,"",%progbits
