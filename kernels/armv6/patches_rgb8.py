#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes patches_rgb8.S: one channel of a patch through a table of what a byte becomes.

A byte, its float from the table as a word, and an eighth of a store: 2.6 cycles a value. Once a row of the patch a line of the
next patch's pixels is fetched.

r0 pixels, r1 table, r2 out, r3 groups of eight left in the row, r4 to r11 values, r12 line to fetch
[sp] rows left, [sp, #4] groups of a row, [sp, #8] bytes from the end of a row to the next, [sp, #12] bytes to the line to fetch
"""
from schedule import PREAMBLE, TRAILER, counted_loop, function, header, indent

PIXEL = 3


def main():
    values = ["r%d" % k for k in range(4, 12)]
    body = ["ldrb %s, [r0, #%d]" % (v, PIXEL * k) for k, v in enumerate(values)]
    body += ["ldr %s, [r1, %s, lsl #2]" % (v, v) for v in values]
    body += ["stmia r2!, {r4-r11}", "add r0, r0, #%d" % (PIXEL * len(values))]
    code = [*indent(["push {r4-r11, lr}", "ldm r3, {r4-r7}", "sub sp, sp, #20", "stm sp, {r4-r7}"]),
            "1:", *indent(["ldr r12, [sp, #12]", "ldr r3, [sp, #4]", "add r12, r0, r12", "bic r12, r12, #31", "pld [r12]"]),
            *counted_loop("2", body, "subs r3, r3, #1", "bne", 1),
            *indent(["ldr r12, [sp]", "ldr r3, [sp, #8]", "subs r12, r12, #1", "add r0, r0, r3", "str r12, [sp]", "bne 1b", "add sp, sp, #20",
                     "pop {r4-r11, pc}"])]
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_patch_channel", code), *TRAILER]))


if __name__ == "__main__":
    main()
