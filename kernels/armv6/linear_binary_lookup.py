#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes linear_binary_lookup.S: for each output, the sum of eight table entries that its 32 weight bits select.

Tables and the circular word of weight bits are those of lookup_tables.py. An output's sums (twelve rows) are a vector of
four doubles. Two outputs are in flight, half an output apart, each with a bank of the VFP11 for its sums and one for
entries:
    r0 to r3 tables of pairs 0 to 3    r4 mask of fields               r6 weight words
    r7 sums to load, r8 to store       r9 to r11, d4 to d7 sums, d0 to d3 entries of one output
                                       r12, r5, lr, d8 to d11, d12 to d15 of the other
An AND leaves two fields, one in each halfword; UXTAH, or ADD with a shift, adds it to the table's address. A look-up
is a load of a cache line (4 cycles of the load/store unit) and two additions of two doubles: 48 multiply-adds in about 5.5
cycles. Bound of the load/store unit: 41 cycles an output; a chain of additions takes 9 cycles a link.

dinozero_armv6_binary_lookup_first, _next: r0 tables, r1 weight words (of an even number of outputs, and one more, whatever is in
it), r2 sums, 32-byte aligned, that end at a multiple of 8192 bytes, which ends the loop; r3 what _first starts from; _next adds.
"""
import schedule
from schedule import PREAMBLE, TRAILER, enter, function, header, indent, leave, order

schedule.ADDRESS = 1


def lookups(word, field, address, sums, entry, first):
    """The work of one output, in order."""
    entries, total = "{d%d-d%d}" % (entry, entry + 3), "{d%d-d%d}" % (sums, sums + 3)
    add = ["faddd d%d, d%d, d%d" % (sums + i, entry + i, sums + i) for i in (0, 2)]
    lines = ["ldr %s, [r6], #4 @ w" % word,
             "and %s, r4, %s" % (field, word), "uxtah %s, r0, %s" % (address, field), "fldmiad %s, %s" % (address, total),
             "add %s, r0, %s, lsr #16" % (field, field)]
    lines += ["fldmiad r7%s, %s @ l" % ("" if first else "!", entries), *add]
    lines += ["fldmdbd %s!, %s" % (field, entries), *add]
    for table, rotation in (("r1", 4), ("r2", 8), ("r3", 12)):
        lines += ["and %s, r4, %s, ror #%d" % (field, word, rotation), "uxtah %s, %s, %s" % (address, table, field),
                  "fldmiad %s, %s" % (address, entries), *add,
                  "add %s, %s, %s, lsr #16" % (field, table, field), "fldmdbd %s!, %s" % (field, entries), *add]
    return lines + ["fstmiad r8!, %s @ s" % total]


def loop(first):
    one = lookups("r9", "r10", "r11", 4, 0, first)
    other = lookups("r12", "r5", "lr", 8, 12, first)
    middle = len(other) // 2 - 6
    body = []
    for a, b in zip(one, other[middle:] + other[:middle]):
        body += [a, b]
    lines, cycles = order([*body, "tst r8, #0x1fc0 @ s", "pld [r6, #96]"], 2, swaps=4000)
    return [*indent(line.partition("@")[0].strip() for line in other[:middle]),
            "    // %.1f cycles for two outputs" % cycles, "1:", *indent(lines), "    bne 1b"]


def main():
    functions = []
    for name, first in (("first", True), ("next", False)):
        start = ["mov r6, r1", "mov r7, %s" % ("r3" if first else "r2"), "mov r8, r2", "add r0, r0, #32", "add r1, r0, #1024",
                 "add r2, r1, #1024", "add r3, r2, #1024", "ldr r4, 5f"]
        functions += function("dinozero_armv6_binary_lookup_" + name, [
            *enter(2), *indent(start), *loop(first), *leave(), "5:    .word 0x03c003c0"])
    print("\n".join([*header(__file__), *PREAMBLE, *functions, *TRAILER]))


if __name__ == "__main__":
    main()
