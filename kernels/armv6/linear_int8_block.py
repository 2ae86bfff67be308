# SPDX-License-Identifier: Apache-2.0
"""Writes linear_int8_block.S to standard output: a block of int8 weights, widened and in the level 1 cache, times all rows.

The work of a tile, 8 rows x 4 outputs, is shared: the VFP11 multiplies rows 0 to 3 in floats, exactly, as linear_f32_block.S
does; at the same time the core multiplies rows 4 to 7 by SMLAD, in four passes of 2 rows x 2 outputs. A vector of FMACS takes
one issue slot and computes for four cycles, in which the core issues its own.

    r0, r1    x of two rows, two inputs each           s0-s3, s4-s7      x of four rows, this input and the next
    r2, r3    weights of two outputs                   s8-s11, s12-s15   weights of four outputs
    r6-r9     sums of a pass                           s16-s31           sums: four outputs for each row
    r10, r11  panel and weights in pairs               r12, lr           panel and weights in floats
    r4        sums of the tile in memory               r5                next panel, to prefetch

A group of four inputs takes 20 cycles for 32 multiply-adds, 0.625 each:

    core   S S   S S X W       S S   S S X W
    VFP11      F         L F       F         L F
    else                     P                   P

S: SMLAD; X, W: its operands loaded, used 4 cycles later; F: FMACS; L: its operands loaded; P: a line fetched ahead. In a group
the core advances by four inputs of a pass, the VFP11 by one of the tile: a pass of 64 inputs and a quarter of the tile.
With the ends of passes and tiles 0.654; `python3 linear_int8_block.py --cycles` shows the cycle of each instruction.

Prefetches: of 16 KiB with random replacement a good part is lost before it is used again, so all operands are fetched a few
groups ahead, the next panel and the partial sums of the tile after the next spread over the tile: two misses may be under way,
a third holds up the load/store unit.
"""
import sys

DEPTH = 64            # inputs of a block
GROUPS = DEPTH // 4   # a group is four inputs: two SMLAD for each pair of row and output
PASSES = 4            # of the core over its 4 x 4 part of a tile, 2 x 2 at a time
NEXT_LINES = 12       # of the next panel, fetched in a tile: its 48 in four tiles
LATENCY_LOAD, LATENCY_VFP_LOAD, LATENCY_FMAC = 3, 4, 8
VECTOR = 4

X, W = (0, 1), (2, 3)
SUMS_AT, NEXT_AT = 4, 5
CORE_SUMS = (6, 7, 8, 9)


class Op:
    """An instruction, what it reads and writes, and how long it takes."""

    def __init__(self, text, kind, reads=(), writes=(), words=0, early=()):
        self.text, self.kind, self.reads, self.writes = text, kind, tuple(reads), tuple(writes)
        self.words, self.early = words, tuple(early)


def core(n):
    return ["r%d" % i for i in n]


def singles(first):
    return ["s%d" % i for i in range(first, first + 4)]


def name(r):
    return {"r13": "sp", "r14": "lr"}.get(r, r)


def alu(text, reads, writes):
    return Op(text, "alu", reads, writes)


def smlad(total, x, w, starts):
    t, a, b = "r%d" % total, "r%d" % x, "r%d" % w
    if starts:
        return Op("smuad   %s, %s, %s" % (t, a, b), "multiply", (), (t,), early=(a, b))
    return Op("smlad   %s, %s, %s, %s" % (t, a, b, t), "multiply", (t,), (t,), early=(a, b))


def ldm(base, regs, back=True):
    b = "r%d" % base
    text = "ldmia   %s%s, {%s}" % (name(b), "!" if back else "", ", ".join(core(regs)))
    return Op(text, "ldm", (b,), core(regs) + ([b] if back else []), words=len(regs))


def stm(base, regs):
    b = "r%d" % base
    return Op("stmia   %s!, {%s}" % (b, ", ".join(core(regs))), "stm", [b] + core(regs), (b,), words=len(regs))


def ldr(reg, where):
    return Op("ldr     %s, [sp, #%s]" % (name("r%d" % reg), where), "ldr", ("m" + where,), ("r%d" % reg,), words=1)


def store(reg, where):
    return Op("str     %s, [sp, #%s]" % (name("r%d" % reg), where), "str", ("r%d" % reg,), ("m" + where,), words=1)


