#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes lookup_tables.S: tables of sums of activations, for linear layers whose weights are bits.

Twelve rows (tokens) go side by side: a double holds three integers a + b 2^17 + c 2^35, and four doubles, a *vector*, are a
cache line. The VFP11 adds such vectors exactly, four doubles by two instructions, while the core computes addresses.

A pass covers 32 inputs and a 32-bit word of weight bits (four of them for 4-bit weights), which is circular. Fields of the word
index tables: entry i is the sum of the inputs whose bit is set in i. Tables lie in pairs, low and high entries alternating: entry
i of low at byte 64 i + 32 of the pair, entry i of high at byte 64 i, so that one base address serves both: LDMIA loads above it,
LDMDB below. Bit 4 i + j of the word is input 8 j + i. Entries 0 are zero and written by nobody here.
Four pairs of tables, 1024 bytes each, for the eight nibbles:
    pair        0            1             2                3
    bits        6-9, 22-25   10-13, 26-29  14-17, 30-31 0-1 18-21, 2-5

dinozero_armv6_lookup_pack: r0 12 pointers to 32 int8 values, r2 bytes to their like among the next
twelve rows, r1 room for 32 pairs of vectors: of bit s, x at byte 64 s and, where
the tables need it, -x at 64 s + 32. r1 is 64-byte aligned. Advances the pointers by 32 and fetches the
lines there, for the next pass, and among the next rows.
    Bytes become halfwords, with 128 added, and are combined to the bits of the double 2^52 + a + b 2^17 + c 2^35;
    subtracting 2^52 + 128 (1 + 2^17 + 2^35) leaves x. 4 doubles cost about 32 issue slots.

dinozero_armv6_lookup_build: r0 tables, r1 what pack wrote, r2 a vector that the sum of all inputs is added to.
    Every line of both is fetched ahead (4% of a layer). Gray order, the halves with and without the highest bit side by side, which hides the latency of nine cycles: each entry is
    another one plus or minus one input. Bit 0's input stays in registers, the others are loaded.
"""
import re

import schedule
from schedule import PREAMBLE, TRAILER, enter, function, header, indent, leave, order

schedule.ADDRESS = 1

LEAD = 10  # accesses between a line's PLD and its use

# Bits of the word, from the lowest of the index: of the low and the high table of a pair.
PAIRS = [[[(first + 4 * pair + bit) % 32 for bit in range(4)] for first in (6, 22)] for pair in range(4)]


def gray(p):
    return p ^ (p >> 1)


def changed_bit(p):
    return (gray(p) ^ gray(p - 1)).bit_length() - 1


def is_set(p):
    return bool(gray(p) >> changed_bit(p) & 1)


def negative_bits():
    """The bits of the word whose inputs the tables subtract from memory."""
    found = set()
    for tables in PAIRS:
        for bits in tables:
            for p in range(1, 1 << (len(bits) - 1)):
                if changed_bit(p) > 0 and not is_set(p):
                    found.add(bits[changed_bit(p)])
    return found


class Addresses:
    """Address registers in turn."""
    FREE = ("r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "lr")

    def __init__(self):
        self.next = 0

    def at(self, base, offset, access):
        register = self.FREE[self.next % len(self.FREE)]
        self.next += 1
        return ["add %s, %s, #%d" % (register, base, offset), access % register]


def add(target, source, minus=False):
    if minus:  # the subtracted vector is the second source, which must not lie in bank 0
        return ["fsubd d%d, d%d, d%d" % (target + i, target + i, source + i) for i in (0, 2)]
    return ["faddd d%d, d%d, d%d" % (target + i, source + i, target + i) for i in (0, 2)]


def table(bits, offset):
    addresses = Addresses()
    top = len(bits) - 1
    half = 1 << top

    def store(index, first):
        return addresses.at("r0", 64 * index + offset, "fstmiad %%s, {d%d-d%d}" % (first, first + 3))

    def load(bit, minus, first):
        return addresses.at("r1", 64 * bit + (32 if minus else 0), "fldmiad %%s, {d%d-d%d}" % (first, first + 3))

    lines = [*load(bits[top], False, 8), *load(bits[0], False, 4), *load(bits[0], False, 12), *store(half, 8), *store(1, 4),
             *add(8, 12), *store(half + 1, 8)]
    for p in range(2, half):
        bit, plus = changed_bit(p), is_set(p)
        if bit > 0:
            lines += load(bits[bit], not plus, 0)
        for sums, begin in ((4, 0), (8, half)):
            lines += add(sums, 12, not plus) if bit == 0 else add(sums, 0)
            lines += store(begin + gray(p), sums)
    return lines


def with_fetches(lines, lead):
    """Fetches every line `lead` accesses before the first to it: the last pass's look-ups have cost the level 1 cache
    some, and what is stored to a line that it does not have goes past it, to be missed by this pass's."""
    base = {"r0": 0, "r1": 0}
    address, accesses, seen, bases = {}, [], set(), []
    for position, line in enumerate(lines):
        bases.append(dict(base))
        found = re.fullmatch(r"add (\w+), (r[01]), #(\d+)", line)
        if found and found[1] in base:
            base[found[1]] += int(found[3])
        elif found:
            address[found[1]] = (found[2], base[found[2]] + int(found[3]))
        found = re.match(r"f(?:ld|st)miad (\w+),", line)
        if found and address[found[1]] not in seen:
            seen.add(address[found[1]])
            accesses.append((position, *address[found[1]]))
    fetches = {}
    for k, (_, register, offset) in enumerate(accesses):
        position = accesses[k - lead][0] if k >= lead else 0
        fetches.setdefault(position, []).append("pld [%s, #%d]" % (register, offset - bases[position][register]))
    return [text for position, line in enumerate(lines) for text in [*fetches.get(position, []), line]]


