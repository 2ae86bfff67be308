#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes residual_f32.S: stream += branch * scale and stream += branch, in short vectors of four.

An operation of the VFP11 and 1.5 or 2 cycles of the load/store unit per element; from the level 2 cache or
memory it is bound by the two misses that may be under way, so each stream is fetched 128 bytes ahead.

r0 floats (a multiple of 16), r1 branch, r2 where to load of stream, r3 scale, r4 where to store of stream, r5 and r6 lines to fetch
"""
from schedule import PREAMBLE, TRAILER, enter, function, header, indent, leave, pipelined_loop, span

LENGTH = 4
BRANCH, STREAM, SCALE = ["s8", "s12"], ["s16", "s20"], ["s24", "s28"]
AHEAD = 128


def start(k, scaled):
    lines = ["fldmias r1!, %s" % span(BRANCH[k % 2], LENGTH), "fldmias r2!, %s" % span(STREAM[k % 2], LENGTH)]
    return lines + (["fldmias r3!, %s" % span(SCALE[k % 2], LENGTH)] if scaled else [])


def finish(k, scaled):
    b, s, c = BRANCH[k % 2], STREAM[k % 2], SCALE[k % 2]
    add = "fmacs %s, %s, %s" % (s, b, c) if scaled else "fadds %s, %s, %s" % (s, s, b)
    return [add, "fstmias r4!, %s" % span(s, LENGTH)]


def loop(scaled):
    fetch = ["pld [r%d, #%d]" % (stream, 32 * k) for stream in (5, 6) for k in range(2)]
    fetch += ["add r5, r5, #64", "add r6, r6, #64"]
    return pipelined_loop("1", lambda k: start(k, scaled), lambda k: finish(k, scaled), 4, 1, "r0", 16, LENGTH, fetch)


def first_line(line, stream):
    """PLD of a line's first word: what begins elsewhere in the line is fetched in two transfers."""
    return ["add %s, %s, #%d" % (line, stream, AHEAD), "bic %s, %s, #31" % (line, line)]


def main():
    functions = []
    for name, scaled in (("dinozero_armv6_residual_scaled", True), ("dinozero_armv6_residual", False)):
        functions += function(name, [*enter(LENGTH), *indent(["mov r4, r2", *first_line("r5", "r1"), *first_line("r6", "r2")]),
                                     *loop(scaled), *leave()])
    print("\n".join([*header(__file__), *PREAMBLE, *functions, *TRAILER]))


if __name__ == "__main__":
    main()
