#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes layer_norm_f32.S: LayerNorm of one row, alone and with quantization of its result, in short vectors of four.

Three passes over the row: its sum, its sum of squared distances from the mean, its result. They need 1 + 2 + 3 operations of
the VFP11 per element, so 6 cycles and something for each pass's beginning and end. A row needs about 200 more
for a square root, a division, the sums across a vector and saved registers. Meanwhile the row
behind this one is fetched into the cache, and the beginning of the one behind that, which leaves
the memory time when passes are short, and is asked for again where it was replaced.

With quantization the last pass also looks for the largest magnitude, as quantize_rows.py does, and a fourth one rounds;
where the maximum is no factor for it (see quantize_rows.h) the result is left to the caller. Returns the maximum's bits,
shifted left by one.

r0 x, r1 turns left, r2 weight, r3 bias, r4 y, r5 begin of x, r6 dim, r7 line of the next row, r8 largest magnitude, r9 LayerNormRow,
r10, r11, r12, lr results
s0 mean, s1 1 / s, s2 and s3 sums, s5 1 / dim, s6 epsilon, s7 zero; vectors as named below
"""
import quantize_rows
from schedule import PREAMBLE, TRAILER, enter, function, header, indent, leave, pipelined_loop, span

LENGTH = 4
TURN = 32  # floats a turn
SMALLEST, INFINITY = 0x1b000000, 0xff000000  # bits of 2^-100 and infinity, shifted left by one
VECTORS = ["s8", "s12", "s16", "s20", "s24", "s28"]


def sum_start(k):
    return ["fldmias r0!, %s" % span(VECTORS[4 + k % 2], LENGTH)]


def sum_finish(k):
    return ["fadds %s, %s, %s" % (VECTORS[k % 4], VECTORS[k % 4], VECTORS[4 + k % 2])]


def variance_start(k):
    d = VECTORS[2 + k % 4]
    return ["fldmias r0!, %s" % span(d, LENGTH), "fsubs %s, %s, s0" % (d, d)]


def variance_finish(k):
    total, d = VECTORS[k % 2], VECTORS[2 + k % 4]
    return ["fmacs %s, %s, %s" % (total, d, d)]


def result_start(k):
    d = VECTORS[k % 2]
    return ["fldmias r0!, %s" % span(d, LENGTH), "fsubs %s, %s, s0" % (d, d), "fmuls %s, %s, s1" % (d, d)]


def result_finish(k):
    d, y, weight = VECTORS[k % 2], VECTORS[2 + k % 2], VECTORS[4 + k % 2]
    return ["fldmias r2!, %s" % span(weight, LENGTH), "fldmias r3!, %s" % span(y, LENGTH),
            "fmacs %s, %s, %s" % (y, d, weight), "fstmias r4!, %s" % span(y, LENGTH)]


def preload(lines, register="r7"):
    """What of the next rows is fetched in a turn; over the passes it has to come to four lines or more."""
    return ["pld [%s, #%d]" % (register, 32 * k) for k in range(lines)] + ["add %s, %s, #%d" % (register, register, 32 * lines)]


def whole_pass(start, finish, depth, extra=()):
    return [*indent(["mov r0, r5", "mov r1, r6"]),
            *pipelined_loop("1", start, finish, TURN // LENGTH, depth, "r1", TURN, LENGTH, extra)]


def zero(vectors):
    return indent("fcpys %s, s7" % v for v in vectors)


def sum_across(vectors):
    first = int(vectors[0][1:])
    return indent([*("fadds %s, %s, %s" % (vectors[0], vectors[0], v) for v in vectors[1:]),
                   "fadds s2, s%d, s%d" % (first, first + 1), "fadds s3, s%d, s%d" % (first + 2, first + 3),
                   "fadds s2, s2, s3"])


def result_finish_with_maximum(k):
    y = int(VECTORS[2 + k % 2][1:])
    lines = ["fmrrs r10, r11, {s%d, s%d}" % (y, y + 1), "fmrrs r12, lr, {s%d, s%d}" % (y + 2, y + 3)]
    for r in ("r10", "r11", "r12", "lr"):
        lines += ["cmp r8, %s, lsl #1" % r, "movlo r8, %s, lsl #1" % r]
    return result_finish(k) + lines


def layer_norm(finish, lines):
    """`lines` of the next row are fetched per turn of each pass."""
    return [*indent(["mov r9, r0", "ldmia r0!, {r2-r6}", "fldmias r0, {s5, s6}", "mov r1, #0", "fmsr s7, r1",
                     "add r7, r5, r6, lsl #2", "bic r7, r7, #31", "mov r8, #0"]),
            *zero(VECTORS[:4]), *whole_pass(sum_start, sum_finish, 1, preload(lines[0])), *sum_across(VECTORS[:4]),
            *indent(["fmuls s0, s2, s5"]),
            *zero(VECTORS[:2]), *whole_pass(variance_start, variance_finish, 3, preload(lines[1])),
            *sum_across(VECTORS[:2]),
            *indent(["fmuls s2, s2, s5", "fadds s2, s2, s6", "mov r1, #0x3f800000", "fmsr s3, r1", "fsqrts s2, s2",
                     "fdivs s1, s3, s2"]),
            *whole_pass(result_start, finish, 1, preload(lines[2]))]


def quantization(lines):
    """Scale, factor and the bytes; [r9, #28] q, [r9, #32] the limit as a float, [r9, #36] where the scale goes."""
    return [*indent(["cmp r8, #%#x" % SMALLEST, "blo 9f", "cmp r8, #%#x" % INFINITY, "bhs 9f",
                     "mov r0, r8, lsr #1", "fmsr s1, r0", "flds s2, [r9, #32]", "ldr r0, [r9, #36]", "fdivs s0, s2, s1",
                     "fdivs s3, s1, s2", "fsts s3, [r0]", "push {r7, r8}", "mov r12, #0x03000000",
                     "orr r12, r12, #0x00070000", "fmxr fpscr, r12", "ldr r0, [r9, #8]", "ldr r1, [r9, #16]",
                     "ldr r3, [r9, #28]", "mov r11, r7", *quantize_rows.constants("7f", "8f")]),
            *quantize_rows.rounding(preload(lines, "r11"), TURN), *indent(["pop {r7, r8}"]), "9:", *indent(["mov r0, r8"])]


def main():
    alone = [*enter(LENGTH), *layer_norm(result_finish, (2, 2, 2)), *leave()]
    quantized = [*enter(LENGTH), *layer_norm(result_finish_with_maximum, (1, 1, 2)), *quantization(1), *leave(),
                 *quantize_rows.constant_pool("7", "8")]
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_layer_norm_row", alone),
                     *function("dinozero_armv6_layer_norm_quantize_row", quantized), *TRAILER]))


if __name__ == "__main__":
    main()