def build():
    text = []
    for low, high in PAIRS:
        lines = table(low, 32) + table(high, 0) + ["add r0, r0, #%d" % (64 << len(low))]
        text += order(lines, 2, loop=False)[0]
    return indent(with_fetches(text, LEAD))


def total():
    """Adds up entries 15 of all nibbles' tables."""
    lines = ["add r0, r0, #%d" % (15 * 64 - 4096), "fldmiad r2, {d4-d7}", "fldmiad r0, {d8-d11}", "add r1, r0, #32"]
    for k in range(1, 8):
        register, first, sums = ("r0", "r1")[k % 2], (0, 12)[k // 2 % 2], (4, 8)[k % 2]
        if k % 2 == 0:
            lines += ["add r0, r0, #1024", "add r1, r1, #1024"]
        lines += ["fldmiad %s, {d%d-d%d}" % (register, first, first + 3), *add(sums, first)]
    lines += [*add(4, 8), "fstmiad r2, {d4-d7}"]
    return indent(order(lines, 2, loop=False)[0])


NEGATIVE = negative_bits()


def pack_words(q):
    base = ("r1", "r2")[q % 2]
    # r10, r11: rows 0 (even, odd inputs); r12, lr: row 1
    lines = ["ldr r10, [r3, #%d]" % (4 * q), "ldr r12, [r4, #%d]" % (4 * q), "eor r10, r10, r9", "eor r12, r12, r9",
             "uxtb16 r11, r10, ror #8", "uxtb16 r10, r10", "and lr, r7, r12, lsr #7", "and r12, r7, r12, lsl #1"]
    lines += ["pkhbt r0, r10, r12, lsl #16", "pkhtb r10, r12, r10, asr #16",  # low words of inputs 0, 2
              "pkhbt r12, r11, lr, lsl #16", "pkhtb r11, lr, r11, asr #16",  # 1, 3
              "ldr lr, [r5, #%d]" % (4 * q), "eor lr, lr, r9",
              "fmsr s8, r0", "and r0, r8, lr, lsl #3", "fmsr s10, r12", "uxtah r12, r6, r0", "fmsr s9, r12",
              "add r12, r6, r0, lsr #16", "fmsrr {s12, s13}, r10, r12",
              "and r0, r8, lr, lsr #5", "uxtah r12, r6, r0", "fmsr s11, r12", "add r12, r6, r0, lsr #16",
              "fmsrr {s14, s15}, r11, r12", "fsubd d8, d4, d0", "fsubd d12, d0, d4"]
    for r in range(4):
        slot = 4 * r + q // 2
        lines.append("fstd d%d, [%s, #%d]" % (8 + r, base, 64 * slot))
        if 16 * (q % 2) + slot in NEGATIVE:
            lines.append("fstd d%d, [%s, #%d]" % (12 + r, base, 64 * slot + 32))
    return lines


def pack():
    body = ["ldr r0, [sp] @ f", "ldmia r0, {r3-r5}"]
    for q in range(8):
        if q < 6:  # not all at once: two misses can be under way
            body += (["pld [r%d, #32]" % (3 + q // 2)], ["ldr r0, [sp, #8]", "pld [r%d, r0]" % (3 + q // 2)])[q % 2]
        body += pack_words(q)
    body += ["ldr r0, [sp] @ f", *["add r%d, r%d, #32" % (r, r) for r in (3, 4, 5)], "stmia r0!, {r3-r5}", "str r0, [sp] @ f",
             "add r1, r1, #8", "add r2, r2, #8", "tst r1, #0x18"]
    value = order(body, 4, swaps=600)
    return [*enter(4), *indent(["str r2, [sp, #-8]!", "str r0, [sp, #-8]!", "add r2, r1, #1024", "ldr r6, 5f", "ldr r7, 6f", "ldr r8, 7f", "ldr r9, 8f",
                                "ldr r10, 3f", "ldr r11, 4f", *["fmdrr d%d, r10, r11" % k for k in range(4)]]),
            "    // %.1f cycles a turn: 32 inputs of three rows" % value[1], "1:", *indent(value[0]), "    bne 1b", "    add sp, sp, #16", *leave(),
            "3:    .word 0x01000080", "4:    .word 0x43300400", "5:    .word 0x43300000", "6:    .word 0x01fe01fe",
            "7:    .word 0x07f807f8", "8:    .word 0x80808080"]


def main():
    print("\n".join([*header(__file__), *PREAMBLE, *function("dinozero_armv6_lookup_pack", pack()),
                     *function("dinozero_armv6_lookup_build", [*enter(2), *build(), *total(), *leave()]), *TRAILER]))


if __name__ == "__main__":
    main()
