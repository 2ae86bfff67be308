#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes attention_int8.S: what attention in integers needs around the matrix products of tiles_int16.S.

dinozero_armv6_pack_rows: two rows of floats to a panel. As in quantize_rows.py, x * factor + 1.5 * 2^23 leaves the
integer in the low halfword; PKHBT takes two of them. Vectors of eight; 1.6 cycles a float.
r0 and r1 rows, r2 panel, r3 turns of 16 floats, [sp] both factors, [sp, #4] lines of the next two rows to fetch; r4 to r11 data,
r12 eight times 1.5 * 2^23, r3 and lr lines to fetch
s0 and s1 factors, s8 to s15 and s16 to s23 sums, s24 to s31 x

dinozero_armv6_pack_values: two tokens' values to their words in the panels of channel pairs, a factor a channel. Vectors of four.
r0 and r1 tokens, r2 word in the first panel, r3 turns of 16 channels, [sp] bytes from panel to panel, [sp, #4] factors,
[sp, #8] lines of the next two tokens to fetch

dinozero_armv6_largest_of_rows: largest magnitude, as dinozero_armv6_largest_magnitude, of rows that do not follow each other;
fetches the row behind.
r0 first row, r1 turns of 16 floats, r2 bytes from row to row, r3 rows; r12 maximum, lr line to fetch, r4 to r11 data

dinozero_armv6_column_maxima: largest magnitudes of the columns of such rows, in memory; 3.5 cycles a float.
r0 first row, r1 turns of 16 columns, r2 bytes from row to row, r3 maxima, [sp] rows; r12 line to fetch, r4 to r11 data

dinozero_armv6_attention_maximum: the largest score of one query, where the tiles' assembly has not found it.
r0 scores, in pairs, r1 how many pairs (even), r2 bytes from pair to pair; returns it; r5 maximum, r8 to r11 data

dinozero_armv6_attention_weights: weights of one query. A subtraction, SMMULR, USAT and a load from the table give a weight, ADD sums
it, PKHBT pairs it: 8.5 cycles a score. The table has halfwords, 4 KiB; USAT doubles the index, below 2^30, to an offset and limits it to
4095, where both bytes are 0.
r0 scores, r1 how many pairs (even), r2 where pairs of weights go, 8 bytes apart, r3 bytes from pair to pair of scores,
[sp] largest score, [sp, #4] factor, [sp, #8] table, [sp, #12] what to fetch, [sp, #16] bytes from fetch to fetch; returns the sum
r4 table, r5 largest score, r12 factor, lr sum, r6 and r7 what to fetch, r8 to r11 data

dinozero_armv6_attention_out: sums of weighted values to floats, two queries. Vectors of two: 3.5 cycles a float.
r0 tiles' sums, r1 turns of eight channels, r2 and r3 out, [sp] bytes from tile to tile, [sp, #4] values' scales, [sp, #8] the two
queries' factors
"""
from schedule import PREAMBLE, TRAILER, counted_loop, enter, function, header, indent, leave, pipelined_loop, span

ARGUMENTS = 36 + 64 + 8  # where stacked arguments lie after enter()


def rows_start(half):
    return ["fldmias r12, {s8-s15}", "fldmias r0!, {s24-s31}", "fmacs s8, s24, s0",
            "fldmias r12, {s16-s23}", "fldmias r1!, {s24-s31}", "fmacs s16, s24, s1"]


def rows_finish(half):
    """Panel words: row 0, row 1, row 0, row 1."""
    lines = []
    for k in range(2):
        for row, sums in ((0, 8), (1, 16)):
            for word in range(2):
                target = "r%d" % (4 + 2 * word + row)
                other = "r%d" % (8 + 2 * word + row)
                first = sums + 4 * k + 2 * word
                lines += ["fmrrs %s, %s, {s%d, s%d}" % (target, other, first, first + 1),
                          "pkhbt %s, %s, %s, lsl #16" % (target, target, other)]
        lines.append("stmia r2!, {r4-r7}")
    return lines


def pack_rows():
    body = ["pld [r3]", "pld [r3, #32]", "pld [lr]", "pld [lr, #32]", "add r3, r3, #64", "add lr, lr, #64"]
    for half in range(2):
        body += rows_start(half) + rows_finish(half)
    # The turns left are kept on the stack.
    body += ["ldr r4, [sp] @ turns", "sub r4, r4, #1", "str r4, [sp] @ turns"]
    return [*enter(8), *indent(["ldr r4, [sp, #%d]" % ARGUMENTS, "fldmias r4, {s0, s1}", "adr r12, 5f",
                                "ldr r4, [sp, #%d]" % (ARGUMENTS + 4), "sub sp, sp, #8", "str r3, [sp]", "ldm r4, {r3, lr}"]),
            *counted_loop("1", body, "cmp r4, #0", "bne", 8), *indent(["add sp, sp, #8"]), *leave(),
            "    .balign 8", "5:", *indent([".word " + ", ".join(["0x4b400000"] * 8)])]


def values_unit(k):
    """Four channels."""
    sums = (("s8", "s12"), ("s20", "s24"))[k % 2]
    x, factors = "s16", "s28"
    lines = ["fldmias r5!, %s" % span(factors, 4)]
    for row, pointer in enumerate(("r0", "r1")):
        lines += ["fldmias r12, %s" % span(sums[row], 4), "fldmias %s!, %s" % (pointer, span(x, 4)),
                  "fmacs %s, %s, %s" % (sums[row], x, factors)]
    a, b = (int(s[1:]) for s in sums)
    for pair in range(2):
        lines += ["fmrrs r6, r7, {s%d, s%d}" % (a + 2 * pair, a + 2 * pair + 1),
                  "fmrrs r8, r9, {s%d, s%d}" % (b + 2 * pair, b + 2 * pair + 1),
                  "pkhbt r6, r6, r8, lsl #16", "pkhbt r7, r7, r9, lsl #16", "strd r6, r7, [r2], r4"]
    return lines


def pack_values():
    body = [line for k in range(4) for line in values_unit(k)]
    body += ["pld [r10]", "pld [r10, #32]", "pld [r11]", "pld [r11, #32]", "add r10, r10, #64", "add r11, r11, #64"]
    return [*enter(4), *indent(["ldr r4, [sp, #%d]" % ARGUMENTS, "ldr r5, [sp, #%d]" % (ARGUMENTS + 4),
                                "ldr r6, [sp, #%d]" % (ARGUMENTS + 8), "ldm r6, {r10, r11}", "adr r12, 5f"]),
            *counted_loop("1", body, "subs r3, r3, #1", "bne", 4), *leave(),
            "    .balign 8", "5:", *indent([".word " + ", ".join(["0x4b400000"] * 4)])]


def largest_start(k):
    return ["ldmia r0!, %s" % ("{r4-r7}", "{r8-r11}")[k % 2]]


def largest_finish(k):
    return [line for r in range(4) for line in ("cmp r12, r%d, lsl #1" % (4 + 4 * (k % 2) + r),
                                                "movlo r12, r%d, lsl #1" % (4 + 4 * (k % 2) + r))]


def largest_of_rows():
    fetch = ["pld [lr]", "pld [lr, #32]", "add lr, lr, #64"]
    turns = pipelined_loop("1", largest_start, largest_finish, 4, 1, "r1", 1, 1, fetch)
    turns.insert(turns.index("2:") + 1, "    pld [lr]")  # the last turn's
    return [*indent(["push {r4-r11, lr}", "mov r12, #0", "push {r0, r1}"]),
            "4:", *indent(["add lr, r0, r2", "bic lr, lr, #31"]),
            *turns,
            *indent(["pld [lr, #32]", "ldmia sp, {r0, r1}", "add r0, r0, r2", "str r0, [sp]", "subs r3, r3, #1", "bne 4b", "add sp, sp, #8",
                     "mov r0, r12", "pop {r4-r11, pc}"])]


def columns_start(k):
    first = 4 + 4 * (k % 2)
    return ["ldrd r%d, r%d, [r3, #%d]" % (first, first + 1, 8 * k), "ldmia r0!, {r%d, r%d}" % (first + 2, first + 3)]


def columns_finish(k):
    first = 4 + 4 * (k % 2)
    return [*(line for j in range(2) for line in ("cmp r%d, r%d, lsl #1" % (first + j, first + 2 + j),
                                                  "movlo r%d, r%d, lsl #1" % (first + j, first + 2 + j))),
            "strd r%d, r%d, [r3, #%d]" % (first, first + 1, 8 * k)]


def column_maxima():
    body = [line for k in range(8) for line in columns_start(k) + columns_finish(k)]
    body += ["add r3, r3, #64", "pld [r12]", "pld [r12, #32]", "add r12, r12, #64"]
    return [*indent(["push {r4-r11, lr}", "ldr lr, [sp, #36]", "push {r0, r1, r2, r3}"]),
            "4:", *indent(["add r12, r0, r2", "bic r12, r12, #31"]),
            *counted_loop("1", body, "subs r1, r1, #1", "bne", 1),
            *indent(["ldmia sp, {r0, r1, r2, r3}", "add r0, r0, r2", "str r0, [sp]", "subs lr, lr, #1", "bne 4b", "add sp, sp, #16",
                     "pop {r4-r11, pc}"])]


PAIRS = (("r8", "r9"), ("r10", "r11"))


def maximum_start(k):
    return ["ldrd %s, %s, [r0], r3" % PAIRS[k % 2]]


def maximum_finish(k):
    return [line for r in PAIRS[k % 2] for line in ("cmp r5, %s" % r, "movlt r5, %s" % r)]


def weights_start(k):
    a, b = PAIRS[k % 2]
    fetch = (["pld [r7, r6]", "add r7, r7, r6, lsl #1"], ["pld [r7]"])[k % 2]
    return ["ldrd %s, %s, [r0], r3" % (a, b), *fetch, *(line for r in (a, b) for line in (
        "sub %s, r5, %s" % (r, r), "smmulr %s, %s, r12" % (r, r), "usat %s, #12, %s, lsl #1" % (r, r)))]


def weights_finish(k):
    a, b = PAIRS[k % 2]
    return [*(line for r in (a, b) for line in ("ldrh %s, [r4, %s]" % (r, r), "add lr, lr, %s" % r)),
            "pkhbt %s, %s, %s, lsl #16" % (a, a, b), "str %s, [r2], #8" % a]


def attention_maximum():
    return [*indent(["push {r4-r11, lr}", "mov r3, r2", "mov r5, #0x80000000"]),
            *pipelined_loop("1", maximum_start, maximum_finish, 2, 1, "r1", 2, 1), *indent(["mov r0, r5", "pop {r4-r11, pc}"])]


def attention_weights():
    return [*indent(["push {r4-r11, lr}", "ldr r5, [sp, #36]", "ldr r12, [sp, #40]", "ldr r4, [sp, #44]",
                     "ldr r7, [sp, #48]", "ldr r6, [sp, #52]", "mov lr, #0"]),
            *pipelined_loop("1", weights_start, weights_finish, 2, 1, "r1", 2, 1),
            *indent(["mov r0, lr", "pop {r4-r11, pc}"])]


OUT_SETS = ((8, 12), (16, 20), (24, 28))


def out_unit(k):
    """A channel pair of two queries."""
    data, scales = OUT_SETS[k % 3]
    lines = ["fldmias r0, %s" % span("s%d" % data, 4), "add r0, r0, r4", "pld [r6]", "add r6, r6, r4", "fldd d%d, [r5, #%d]" % (scales // 2, 8 * k)]
    lines += ["fsitos s%d, s%d" % (data + j, data + j) for j in range(4)]
    for query, pointer in enumerate(("r2", "r3")):
        first = data + 2 * query
        lines += ["fmuls s%d, s%d, s%d" % (first, first, scales), "fmuls s%d, s%d, s%d" % (first, first, query),
                  "fstd d%d, [%s, #%d]" % (first // 2, pointer, 8 * k)]
    return lines


def attention_out():
    body = [line for k in range(4) for line in out_unit(k)] + ["add r2, r2, #32", "add r3, r3, #32", "add r5, r5, #32"]
    return [*enter(2), *indent(["ldr r4, [sp, #%d]" % ARGUMENTS, "ldr r5, [sp, #%d]" % (ARGUMENTS + 4),
                                "ldr r6, [sp, #%d]" % (ARGUMENTS + 8), "fldmias r6, {s0, s1}", "add r6, r0, r4, lsl #2"]),
            *counted_loop("1", body, "subs r1, r1, #1", "bne", 2), *leave()]


def main():
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_pack_rows", pack_rows()),
                     *function("dinozero_armv6_pack_values", pack_values()),
                     *function("dinozero_armv6_largest_of_rows", largest_of_rows()),
                     *function("dinozero_armv6_column_maxima", column_maxima()),
                     *function("dinozero_armv6_attention_maximum", attention_maximum()),
                     *function("dinozero_armv6_attention_weights", attention_weights()),
                     *function("dinozero_armv6_attention_out", attention_out()), *TRAILER]))


if __name__ == "__main__":
    main()
