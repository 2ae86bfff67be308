# SPDX-License-Identifier: Apache-2.0
"""Writes linear_int8_block.S to standard output: a block of int8 weights, widened and in the level 1 cache, times all rows.

The inputs of a tile, 4 rows x 4 outputs, are shared: the VFP11 multiplies the first ones in floats, exactly, as
linear_f32_block.S does; at the same time the core multiplies the others by SMLAD, in four passes of 2 rows x 2 outputs. A
vector of FMACS takes one issue slot and computes for four cycles, in which the core issues its own.

    r0, r1    x of two rows, two inputs each           s0-s3, s4-s7      x of four rows, this input and the next
    r2, r3    weights of two outputs                   s8-s11, s12-s15   weights of four outputs
    r6-r9     sums of a pass                           s16-s31           sums: four outputs for each row
    r10, r11  panel and weights in pairs               r12, lr           panel and weights in floats
    r4        sums of the tile in memory               r5                next panel, to prefetch

An input takes the VFP11 6 issue slots (4 FMACS, 2 loads) and 16 cycles for its 16 products, the core 12 slots for its 16
(8 SMLAD, 4 loads). PATTERN is the order: 33 cycles for two inputs of the VFP11, three steps of the core (of two inputs of a
pass each) and three prefetches, 56 multiply-adds, 0.59 each. With the ends of passes and tiles 0.61;
`python3 linear_int8_block.py --cycles` shows the cycle of each instruction.

Prefetches: of 16 KiB with random replacement a good part is lost before it is used again, so all operands but the
pairs of x, which a tile uses twice, are fetched some cycles ahead, the next panel and the partial sums of the next tile spread over the tile: two misses may be under way, a
third holds up the load/store unit. The frame's first line is one of them. The forms "fetching" also fetch what the panel's sums will be
added to, from memory, one line at a time.
"""
import sys

# Inputs of a block: by the VFP11 and by the core; lines of the next panel that a tile fetches ahead, all in four tiles (or six); lines of
# a row of y.
DEPTHS = {128: (74, 54, 13, 2), 96: (56, 40, 7, 3)}
PASSES = 4       # of the core over a tile, 2 x 2 at a time
LEAD = 90        # cycles from a prefetch to the use
EARLY = 24       # cycles that it may come before that
PAUSE = 140      # cycles without what is always a miss while a line of y comes, from memory
PAUSE_BEFORE = 10
LATENCY_LOAD, LATENCY_VFP_LOAD, LATENCY_FMAC = 3, 4, 8
VECTOR = 4

X, W = (0, 1), (2, 3)
SUMS_AT, NEXT_AT = 4, 5
X_PAIRS, W_PAIRS, X_FLOATS, W_FLOATS, STACK = 10, 11, 12, 14, 13
CORE_SUMS = (6, 7, 8, 9)


def operand_bytes(floats, pairs):
    """Of four rows: whole cache lines."""
    return (16 * floats + 8 * pairs + 31) // 32 * 32


class Op:
    """An instruction, what it reads and writes, and how long it takes. `text` may be a function of the pointers' positions."""

    def __init__(self, text, kind, reads=(), writes=(), words=0, early=(), moves=None):
        self.text, self.kind, self.reads, self.writes = text, kind, tuple(reads), tuple(writes)
        self.words, self.early, self.moves = words, tuple(early), moves


def core(n):
    return ["r%d" % i for i in n]


def singles(first, count=4):
    return ["s%d" % i for i in range(first, first + count)]


def name(r):
    return {13: "sp", 14: "lr"}.get(r, "r%d" % r)


def smlad(total, x, w, starts):
    t, a, b = "r%d" % total, "r%d" % x, "r%d" % w
    if starts:
        return Op("smuad   %s, %s, %s" % (t, a, b), "multiply", (), (t,), early=(a, b))
    return Op("smlad   %s, %s, %s, %s" % (t, a, b, t), "multiply", (t,), (t,), early=(a, b))