def fldm(base, first, back=True):
    b = "r%d" % base
    text = "fldmias %s%s, {s%d-s%d}" % (name(b), "!" if back else "", first, first + 3)
    return Op(text, "fldm", (b,), singles(first) + ([b] if back else []), words=4)


def fstm(base, first):
    b = "r%d" % base
    return Op("fstmias %s!, {s%d-s%d}" % (name(b), first, first + 3), "fstm", [b] + singles(first), (b,), words=4)


def fmacs(total, w, x):
    return Op("fmacs   s%d, s%d, s%d" % (total, w, x), "fmacs", ["s%d" % x] + singles(w) + singles(total), singles(total))


def pld(base, offset):
    return Op("pld     [%s%s]" % (name("r%d" % base), ", #%d" % offset if offset else ""), "pld", ("r%d" % base,), (), words=1)


def add(reg, source, value):
    r, s = name("r%d" % reg), name("r%d" % source)
    text = "%-7s %s, %s, #%d" % ("add" if value >= 0 else "sub", r, s, abs(value))
    return alu(text, ("r%d" % source,), ("r%d" % reg,))


class Scoreboard:
    """When each instruction can issue: the rules of docs/timing-model.md, every access a hit."""

    def __init__(self):
        self.ready, self.read_until, self.pair = {}, {}, {}
        self.memory = self.pipe = 0

    def earliest(self, op):
        t = 0
        for r in op.reads:
            late = self.ready.get(r, 0)
            if op.kind == "multiply" and r in self.pair:
                late -= 1  # the multiplier forwards to its accumulator
            t = max(t, late)
        for r in op.early:
            t = max(t, self.ready.get(r, 0) + 1)
        if op.words:
            t = max(t, self.memory)
            for r in op.reads:
                if r.startswith("r") and op.kind not in ("stm", "str"):
                    t = max(t, self.ready.get(r, 0))
        if op.kind == "fldm":
            for r in op.writes:
                t = max(t, self.ready.get(r, 0), self.read_until.get(r, 0))
        if op.kind == "fmacs":
            t = max(t, self.pipe)
        return t

    def issue(self, op, t):
        for r in op.writes:
            self.pair.pop(r, None)
        if op.kind == "multiply":
            for r in op.writes:
                self.ready[r] = t + 3
                self.pair[r] = True
        elif op.kind == "alu":
            for r in op.writes:
                self.ready[r] = t + 1
        elif op.kind == "fmacs":
            self.pipe = t + VECTOR
            for i, r in enumerate(op.writes):
                self.ready[r] = t + i + LATENCY_FMAC
            self.read_until[op.reads[0]] = t + VECTOR
            for i, r in enumerate(op.reads[1:5]):
                self.read_until[r] = t + i + 1
        elif op.words:
            self.memory = t + (op.words + 1) // 2
            k = 0
            for r in op.writes:
                if r.startswith("m"):
                    self.ready[r] = t + 1
                elif r in op.reads and op.kind not in ("ldr",):
                    self.ready[r] = t + 1  # the base
                elif r.startswith("s"):
                    self.ready[r] = t + LATENCY_VFP_LOAD + k // 2
                    k += 1
                else:
                    self.ready[r] = t + LATENCY_LOAD + k // 2
                    k += 1


