#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes gelu_f32.S: the exact GELU by a table of quadratic polynomials.

y = c0 + x (c1 + x c2), with coefficients that depend on sign, exponent and the first four bits of the mantissa of x: 16
polynomials per binade, fitted where GELU bends. A row of the table is c0, c2, c1, c0, so that two results come to lie next
to each other: element 0 takes words 1 to 3 of its row, element 1 words 0 to 2. Where |x| < 2^-12 all rows are alike (x / 2,
the error is 0.4 x^2), and from |x| >= 8 too (x or 0); the rows for infinities and NaN make what the contract asks for. Of the
128 KiB, the processor ever reads about 512 bytes per binade that occurs. The error is below 9.9e-7 max(1, |x|).

Per float: AND and ADD for the row's address, a load of three coefficients, two multiply-accumulates; half a store
and shares of the loads of x, once as floats and once as integers: 5.9 issue slots. Scalar operations (LEN = 1).

r0 floats (a multiple of 8), r1 x as integers, r2 x as floats, r3 y
r4 table, r5 table + 4, r6 mask; r7 to r10 addresses, r11 the line to fetch; s0 to s23 coefficients of eight elements, s24 to s31 x
"""
import math
import struct

from schedule import PREAMBLE, TRAILER, enter, function, header, indent, leave, pipelined_loop, span

MANTISSA_BITS = 4
FIRST_EXPONENT, LAST_EXPONENT = 115, 129  # of 2^-12 and 4


def gelu(x):
    return 0.5 * x * math.erfc(-x / math.sqrt(2))


def to_float(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def fit(low, high):
    """The quadratic polynomial through GELU at the interval's Chebyshev points: (c0, c1, c2)."""
    middle, half = (low + high) / 2, (high - low) / 2
    nodes = [middle + half * math.cos(math.pi * (2 * k + 1) / 6) for k in range(3)]
    a, b, c = nodes
    fa, fb, fc = (gelu(x) for x in nodes)
    ab, bc = (fb - fa) / (b - a), (fc - fb) / (c - b)
    c2 = (bc - ab) / (c - a)
    c1 = ab - c2 * (a + b)
    return fa - a * (c1 + c2 * a), c1, c2


def words_of(coefficients):
    words = [struct.unpack("<I", struct.pack("<f", c))[0] for c in coefficients]
    return ", ".join("0x%08x" % words[k] for k in (0, 2, 1, 0))


def repeated(count, coefficients):
    return ["    .rept %d" % count, "    .word " + words_of(coefficients), "    .endr"]


def table():
    rows = 1 << MANTISSA_BITS
    lines = []
    for sign in (1, -1):
        lines += repeated(FIRST_EXPONENT * rows, (0.0, 0.5, 0.0))
        for exponent in range(FIRST_EXPONENT, LAST_EXPONENT + 1):
            unit = 2.0 ** (exponent - 127)
            edges = [sign * unit * (1 + k / rows) for k in range(rows + 1)]
            fits = [words_of(fit(min(ends), max(ends))) for ends in zip(edges, edges[1:])]
            lines += ["    .word %s, %s" % pair for pair in zip(fits[::2], fits[1::2])]
        lines += repeated((254 - LAST_EXPONENT) * rows, (0.0, 1.0, 0.0) if sign > 0 else (0.0, 0.0, 0.0))
        # inf + inf (1 + inf): infinity; NaN otherwise.
        lines += repeated(rows, (1.0, 1.0, 1.0) if sign > 0 else (math.nan, math.nan, math.nan))
    return lines


COEFFICIENTS = [3 * k for k in range(8)]  # the first of each element's three registers


def start(half):
    """The coefficients of four elements."""
    lines = ["ldmia r1!, {r7-r10}", "fldmias r2!, %s" % span("s%d" % (24 + 4 * half), 4)]
    for k in range(4):
        address, first = "r%d" % (7 + k), COEFFICIENTS[4 * half + k]
        lines += ["and %s, r6, %s, asr #%d" % (address, address, 19 - MANTISSA_BITS), "add %s, %s, %s" % (address, ("r5", "r4")[k % 2], address),
                  "fldmias %s, {s%d-s%d}" % (address, first, first + 2)]
    return lines


def finish(half):
    lines = []
    for k in range(4):
        first, x = COEFFICIENTS[4 * half + k], 24 + 4 * half + k
        c2, c1, c0 = (first, first + 1, first + 2) if k % 2 == 0 else (first + 1, first + 2, first)
        lines += ["fmacs s%d, s%d, s%d" % (c1, c2, x), "fmacs s%d, s%d, s%d" % (c0, c1, x)]
        if k % 2 == 1:
            lines.append("fstd d%d, [r3, #%d]" % (first // 2, 4 * (4 * half + k - 1)))
    return lines + (["add r3, r3, #32"] if half == 1 else [])


def main():
    text = [*enter(1), *indent(["mov r3, r2", "mov r2, r1", "bic r11, r1, #31", *("pld [r11, #%d]" % (32 * k) for k in range(1, 4)), "add r11, r11, #128",
            "ldr r4, 5f"]), "4:", *indent(["add r4, pc, r4",
            "add r5, r4, #4", "ldr r6, 6f"]),
            *pipelined_loop("1", start, finish, 2, 1, "r0", 8, 1, ["pld [r11]", "add r11, r11, #32"]), *leave(),
            "5:", *indent([".word dinozero_armv6_gelu_table - (4b + 8)"]),
            "6:", *indent([".word %#x" % (((1 << (9 + MANTISSA_BITS)) - 1) << 4)])]
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_gelu", text),
                     "", "    .section .rodata", "    .balign 32", "    .global dinozero_armv6_gelu_table",
                     "    .type dinozero_armv6_gelu_table, %object", "dinozero_armv6_gelu_table:", *table(),
                     "    .size dinozero_armv6_gelu_table, . - dinozero_armv6_gelu_table", *TRAILER]))


if __name__ == "__main__":
    main()