def ldm(base, regs, back=True):
    text = "ldmia   %s%s, {%s}" % (name(base), "!" if back else "", ", ".join(core(regs)))
    return Op(text, "ldm", ("r%d" % base,), core(regs) + (["r%d" % base] if back else []), len(regs),
              moves=(base, 4 * len(regs)) if back else None)


def stm(base, regs):
    b = "r%d" % base
    return Op("stmia   %s!, {%s}" % (name(base), ", ".join(core(regs))), "stm", [b] + core(regs), (b,), len(regs),
              moves=(base, 4 * len(regs)))


def ldr(reg, where):
    return Op("ldr     %s, [sp, #%s]" % (name(reg), where), "ldr", ("m" + where,), ("r%d" % reg,), 1)


def store(reg, where):
    return Op("str     %s, [sp, #%s]" % (name(reg), where), "str", ("r%d" % reg,), ("m" + where,), 1)


def fldm(base, first):
    b = "r%d" % base
    return Op("fldmias %s!, {s%d-s%d}" % (name(base), first, first + 3), "fldm", (b,), singles(first) + [b], 4,
              moves=(base, 16))


def access(base, position, reach=1020):
    """[base, #offset] of a position that counts from where the pointer was at the beginning of the tile."""
    def text(at):
        offset = position - at[base]
        assert -reach <= offset <= reach
        return "[%s, #%d]" % (name(base), offset) if offset else "[%s]" % name(base)
    return text


def fldd(double, base, position):
    where = access(base, position)
    return Op(lambda at: "fldd    d%d, %s" % (double, where(at)), "fldm", ("r%d" % base,), singles(2 * double, 2), 2)


def fstd(double, base, position):
    where = access(base, position)
    return Op(lambda at: "fstd    d%d, %s" % (double, where(at)), "fstm", ["r%d" % base] + singles(2 * double, 2), (), 2)


def fmacs(total, w, x, starts):
    sums = singles(total)
    return Op("%s   s%d, s%d, s%d" % ("fmuls" if starts else "fmacs", total, w, x), "fmacs",
              ["s%d" % x] + singles(w) + ([] if starts else sums), sums)


def pld(base, position):
    where = access(base, position, 4095)
    return Op(lambda at: "pld     " + where(at), "pld", ("r%d" % base,), (), 1)


def add(reg, value):
    text = "%-7s %s, %s, #%d" % ("add" if value >= 0 else "sub", name(reg), name(reg), abs(value))
    return Op(text, "alu", ("r%d" % reg,), ("r%d" % reg,), moves=(reg, value))


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
        if op.kind in ("fldm", "fmacs"):
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
                if r.startswith("m") or (r in op.reads and op.kind != "ldr"):
                    self.ready[r] = t + 1  # the frame, or a base
                else:
                    self.ready[r] = t + (LATENCY_VFP_LOAD if r.startswith("s") else LATENCY_LOAD) + k // 2
                    k += 1


def vfp_lists(floats, pairs, starts):
    """The VFP11's arithmetic; its loads, two for each input; at the end, sums."""
    work, loads = [], []
    for n in range(floats):
        b, c = 4 * (n & 1), 4 * (1 - (n & 1))
        work += [fmacs(16 + 4 * i, 8 + b, b + i, starts and n == 0) for i in range(4)]
        loads += [[fldm(X_FLOATS, c)], [fldm(W_FLOATS, 8 + c)]]
    loads[-2].insert(0, add(X_FLOATS, -16 * floats))
    loads[-1].insert(0, add(W_FLOATS, operand_bytes(floats, pairs) - 16 * floats))
    sums = []
    for i in range(4):
        sums += [fstd(8 + 2 * i + half, SUMS_AT, 64 + 16 * i + 8 * half) for half in (0, 1)]
        if not starts:  # the next tile's
            sums += [fldd(8 + 2 * i + half, SUMS_AT, 128 + 64 + 16 * i + 8 * half) for half in (0, 1)]
    return work, loads, sums


