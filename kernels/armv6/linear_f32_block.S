// SPDX-License-Identifier: Apache-2.0
// linear_f32 on the VFP11: a block of weights, packed and in the level 1 cache, times all rows.
//
// Tiles of 4 rows x 4 outputs. Short vectors do the arithmetic: with LEN = 4 one FMACS multiplies
// four weights by one value of x and adds four sums, keeps the FMAC pipe busy for 4 cycles, and
// leaves 3 of them to loads, prefetches and addresses. An input of a tile is 4 FMACS = 16 cycles
// for 16 multiply-adds, so the pipe alone would take 1.0 cycle per multiply-add. A sum is due again
// after 16 cycles, its result ready after 11.
//
//   s0-s3, s4-s7      one input of four rows, of this step and of the next (bank 0: scalars)
//   s8-s11, s12-s15   one input of four outputs' weights, of this step and of the next
//   s16-s31           sums: a vector of four outputs for each row
//   r0 (r9-r11)  where sums go (rows of y)     r1  weights      r2  next block's weights, to prefetch
//   r3  groups of 8 inputs left; temporary     r4  panel        r12 where sums begin; partial sums
//   r5  rows of x, to prefetch (packing)       r6  a float under way from r8 to r7 (packing)
//   r8  next panel, to prefetch; with packing: row of x that goes to r7, the next panel
//   lr  tiles left; the block
//
// A tile ends with 4 idle cycles: its sums are stored and the next ones loaded while the other
// vectors compute. Prefetches are spread over a tile, one or two a group: only two misses may be
// under way, a third holds up the load/store unit.
//
// The FPSCR is set to RunFast (no traps to the kernel) and vectors of four, and restored before
// compiled code runs again. A signal handler in between is safe: Linux clears LEN and STRIDE for it
// (vfp_preserve_user_clear_hwstate) and restores them when it returns; registers
// and stack are used as usual.
    .syntax unified
    .arm
    .arch armv6
    .fpu vfp
    .text

    // LinearF32Block
    .equ X, 0
    .equ X_STRIDE, 4
    .equ Y, 8
    .equ Y_STRIDE, 12
    .equ WEIGHT, 16
    .equ BIAS, 20
    .equ ROWS, 24
    .equ GROUPS, 28
    .equ TILES, 32
    .equ NEXT_WEIGHT, 36
    .equ NEXT_STRIDE, 40
    .equ PANEL, 44
    .equ PARTIAL, 48
    .equ NEXT_BYTES, 52

    .equ F_GROUPS, 0
    .equ F_BYTES, 4        // of a panel
    .equ F_FPSCR, 8
    .equ F_NEXT_ROW, 12    // the row of the next weights that is being prefetched
    .equ F_NEXT, 16        // where in it
    .equ F_ROW, 20         // the row of x that is being packed
    .equ F_LAST_ROW, 24
    .equ F_BLOCK, 28
    .equ F_X_STRIDE, 32
    .equ FRAME, 40

