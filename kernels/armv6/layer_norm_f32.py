#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes layer_norm_f32.S: LayerNorm of one row, in short vectors of four.

Three passes over the row: its sum, its sum of squared distances from the mean, its result. They need 1 + 2 + 3 operations of
the VFP11 per element, so 6 cycles and something for each pass's beginning and end. A row needs about 120 more
for two divisions, a square root, a reciprocal, the sums across a vector and saved registers. Meanwhile the row
behind this one is fetched into the cache.

r0 x, r1 turns left, r2 weight, r3 bias, r4 y, r5 begin of x, r6 dim, r7 where in the next row, r8 and r9 turns
of 48 and 16 floats
s0 mean, s1 1 / s, s2 and s3 sums, s5 dim, s6 epsilon, s7 zero; vectors as named below
"""
from schedule import PREAMBLE, TRAILER, counted_loop, enter, function, header, indent, leave, pipelined_loop, span

LENGTH = 4
VECTORS = ["s8", "s12", "s16", "s20", "s24", "s28"]


def sum_start(k):
    return ["fldmias r0!, %s" % span(VECTORS[3 + k % 3], LENGTH)]


def sum_finish(k):
    return ["fadds %s, %s, %s" % (VECTORS[k % 3], VECTORS[k % 3], VECTORS[3 + k % 3])]


def preload(count):
    """Half of what the next row has at this place; the next pass fetches the other half."""
    return ["pld [r7, #%d]" % (32 * k) for k in range(count // 16)] + ["add r7, r7, #%d" % (2 * count)]


def variance_start(k):
    d = VECTORS[2 + k % 4]
    return ["fldmias r0!, %s" % span(d, LENGTH), "fsubs %s, %s, s0" % (d, d)]


def variance_finish(k):
    total, d = VECTORS[k % 2], VECTORS[2 + k % 4]
    return ["fmacs %s, %s, %s" % (total, d, d)]


def result_start(k):
    d = VECTORS[k % 3]
    return ["fldmias r0!, %s" % span(d, LENGTH), "fsubs %s, %s, s0" % (d, d), "fmuls %s, %s, s1" % (d, d)]


def result_finish(k):
    d, y, weight = VECTORS[k % 3], VECTORS[3 + k % 2], VECTORS[5]
    return ["fldmias r2!, %s" % span(weight, LENGTH), "fldmias r3!, %s" % span(y, LENGTH),
            "fmacs %s, %s, %s" % (y, d, weight), "fstmias r4!, %s" % span(y, LENGTH)]


def whole_pass(start, finish, depth, extra=lambda count: []):
    """48 floats a turn, r8 times, then 16 floats, r9 times."""
    short = [line for k in range(16 // LENGTH) for line in start(k) + finish(k)]
    return [*indent(["mov r0, r5", "movs r1, r8", "beq 3f"]),
            *pipelined_loop("1", start, finish, 48 // LENGTH, depth, "r1", 1, LENGTH, extra(48)),
            "3:", *indent(["movs r1, r9", "beq 5f"]),
            *counted_loop("4", short + extra(16), "subs r1, r1, #1", "bne", LENGTH),
            "5:"]


def zero(vectors):
    return indent("fcpys %s, s7" % v for v in vectors)


def sum_across(vectors):
    first = int(vectors[0][1:])
    return indent([*("fadds %s, %s, %s" % (vectors[0], vectors[0], v) for v in vectors[1:]),
                   "fadds s2, s%d, s%d" % (first, first + 1), "fadds s3, s%d, s%d" % (first + 2, first + 3),
                   "fadds s2, s2, s3"])


def main():
    body = [*enter(LENGTH),
            *indent(["ldmia r0!, {r2-r6, r8, r9}", "flds s6, [r0]", "mov r1, #0", "fmsr s7, r1", "fmsr s5, r6",
                     "fsitos s5, s5", "add r7, r5, r6, lsl #2", "bic r7, r7, #31"]),
            *zero(VECTORS[:3]), *whole_pass(sum_start, sum_finish, 2), *sum_across(VECTORS[:3]),
            *indent(["fdivs s0, s2, s5"]),
            *zero(VECTORS[:2]), *whole_pass(variance_start, variance_finish, 3, preload), *sum_across(VECTORS[:2]),
            *indent(["fdivs s2, s2, s5", "fadds s2, s2, s6", "mov r1, #0x3f800000", "fmsr s3, r1", "fsqrts s2, s2",
                     "fdivs s1, s3, s2"]),
            *whole_pass(result_start, result_finish, 2, preload),
            *leave()]
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_layer_norm_row", body), *TRAILER]))


if __name__ == "__main__":
    main()
