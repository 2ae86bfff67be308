#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes patches_rgb8.S: a patch through tables of what a byte becomes, to floats and to bytes.

dinozero_armv6_patch_channel: a byte, its float from the table as a word, and an eighth of a store: 2.6 cycles a value. Once a row of
the patch a line of the next patch's pixels is fetched.
r0 pixels, r1 table, r2 out, r3 groups of eight left in the row, r4 to r11 values, r12 line to fetch
[sp] rows left, [sp, #4] groups of a row, [sp, #8] bytes from the end of a row to the next, [sp, #12] bytes to the line to fetch

dinozero_armv6_patch_codes: a channel of a patch of 16 x 16 with a table of words whose low bytes are codes: 3.3 cycles a value. In a row a
line of the next patch's pixels is fetched.
r0 pixels, r1 table, r2 out, r3 bytes to the line to fetch, r4 to r11 values, r12 bytes of a row, lr rows left

dinozero_armv6_patch_extremes: largest and smallest values of such a patch, for each of the twelve bytes of four pixels, by USUB8 and SEL:
1.3 cycles a value.
r0 pixels, r1 bytes of a row, r2 out, r3 rows left, r4 to r6 largest, r7 to r9 smallest, r10 to r12 bytes, lr differences, whose
flags count

dinozero_armv6_patch_table: 1.5 * 2^23 + x * factor, as in quantize_rows.py, whose low byte is the code: 1.9 cycles an entry.
r0 floats, r1 how many (a positive multiple of 16), r2 factor, r3 words, r12 eight times the constant
"""
from schedule import PREAMBLE, TRAILER, counted_loop, enter, function, header, indent, leave, pipelined_loop, span

PIXEL = 3
PATCH = 16
VECTOR = 8


def channel():
    values = ["r%d" % k for k in range(4, 12)]
    body = ["ldrb %s, [r0, #%d]" % (v, PIXEL * k) for k, v in enumerate(values)]
    body += ["ldr %s, [r1, %s, lsl #2]" % (v, v) for v in values]
    body += ["stmia r2!, {r4-r11}", "add r0, r0, #%d" % (PIXEL * len(values))]
    return [*indent(["push {r4-r11, lr}", "ldm r3, {r4-r7}", "sub sp, sp, #20", "stm sp, {r4-r7}"]),
            "1:", *indent(["ldr r12, [sp, #12]", "ldr r3, [sp, #4]", "add r12, r0, r12", "bic r12, r12, #31", "pld [r12]"]),
            *counted_loop("2", body, "subs r3, r3, #1", "bne", 1),
            *indent(["ldr r12, [sp]", "ldr r3, [sp, #8]", "subs r12, r12, #1", "add r0, r0, r3", "str r12, [sp]", "bne 1b", "add sp, sp, #20",
                     "pop {r4-r11, pc}"])]


def codes():
    body = ["add r4, r0, r3", "bic r4, r4, #31", "pld [r4]"]
    for half in range(2):
        for k in range(8):
            body.append("ldrb r%d, [r0, #%d]" % (4 + k, PIXEL * (8 * half + k)))
        body += ["ldrb r%d, [r1, r%d, lsl #2]" % (4 + k, 4 + k) for k in range(8)]
        # The words come together in the registers of their first bytes.
        for first in (4, 8):
            body += ["orr r%d, r%d, r%d, lsl #8" % (first, first, first + 1), "orr r%d, r%d, r%d, lsl #8" % (first + 2, first + 2, first + 3),
                     "orr r%d, r%d, r%d, lsl #16" % (first, first, first + 2)]
        body.append("stmia r2!, {r4, r8}")
    return [*indent(["push {r4-r11, lr}", "ldr r12, [sp, #36]", "mov lr, #%d" % PATCH]),
            *counted_loop("1", [*body, "add r0, r0, r12"], "subs lr, lr, #1", "bne", 1), *indent(["pop {r4-r11, pc}"])]


def extremes():
    body = []
    for group in range(4):
        body += ["ldr r%d, [r0, #%d]" % (10 + k, 4 * (3 * group + k)) for k in range(3)]
        for k in range(3):
            word, largest, smallest = "r%d" % (10 + k), "r%d" % (4 + k), "r%d" % (7 + k)
            body += ["usub8 lr, %s, %s" % (word, largest), "sel %s, %s, %s" % (largest, word, largest),
                     "usub8 lr, %s, %s" % (word, smallest), "sel %s, %s, %s" % (smallest, smallest, word)]
    return [*indent(["push {r4-r11, lr}", *("mov r%d, #0" % r for r in (4, 5, 6)), *("mvn r%d, #0" % r for r in (7, 8, 9)), "mov r3, #%d" % PATCH]),
            *counted_loop("1", [*body, "add r0, r0, r1"], "subs r3, r3, #1", "bne", 1),
            *indent(["stm r2, {r4-r9}", "pop {r4-r11, pc}"])]


def table():
    sums = ("s8", "s16")
    loop = pipelined_loop("1", lambda k: ["fldmias r12, %s" % span(sums[k % 2], VECTOR), "fldmias r0!, {s24-s31}", "fmacs %s, s24, s0" % sums[k % 2]],
                          lambda k: ["fstmias r3!, %s" % span(sums[k % 2], VECTOR)], 2, 1, "r1", 2 * VECTOR, VECTOR)
    return [*enter(VECTOR), *indent(["fmsr s0, r2", "adr r12, 7f"]), *loop, *leave(), "    .balign 8", "7:",
            *indent([".word " + ", ".join(["0x4b400000"] * VECTOR)])]


def main():
    print("\n".join([*header(__file__), *PREAMBLE,
                     *function("dinozero_armv6_patch_channel", channel()),
                     *function("dinozero_armv6_patch_codes", codes()), *function("dinozero_armv6_patch_extremes", extremes()),
                     *function("dinozero_armv6_patch_table", table()), *TRAILER]))


if __name__ == "__main__":
    main()
