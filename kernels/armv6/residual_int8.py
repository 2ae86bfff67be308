#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes residual_int8.S: stream += scale * codes, in short vectors of eight.

A code plus 128, under the upper half of 2^23, is the float 2^23 + 128 + code: two UXTB16 and four PKH make four of them of a word whose
bytes were made unsigned by an EOR. A subtraction and a multiply-accumulate, two operations of the VFP11, do the rest: 2.9 issue
slots an element. As in residual_f32.py the stream is fetched 128 bytes ahead; so are the codes.

r0 how many (a multiple of 32), r1 codes, aligned to 4, r2 where to load of stream, r3 where to store, r4 and r5 words, r6 to r9 pairs and
codes, r10 and r11 lines to fetch, r12 0x80808080, lr the upper half of 2^23
s0 scale, s1 2^23 + 128; s8 to s15 and s24 to s31 codes, s16 to s23 stream
"""
from schedule import PREAMBLE, TRAILER, enter, function, header, indent, leave, pipelined_loop, span

LENGTH = 8
TURN = 32  # floats a turn
CODES, STREAM = ["s8", "s24"], "s16"
AHEAD = 128


def start(k):
    lines, first = ["ldmia r1!, {r4, r5}"], int(CODES[k % 2][1:])
    for word in range(2):
        w, even, odd, s = "r%d" % (4 + word), "r%d" % (6 + 2 * word), "r%d" % (7 + 2 * word), first + 4 * word
        lines += ["eor %s, %s, r12" % (w, w), "uxtb16 %s, %s" % (even, w), "uxtb16 %s, %s, ror #8" % (odd, w)]
        # w is free now, but one register is missing for four codes at a time.
        lines += ["pkhbt %s, %s, lr" % (w, even), "fmsr s%d, %s" % (s, w), "pkhtb %s, lr, %s, asr #16" % (even, even),
                  "pkhbt %s, %s, lr" % (w, odd), "fmsrr {s%d, s%d}, %s, %s" % (s + 1, s + 2, w, even),
                  "pkhtb %s, lr, %s, asr #16" % (odd, odd), "fmsr s%d, %s" % (s + 3, odd)]
    return lines + ["fsubs %s, %s, s1" % (CODES[k % 2], CODES[k % 2])]


def finish(k):
    return ["fldmias r2!, %s" % span(STREAM, LENGTH), "fmacs %s, %s, s0" % (STREAM, CODES[k % 2]), "fstmias r3!, %s" % span(STREAM, LENGTH)]


def main():
    fetch = ["pld [r10]", "add r10, r10, #%d" % TURN, *("pld [r11, #%d]" % (32 * k) for k in range(4)), "add r11, r11, #%d" % (4 * TURN)]
    body = [*enter(LENGTH), *indent(["flds s0, [r3]", "ldr r12, 8f", "ldr lr, 9f", "fmsr s1, lr", "bic lr, lr, #0xff", "mov r3, r2",
                                     "add r10, r1, #%d" % AHEAD, "bic r10, r10, #31", "add r11, r2, #%d" % AHEAD, "bic r11, r11, #31"]),
            *pipelined_loop("1", start, finish, TURN // LENGTH, 1, "r0", TURN, LENGTH, fetch), *leave(),
            "8:", *indent([".word 0x80808080"]), "9:", *indent([".word 0x4b000080"])]
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_residual_int8", body), *TRAILER]))


if __name__ == "__main__":
    main()
