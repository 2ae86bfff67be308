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

dinozero_armv6_quantize_rows: both of many rows. The largest magnitude of the next row is looked for before a row is rounded, while its factor is
divided, and the row behind that is fetched, a line a turn. The last row is looked through twice.
r0, r1, r3 as above, r2 the next row's largest magnitude, r11 the line to fetch, r12 QuantizedRows, whose address lies at [sp]
s0 factor, s1 the largest magnitude, s2 limit, s3 scale
"""
from schedule import PREAMBLE, TRAILER, enter, function, header, indent, leave, pipelined_loop, span, spread

LENGTH = 8
SMALLEST, INFINITY = 0x1b000000, 0xff000000  # bits of 2^-100 and infinity, shifted left by one
X, ROWS, DIM, LIMIT, Q, SCALE, LEFT = range(0, 28, 4)  # of QuantizedRows


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


def many_rows():
    fetch = ["pld [r11]", "add r11, r11, #32"]
    magnitudes = spread(pipelined_loop("1", magnitude_start, magnitude_finish, 4, 1, "r1", 16, 1), fetch)
    return [
        *enter(LENGTH), *indent(["push {r0, r1}", "ldr r1, [r0, #%d]" % ROWS, "flds s2, [r0, #%d]" % LIMIT, "str r1, [r0, #%d]" % LEFT]),
        "3:", *indent(["ldr r12, [sp]", "mov r2, #0", "ldr r0, [r12, #%d]" % X, "ldr r1, [r12, #%d]" % DIM, "ldr r3, [r12, #%d]" % LEFT,
                       "add r11, r0, r1, lsl #2", "cmp r3, #0", "bic r11, r11, #31", "subeq r0, r0, r1, lsl #2"]),
        *magnitudes,
        *indent(["ldr r12, [sp]", "ldr r1, [r12, #%d]" % LEFT, "ldr r3, [r12, #%d]" % ROWS, "fmrs r4, s1", "cmp r1, r3", "beq 8f",
                 "mov r4, r4, lsl #1", "ldr r1, [r12, #%d]" % DIM, "ldr r3, [r12, #%d]" % Q, "cmp r4, #%#x" % SMALLEST, "blo 7f",
                 "cmp r4, #%#x" % INFINITY, "bhs 7f", "fdivs s3, s1, s2", "ldr r0, [r12, #%d]" % X, "sub r0, r0, r1, lsl #2",
                 *constants("10f", "11f")]),
        *spread(rounding([]), fetch),
        *indent(["ldr r12, [sp]", "str r3, [r12, #%d]" % Q, "ldr r4, [r12, #%d]" % SCALE, "fsts s3, [r4]", "add r4, r4, #4",
                 "str r4, [r12, #%d]" % SCALE]),
        "8:", *indent(["mov r3, r2, lsr #1", "fmsr s1, r3", "ldr r1, [r12, #%d]" % LEFT, "ldr r3, [r12, #%d]" % X, "fdivs s0, s2, s1",
                       "ldr r4, [r12, #%d]" % DIM, "subs r1, r1, #1", "str r1, [r12, #%d]" % LEFT, "add r3, r3, r4, lsl #2",
                       "str r3, [r12, #%d]" % X, "bpl 3b", "add sp, sp, #8"]), *leave(),
        # Zeros; NaN and infinity divided by the limit are themselves.
        "7:", *indent(["ldr r0, [r12, #%d]" % SCALE, "cmp r4, #%#x" % SMALLEST, "mov r4, r4, lsr #1", "movlo r4, #0", "str r4, [r0], #4",
                       "str r0, [r12, #%d]" % SCALE, "mov r0, #0"]),
        "9:", *indent(["str r0, [r3], #4", "subs r1, r1, #4", "bne 9b", "str r3, [r12, #%d]" % Q, "b 8b"]),
        *constant_pool("10", "11")]


def main():
    largest = [*indent(["push {r4-r11, lr}", "mov r11, r3", "ldr r12, [sp, #36]"]), *pipelined_loop(
        "1", magnitude_start, magnitude_finish, 4, 1, "r1", 16, 1, ["pld [r11]", "pld [r11, #32]", "add r11, r11, r12"]),
               *indent(["mov r0, r2", "pop {r4-r11, pc}"])]
    rounded = [*enter(LENGTH), *indent(["flds s0, [r2]", "ldr r11, [r2, #4]", "ldr r2, [r2, #8]", *constants("7f", "8f")]),
               *rounding(["pld [r11]", "pld [r11, #32]", "add r11, r11, r2"]), *leave(),
               *constant_pool("7", "8")]
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_largest_magnitude", largest),
                     *function("dinozero_armv6_quantize", rounded), *function("dinozero_armv6_quantize_rows", many_rows()), *TRAILER]))


if __name__ == "__main__":
    main()