def core_list(floats, pairs, starts, fetch):
    """The core's instructions; None where a prefetch may take the slot.

    The ends of the first `fetch` passes fetch a line of y each, and the last end steps to the next row.

    Between steps of four SMLAD and two loads others come in sixes, so that the steps keep their places in the pattern.
    """
    ops = []
    steps = pairs // 2
    back = {0: [add(X_PAIRS, -4 * pairs)], 1: [add(W_PAIRS, -8 * pairs)], 2: [add(X_PAIRS, -4 * pairs)],
            3: [add(X_PAIRS, -8 * pairs), add(W_PAIRS, operand_bytes(floats, pairs) - 8 * pairs)]}
    for p in range(PASSES):
        for n in range(steps):
            first = starts and n == 0
            ops += [smlad(total, X[i], W[j], first) for total, (i, j) in zip(CORE_SUMS, ((0, 0), (0, 1), (1, 0), (1, 1)))]
            if n == steps - 1:
                # The end of a pass: sums to memory, the next ones from there; the next pass's operands.
                end = list(back[p])
                if p == 3:
                    end.append(ldr(2, "TILES"))
                if p < fetch:
                    end.append(ldr(0, "FETCH"))
                end += [None] * (2 - len(end)) + [stm(SUMS_AT, CORE_SUMS)]
                if p < fetch:
                    end += [None, pld(0, 32 * p)]
                if fetch and p == 3:
                    end += [ldr(0, "FETCH"), ldr(1, "FETCH_STEP")]
                if p == 3:
                    end += [add(SUMS_AT, 64), Op("subs    r2, r2, #1", "alu", ("r2",), ("r2", "flags")), store(2, "TILES")]
                if fetch and p == 3:
                    end += [Op("add     r0, r0, r1", "alu", ("r0", "r1"), ("r0",)), store(0, "FETCH")]
                if not starts:
                    end += [None] * (5 - len(end)) + [ldm(SUMS_AT, CORE_SUMS, back=False)]
                ops += end + [None] * (-len(end) % 6)
            ops += [ldm(X_PAIRS, X), ldm(W_PAIRS, W)]
    return ops


