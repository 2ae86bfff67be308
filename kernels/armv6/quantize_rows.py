#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes quantize_rows.S: largest magnitude of floats, and rounding of scaled floats to bytes.

dinozero_armv6_largest_magnitude: float bits without their sign, shifted left by one, order like unsigned integers, NaN above
infinity: two core instructions per float.
r0 floats, r1 how many (a multiple of 16), r2 the largest so far, r3 the line to fetch, [sp] bytes to the next such line;
returns the largest

dinozero_armv6_quantize: 1.5 * 2^23 + 128 + x * factor, a multiply-accumulate in vectors of eight, rounds the product and
then its sum to an integer, half to even, and leaves q + 128 in the low byte, under zero bits up to the halfword. Four of them
go into a word by two PKHBT and an ORR; an EOR makes the bytes signed. 2.1 issue slots a float; 16 bytes a store, because
each store that misses takes an entry of the write buffer.
r0 floats, r1 how many (a multiple of 16), r2 Rounding: factor, the line to fetch, bytes to the next such line;
r3 bytes, aligned to 4; r12 eight times the constant, lr 0x80808080, r4 to r10 data, r2 and r11 free for a caller that
includes the loop
"""
from schedule import PREAMBLE, TRAILER, enter, function, header, indent, leave, pipelined_loop, span

LENGTH = 8


def magnitude_start(k):
    return ["ldmia r0!, %s" % ("{r3-r6}", "{r7-r10}")[k % 2]]


def magnitude_finish(k):
    return [line for r in range(4)
            for line in ("cmp r2, r%d, lsl #1" % (3 + 4 * (k % 2) + r), "movlo r2, r%d, lsl #1" % (3 + 4 * (k % 2) + r))]


def start(half):
    sums = ("s8", "s16")[half % 2]
    return ["fldmias r12, %s" % span(sums, 8), "fldmias r0!, {s24-s31}", "fmacs %s, s24, s0" % sums]


def finish(half):
    half %= 2
    lines = []
    for k in range(2):
        packed = "r%d" % (4 + 2 * half + k)
        b, c, d = "r8", "r9", "r10"
        s = 8 + 8 * half + 4 * k
        lines += ["fmrrs %s, %s, {s%d, s%d}" % (packed, b, s, s + 1), "fmrrs %s, %s, {s%d, s%d}" % (c, d, s + 2, s + 3),
                  "pkhbt %s, %s, %s, lsl #16" % (packed, packed, c), "pkhbt %s, %s, %s, lsl #16" % (b, b, d),
                  "orr %s, %s, %s, lsl #8" % (packed, packed, b), "eor %s, %s, lr" % (packed, packed)]
    return lines + (["stmia r3!, {r4-r7}"] if half == 1 else [])


def rounding(extra, floats=16):
    """Of r1 floats at r0 to bytes at r3, with the factor in s0 and vectors of eight; `floats` a turn, a multiple of 16."""
    return pipelined_loop("1", start, finish, floats // 8, 1, "r1", floats, LENGTH, extra)


def constants(rounders, signs):
    return ["adr r12, %s" % rounders, "ldr lr, %s" % signs]


def constant_pool(rounders, signs):
    return ["    .balign 8", "%s:" % rounders, *indent([".word " + ", ".join(["0x4b400080"] * 8)]),
            "%s:" % signs, *indent([".word 0x80808080"])]


def main():
    largest = [*indent(["push {r4-r11, lr}", "mov r11, r3", "ldr r12, [sp, #36]"]), *pipelined_loop(
        "1", magnitude_start, magnitude_finish, 4, 1, "r1", 16, 1, ["pld [r11]", "pld [r11, #32]", "add r11, r11, r12"]),
               *indent(["mov r0, r2", "pop {r4-r11, pc}"])]
    rounded = [*enter(LENGTH), *indent(["flds s0, [r2]", "ldr r11, [r2, #4]", "ldr r2, [r2, #8]", *constants("7f", "8f")]),
               *rounding(["pld [r11]", "pld [r11, #32]", "add r11, r11, r2"]), *leave(),
               *constant_pool("7", "8")]
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_largest_magnitude", largest),
                     *function("dinozero_armv6_quantize", rounded), *TRAILER]))


if __name__ == "__main__":
    main()
