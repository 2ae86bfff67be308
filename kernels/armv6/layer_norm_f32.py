#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes layer_norm_f32.S: LayerNorm of a row, and of many rows with quantization of the results, in short vectors of four.

Passes over a row: A, its sum and sum of squares; C, its result. The mean of squares less the square of the mean loses precision where
the mean is large, so where it is above twice the standard deviation pass B takes the squares of distances from the
mean instead. A and C are 2 + 3 operations of the VFP11 per element.

With quantization pass D rounds, as quantize_rows.py does. The largest magnitude takes the core two instructions per element, more than
is free beside pass C: there it looks at every other vector of four only, and at the others in pass A of the row behind, whose
sums the VFP11 computes meanwhile. So the order is A of the first row; then, row by row, C, A of the next one (the last row again at the end),
D. Square root and divisions are under way during the sums across vectors, and D. Meanwhile the row behind the next one is
fetched into the cache. Rows whose maximum is no factor for D (see quantize_rows.h) become zeros.

r0 x, r1 turns left, r2 weight, r3 bias, r4 y, r5 begin of x, r6 dim, r7 line of the row to fetch, r8 largest magnitude, r9 LayerNormRows,
r10, r11, r12, lr results
s0 factor, s1 1 / s, s2 the largest magnitude, s3 s, s4 mean, s5 1 / dim, s6 epsilon, s7 free; vectors as named below
"""
import quantize_rows
from schedule import PREAMBLE, TRAILER, enter, function, header, indent, leave, pipelined_loop, span, spread

LENGTH = 4
TURN = 32  # floats a turn
VECTORS = ["s8", "s12", "s16", "s20", "s24", "s28"]
MEAN, S, LARGEST, INVERSE_DIM, EPSILON = "s4", "s3", "s2", "s5", "s6"
# Of LayerNormRows.
X, ROWS, DIM, WEIGHT, BIAS, Y, NUMBERS, LIMIT, Q, SCALE, LEFT = 0, 4, 8, 12, 16, 20, 24, 32, 36, 40, 44


def sums_start(k):
    return ["fldmias r0!, %s" % span(VECTORS[4 + k % 2], LENGTH)]


def sums_finish(k):
    x, total, squares = VECTORS[4 + k % 2], VECTORS[k % 2], VECTORS[2 + k % 2]
    return ["fadds %s, %s, %s" % (total, total, x), "fmacs %s, %s, %s" % (squares, x, x)]


def sums_start_with_maximum(k):
    return sums_start(k) + (["ldmia r4, {r10-r12, lr}", "add r4, r4, #%d" % (8 * LENGTH)] if k % 2 else [])


def sums_finish_with_maximum(k):
    return sums_finish(k) + (maximum() if k % 2 else [])


def variance_start(k):
    d = VECTORS[2 + k % 4]
    return ["fldmias r0!, %s" % span(d, LENGTH), "fsubs %s, %s, %s" % (d, d, MEAN)]


def variance_finish(k):
    total, d = VECTORS[k % 2], VECTORS[2 + k % 4]
    return ["fmacs %s, %s, %s" % (total, d, d)]


def result_start(k):
    d, weight = VECTORS[k % 2], VECTORS[4 + k % 2]
    return ["fldmias r0!, %s" % span(d, LENGTH), "fsubs %s, %s, %s" % (d, d, MEAN), "fldmias r2!, %s" % span(weight, LENGTH),
            "fmuls %s, %s, s1" % (weight, weight)]


def result_finish(k):
    d, y, weight = VECTORS[k % 2], VECTORS[2 + k % 2], VECTORS[4 + k % 2]
    return ["fldmias r3!, %s" % span(y, LENGTH), "fmacs %s, %s, %s" % (y, d, weight), "fstmias r4!, %s" % span(y, LENGTH)]


def result_finish_with_maximum(k):
    y = int(VECTORS[2 + k % 2][1:])
    moves = ["fmrrs r10, r11, {s%d, s%d}" % (y, y + 1), "fmrrs r12, lr, {s%d, s%d}" % (y + 2, y + 3)]
    return result_finish(k) + ([] if k % 2 else moves + maximum())


def maximum():
    return [line for r in ("r10", "r11", "r12", "lr") for line in ("cmp r8, %s, lsl #1" % r, "movlo r8, %s, lsl #1" % r)]


def preload(lines, register="r7"):
    """What of another row is fetched in a turn; over the passes it has to come to four lines."""
    if not lines:
        return []
    return ["pld [%s, #%d]" % (register, 32 * k) for k in range(lines)] + ["add %s, %s, #%d" % (register, register, 32 * lines)]


def whole_pass(start, finish, depth, extra=()):
    return spread(pipelined_loop("1", start, finish, TURN // LENGTH, depth, "r1", TURN, LENGTH), extra)


def zero(vectors):
    return indent(["mov r1, #0", "fmsr s7, r1", *("fcpys %s, s7" % v for v in vectors)])


def statistics(between):
    """From the sums to the mean and s^2, which is in s3; `between` is other work, which may use s0 and s2."""
    return indent([
        "fadds s8, s8, s12", "fadds s16, s16, s20", *between[:len(between) // 2], "fadds s3, s8, s9", "fadds s4, s10, s11", "fadds s1, s16, s17",
        "fadds s7, s18, s19", *between[len(between) // 2:], "fadds s4, s3, s4", "fadds s1, s1, s7", "fcpys s3, %s" % EPSILON,
        "fmuls s4, s4, %s" % INVERSE_DIM, "fmacs s3, s1, %s" % INVERSE_DIM, "fmuls s7, s4, s4", "fsubs s3, s3, s7", "fmrs r1, s7", "fmrs r2, s3",
        # Four times s^2 against the square of the mean, as integers, among which a NaN or an infinity becomes negative.
        "add r2, r2, #0x01000000", "cmp r2, r1", "blt 6f", "5:"])


def distances():
    """Pass B of the row that ends at r0, for `statistics`."""
    return ["6:", *zero(VECTORS[:2]), *indent(["sub r0, r0, r6, lsl #2", "mov r1, r6"]), *whole_pass(variance_start, variance_finish, 3),
            *indent(["fadds s8, s8, s12", "fcpys s3, %s" % EPSILON, "fadds s7, s8, s9", "fadds s1, s10, s11", "fadds s7, s7, s1",
                     "fmacs s3, s7, %s" % INVERSE_DIM, "b 5b"])]


def alone():
    return [*enter(LENGTH), *indent(["mov r9, r0", "ldr r5, [r0, #%d]" % X, "ldr r6, [r0, #%d]" % DIM, "add r1, r0, #%d" % NUMBERS,
                                     "fldmias r1, {%s, %s}" % (INVERSE_DIM, EPSILON), "add r7, r5, r6, lsl #2", "bic r7, r7, #31"]),
            *zero(VECTORS[:4]), *indent(["mov r0, r5", "mov r1, r6"]), *whole_pass(sums_start, sums_finish, 1, preload(3)), *statistics([]),
            *indent(["fsqrts s3, s3", "mov r1, #0x3f800000", "fmsr s1, r1", "fdivs s1, s1, s3", "mov r0, r5", "mov r1, r6",
                     "ldr r2, [r9, #%d]" % WEIGHT, "ldr r3, [r9, #%d]" % BIAS, "ldr r4, [r9, #%d]" % Y]),
            *whole_pass(result_start, result_finish, 1, preload(3)), *leave(), *distances()]


def quantized():
    advance = ["ldr r3, [r9, #%d]" % Q, "ldr r0, [r9, #%d]" % SCALE]
    return [
        *enter(LENGTH),
        *indent(["mov r9, r0", "ldmia r0, {r5, r6}", "mov r8, #0", "str r6, [r9, #%d]" % LEFT, "ldr r6, [r9, #%d]" % DIM,
                 "add r1, r9, #%d" % NUMBERS, "fldmias r1, {%s, %s}" % (INVERSE_DIM, EPSILON), "mov r7, r5", "sub r5, r5, r6, lsl #2",
                 "bic r7, r7, #31", "b 4f"]),
        # C
        "3:", *indent(["mov r8, #0", "mov r0, r5", "mov r1, r6", "ldr r2, [r9, #%d]" % WEIGHT, "ldr r3, [r9, #%d]" % BIAS,
                       "ldr r4, [r9, #%d]" % Y, "add r7, r5, r6, lsl #3", "bic r7, r7, #31"]),
        *whole_pass(result_start, result_finish_with_maximum, 1, preload(2)),
        # A
        "4:", *zero(VECTORS[:4]),
        *indent(["ldr r2, [r9, #%d]" % LEFT, "ldr r4, [r9, #%d]" % Y, "cmp r2, #0", "mov r0, r5", "addne r0, r0, r6, lsl #2", "mov r1, r6",
                 "add r4, r4, #%d" % (4 * LENGTH)]),
        *whole_pass(sums_start_with_maximum, sums_finish_with_maximum, 1, preload(1)),
        *statistics(["mov r2, r8, lsr #1", "flds s0, [r9, #%d]" % LIMIT, "fmsr s2, r2", "fdivs s0, s0, s2"]),
        *indent(["fsqrts s3, s3", "ldr r2, [r9, #%d]" % LEFT, "ldr r1, [r9, #%d]" % ROWS, "cmp r1, r2", "beq 8f",
                 *advance, "cmp r8, #%#x" % quantize_rows.SMALLEST, "blo 7f", "cmp r8, #%#x" % quantize_rows.INFINITY, "bhs 7f",
                 "flds s7, [r9, #%d]" % LIMIT, "fdivs s2, s2, s7",
                 # D
                 "mov r12, #0x03000000", "orr r12, r12, #0x00070000", "fmxr fpscr, r12", "fsts s2, [r0]", "add r0, r0, #4",
                 "str r0, [r9, #%d]" % SCALE, "ldr r0, [r9, #%d]" % Y, "mov r1, r6", "mov r11, r7", "push {r5, r6, r9, r12}", *quantize_rows.constants("10f", "11f")]),
        *spread(quantize_rows.rounding([], TURN), preload(1, "r11")),
        *indent(["pop {r5, r6, r9, r12}", "str r3, [r9, #%d]" % Q, "mov r12, #0x03000000", "orr r12, r12, #0x00030000", "fmxr fpscr, r12"]),
        "8:", *indent(["ldr r2, [r9, #%d]" % LEFT, "mov r1, #0x3f800000", "fmsr s1, r1", "subs r2, r2, #1", "fdivs s1, s1, s3",
                       "add r5, r5, r6, lsl #2", "str r2, [r9, #%d]" % LEFT, "bpl 3b"]), *leave(),
        # Zeros; NaN and infinity divided by the limit are themselves.
        "7:", *indent(["mov r1, r8, lsr #1", "cmp r8, #%#x" % quantize_rows.SMALLEST, "movlo r1, #0", "str r1, [r0], #4", "str r0, [r9, #%d]" % SCALE,
                       "mov r0, #0", "mov r1, r6"]),
        "9:", *indent(["str r0, [r3], #4", "subs r1, r1, #4", "bne 9b", "str r3, [r9, #%d]" % Q, "b 8b"]),
        *distances(), *quantize_rows.constant_pool("10", "11")]


def main():
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_layer_norm_row", alone()),
                     *function("dinozero_armv6_layer_norm_quantize_rows", quantized()), *TRAILER]))


if __name__ == "__main__":
    main()