// One input of the tile: 16 cycles of the FMAC pipe, in whose shadow the operands of the next input
// are loaded and other things done: weights fetched ahead (a line holds two inputs), panels fetched
// ahead or the next one packed, a float per input. half: which half of the operand registers.
    .macro input half, packs, weights=0, counts=0
    .if \half == 0
    fmacs   s16, s8, s0
    fldmias r4!, {s4-s7}
    fmacs   s20, s8, s1
    fldmias r1!, {s12-s15}
    fmacs   s24, s8, s2
    .else
    fmacs   s16, s12, s4
    fldmias r4!, {s0-s3}
    fmacs   s20, s12, s5
    fldmias r1!, {s8-s11}
    fmacs   s24, s12, s6
    .endif
    .if \weights
    pld     [r1, #64]
    .endif
    .if \packs
    ldr     r6, [r8], #4
    .endif
    .if \half == 0
    fmacs   s28, s8, s3
    .else
    fmacs   s28, s12, s7
    .endif
    .if \packs
    str     r6, [r7], #16
    .if \weights
    pld     [r4, #64]
    .endif
    .endif
    .if \counts
    subs    r3, r3, #1
    .endif
    .endm

    .macro kernel name, starts, ends, packs
    .global \name
    .type   \name, %function
    .balign 32
\name:
    push    {r0, r4-r11, lr}
    fstmdbd sp!, {d8-d15}
    sub     sp, sp, #FRAME
    fmrx    r1, fpscr
    str     r1, [sp, #F_FPSCR]
    orr     r1, r1, #0x03000000       // flush to zero, default NaN: RunFast
    orr     r1, r1, #0x00030000       // vectors of four
    fmxr    fpscr, r1
    str     r0, [sp, #F_BLOCK]
    ldr     r1, [r0, #GROUPS]
    ldr     r2, [r0, #NEXT_WEIGHT]
    ldr     r3, [r0, #X_STRIDE]
    str     r1, [sp, #F_GROUPS]
    mov     r1, r1, lsl #7
    bic     r2, r2, #31
    str     r1, [sp, #F_BYTES]
    str     r2, [sp, #F_NEXT_ROW]
    str     r2, [sp, #F_NEXT]
    str     r3, [sp, #F_X_STRIDE]
    .if \packs
    ldr     r1, [r0, #ROWS]
    ldr     r2, [r0, #X]
    sub     r1, r1, #1
    mla     r2, r1, r3, r2
    str     r2, [sp, #F_LAST_ROW]
    .endif
    mov     lr, r0
    ldr     r12, [r0, #PARTIAL]
    ldr     r0, [r0, #PARTIAL]

1:  // A panel of up to four rows.
    ldr     r4, [lr, #PANEL]
    ldr     r2, [sp, #F_BYTES]
    ldr     r5, [lr, #X]
    add     r8, r4, r2                // the next panel
    str     r8, [lr, #PANEL]
    .if \packs
    ldr     r3, [sp, #F_X_STRIDE]
    mov     r7, r8
    add     r8, r5, r3, lsl #2
    str     r8, [lr, #X]
    ldr     r3, [sp, #F_LAST_ROW]
    cmp     r8, r3
    movhi   r8, r3
    str     r8, [sp, #F_ROW]
    ldr     r8, [sp, #F_ROW]
    bic     r5, r8, #31
    .endif
    .if \ends
    // Missing rows repeat the last.
    ldr     r6, [lr, #ROWS]
    ldr     r0, [lr, #Y]
    ldr     r3, [lr, #Y_STRIDE]
    cmp     r6, #2
    add     r1, r0, r3, lsl #2
    str     r1, [lr, #Y]
    mov     r9, r0
    addhs   r9, r0, r3
    cmp     r6, #3
    mov     r10, r9
    addhs   r10, r9, r3
    cmp     r6, #4
    mov     r11, r10
    addhs   r11, r10, r3
    .endif
    // The next row of weights to prefetch, if this one is done.
    ldr     r2, [sp, #F_NEXT]
    ldr     r1, [sp, #F_NEXT_ROW]
    ldr     r3, [lr, #NEXT_BYTES]
    sub     r6, r2, r1
    cmp     r6, r3
    ldr     r3, [lr, #NEXT_STRIDE]
    addhi   r1, r1, r3
    strhi   r1, [sp, #F_NEXT_ROW]
    bichi   r1, r1, #31
    strhi   r1, [sp, #F_NEXT]
    ldr     r2, [sp, #F_NEXT]
    ldr     r1, [lr, #WEIGHT]
    fldmias r4!, {s0-s3}
    fldmias r1!, {s8-s11}
    .if \starts
    ldr     r12, [lr, #BIAS]
    fldmias r12, {s16-s19}
    fldmias r12, {s20-s23}
    fldmias r12, {s24-s27}
    fldmias r12, {s28-s31}
    .else
    fldmias r12!, {s16-s19}
    fldmias r12!, {s20-s23}
    fldmias r12!, {s24-s27}
    fldmias r12!, {s28-s31}
    .endif
    ldr     r3, [sp, #F_GROUPS]
    ldr     lr, [lr, #TILES]

2:  input   0, \packs
3:  input   1, \packs, weights=1
    .if \packs
    pld     [r5, #64]
    add     r5, r5, #32
    .else
    pld     [r8]
    add     r8, r8, #32
    .endif
    input   0, \packs
    input   1, \packs, weights=1
    pld     [r2]
    add     r2, r2, #4
    input   0, \packs
    .if !\starts
    pld     [r12]
    .endif
    input   1, \packs, weights=1
    input   0, \packs, counts=1
    .if !\starts
    pld     [r12, #32]
    .endif
    beq     4f
    input   1, \packs, weights=1
    b       2b

4:  // The last input of a tile and the first of the next.
    subs    lr, lr, #1
    beq     5f
    fmacs   s16, s12, s4
    ldr     r3, [sp, #F_BYTES]
    fmacs   s20, s12, s5
    sub     r4, r4, r3
    fldmias r4!, {s0-s3}
    fmacs   s24, s12, s6
    fldmias r1!, {s8-s11}
    fmacs   s28, s12, s7
    .if \starts
    add     r12, r12, #16
    .endif
    fstmias r0!, {s16-s19}
    restart \starts, 16, 19
    .if \ends
    fstmias r9!, {s20-s23}
    .else
    fstmias r0!, {s20-s23}
    .endif
    fmacs   s16, s8, s0
    restart \starts, 20, 23
    .if \ends
    fstmias r10!, {s24-s27}
    .else
    fstmias r0!, {s24-s27}
    .endif
    fmacs   s20, s8, s1
    restart \starts, 24, 27
    .if \ends
    fstmias r11!, {s28-s31}
    .else
    fstmias r0!, {s28-s31}
    .endif
    fmacs   s24, s8, s2
    restart \starts, 28, 31
    fldmias r1!, {s12-s15}
    fmacs   s28, s8, s3
    fldmias r4!, {s4-s7}
    .if \packs
    // The last float of the row that this tile packs, the first of the next row.
    ldr     r6, [r8]
    str     r6, [r7], #20
    sub     r7, r7, r3
    ldr     r3, [sp, #F_X_STRIDE]
    ldr     r6, [sp, #F_ROW]
    ldr     r8, [sp, #F_LAST_ROW]
    cmp     r6, r8
    addlo   r8, r6, r3
    str     r8, [sp, #F_ROW]
    ldr     r6, [r8]
    add     r5, r8, r3
    bic     r5, r5, #31
    pld     [r5]                      // where the row after it begins
    pld     [r5, #32]
    bic     r5, r8, #31
    add     r8, r8, #4
    str     r6, [r7], #16
    .endif
    ldr     r3, [sp, #F_GROUPS]
    b       3b

5:  // The end of the panel.
    .if \packs
    ldr     r6, [r8]
    str     r6, [r7]
    .endif
    fmacs   s16, s12, s4
    ldr     lr, [sp, #F_BLOCK]
    fmacs   s20, s12, s5
    ldr     r3, [lr, #ROWS]
    fmacs   s24, s12, s6
    str     r2, [sp, #F_NEXT]
    fmacs   s28, s12, s7
    subs    r3, r3, #4
    str     r3, [lr, #ROWS]
    fstmias r0!, {s16-s19}
    .if \ends
    fstmias r9!, {s20-s23}
    fstmias r10!, {s24-s27}
    fstmias r11!, {s28-s31}
    .else
    fstmias r0!, {s20-s23}
    fstmias r0!, {s24-s27}
    fstmias r0!, {s28-s31}
    .endif
    bgt     1b
    ldr     r1, [sp, #F_FPSCR]
    fmxr    fpscr, r1
    add     sp, sp, #FRAME
    fldmiad sp!, {d8-d15}
    pop     {r0, r4-r11, pc}
    .size   \name, . - \name
    .endm

    .macro restart starts, from, to
    .if \starts
    fldmias r12, {s\from-s\to}
    .else
    fldmias r12!, {s\from-s\to}
    .endif
    .endm

    kernel  dinozero_armv6_linear_f32_whole, 1, 1, 0
    kernel  dinozero_armv6_linear_f32_start, 1, 0, 0
    kernel  dinozero_armv6_linear_f32_continue, 0, 0, 0
    kernel  dinozero_armv6_linear_f32_end, 0, 1, 0
    kernel  dinozero_armv6_linear_f32_whole_packing, 1, 1, 1
    kernel  dinozero_armv6_linear_f32_start_packing, 1, 0, 1
    kernel  dinozero_armv6_linear_f32_continue_packing, 0, 0, 1
    kernel  dinozero_armv6_linear_f32_end_packing, 0, 1, 1

    .section .note.GNU-stack, "", %progbits
