@ SPDX-License-Identifier: Apache-2.0
@ AES encryption of one block with one table of 256 words (the others are its rotations), bytes in and out.
@ void aes_encrypt(const uint8_t in[16], uint8_t out[16], const uint32_t* schedule, const uint32_t* table);
@ schedule[0] is the number of rounds; the round keys follow. table: 256 words {2s, s, s, 3s} from the top byte down.
    .syntax unified
    .arch armv6
    .arm
    .text
    .global aes_encrypt
    .type aes_encrypt, %function
    .balign 32

.macro load_column to, t1, t2, t3, offset
    ldrb \to, [r12, #\offset + 3]
    ldrb \t1, [r12, #\offset + 2]
    ldrb \t2, [r12, #\offset + 1]
    ldrb \t3, [r12, #\offset]
    orr \to, \to, \t1, lsl #8
    orr \to, \to, \t2, lsl #16
    orr \to, \to, \t3, lsl #24
.endm

.macro store_column from, t1, t2, t3, offset
    mov \t1, \from, lsr #24
    mov \t2, \from, lsr #16
    mov \t3, \from, lsr #8
    strb \t1, [r12, #\offset]
    strb \t2, [r12, #\offset + 1]
    strb \t3, [r12, #\offset + 2]
    strb \from, [r12, #\offset + 3]
.endm

@ State r0..r3, mask lr = 255, table r10, key r11; r4..r7 collect the new state, r8, r9, r12 are temporaries.
@ \to = T[a >> 24] ^ (T[b >> 16] ror 8) ^ (T[c >> 8] ror 16) ^ (T[d] ror 24) ^ key
.macro round_column to, a, b, c, d
    mov \to, \a, lsr #24
    and r8, lr, \b, lsr #16
    ldr \to, [r10, \to, lsl #2]
    and r9, lr, \c, lsr #8
    ldr r8, [r10, r8, lsl #2]
    and r12, lr, \d
    ldr r9, [r10, r9, lsl #2]
    ldr r12, [r10, r12, lsl #2]
    eor \to, \to, r8, ror #8
    ldr r8, [r11], #4
    eor \to, \to, r9, ror #16
    eor \to, \to, r12, ror #24
    eor \to, \to, r8
.endm

@ The last round takes the S-box itself, the second byte of the table's words.
.macro last_column to, a, b, c, d
    mov \to, \a, lsr #24
    and r8, lr, \b, lsr #16
    add \to, r10, \to, lsl #2
    and r9, lr, \c, lsr #8
    ldrb \to, [\to, #2]
    add r8, r10, r8, lsl #2
    and r12, lr, \d
    ldrb r8, [r8, #2]
    add r9, r10, r9, lsl #2
    add r12, r10, r12, lsl #2
    ldrb r9, [r9, #2]
    ldrb r12, [r12, #2]
    orr \to, r8, \to, lsl #8
    orr \to, r9, \to, lsl #8
    ldr r8, [r11], #4
    orr \to, r12, \to, lsl #8
    eor \to, \to, r8
.endm

aes_encrypt:
    push {r1, r4-r12, lr}
    mov r12, r0
    mov r11, r2
    mov r10, r3
    load_column r0, r4, r5, r6, 0
    load_column r1, r4, r5, r6, 4
    load_column r2, r4, r5, r6, 8
    load_column r3, r4, r5, r6, 12
    ldmia r11!, {r4-r8}
    sub r12, r4, #1
    eor r0, r0, r5
    eor r1, r1, r6
    eor r2, r2, r7
    eor r3, r3, r8
    mov lr, #255
    push {r12}
1:  round_column r4, r0, r1, r2, r3
    round_column r5, r1, r2, r3, r0
    round_column r6, r2, r3, r0, r1
    round_column r7, r3, r0, r1, r2
    ldr r12, [sp]
    mov r0, r4
    mov r1, r5
    subs r12, r12, #1
    mov r2, r6
    mov r3, r7
    str r12, [sp]
    bne 1b
    last_column r4, r0, r1, r2, r3
    last_column r5, r1, r2, r3, r0
    last_column r6, r2, r3, r0, r1
    last_column r7, r3, r0, r1, r2
    add sp, sp, #4
    ldr r12, [sp]
    store_column r4, r0, r1, r2, 0
    store_column r5, r0, r1, r2, 4
    store_column r6, r0, r1, r2, 8
    store_column r7, r0, r1, r2, 12
    pop {r1, r4-r12, pc}
    .size aes_encrypt, . - aes_encrypt
    .section .note.GNU-stack,"",%progbits
