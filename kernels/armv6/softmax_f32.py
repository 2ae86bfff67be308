#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes softmax_f32.S: softmax of a row whose values are small enough for exp as they are, in short vectors of four.

1. Check: (a + b) * K, K = 2^128 / 64, is an infinity or NaN unless |a + b| < 64, and its product with 0 then makes a
   NaN that stays. Such a row is left alone; otherwise no maximum is needed (that all |x| < 64 would do; pairs cost
   1.5 operations a float instead of 2). |a| or |b| beyond 64 makes an infinity of its own product.
2. exp(x) = 2^(n / 1024) exp(r), n = round(1024 x / ln 2). The multiply-accumulate onto 1.5 * 2^23 rounds; its low bits
   are n. A table has 2^(j / 1024) for n's low ten bits, the rest is added to the exponent. The table's entries have j << 13
   subtracted from their bits, so that adding n << 13 does it. |r| <= ln 2 / 2048: exp(r) is 1 + r within 2^-25 when the table
   has the factor 1 + (ln 2 / 2048)^2 / 4. n ln 2 / 1024 is subtracted in two parts, the first exact. Six operations a
   float and 6.2 issue slots.
3. The product with 1 / sum: one operation.

Without a maximum nothing is subtracted that would round. The caller computes the exponentials of the row's last floats,
up to 15.

The second pass also fetches the next row into the cache, at even distances.