def prefetch_list(floats, pairs, next_lines, starts, fetch, cycles):
    """(cycle, instruction), in order."""
    size = operand_bytes(floats, pairs)
    wanted = []

    def want(time, base, position, next_tile):
        time -= LEAD
        if time < 0:
            time, position = time + cycles, position + next_tile
        wanted.append((time, pld(base, position)))

    for line in range(size // 32):
        at = 32 * line
        if at < 16 * floats:
            time = at / (16 * floats) * cycles
            want(time, X_FLOATS, at, 0)
            want(time + 8, W_FLOATS, at, size)
            continue
        # Pairs of x, used twice in every tile, are seldom lost.
        within = (at - 16 * floats) / (4 * pairs)  # 0 to 1: two outputs' weights, in pass 0; 1 to 2: the others', in pass 1
        want(within * cycles / PASSES + 8, W_PAIRS, at, size)
    want(cycles - 10, STACK, 0, 0)
    # What is always a miss, evenly.
    missing = [pld(NEXT_AT, 32 * i) for i in range(next_lines)]
    if not starts:
        for i, line in enumerate((0, 2, 3, 1)):
            missing.insert((4 * i + 2) * (next_lines + 4) // 17, pld(SUMS_AT, 128 + 32 * line))
    for i, op in enumerate(missing):
        time = (i + 0.5) * (cycles - fetch * PAUSE) / len(missing)
        for p in range(fetch):
            if time > (p + 1) * cycles / PASSES - PAUSE_BEFORE:
                time += PAUSE
        wanted.append((time, op))
    return sorted(wanted, key=lambda pair: pair[0])


# Two inputs of the VFP11 (8 F, 4 L) and three steps of the core (18 C: four SMLAD, x, w), 33 cycles: an F in every four
# cycles but one, four between w and the SMLAD after it, two between an L and the next load.
PATTERN = "FLCCFCCCFCPLFCCCCFCCLFLCCFCCCFCPP"


def merge(lists, prefetches, board, start):
    """The instructions of a tile in order; sets op.at to the cycle, counted from `start`."""
    work, loads, sums, others = (list(queue) for queue in lists)
    waiting = list(prefetches)
    order, t = [], start

    def put(op):
        nonlocal t
        t = max(t, board.earliest(op))
        board.issue(op, t)
        op.at = t - start
        order.append(op)
        t += 1

    def fetch():
        if waiting and t - start >= waiting[0][0] - EARLY:
            put(waiting.pop(0)[1])

    while work or others:
        for kind in PATTERN:
            if kind == "F" and work:
                put(work.pop(0))
            elif kind == "L" and loads:
                for op in loads.pop(0):
                    put(op)
            elif kind == "C" and others:
                op = others.pop(0)
                if op is None:
                    fetch()
                else:
                    put(op)
            else:
                fetch()
    for _, op in waiting:
        put(op)
    for op in sums:
        put(op)
    return order, t


def tile(depth, starts, fetch):
    """The instructions of a tile, and its cycles when tile follows tile."""
    floats, pairs, next_lines, _ = DEPTHS[depth]
    cycles = depth * 16 * 0.61
    board, t = Scoreboard(), 0
    for _ in range(3):
        begin = t
        lists = [*vfp_lists(floats, pairs, starts), core_list(floats, pairs, starts, fetch)]
        lists[3].append(add(NEXT_AT, 32 * next_lines))
        order, t = merge(lists, prefetch_list(floats, pairs, next_lines, starts, fetch, cycles), board, begin)
        cycles = t - begin
    return order, cycles


def text_of(order, floats):
    """Texts, with offsets from where the pointers are then."""
    at = {X_FLOATS: 16, W_FLOATS: 16, X_PAIRS: 16 * floats + 8, W_PAIRS: 16 * floats + 8, SUMS_AT: 0, NEXT_AT: 0, STACK: 0, 0: 0}
    for op in order:
        yield op.text(at) if callable(op.text) else op.text, op.at
        if op.moves:
            at[op.moves[0]] += op.moves[1]


HEAD = """// SPDX-License-Identifier: Apache-2.0
// Generated by linear_int8_block.py; do not edit.
    .syntax unified
    .arm
    .arch armv6
    .fpu vfp
    .text

    // The frame, whole cache lines: what tiles and panels need, then what is needed at the beginning and at the end of a panel.
    .equ TILES, 0
    .equ FETCH, 4
    .equ FETCH_STEP, 8
    .equ SUMS, 12
    .equ SUMS_STEP, 16
    .equ PANEL, 20
    .equ PANEL_STEP, 24
    .equ PANEL_COUNT, 28
    .equ FINISH, 32
    .equ FINISH_ARGS, 36
    .equ WEIGHT, 40
    .equ TILE_COUNT, 44
    .equ FPSCR, 48
    .equ STACK, 52
    .equ FRAME, 64
"""

BEGIN = """
    .global %(name)s
    .type   %(name)s, %%function
    .balign 32
%(name)s:
    push    {r0, r4-r11, lr}
    fstmdbd sp!, {d8-d15}
    mov     r11, sp
    sub     sp, sp, #FRAME
    bic     sp, sp, #31
    fmrx    r1, fpscr
    ldmia   r0, {r2-r10}               // LinearInt8Block
    str     r11, [sp, #STACK]
    str     r1, [sp, #FPSCR]
    str     r2, [sp, #PANEL]
    str     r3, [sp, #WEIGHT]
    str     r4, [sp, #SUMS]
    str     r5, [sp, #PANEL_COUNT]
    str     r6, [sp, #TILE_COUNT]
    str     r7, [sp, #SUMS_STEP]
    str     r8, [sp, #PANEL_STEP]
    str     r9, [sp, #FINISH]
    str     r10, [sp, #FINISH_ARGS]
    orr     r1, r1, #0x03000000       // RunFast: no traps
    orr     r1, r1, #0x00030000       // vectors of four
    fmxr    fpscr, r1
1:%(fetch)s  ldr     r12, [sp, #PANEL]
    ldr     lr, [sp, #WEIGHT]
    ldr     r4, [sp, #SUMS]
    ldr     r1, [sp, #TILE_COUNT]
    ldr     r5, [sp, #PANEL_STEP]
    add     r10, r12, #%(float_bytes)d
    add     r5, r5, r12               // the next panel
    fldmias r12!, {s0-s3}
    add     r11, lr, #%(float_bytes)d
    fldmias lr!, {s8-s11}
    str     r1, [sp, #TILES]
%(sums)s    ldmia   r10!, {r0, r1}
    ldmia   r11!, {r2, r3}
2:
"""

SUMS = {True: "", False: """    add     r3, r4, #64
    ldmia   r4, {r6, r7, r8, r9}
    fldmias r3!, {s16-s23}
    fldmias r3, {s24-s31}
"""}

FETCH = {False: "", True: """  ldr     r0, [sp, #FINISH_ARGS]
    ldr     r1, [r0, #4]              // the panel's rows of y
    ldr     r0, [r0, #8]
    bic     r1, r1, #31
    str     r0, [sp, #FETCH_STEP]
    str     r1, [sp, #FETCH]
  """}

END = """    bne     2b
    // A panel is done: what its sums become, if they are complete, and the next one.
    pld     [sp, #32]
    ldr     r2, [sp, #SUMS_STEP]
    ldr     r1, [sp, #SUMS]
    ldr     r3, [sp, #FINISH]
    ldr     r0, [sp, #FINISH_ARGS]
    add     r2, r4, r2
    cmp     r3, #0
    str     r2, [sp, #SUMS]
    blxne   r3
    ldr     r0, [sp, #PANEL_COUNT]
    ldr     r1, [sp, #PANEL]
    ldr     r3, [sp, #PANEL_STEP]
    subs    r0, r0, #1
    add     r1, r1, r3
    str     r0, [sp, #PANEL_COUNT]
    str     r1, [sp, #PANEL]
    bne     1b
    ldr     r1, [sp, #FPSCR]
    ldr     r2, [sp, #STACK]
    fmxr    fpscr, r1
    mov     sp, r2
    fldmiad sp!, {d8-d15}
    pop     {r0, r4-r11, pc}
    .size   %(name)s, . - %(name)s
"""


def main():
    show = sys.argv[1:] == ["--cycles"]
    print(HEAD, end="")
    for depth, (floats, pairs, _, lines) in DEPTHS.items():
        for starts, fetch in ((True, 0), (False, 0), (True, lines), (False, lines)):
            values = {"name": "dinozero_armv6_linear_int8_%s%s_%d" % ("start" if starts else "continue", "_fetching" if fetch else "", depth),
                      "sums": SUMS[starts], "fetch": FETCH[fetch > 0], "float_bytes": 16 * floats}
            order, cycles = tile(depth, starts, fetch)
            print(BEGIN % values, end="")
            for text, at in text_of(order, floats):
                print("    " + text + ("  @ %d" % at if show else ""))
            print(END % values, end="")
            if show:
                print("@ %d instructions, %d cycles, %.4f a multiply-add" % (len(order), cycles, cycles / (16 * depth)))
    print('\n    .section .note.GNU-stack, "", %progbits')


if __name__ == "__main__":
    main()
