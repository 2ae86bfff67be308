#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes resample_rgb8.S: the two passes of a resize with four taps, and the widening of pixels before the first.

SMLAW multiplies 32 by 16 bits and adds bits 16 to 47 of the product. With a weight in units of 2^-31 and a pixel times 2^7
that is the product of weight and pixel in units of 2^-22, exactly. An AND with a shifted operand makes two such pixels, one in each
halfword, of a word of bytes.

dinozero_armv6_resample_rows_of_4: down. Words of four bytes of four rows, 16 products; 42 issue slots. Two words a turn. Loads of
a row's word and of its weight are issued under the products of the row before, the last ones for the next turn; the last two
words come after the loop, so that nothing is read behind them.
r0 to r3 rows (r0: a pointer to them), weights at [sp], r4 0x7f807f80, r5 out, r6 2^21, then weights of taps 1 and 3,
r7 weights of taps 0 and 2, r8 to r11 sums, r12 word and pair, lr pair; [sp, #16] the end of out less two words

dinozero_armv6_resample_ring_of_4: the same of rows that lie 1024 bytes apart, in any order: one pointer instead of four leaves registers
for three weights and a second word; 38 issue slots.
r0 rows, r1 to r3 weights of rows 1 to 3, r4 0x7f807f80, r5 out, r6 2^21, r7 weight of row 0, word and pair, r8 to r11 sums, r12 word and pair,
lr pair; [sp] the end of out less two words, [sp, #4] weight of row 0

dinozero_armv6_resample_columns_of_4: across. A pixel is two words here, outer (red and blue) and middle (green); a column takes
12 products; 30 issue slots. Weights are fetched ahead, because the picture and the crop that pass by push lines of them out. The first two pixels and weights of a column are loaded before the one in front of it is stored; the last
column comes after the loop.
r0 pixels (that of tap 0), r1 first taps, r2 weights, r3 rgb; r4 to r7 pixels, r8 and r9 weights, r10 to r12 sums,
lr the column's pixels; [sp] the last column's rgb

dinozero_armv6_resample_widen: eight pixels of three bytes a turn become what columns_of_4 reads, while a line of the next
row is fetched.
r0 bytes, r1 bytes to fetch, r2 turns, r3 pixels, r4 to r11 widened pixels, r12 0x7f807f80, lr word
"""
from schedule import PREAMBLE, TRAILER, counted_loop, function, header, indent, refine

ROUND = 1 << 21
RING_STRIDE = 1024  # kResampleRingStride
LANES = 0x7f807f80
SWAPS = 6000


def loop(label, turn, branch):
    lines, cycles = refine(turn, 1, SWAPS)
    return ["    // %.1f cycles a turn" % cycles, "%s:" % label, *indent(lines), "    %s %sb" % (branch, label)]


def row(tap, load, weight):
    """Products with the row whose word is in r12; `load` and `weight` load the next ones."""
    w = "r6" if tap % 2 else "r7"
    add = {s: "r6" if tap == 0 else s for s in ("r8", "r9", "r10", "r11")}
    return ["and lr, r4, r12, lsl #7", "and r12, r4, r12, lsr #1",
            "smlawb r9, %s, r12, %s" % (w, add["r9"]), "smlawt r11, %s, r12, %s" % (w, add["r11"]), *load,
            "smlawb r8, %s, lr, %s" % (w, add["r8"]), "smlawt r10, %s, lr, %s" % (w, add["r10"]), *weight]


def word(more):
    """Four bytes; `more`: others follow, and are begun."""
    lines = []
    for tap in range(3):
        lines += row(tap, ["ldr r12, [r%d], #4" % (tap + 1)], ["ldr r%d, [sp, #%d]" % (7 if tap % 2 else 6, 4 * tap + 4)])
    lines += row(3, ["ldr r12, [r0], #4"] if more else [], ["ldr r7, [sp]", "mov r6, #%d" % ROUND] if more else [])
    return lines + combine()


def combine():
    """Four sums to bytes."""
    return ["usat r%d, #8, r%d, asr #22" % (r, r) for r in (9, 11, 8, 10)] + [
        "orr r10, r10, r11, lsl #8", "orr r8, r8, r9, lsl #8", "orr r8, r8, r10, lsl #16", "str r8, [r5], #4"]


def rows_of_4():
    turn = word(True) + word(True) + ["ldr lr, [sp, #16]", "cmp r5, lr"]
    return [*indent(["push {r4-r11, lr}", "add r3, r2, r3", "sub r3, r3, #8", "ldmia r1, {r4-r7}", "sub sp, sp, #20", "stmia sp, {r4-r7}",
                     "str r3, [sp, #16]", "mov r5, r2", "mov lr, r3", "ldr r4, 5f", "mov r6, #%d" % ROUND, "ldr r7, [sp]", "ldmia r0, {r0-r3}",
                     "ldr r12, [r0], #4", "cmp r5, lr", "beq 2f"]),
            *loop("1", turn, "bne"), "2:", *indent([*word(True), *word(False), "add sp, sp, #20", "pop {r4-r11, pc}"]),
            "5:", *indent([".word %#x" % LANES])]


def ring_word(more):
    """As `word`. The last row is that at r0, whose load moves on to the next word; its weight is loaded, so that r7 can take a row's word
    before."""
    lines, slots, words = [], (1, 2, 3, 0), ("r12", "r7", "r12", "r12")
    loads = [[], ring_load(3, "r12"), [*ring_load(0, "r12"), "ldr r7, [sp, #4]"], ring_load(1, "r12") if more else []]
    for k, slot in enumerate(slots):
        w = ("r7", "r1", "r2", "r3")[slot]
        add = {s: s if k else "r6" for s in ("r8", "r9", "r10", "r11")}
        if k == 0:
            lines += ring_load(2, "r7")
        lines += ["and lr, r4, %s, lsl #7" % words[k], "and %s, r4, %s, lsr #1" % (words[k], words[k]),
                  "smlawb r9, %s, %s, %s" % (w, words[k], add["r9"]), "smlawt r11, %s, %s, %s" % (w, words[k], add["r11"]),
                  *(loads[k] if k != 1 else []), "smlawb r8, %s, lr, %s" % (w, add["r8"]), "smlawt r10, %s, lr, %s" % (w, add["r10"])]
        if k == 0:
            lines += loads[1]
    return lines + combine()


def ring_load(slot, register):
    return ["ldr %s, [r0], #4" % register if slot == 0 else "ldr %s, [r0, #%d]" % (register, RING_STRIDE * slot)]


def ring_of_4():
    turn = ring_word(True) + ring_word(True) + ["ldr lr, [sp]", "cmp r5, lr"]
    return [*indent(["push {r4-r11, lr}", "add r3, r2, r3", "sub r3, r3, #8", "ldr r4, [r1]", "push {r3, r4}", "mov r5, r2", "mov lr, r3",
                     "ldmib r1, {r1-r3}", "ldr r4, 5f", "mov r6, #%d" % ROUND, *ring_load(1, "r12"), "cmp r5, lr", "beq 2f"]),
            *loop("1", turn, "bne"), "2:", *indent([*ring_word(True), *ring_word(False), "add sp, sp, #8", "pop {r4-r11, pc}"]),
            "5:", *indent([".word %#x" % LANES])]


def column(more):
    """A column, whose first two pixels and weights are loaded; `more`: so are then those of the next one."""
    sums = ("r10", "r11", "r12")
    lines = ["mov %s, #%d" % (s, ROUND) for s in sums]
    for half in range(2):
        for tap in range(2):
            outer, middle, weight = "r%d" % (4 + 2 * tap), "r%d" % (5 + 2 * tap), "r%d" % (8 + tap)
            lines += ["smlawb r10, %s, %s, r10" % (weight, outer), "smlawt r12, %s, %s, r12" % (weight, outer),
                      "smlawb r11, %s, %s, r11" % (weight, middle)]
            if half == 1 and tap == 0 and more:
                lines.append("add lr, r0, lr, lsl #3")
        if half == 0:
            lines += ["ldmia lr, {r4-r7}", "ldmia r2!, {r8, r9}", *(["ldr lr, [r1], #4"] if more else [])]
        elif more:
            lines += ["ldmia lr!, {r4-r7}", "ldr r9, [sp]"]
    lines += ["usat %s, #8, %s, asr #22" % (s, s) for s in ("r10", "r12", "r11")]
    if more:
        lines += ["cmp r3, r9", "pld [r2, #96]"]
    lines += ["strb %s, [r3], #1 @ rgb" % s for s in sums]
    return lines + (["ldmia r2!, {r8, r9}"] if more else [])


def columns_of_4():
    # The loop ends where the last column but one is stored.
    begin = ["ldr lr, [r1], #4", "add lr, r0, lr, lsl #3", "ldmia lr!, {r4-r7}", "ldmia r2!, {r8, r9}"]
    return [*indent(["push {r4-r11, lr}", "ldr r4, [sp, #36]", "cmp r3, r4", "sub r4, r4, #3", "push {r4, r5}", *begin, "beq 2f"]),
            *loop("1", column(True), "bne"), "2:", *indent([line.split(" @")[0] for line in column(False)]),
            *indent(["add sp, sp, #8", "pop {r4-r11, pc}"])]


def widen():
    body = ["bic lr, r1, #31", "pld [lr]", "add r1, r1, #24"]
    for _ in range(2):
        body += ["ldr lr, [r0], #4", "and r4, r12, lr, lsl #7", "and r5, r12, lr, lsr #1",
                 "ldr lr, [r0], #4", "and r7, r12, lr, lsl #7", "and r9, r12, lr, lsr #1",
                 "ldr lr, [r0], #4", "and r11, r12, lr, lsl #7", "and r10, r12, lr, lsr #1",
                 # r4 r0 b0, r5 g0 r1, r7 g1 r2, r9 b1 g2, r11 b2 g3, r10 r3 b3
                 "mov r6, r5, lsr #16", "pkhbt r6, r6, r9, lsl #16", "mov r8, r7, lsr #16", "pkhbt r8, r8, r11, lsl #16",
                 "mov r9, r9, lsr #16", "mov r11, r11, lsr #16", "stmia r3!, {r4-r11}"]
    return [*indent(["push {r4-r11, lr}", "ldr r12, 5f"]), *counted_loop("1", body, "subs r2, r2, #1", "bne", 1),
            *indent(["pop {r4-r11, pc}"]), "5:", *indent([".word %#x" % LANES])]


def main():
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_resample_rows_of_4", rows_of_4()),
                     *function("dinozero_armv6_resample_ring_of_4", ring_of_4()),
                     *function("dinozero_armv6_resample_columns_of_4", columns_of_4()),
                     *function("dinozero_armv6_resample_widen", widen()), *TRAILER]))


if __name__ == "__main__":
    main()
