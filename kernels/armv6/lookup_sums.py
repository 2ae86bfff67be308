#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes lookup_sums.S: the sums that look-ups left in the fields of doubles, as floats, scaled, with bias, in y.

A sum is an unsigned field of 17 bits in a double 2^52 + a + b 2^17 + c 2^35, with 2^16 added. The core shifts it to the low bits
and adds a constant of the row, so that the float 2^23 + 2^20 + sum results; subtracting 2^23 + 2^20 leaves the exact sum. For
binary weights the field is doubled (it is the sum over set bits) and the row's constant takes off the sum over all inputs. Tiles of
four outputs by three rows; the VFP11 works in vectors of four outputs on one tile while the core takes the next one
apart: about 50 issue slots a tile.

r0 the doubles of output 0 (an even number of tiles), ending at a multiple of 8192 bytes, which ends the loop; the triple's offset
in a vector of 32 bytes does not matter; one tile behind the end is read
r1 three pointers to rows of y    r2 parameters: for every four outputs four scales, four biases and, with residual, four factors
r3 constants: three words for the core, 2^23 + 2^20, three scales of rows    [sp] earlier sums, 12 floats for every four outputs
Functions dinozero_armv6_lookup_WEIGHTS_HOW, WEIGHTS binary (doubled) or int4, HOW:
    keep      earlier sums = sums             y, residual         y = , y += scaled sums
    keep_add  earlier sums += sums            y_add, residual_add with the earlier sums
"""
import schedule
from schedule import PREAMBLE, TRAILER, enter, function, header, indent, leave, order

schedule.ADDRESS = 1

FRAME = 4 * 9 + 8 * 8 + 8  # bytes that enter() pushes
TILES = ((8, 12, 16), (20, 24, 28))  # vectors of the rows, of even and odd tiles


def extract(vectors, doubled):
    """r5, r12, r11: the rows' constants."""
    shift = 14 if doubled else 15
    lines = []
    for pair in range(2):
        lines += ["ldrd r6, r7, [r0, #%d]" % (64 * pair), "ldrd r8, r9, [r0, #%d]" % (64 * pair + 32)]
        for k, (low, high) in enumerate((("r6", "r7"), ("r8", "r9"))):
            lines += ["mov r10, %s, lsl #12" % high, "add r10, r11, r10, lsr #%d" % shift,
                      "fmsr s%d, r10" % (vectors[2] + 2 * pair + k),
                      "mov %s, %s, lsl #30" % (high, high), "add %s, r12, %s, lsr #%d" % (high, high, shift)]
            if doubled:
                lines += ["mov r10, %s, lsr #17" % low, "add %s, %s, r10, lsl #1" % (high, high)]
            else:
                lines += ["add %s, %s, %s, lsr #17" % (high, high, low)]
            lines += ["mov %s, %s, lsl #15" % (low, low), "add %s, r5, %s, lsr #%d" % (low, low, shift)]
        lines += ["fmsrr {s%d, s%d}, r%d, r%d" % (first + 2 * pair, first + 2 * pair + 1, low, low + 2)
                  for first, low in ((vectors[1], 7), (vectors[0], 6))]
    return lines + ["add r0, r0, #128"]


def finish(vectors, add, how):
    """s0 what to subtract, s1 to s3 scales of rows, s4 to s7 what is loaded."""
    lines = ["fsubs s%d, s%d, s0" % (v, v) for v in vectors]
    if add:
        for k, v in enumerate(vectors):
            lines += ["fldmias lr%s, {s4-s7} @ sums" % ("!" if how != "keep" else ""), "fadds s%d, s4, s%d" % (v, v)]
            if how == "keep":
                lines += ["fstmias lr!, {s%d-s%d} @ sums" % (v, v + 3)]
    elif how == "keep":
        lines += ["fstmias lr!, {s%d-s%d}" % (v, v + 3) for v in vectors]
    if how == "keep":
        return lines
    lines += ["fldmias r4!, {s4-s7}"] + ["fmuls s%d, s4, s%d" % (v, v) for v in vectors]
    lines += ["fmuls s%d, s%d, s%d" % (v, v, 1 + k) for k, v in enumerate(vectors)]
    lines += ["fldmias r4!, {s4-s7}"] + ["fadds s%d, s4, s%d" % (v, v) for v in vectors]
    if how == "residual":
        lines += ["fldmias r4!, {s4-s7}"] + ["fmuls s%d, s4, s%d" % (v, v) for v in vectors]
        for k, v in enumerate(vectors):
            lines += ["fldmias r%d, {s4-s7}" % (1 + k), "fadds s%d, s4, s%d" % (v, v)]
    return lines + ["fstmias r%d!, {s%d-s%d}" % (1 + k, v, v + 3) for k, v in enumerate(vectors)]


def merge(a, b):
    """Two independent lists, evenly."""
    result, i, j = [], 0, 0
    while i < len(a) or j < len(b):
        if j == len(b) or (i < len(a) and i * len(b) <= j * len(a)):
            result.append(a[i])
            i += 1
        else:
            result.append(b[j])
            j += 1
    return result


def main():
    functions = []
    for weights, doubled in (("binary", True), ("int4", False)):
        for how in ("keep", "y", "residual"):
            for add in (False, True):
                even, odd = TILES
                body = merge(finish(even, add, how), extract(odd, doubled)) + ["tst r0, #0x1fc0"]
                body += merge(finish(odd, add, how), extract(even, doubled))
                if add:
                    body += ["pld [lr, #%d]" % (128 + 32 * k) for k in range(3)]
                # The first triple's sums, which may have left the level 1 cache, and the next tiles' parameters.
                body += ["pld [r0, #%d]" % (128 + 32 * k) for k in range(8)]
                if how != "keep":
                    body += ["pld [r4, #%d]" % (96 + 32 * k) for k in range(3 if how == "residual" else 2)]
                if how == "residual":  # the next turn's lines of y
                    body = ["pld [r%d, #64]" % row for row in (1, 2, 3)] + body
                body, cycles = order(body, 4, swaps=800)
                functions += function("dinozero_armv6_lookup_%s_%s" % (weights, how + ("_add" if add else "")), [
                    *enter(4), *indent(["ldr lr, [sp, #%d]" % FRAME, "mov r4, r2", "ldmia r3!, {r5, r12}", "ldr r11, [r3], #4",
                                        "fldmias r3, {s0-s3}", "ldmia r1, {r1-r3}"]),
                    *indent(["pld [r%d, #%d]" % (row, at) for at in (0, 32) for row in (1, 2, 3)] if how == "residual" else []),
                    *indent(extract(even, doubled)),
                    "    // %.1f cycles for 24 sums" % cycles, "1:", *indent(body), "    bne 1b", *leave()])
    print("\n".join([*header(__file__), *PREAMBLE, *functions, *TRAILER]))


if __name__ == "__main__":
    main()
