#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes resample_rgb8.S: the two passes of a resize with four taps.

SMLAW multiplies 32 by 16 bits and adds bits 16 to 47 of the product. With a weight in units of 2^-31 and a pixel times 2^7
that is the product of weight and pixel in units of 2^-22, exactly. An AND with a shifted operand makes two such pixels, one in each
halfword, of a word of bytes.

dinozero_armv6_resample_rows_of_4: down. Words of four bytes of four rows, 16 products; 42 issue slots.
r0 to r3 rows (r0: a pointer to them), weights at [sp], r4 0x7f807f80, r5 out, r6 2^21, r7 to r10 sums,
r11 word and pair, r12 pair, lr weight; [sp, #16] the end of out

dinozero_armv6_resample_columns_of_4: across. A pixel is two words here, outer (red and blue) and middle (green); a column takes
12 products; 33 issue slots.
r0 pixels (that of tap 0), r1 first taps, r2 weights, r3 rgb; r4 to r7 pixels, r8 and r9 weights, r10 to r12 sums,
lr the column's pixels; [sp] bytes from weights to weights less 8, [sp, #4] the end of rgb
"""
from schedule import PREAMBLE, TRAILER, counted_loop, function, header, indent

ROUND = 1 << 21


def rows_of_4():
    body = []
    for tap in range(4):
        body += ["ldr r11, [r%d], #4" % tap, "ldr lr, [sp, #%d]" % (4 * tap), "and r12, r4, r11, lsl #7"]
        for pair, sums in (("r12", ("r7", "r9")), ("r11", ("r8", "r10"))):
            body += ["%s %s, lr, %s, %s" % (name, s, pair, "r6" if tap == 0 else s) for name, s in zip(("smlawb", "smlawt"), sums)]
            if pair == "r12":
                body.append("and r11, r4, r11, lsr #1")
    body += ["usat r%d, #8, r%d, asr #22" % (r, r) for r in range(7, 11)]
    body += ["orr r7, r7, r8, lsl #8", "orr r9, r9, r10, lsl #8", "orr r7, r7, r9, lsl #16", "str r7, [r5], #4", "ldr r11, [sp, #16]"]
    return [*indent(["push {r4-r11, lr}", "add r3, r2, r3", "ldmia r1, {r4-r7}", "sub sp, sp, #20", "stmia sp, {r4-r7}",
                     "str r3, [sp, #16]", "mov r5, r2", "ldr r4, 5f", "mov r6, #%d" % ROUND, "ldmia r0, {r0-r3}"]),
            *counted_loop("1", body, "cmp r5, r11", "bne", 1), *indent(["add sp, sp, #20", "pop {r4-r11, pc}"]),
            "5:", *indent([".word 0x7f807f80"])]


def columns_of_4():
    sums = ("r10", "r11", "r12")
    body = ["ldr lr, [r1], #4", "add lr, r0, lr, lsl #3", *("mov %s, #%d" % (s, ROUND) for s in sums)]
    for half in range(2):
        body += ["ldmia lr!, {r4-r7}", "ldmia r2!, {r8, r9}"]
        for tap in range(2):
            outer, middle, weight = "r%d" % (4 + 2 * tap), "r%d" % (5 + 2 * tap), "r%d" % (8 + tap)
            body += ["smlawb r10, %s, %s, r10" % (weight, outer), "smlawb r11, %s, %s, r11" % (weight, middle),
                     "smlawt r12, %s, %s, r12" % (weight, outer)]
    body += ["usat %s, #8, %s, asr #22" % (s, s) for s in sums] + ["strb %s, [r3], #1 @ rgb" % s for s in sums]
    body += ["ldrd r4, r5, [sp]", "add r2, r2, r4"]
    return [*indent(["push {r4-r11, lr}", "ldr r4, [sp, #36]", "ldr r5, [sp, #40]", "push {r4, r5}"]),
            *counted_loop("1", body, "cmp r3, r5", "bne", 1), *indent(["add sp, sp, #8", "pop {r4-r11, pc}"])]


def main():
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_resample_rows_of_4", rows_of_4()),
                     *function("dinozero_armv6_resample_columns_of_4", columns_of_4()), *TRAILER]))


if __name__ == "__main__":
    main()
