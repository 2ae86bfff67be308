#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tiles_int16.S: products of 16-bit matrices by SMLAD, in tiles of two rows by two columns.

The operands are panels of two rows (or columns) with pairs of neighbouring integers in a word: pair 0 of row 0, pair 0 of row
1, pair 1 of row 0, and so on. A tile's four 32-bit sums are stored one after the other: row 0 column 0, row 0 column 1, row 1
column 0, row 1 column 1. All rows' tiles with a column panel come before the next column panel's, so a column panel, fetched
by PLD during its first tile, is in the level 1 cache for the others; during those the row panels are, which the columns
displace a line at a time.

Two pairs are a period: eight SMLAD and four LDM of two words, 12 issue slots for 16 products. Operands of one pair are
loaded while the other's are multiplied, so nothing waits; r13 stays the stack pointer, and the eight operands fill what
four sums and two pointers leave. 0.75 cycles a product, and per tile 20 cycles (32 pairs, rows' maxima included), 8 (100 pairs) or 24 (any number).

r0 row panel, r1 column panel, r2 and r3 rows, r4 and r5 columns of even pairs, r6 to r9 of odd ones
r10, r11, r12, lr sums
"""
from schedule import PREAMBLE, TRAILER, function, header, indent

SUMS = ("r10", "r11", "r12", "lr")
LARGEST = 128  # pairs
A, B, C, ROWS, COLUMNS, ROW_STRIDE, COLUMN_STRIDE, PAIRS, MAXIMA = range(0, 36, 4)
MOST_ROWS = 8  # panels of 32 pairs


def multiply(rows, columns, first=False):
    return [("smuad %s, %s, %s" if first else "smlad %s, %s, %s, %s") % ((s, rows[k // 2], columns[k % 2], s)[:3 if first else 4])
            for k, s in enumerate(SUMS)]


def straight_line(pairs, fetch, first, at_end):
    """`fetch`: the register ahead of which lines are fetched, or None; `first`: the sums are not set yet; `at_end`: instructions before each
    of the last four products, in place of loads."""
    lines = []
    for pair in range(0, pairs, 2):
        lines += ["ldmia r0!, {r6, r7}", "ldmia r1!, {r8, r9}"]
        if fetch and pair % 4 == 0:
            lines.append("pld [%s, #96]" % fetch)
        lines += multiply(("r2", "r3"), ("r4", "r5"), first and pair == 0)
        last = multiply(("r6", "r7"), ("r8", "r9"))
        if at_end and pair + 2 >= pairs:
            lines += [line for before, product in zip(at_end, last) for line in (*before, product)]
        else:
            lines += ["ldmia r0!, {r2, r3}", "ldmia r1!, {r4, r5}", *last]
    return lines


# On the stack, from `at`, in pairs for LDRD: the sums' address and row panels left (in steps of 1 << scale), column panel and column
# panels left, first row panel and how many, bytes between column panels and the argument, and what tiles_of_any_pairs has more: from
# the end of a row panel, and a pair, to the next one, and where to enter.
class Frame:
    def __init__(self, at, size, scale):
        (self.sums, self.rows, self.column, _, self.first_row, _, self.column_stride, self.argument, self.row, self.line_of_columns,
         self.line_of_rows) = ("[sp, #%d]" % (at + 4 * k) for k in range(11))
        self.size, self.scale = size, scale

    def begin(self):
        return indent(["push {r4-r11, lr}", "sub sp, sp, #%d" % self.size, "ldr r4, [r0, #%d]" % C, "ldr r2, [r0, #%d]" % B,
                       "ldr r3, [r0, #%d]" % COLUMNS, "ldr r6, [r0, #%d]" % A, "ldr r7, [r0, #%d]" % ROWS,
                       "ldr r5, [r0, #%d]" % COLUMN_STRIDE, "mov r7, r7, lsl #%d" % self.scale, "str r4, %s" % self.sums,
                       "strd r2, r3, %s" % self.column, "strd r6, r7, %s" % self.first_row, "str r5, %s" % self.column_stride,
                       "str r0, %s" % self.argument])

    def first_tile(self):
        """Where next_column branches to."""
        return ["str r7, %s" % self.rows, "mov r0, r6", "mov r1, r2"]

    def next_column(self):
        return indent(["ldrd r2, r3, %s" % self.column, "ldr r5, %s" % self.column_stride, "ldrd r6, r7, %s" % self.first_row,
                       "subs r3, r3, #1", "add r2, r2, r5", "strd r2, r3, %s" % self.column, "bne 1b"])

    def end(self):
        return indent(["add sp, sp, #%d" % self.size, "pop {r4-r11, pc}"])


def tiles_of_32_pairs():
    """Panels of 256 bytes, one after the other. The largest sum of each row goes to [argument, #MAXIMA]."""
    maxima = 8 * (MOST_ROWS + 1)  # bytes; the pair of a row panel lies at eight times the number of panels left
    frame = Frame(maxima, maxima + 36, 3)  # which aligns the stack for LDRD
    # In the last period: where the sums go, how many row panels are left, and their maxima so far.
    at_end = [["ldrd r4, r5, %s" % frame.sums], [], [], ["ldrd r2, r3, [sp, r5]"]]
    after = ["ldr r1, %s" % frame.column, *(line for old, new in (("r2", "r10"), ("r3", "r12"), ("r2", "r11"), ("r3", "lr"))
                                            for line in ("cmp %s, %s" % (old, new), "movlt %s, %s" % (old, new))),
             "strd r2, r3, [sp, r5]", "subs r5, r5, #8", "strd r4, r5, %s" % frame.sums, "ldmia r0!, {r2, r3}", "ldmia r1!, {r4, r5}"]
    after.insert(-6, "stmia r4!, {r10, r11, r12, lr}")  # before the last MOV
    reset = ["mov r4, #0x80000000", "mov r5, r4", *("strd r4, r5, [sp, #%d]" % (8 * k) for k in range(1, MOST_ROWS + 1))]
    return [*frame.begin(), *indent(reset),
            "1:", *indent([*frame.first_tile(), "ldmia r0!, {r2, r3}", "ldmia r1!, {r4, r5}"]),
            *indent(straight_line(32, "r1", True, at_end)), *indent(after), "    beq 3f",
            "2:", *indent(straight_line(32, None, True, at_end)), *indent(after), "    bne 2b",
            "3:", *frame.next_column(),
            *indent(["ldr r4, %s" % frame.argument, "ldr r5, [r4, #%d]" % ROWS, "ldr r4, [r4, #%d]" % MAXIMA,
                     "mov r5, r5, lsl #3"]),
            "4:", *indent(["ldrd r2, r3, [sp, r5]", "subs r5, r5, #8", "stmia r4!, {r2, r3}", "bne 4b"]), *frame.end()]


def tiles_of_100_pairs():
    """Panels of 800 bytes, one after the other: what the 197 tokens of a picture of 224 pixels have, without a computed branch."""
    frame = Frame(0, 36, 3)
    at_end = [["ldrd r4, r5, %s" % frame.sums], [], ["ldr r1, %s" % frame.column], []]
    after = ["subs r5, r5, #8", "ldmia r0!, {r2, r3}", "stmia r4!, {r10, r11, r12, lr}", "strd r4, r5, %s" % frame.sums, "ldmia r1!, {r4, r5}"]
    return [*frame.begin(),
            "1:", *indent([*frame.first_tile(), "ldmia r0!, {r2, r3}", "ldmia r1!, {r4, r5}"]),
            *indent(straight_line(100, "r1", True, at_end)), *indent(after), "    beq 3f",
            "2:", *indent(straight_line(100, "r0", True, at_end)), *indent(after), "    bne 2b",
            "3:", *frame.next_column(), *frame.end()]


def tiles_of_any_pairs():
    """A multiple of four pairs, at most LARGEST; panels a stride apart. A straight line is entered where so many are left."""
    def straight_line_of_fours(fetch):
        return [".rept %d" % (LARGEST // 4), *straight_line(4, fetch, False, []), ".endr"]

    of_columns, of_rows = straight_line_of_fours("r1"), straight_line_of_fours("r0")
    columns_bytes, rows_bytes = (4 * (len(lines) - 2) for lines in (of_columns, of_rows))  # of four pairs

    frame = Frame(0, 44, 0)

    def enter_at(line):
        return indent(["ldr r6, %s" % line, "ldmia r0!, {r2, r3}", "ldmia r1!, {r4, r5}", *("mov %s, #0" % s for s in SUMS), "bx r6"])

    # The row panel after this one: r0 is a pair behind the end of this one's.
    after = indent(["ldrd r4, r5, %s" % frame.sums, "ldr r6, %s" % frame.row, "ldr r1, %s" % frame.column,
                    "stmia r4!, {r10, r11, r12, lr}", "subs r5, r5, #1", "add r0, r0, r6", "strd r4, r5, %s" % frame.sums])
    return [*frame.begin(), *indent(["ldr r8, [r0, #%d]" % PAIRS, "ldr r4, [r0, #%d]" % ROW_STRIDE, "sub r4, r4, r8, lsl #3", "sub r4, r4, #8",
                                     "str r4, %s" % frame.row, "mov r8, r8, lsr #2", "mov r4, #%d" % columns_bytes,
                                     "mul r4, r8, r4", "mov r5, #%d" % rows_bytes, "mul r5, r8, r5", "ldr r9, 7f", "ldr r10, 8f", "b 6f"]),
            "7:", "    .word 4f - (6f + 8)", "8:", "    .word 5f - (9f + 8)",
            "6:", *indent(["add r9, pc, r9", "sub r9, r9, r4", "str r9, %s" % frame.line_of_columns]),
            "9:", *indent(["add r10, pc, r10", "sub r10, r10, r5", "str r10, %s" % frame.line_of_rows]),
            "1:", *indent(frame.first_tile()), *enter_at(frame.line_of_columns), *indent(of_columns), "4:", *after, "    beq 3f",
            "2:", *enter_at(frame.line_of_rows), *indent(of_rows), "5:", *after, "    bne 2b",
            "3:", *frame.next_column(), *frame.end()]


def main():
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_tiles_of_32_pairs", tiles_of_32_pairs()),
                     *function("dinozero_armv6_tiles_of_100_pairs", tiles_of_100_pairs()), *function("dinozero_armv6_tiles", tiles_of_any_pairs()),
                     *TRAILER]))


if __name__ == "__main__":
    main()
