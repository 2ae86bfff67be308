#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes linear_int4_lookup.S: sums of inputs times 4-bit weights, bit plane by bit plane.

A weight in two's complement is -8 b3 + 4 b2 + 2 b1 + b0, so the sum of a pass's 32 products is, with S_p the sum of the
inputs whose weight has bit p set (eight look-ups, as in linear_binary_lookup.py),
    S_0 + 2 (S_1 + 2 (S_2 - 2 S_3))
and comes from an output's bank of sums by adding entries, by adding the bank to itself, and by subtracting it from an entry.
Registers and the two outputs in flight are those of linear_binary_lookup.py; a weight word for each plane, plane 3 first, in the
order in which the loop takes them, see MIDDLE. A look-up gives 48 multiply-adds by one bit in 5.8 cycles; each waits nine cycles for the one before it in its output.

dinozero_armv6_int4_lookup_first, _next: r0 tables, r1 weight words (of an even number of outputs, and three more, whatever is in
them), r2 sums, 32-byte aligned, that end at a multiple of 8192 bytes, which ends the loop; r3 what _first starts
from; _next adds.
"""
from linear_binary_lookup import TABLES, add, addresses, loop, vector, write


def products(word, field, address, sums, entry, first):
    """The work of one output, in order."""
    lines = []
    for plane in (3, 2, 1, 0):
        lines.append("ldr %s, [r6], #4 @ w" % word)
        if plane < 3:
            lines += add(sums, sums)
        for k, table in enumerate(TABLES):
            lines += addresses(*table, word, field, address)
            if plane == 3 and k == 0:
                lines += ["fldmiad %s, %s" % (address, vector(sums))]
            else:
                lines += ["fldmiad %s, %s" % (address, vector(entry)),
                          *add(sums, entry, "fsubd" if plane == 2 and k == 0 else "faddd")]
            lines += ["fldmdbd %s!, %s" % (field, vector(entry)), *add(sums, entry)]
    lines += ["fldmiad r7%s, %s @ l" % ("" if first else "!", vector(entry)), *add(sums, entry)]
    return lines + ["fstmiad r8!, %s @ s" % vector(sums)]


# Instructions that the other output is ahead: half of its planes.
MIDDLE = 76
# The loop takes words in this order, ONE being the odd output; before it, planes 3, 2, 1 of output 0:
# ONE 3, ONE 2, OTHER 0, ONE 1, next OTHER 3, ONE 0, next OTHER 2, next OTHER 1


def main():
    start = ["add r1, r0, #1024", "add r2, r1, #1024", "add r3, r2, #1024", "ldr r4, 5f"]
    fetches = {"first": ["pld [r6, #96]"], "next": ["pld [r6, #96]", "pld [r7, #64]", "pld [r7, #96]"]}
    loops = [(kind, loop(products, kind == "first", MIDDLE, fetches[kind], 800)) for kind in ("first", "next")]
    write(__file__, "int4", start, ["5:    .word 0x03c003c0"], loops)


if __name__ == "__main__":
    main()