def prefetches(starts):
    """What each of a tile's 128 prefetch slots fetches, as a list."""
    slots = [None] * (2 * PASSES * GROUPS)

    def put(at, op):
        while slots[at % len(slots)] is not None:
            at += 1
        slots[at % len(slots)] = op

    for n in range(PASSES * GROUPS):  # n: the group, and the input of the VFP11
        p, g = divmod(n, GROUPS)
        if n % 2 == 0 and n < DEPTH - 2:
            put(2 * n, pld(14, 64))
        if g % 2 == 0 and g < GROUPS - 2:
            put(2 * n + 1, pld(11, 48))
    for i in range(NEXT_LINES):
        put(2 * (i * PASSES * GROUPS // NEXT_LINES) + 3, pld(NEXT_AT, 32 * i))
    if not starts:
        for p in range(PASSES):
            put(2 * (p * GROUPS + 4), pld(SUMS_AT, 256 + 16 * p))
    for n in range(1, DEPTH - 4, 2):
        put(2 * n, pld(12, 64))
    for p in (1, 3):  # the passes that take the same rows once more
        for g in range(0, GROUPS - 2, 2):
            put(2 * (p * GROUPS + g), pld(10, 48))
    return slots


def tile(starts):
    """The instructions of a tile, in order."""
    ops = []
    slots = prefetches(starts)
    for n in range(PASSES * GROUPS):
        p, g = divmod(n, GROUPS)
        b, c = 4 * (n & 1), 4 * (1 - (n & 1))
        end = g == GROUPS - 1
        last = n == DEPTH - 1
        for half in (0, 1):
            first = starts and g == 0 and half == 0
            s = [smlad(total, X[i], W[j], first) for total, (i, j) in zip(CORE_SUMS, ((0, 0), (0, 1), (1, 0), (1, 1)))]
            f = [fmacs(16 + 8 * half, 8 + b, 2 * half + b), fmacs(20 + 8 * half, 8 + b, 2 * half + 1 + b)]
            if last and half == 0:
                ops.append(ldr(12, "VFP_PANEL"))
            load = fldm(12, 0 + c) if half == 0 else fldm(14, 8 + c)
            fetch = [slots[2 * n + half]] if slots[2 * n + half] else []
            if not (end and half):
                ops += [s[0], s[1], f[0], s[2], s[3], ldm(10, X), ldm(11, W), load, f[1]] + fetch
                continue
            # The end of a pass: sums to memory, the next ones from there; the next pass's operands.
            back = {0: (10, -4), 1: (11, -8), 2: (10, -4), 3: (10, -8)}[p]
            ops += [s[0], s[1], f[0], s[2], s[3], add(back[0], back[0], back[1] * DEPTH), ldm(10, X)] + fetch
            ops += [load, stm(SUMS_AT, CORE_SUMS), f[1]]
            if last:
                ops.append(add(SUMS_AT, SUMS_AT, 64))
            if p == 1:
                ops += [ldr(2, "AHEAD"), ldr(3, "AHEAD_STRIDE")]
            if p == 3:
                ops += [ldr(2, "TILES")]
            if not starts:
                ops.append(ldm(SUMS_AT, CORE_SUMS, back=False))
            if last:
                ops.append(ldr(12, "VFP_PARTIAL"))
            if p == 1:  # a line of what the next call reads first
                ops += [pld(2, 0), alu("add     r2, r2, r3", ("r2", "r3"), ("r2",)), store(2, "AHEAD")]
            if p == 3:
                ops += [add(NEXT_AT, NEXT_AT, 32 * NEXT_LINES), alu("subs    r2, r2, #1", ("r2",), ("r2", "flags")), store(2, "TILES")]
            ops += [ldm(11, W)]
    # The VFP11's sums, and those of the next tile.
    for i in range(4):
        ops.append(fstm(12, 16 + 4 * i))
        if not starts:
            ops += [add(12, 12, 112), fldm(12, 16 + 4 * i, back=False), add(12, 12, -112)]
    ops += [add(12, 12, 64), store(12, "VFP_PARTIAL")]
    if starts:
        ops.append(ldr(12, "ZEROS"))
        ops += [fldm(12, 16 + 4 * i, back=False) for i in range(4)]
    ops.append(ldr(12, "VFP_PANEL_NEXT"))
    return ops


def simulate(ops):
    board, t = Scoreboard(), 0
    for op in ops:
        t = max(t, board.earliest(op))
        board.issue(op, t)
        op.at = t
        t += 1
    return t


HEAD = """// SPDX-License-Identifier: Apache-2.0
// Generated by linear_int8_block.py; do not edit.
    .syntax unified
    .arm
    .arch armv6
    .fpu vfp
    .text

    // LinearInt8Block
    .equ B_PANELS, 0
    .equ B_WEIGHT, 4
    .equ B_WEIGHT_FLOAT, 8
    .equ B_PARTIAL, 12
    .equ B_PANEL_COUNT, 16
    .equ B_TILES, 20
    .equ B_ZEROS, 24
    .equ B_AHEAD, 28
    .equ B_AHEAD_STRIDE, 32
    .equ B_AHEAD_PANEL_STRIDE, 36

    // The frame.
    .equ VFP_PARTIAL, 0
    .equ TILES, 4
    .equ VFP_PANEL, 8
    .equ VFP_PANEL_NEXT, 12
    .equ ZEROS, 16
    .equ PANEL_COUNT, 20
    .equ FPSCR, 24
    .equ BLOCK, 28
    .equ AHEAD, 32
    .equ AHEAD_STRIDE, 36
    .equ FRAME, 40

    .equ PANEL_BYTES, %d
    .equ PANEL_FLOATS, %d
""" % (24 * DEPTH, 8 * DEPTH)

BEGIN = """
    .global %(name)s
    .type   %(name)s, %%function
    .balign 32
%(name)s:
    push    {r0, r4-r11, lr}
    fstmdbd sp!, {d8-d15}
    sub     sp, sp, #FRAME
    fmrx    r1, fpscr
    str     r1, [sp, #FPSCR]
    orr     r1, r1, #0x03000000       // RunFast: no traps
    orr     r1, r1, #0x00030000       // vectors of four
    fmxr    fpscr, r1
    str     r0, [sp, #BLOCK]
    ldr     r6, [r0, #B_AHEAD]
    ldr     r7, [r0, #B_AHEAD_STRIDE]
    ldr     r1, [r0, #B_PARTIAL]
    str     r6, [sp, #AHEAD]
    str     r7, [sp, #AHEAD_STRIDE]
    add     r2, r1, #64
    ldr     r3, [r0, #B_PANEL_COUNT]
    ldr     r4, [r0, #B_ZEROS]
    ldr     r5, [r0, #B_PANELS]
    str     r2, [sp, #VFP_PARTIAL]
    str     r3, [sp, #PANEL_COUNT]
    str     r4, [sp, #ZEROS]
    add     r5, r5, #PANEL_FLOATS
    str     r5, [sp, #VFP_PANEL]
%(sums)s
1:  ldr     r0, [sp, #BLOCK]
    ldr     r12, [sp, #VFP_PANEL]
    ldr     r1, [r0, #B_TILES]
    ldr     r11, [r0, #B_WEIGHT]
    ldr     lr, [r0, #B_WEIGHT_FLOAT]
    sub     r10, r12, #PANEL_FLOATS
    add     r5, r10, #PANEL_BYTES
    str     r1, [sp, #TILES]
    fldmias r12!, {s0-s3}
    fldmias lr!, {s8-s11}
    str     r12, [sp, #VFP_PANEL_NEXT]
    ldmia   r10!, {r0, r1}
    ldmia   r11!, {r2, r3}
2:
"""

SUMS = {True: """    fldmias r4, {s16-s19}
    fldmias r4, {s20-s23}
    fldmias r4, {s24-s27}
    fldmias r4, {s28-s31}
    mov     r4, r1
""", False: """    ldmia   r1, {r6, r7, r8, r9}
    fldmias r2!, {s16-s19}
    fldmias r2!, {s20-s23}
    fldmias r2!, {s24-s27}
    fldmias r2!, {s28-s31}
    mov     r4, r1
"""}

END = """    bne     2b
    ldr     r3, [sp, #BLOCK]
    ldr     r2, [sp, #AHEAD]
    ldr     r3, [r3, #B_AHEAD_PANEL_STRIDE]
    ldr     r0, [sp, #PANEL_COUNT]
    ldr     r1, [sp, #VFP_PANEL]
    add     r2, r2, r3
    str     r2, [sp, #AHEAD]
    subs    r0, r0, #1
    add     r1, r1, #PANEL_BYTES
    str     r0, [sp, #PANEL_COUNT]
    str     r1, [sp, #VFP_PANEL]
    bne     1b
    ldr     r1, [sp, #FPSCR]
    fmxr    fpscr, r1
    add     sp, sp, #FRAME
    fldmiad sp!, {d8-d15}
    pop     {r0, r4-r11, pc}
    .size   %(name)s, . - %(name)s
"""


def main():
    show = sys.argv[1:] == ["--cycles"]
    print(HEAD, end="")
    for starts in (True, False):
        values = {"name": "dinozero_armv6_linear_int8_" + ("start" if starts else "continue"), "sums": SUMS[starts]}
        ops = tile(starts)
        cycles = simulate(ops)
        print(BEGIN % values, end="")
        for op in ops:
            print("    " + op.text + ("  @ %d" % op.at if show else ""))
        print(END % values, end="")
        if show:
            print("@ %d instructions, %d cycles, %.4f a multiply-add" % (len(ops), cycles, cycles / (32 * DEPTH)))
    print('\n    .section .note.GNU-stack, "", %progbits')


if __name__ == "__main__":
    main()
