#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes linear_int8_epilogue.S: finished sums of a panel to four rows of y.

The block kernel of the int8 layers calls these when a panel's sums are complete: x_scale * (weight_scale * sum) + bias, stored or added to
what is in y. They run in vector mode (LEN = 4), take a LinearInt8Finish in r0 and the panel's sums in r1, and change all registers but sp.

A tile, 4 rows x 4 outputs, takes 16 FSITOS and for each row a vector of FADDS (the VFP11's sums), FMULS (weight_scale) and FMACS (x_scale and
bias), with a residual connection another FADDS: 64 or 80 cycles of the pipe, which the loop keeps busy, by overlapping tiles: a value is
used about twelve cycles after it is computed. Positions are in steps of four cycles, one vector or four FSITOS; what lies behind
the end of a tile's turn is done in the next turn (not in the first, when Z is set). All 24 vector registers are taken by six values of four.

    r1  the core's sums: of two rows outputs 0 and 1, of both outputs 2 and 3, then the other two rows'; r7  the VFP11's, by rows
    r4  weight_scale    r5  bias    r6  tiles left    r2, r9, r10, r11  rows of y
    s0-s3  x_scale of the four rows    s4-s7  sums of the core
"""
import schedule
from schedule import PREAMBLE, TRAILER, function, header, indent, refine, span

schedule.ADDRESS = 1

ROWS = ("r2", "r9", "r10", "r11")
BIAS = 96  # bytes behind weight_scale


class Plan:
    """When what happens to the first row pair of a tile, in steps (of two rows, where a tuple); and where its values are: of each row sums, the
    VFP11's sums, the result, y; of each pair weight_scale."""

    def __init__(self, steps, add, multiply, scale, add_y, sums, vfp_sums, results, y, weights):
        self.steps, self.add, self.multiply, self.scale, self.add_y = steps, add, multiply, scale, add_y
        self.sums, self.vfp_sums, self.results, self.y, self.weights = sums, vfp_sums, results, y, weights


def vector(first):
    return span("s%d" % first, 4)


def scheduled(plan):
    """(step, instruction) of a tile."""
    steps = []
    for pair in range(2):
        begin = pair * plan.steps // 2
        first, second = plan.sums[2 * pair:2 * pair + 2]
        for half in range(2):
            at = begin + half
            steps.append((at, "fldmias r1!, {s4-s7}"))
            steps += [(at + 0.1 + 0.1 * k, "fsitos s%d, s%d" % (to, 4 + k))
                      for k, to in enumerate((first + 2 * half, first + 2 * half + 1, second + 2 * half, second + 2 * half + 1))]
        weights = plan.weights[pair]
        steps.append((begin + plan.multiply - 1, "fldmias r4, " + vector(weights)))
        for k in range(2):
            row = 2 * pair + k
            sums, result = plan.sums[row], plan.results[row]
            steps += [(begin + plan.add + k - 1, "fldmias r7!, " + vector(plan.vfp_sums[row])),
                      (begin + plan.add + k, "fadds s%d, s%d, s%d" % (sums, sums, plan.vfp_sums[row])),
                      (begin + plan.multiply + k, "fmuls s%d, s%d, s%d" % (sums, sums, weights)),
                      (begin + plan.scale[k] - 1, "fldmias r5, " + vector(result)),
                      (begin + plan.scale[k], "fmacs s%d, s%d, s%d" % (result, sums, row))]
            end = begin + plan.scale[k]
            if plan.add_y:
                end = begin + plan.add_y[k]
                steps += [(end - 1, "fldmias %s, %s" % (ROWS[row], vector(plan.y[row]))),
                          (end, "fadds s%d, s%d, s%d" % (result, result, plan.y[row]))]
            steps.append((end + 3, "fstmias %s!, %s" % (ROWS[row], vector(result))))
    last_bias = plan.steps // 2 + max(plan.scale) - 1
    return steps + [(plan.steps / 2 - 0.5, "pld [r1, #96]"), (plan.steps / 2 - 0.5, "pld [r1, #128]"), (plan.steps - 0.5, "pld [r7, #96]"),
                    (plan.steps - 0.5, "pld [r7, #128]"), (plan.steps - 0.1, "add r1, r1, #64"),
                    (plan.steps / 2 + plan.add + 0.5, "add r7, r7, #64"), (plan.steps / 2 + plan.multiply - 0.5, "add r4, r4, #16"),
                    (last_bias + 0.5, "add r5, r5, #16")]


def unless_first(instruction):
    name, operands = instruction.split(" ", 1)
    return "%sne %s" % (name, operands) if name in ("fstmias", "add") else instruction


# The tile's own lines of y, when the rows' pointers are those of the tile.
FETCH = [(at, "pld [%s]" % row) for at, row in zip((0.5, 5, 11.5, 15), ROWS)]

def loop(plan):
    steps = scheduled(plan) + (FETCH if plan.add_y else [])
    steps = sorted(((at % plan.steps, at >= plan.steps, text) for at, text in steps), key=lambda step: step[0])
    turn = [unless_first(text) if is_late else text for _, is_late, text in steps]
    turn, cycles = refine([*turn, "subs r6, r6, #1"], 4, 3000)
    late = [text for _, is_late, text in steps if is_late]
    return ["    cmp r6, r6", "    // %.0f cycles for 16 outputs" % cycles, "1:", *indent([*turn, "bne 1b", *late])]


BEGIN = indent(["pld [r0]", "pld [r1]", "pld [r1, #32]", "mov r9, r1",
                "ldmia r0, {r1-r8} // x_scale, y, y_stride, weight_scale, y_panel_step, tiles, rows_left, unused_row",
                "mov r11, r5, asr #31", "fldmias r1, {s0-s3}", "eor r12, r11, #16", "sub r12, r12, r11 // 16, or -16 on the way up",
                "add r10, r2, r5", "add r1, r1, r12", "sub r11, r7, r12, asr #2",
                "stmia r0, {r1, r10} // the next panel's", "str r11, [r0, #24]", "mov r1, r9",
                "cmp r7, #4", "add r9, r2, r3", "add r10, r2, r3, lsl #1", "add r11, r9, r3, lsl #1", "bge 2f",
                "cmp r7, #2", "movlt r9, r8", "movle r10, r8", "mov r11, r8"]) + ["2:"] + indent(
                    ["add r5, r4, #%d" % BIAS, "add r7, r1, #64"])

STORE = Plan(steps=16, add=4, multiply=7, scale=(10, 11), add_y=None, sums=(28, 20, 16, 8), vfp_sums=(16, 8, 28, 20), results=(24, 12, 12, 24),
             y=None, weights=(12, 24))
ADD = Plan(steps=20, add=4, multiply=8, scale=(12, 13), add_y=(16, 17), sums=(28, 24, 8, 12), vfp_sums=(8, 12, 28, 24),
           results=(20, 16, 20, 16), y=(28, 24, 8, 12), weights=(8, 28))


def main():
    functions = []
    for name, plan in (("store", STORE), ("add", ADD)):
        functions += function("dinozero_armv6_linear_int8_" + name, [*BEGIN, *loop(plan), *indent(["bx lr"])])
    print("\n".join([*header(__file__), *PREAMBLE, *functions, *TRAILER]))


if __name__ == "__main__":
    main()
