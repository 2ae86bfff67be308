#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes gelu_epilogue.S: GELU of what integer layers compute, by a table that is small where it is used.

y = c0 + x (c1 + x (c2 + x c3)), with coefficients that depend on exponent and first five bits of the mantissa of t = x + 6: 32
polynomials each for x in [-2, 2), [2, 10), [-4, -2), [-5, -4) and [-5.5, -5), of 16 bytes. 95 of 100 normally distributed
numbers need 16 cache lines, where the table of gelu_f32.py, by exponents of x, needs 100. The error is below 4e-7 max(1, |x|).
For smaller t all rows are 0, for larger ones x; rows of infinities and NaN make infinity and NaN of them. Of 128 KiB the
processor ever reads about 2.

Short vectors of four. Per vector: two loads of x, an addition, two moves to the core, four times USAT, which makes row 0 of a negative
t, and four additions for addresses, sixteen loads of coefficients, three multiply-adds and a store: 33 issue slots. While the
polynomials of one vector are evaluated the rows of the next one are found; a vector is stored in the turn after its last
multiply-add.

r1 x; reads a vector more, and fetches a line in every turn    r3 table    r4 to r7, r8 to r11 rows of even and odd vectors
s0 6    s8 to s15 t, then x, of two vectors    s16 to s19 c0, and results, s20 to s23 c1, s24 to s27 c2, s28 to s31 c3

dinozero_armv6_gelu_row(count, x, y): r0 floats, a positive multiple of 8; r2 y
"""
import math
import struct

import schedule
from schedule import PREAMBLE, TRAILER, enter, function, header, indent, leave, order, refine, span

schedule.ADDRESS = 1

MANTISSA_BITS = 5
SHIFT = 6  # t = x + SHIFT
AHEAD = 160  # bytes: rows come from memory
FIRST_EXPONENT, LAST_EXPONENT = 126, 130  # of t, 0.5 and 8


def gelu(x):
    return 0.5 * x * math.erfc(-x / math.sqrt(2))


def fit(low, high):
    """The cubic polynomial through GELU at the interval's Chebyshev points: (c0, c1, c2, c3)."""
    middle, half = (low + high) / 2, (high - low) / 2
    nodes = [middle + half * math.cos(math.pi * (2 * k + 1) / 8) for k in range(4)]
    differences = [gelu(x) for x in nodes]  # divided differences
    for order_ in range(1, 4):
        for k in range(3, order_ - 1, -1):
            differences[k] = (differences[k] - differences[k - 1]) / (nodes[k] - nodes[k - order_])
    polynomial = [differences[3]]  # Newton's form to powers of x
    for k in (2, 1, 0):
        shifted = [0.0, *polynomial]
        polynomial = [a - nodes[k] * b for a, b in zip(shifted, [*polynomial, 0.0])]
        polynomial[0] += differences[k]
    return polynomial


def words_of(coefficients):
    return ", ".join("0x%08x" % struct.unpack("<I", struct.pack("<f", c)) for c in coefficients)


def repeated(count, coefficients):
    return ["    .rept %d" % count, "    .word " + words_of(coefficients), "    .endr"]


def table():
    rows = 1 << MANTISSA_BITS
    lines = repeated(FIRST_EXPONENT * rows, (0.0, 0.0, 0.0, 0.0))
    for exponent in range(FIRST_EXPONENT, LAST_EXPONENT + 1):
        edges = [2.0 ** (exponent - 127) * (1 + k / rows) - SHIFT for k in range(rows + 1)]
        lines += ["    .word " + words_of(fit(*ends)) for ends in zip(edges, edges[1:])]
    lines += repeated((254 - LAST_EXPONENT) * rows, (0.0, 1.0, 0.0, 0.0))
    return lines + repeated(rows, (1.0, 1.0, 1.0, 1.0))  # inf + inf (1 + inf)


X, C0, C1, C2, C3 = ("s8", "s12"), "s16", "s20", "s24", "s28"
ROWS = (("r4", "r5", "r6", "r7"), ("r8", "r9", "r10", "r11"))


def register(first, k):
    return "s%d" % (int(first[1:]) + k)


def find_rows(k):
    """[what loads x, what makes t, what makes addresses, what loads x again] of vector k."""
    x, rows = X[k % 2], ROWS[k % 2]
    moves = ["fmrrs %s, %s, {%s, %s}" % (rows[i], rows[i + 1], register(x, i), register(x, i + 1)) for i in (0, 2)]
    numbers = ["usat %s, #%d, %s, asr #%d" % (row, 8 + MANTISSA_BITS, row, 23 - MANTISSA_BITS) for row in rows]
    return [["fldmias r1, %s" % span(x, 4)], ["fadds %s, %s, s0" % (x, x)],
            [*moves, *numbers, *("add %s, r3, %s, lsl #4" % (row, row) for row in rows)], ["fldmias r1!, %s" % span(x, 4)]]


def load(first, offset, k):
    return ["flds %s, [%s, #%d]" % (register(first, i), row, offset) for i, row in enumerate(ROWS[k % 2])]


def loop(vectors, stores, step):
    """stores[k] stores vector k; in the first turn not the last vector of the turn before: then Z is set. `step` runs where r4 is free."""
    turn = []
    for k in range(vectors):
        load_x, add, addresses, load_again = find_rows(k + 1)
        store = stores[k - 1] if k > 0 else stores[-1].replace("fstmias", "fstmiasne")
        x = X[k % 2]
        turn += [*load(C3, 12, k), *load(C2, 8, k), *load_x, store, "fmacs %s, %s, %s" % (C2, C3, x), *add, *load(C1, 4, k), *load(C0, 0, k),
                 "fmacs %s, %s, %s" % (C1, C2, x), *(step if k == vectors - 1 else []), *addresses, *load_again,
                 "fmacs %s, %s, %s" % (C0, C1, x)]
    turn, cycles = refine(turn, 4, 3000)
    first, _ = order(sum(find_rows(0), []), 4, loop=False)
    return [*indent(first), "    cmp r3, r3", "    // %.1f cycles for %d floats" % (cycles, 4 * vectors), "1:",
            *indent([*turn, "bne 1b", stores[-1]])]


LITERALS = ["5:", *indent([".word dinozero_armv6_gelu_epilogue_table - (4b + 8)"]), "6:", *indent([".float %d" % SHIFT])]
BEGIN = [*indent(["ldr r3, 5f", "flds s0, 6f"]), "4:", *indent(["add r3, pc, r3"])]


def store(pointer):
    return "fstmias %s!, %s" % (pointer, span(C0, 4))


def main():
    row = [*enter(4), *BEGIN, *loop(2, [store("r2")] * 2, ["pld [r1, #%d]" % AHEAD, "subs r0, r0, #8"]), *leave(), *LITERALS]
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_gelu_row", row),
                     "", "    .section .rodata", "    .balign 32", "    .global dinozero_armv6_gelu_epilogue_table",
                     "    .type dinozero_armv6_gelu_epilogue_table, %object", "dinozero_armv6_gelu_epilogue_table:", *table(),
                     "    .size dinozero_armv6_gelu_epilogue_table, . - dinozero_armv6_gelu_epilogue_table", *TRAILER]))


if __name__ == "__main__":
    main()
