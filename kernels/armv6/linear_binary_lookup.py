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


# Address of a pair's tables, rotation of the weight word, mask of the fields.
TABLES = (("r0", 0, "r4"), ("r1", 4, "r4"), ("r2", 8, "r4"), ("r3", 12, "r4"))
# Of the two outputs: weight word, field, address, banks of sums and entries.
ONE, OTHER = ("r9", "r10", "r11", 4, 0), ("r12", "r5", "lr", 8, 12)


def vector(first):
    return "{d%d-d%d}" % (first, first + 3)


def add(sums, entry, name="faddd"):
    return ["%s d%d, d%d, d%d" % (name, sums + i, entry + i, sums + i) for i in (0, 2)]


def addresses(table, rotation, mask, word, field, address):
    """Of the low and the high table's entries; the high one's ends at the address."""
    return ["and %s, %s, %s%s" % (field, mask, word, ", ror #%d" % rotation if rotation else ""),
            "uxtah %s, %s, %s" % (address, table, field), "add %s, %s, %s, lsr #16" % (field, table, field)]


def lookups(word, field, address, sums, entry, first):
    """The work of one output, in order."""
    lines = ["ldr %s, [r6], #4 @ w" % word]
    for k, table in enumerate(TABLES):
        lines += addresses(*table, word, field, address)
        if k == 0:
            lines += ["fldmiad %s, %s" % (address, vector(sums)),
                      "fldmiad r7%s, %s @ l" % ("" if first else "!", vector(entry)), *add(sums, entry)]
        else:
            lines += ["fldmiad %s, %s" % (address, vector(entry)), *add(sums, entry)]
        lines += ["fldmdbd %s!, %s" % (field, vector(entry)), *add(sums, entry)]
    return lines + ["fstmiad r8!, %s @ s" % vector(sums)]


def loop(work, first, middle, extra, swaps):
    """Two outputs a turn. The other output is `middle` instructions ahead: it is the earlier one."""
    one, other = work(*ONE, first), work(*OTHER, first)
    body = []
    for a, b in zip(one, other[middle:] + other[:middle]):
        body += [a, b]
    lines, cycles = order([*body, "tst r8, #0x1fc0 @ s", *extra], 2, swaps=swaps)
    return [*indent(line.partition("@")[0].strip() for line in other[:middle]),
            "    // %.1f cycles for two outputs" % cycles, "1:", *indent(lines), "    bne 1b"]


def write(generator, name, start, constants, loops):
    """`start` sets the registers of the tables, r1 to r4."""
    functions = []
    for kind, lines in loops:
        pointers = ["mov r6, r1", "mov r7, %s" % ("r3" if kind == "first" else "r2"), "mov r8, r2", "add r0, r0, #32"]
        functions += function("dinozero_armv6_%s_lookup_%s" % (name, kind),
                              [*enter(2), *indent(pointers + start), *lines, *leave(), *constants])
    print("\n".join([*header(generator), *PREAMBLE, *functions, *TRAILER]))


def main():
    start = ["add r1, r0, #1024", "add r2, r1, #1024", "add r3, r2, #1024", "ldr r4, 5f"]
    fetches = {"first": ["pld [r6, #96]"], "next": ["pld [r6, #96]", "pld [r7, #64]", "pld [r7, #96]"]}
    write(__file__, "binary", start, ["5:    .word 0x03c003c0"],
          [(kind, loop(lookups, kind == "first", 8, fetches[kind], 4000)) for kind in ("first", "next")])


if __name__ == "__main__":
    main()