r0 where to load, r1 turns left, r2 where to store, r3 table, r4 to r7 n and powers of two, r8 1023, r9 constants,
r10, r11, r12 indices, lr lines of the next row
s0 1024 / ln 2, s1 1.5 * 2^23, s2 and s3 ln 2 / 1024, s4 K, s5 0, s6 1, later s0 1 / sum; s28 to s31 sums
"""
import math
import struct

from schedule import PREAMBLE, TRAILER, enter, function, header, indent, leave, pipelined_loop, span, spread

LENGTH = 4
ENTRIES = 1024
STEP = math.log(2) / ENTRIES
# Seven bits of ln 2 / 1024 times n, 17 bits with its sign, are exact in a float.
STEP_HIGH = math.floor(STEP * 2 ** 17) / 2 ** 17
SUM, VALUES, ROUNDED, POWERS = "s28", ("s8", "s16"), ("s12", "s20"), "s24"


def bits(value):
    return struct.unpack("<I", struct.pack("<f", value))[0]


def table():
    factor = 1 + (STEP / 2) ** 2 / 4
    words = [(bits(factor * 2 ** (j / ENTRIES)) - (j << 13)) & 0xffffffff for j in range(ENTRIES)]
    return ["    .word " + ", ".join("0x%08x" % w for w in words[k:k + 8]) for k in range(0, ENTRIES, 8)]


def check_start(k):
    a = ("s8", "s16")[k % 2]
    return ["fldmias r0!, %s" % span(a, 8)]


def check_finish(k):
    a, b = (("s8", "s12"), ("s16", "s20"))[k % 2]
    return ["fmuls %s, %s, s4" % (a, a), "fmacs %s, %s, s4" % (a, b), "fmacs %s, %s, s5" % (SUM, a)]


def exp_start(k):
    x, rounded = VALUES[k % 2], ROUNDED[k % 2]
    return ["fldmias r0!, %s" % span(x, LENGTH), "fldmias r9, %s" % span(rounded, LENGTH),
            "fmacs %s, %s, s0" % (rounded, x)]


def exp_finish(k):
    x, rounded, index = VALUES[k % 2], ROUNDED[k % 2], ("r10", "r11", "r12", "r10")
    first, power = int(rounded[1:]), int(POWERS[1:])
    lines = ["fmrrs r4, r5, {s%d, s%d}" % (first, first + 1), "fmrrs r6, r7, {s%d, s%d}" % (first + 2, first + 3),
             "fsubs %s, %s, s1" % (rounded, rounded), "fnmacs %s, %s, s2" % (x, rounded),
             "fnmacs %s, %s, s3" % (x, rounded)]
    for n, j in zip(("r4", "r5", "r6", "r7"), index):
        lines += ["and %s, %s, r8" % (j, n), "ldr %s, [r3, %s, lsl #2]" % (j, j), "add %s, %s, %s, lsl #13" % (n, j, n)]
    return lines + ["fmsrr {s%d, s%d}, r4, r5" % (power, power + 1), "fmsrr {s%d, s%d}, r6, r7" % (power + 2, power + 3),
                    "fmacs %s, %s, %s" % (POWERS, POWERS, x), "fstmias r2!, %s" % span(POWERS, LENGTH),
                    "fadds %s, %s, %s" % (SUM, SUM, POWERS)]


def scale_start(k):
    v = ("s8", "s12", "s16", "s20")[k % 4]
    return ["fldmias r0!, %s" % span(v, LENGTH), "fmuls %s, %s, s0" % (v, v)]


def scale_finish(k):
    return ["fstmias r2!, %s" % span(("s8", "s12", "s16", "s20")[k % 4], LENGTH)]


def subroutine(label, loop):
    return ["%s:" % label, *indent(["push {r10, lr}"]), *loop, *indent(["pop {r10, pc}"])]


def call(label):
    return indent(["ldr r10, [sp]", "ldmia r10, {r0, r1}", "mov r2, r0", "bl %s" % label])


def sum_across():
    first = int(SUM[1:])
    return indent(["fadds s7, s%d, s%d" % (first, first + 1), "fadds s5, s%d, s%d" % (first + 2, first + 3),
                   "fadds s7, s7, s5"])


def main():
    constants = [bits(1 / STEP), bits(1.5 * 2 ** 23), bits(STEP_HIGH), bits(STEP - STEP_HIGH), bits(2.0 ** 122), 0, bits(1.0)]
    constants += [bits(1.5 * 2 ** 23)] * 4
    preload = ["pld [lr]", "pld [lr, #32]", "add lr, lr, #64"]
    check, exponential, scale = ".Lcheck", ".Lexponential", ".Lscale"
    code = [
        *enter(LENGTH),
        *indent(["push {r0, r1}", "adr r9, 6f", "fldmias r9!, {s0-s6}", "ldr r8, 7f", "ldr r3, 8f"]),
        "5:", *indent(["add r3, pc, r3", "fcpys %s, s5" % SUM]), *call(check), *sum_across(),
        *indent(["fmrs r4, s7", "movs r4, r4, lsl #1", "mov r0, #0", "bne 9f"]),  # 0 or NaN
        *call(exponential), *sum_across(),
        # [r10, #8] the sum of the caller's part, [r10, #16] where 1 / sum goes
        *indent(["ldr r10, [sp]", "flds s5, [r10, #8]", "fadds s7, s7, s5", "ldr r4, [r10, #16]", "fdivs s0, s6, s7",
                 "fsts s0, [r4]"]), *call(scale), *indent(["mov r0, #1"]),
        "9:", *indent(["add sp, sp, #8"]), *leave(),
        "    .balign 8", "6:", *indent([".word " + ", ".join("0x%08x" % word for word in constants)]),
        "7:", *indent([".word %d" % (ENTRIES - 1)]), "8:", *indent([".word dinozero_armv6_exp_table - (5b + 8)"]),
        *subroutine(check, pipelined_loop("1", check_start, check_finish, 2, 1, "r1", 1, LENGTH)),
        *subroutine(exponential, indent(["ldr lr, [sp, #8]", "ldr lr, [lr, #12]"]) + spread(pipelined_loop("1", exp_start, exp_finish, 4, 1, "r1", 1, LENGTH), preload)),
        *subroutine(scale, pipelined_loop("1", scale_start, scale_finish, 4, 2, "r1", 1, LENGTH))]
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_softmax_row", code),
                     "", "    .section .rodata", "    .balign 32", "    .global dinozero_armv6_exp_table",
                     "    .type dinozero_armv6_exp_table, %object", "dinozero_armv6_exp_table:", *table(),
                     "    .size dinozero_armv6_exp_table, . - dinozero_armv6_exp_table", *TRAILER]))


if __name__ == "__main__":
    main()
