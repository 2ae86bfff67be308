# SPDX-License-Identifier: Apache-2.0
"""Orders the instructions of a kernel for the ARM1176 and its VFP11; the generators beside this file use it.

A generator writes a loop's body in any order that is right when executed from top to bottom. `order` reorders it, keeping every
dependence between registers, flags and tagged memory, so that the in-order pipeline waits least: a greedy list
schedule, then a local search that swaps neighbours. The latencies are those of docs/timing-model.md, caches always hit.

With a vector length L an operation of the VFP11 whose destination lies outside s0 to s7 works on L registers of
that bank (of eight, circular): it issues once and holds the multiply-add pipe L cycles, in which core
instructions, loads and stores issue. So its arithmetic costs a cycle per float, and what surrounds it nothing.

Memory accesses are taken for independent of each other, unless they end in a comment `@ tag`: accesses of one tag
keep their order.
"""
import os
import random
import re

CONDITIONS = "eq ne cs hs cc lo mi pl vs vc hi ls ge lt gt le".split()
VFP = {  # latency, pipe cycles, operands read (d: destination too)
    "fmacs": (8, "dnm"), "fnmacs": (8, "dnm"), "fmscs": (8, "dnm"), "fnmscs": (8, "dnm"), "fmuls": (8, "nm"),
    "fnmuls": (8, "nm"), "fadds": (8, "nm"), "fsubs": (8, "nm"), "fcpys": (4, "m"), "fabss": (4, "m"),
    "fnegs": (4, "m"), "ftosis": (8, "m"), "ftosizs": (8, "m"), "fsitos": (8, "m"), "fuitos": (8, "m"),
    "faddd": (8, "nm"), "fsubd": (8, "nm"), "fcpyd": (4, "m"), "fnegd": (4, "m")}
SCALAR_ONLY = ("ftosis", "ftosizs", "fsitos", "fuitos")
MULTIPLY = ("smlad", "smuad", "smlabb", "smulbb", "smlatt", "smlabt", "smlatb", "smulwb", "smulwt", "smlawb",
            "smlawt", "usada8", "usad8", "smlsd", "smultt", "smulbt", "smultb", "smladx", "smuadx")
ADDRESS = 0  # cycles before issue that an address is used; 1 where the core computes addresses, which are early registers
EARLY_SHIFT = re.compile(r"\b(lsl|lsr|asr|ror) #")
FIRST_IS_SOURCE = ("cmp", "cmn", "tst", "teq", "pld")


def registers(text):
    """The registers of a list such as "r0, {r4-r7}" or "{s8-s15}", in order."""
    found = []
    text = re.sub(r"\bsp\b", "r13", text)
    text = re.sub(r"\blr\b", "r14", text)
    for kind, first, last in re.findall(r"\b([rsd])(\d+)(?:-[rsd](\d+))?", text):
        numbers = range(int(first), int(last or first) + 1)
        for number in numbers:
            found += ["s%d" % (2 * number), "s%d" % (2 * number + 1)] if kind == "d" else ["%s%d" % (kind, number)]
    return found


class Instruction:
    def __init__(self, text, length):
        self.text, _, tag = (part.strip() for part in text.partition("@"))
        self.tags = tag.split()
        mnemonic, _, operands = self.text.partition(" ")
        self.reads, self.writes = [], []  # (register, cycles before issue that it is needed / latency)
        self.pipe = self.memory = 0
        self.cycles = 1
        self.double_multiply = False
        name = mnemonic
        conditional = name[-2:] in CONDITIONS and name not in VFP and name[:-2] not in ("", "s") and name not in (
            "teq", "fmacs", "smlals", "bics")
        if conditional:
            name = name[:-2]
            self.reads.append(("flags", 0))
        self.kind = "alu"
        self.accumulator = None
        parts = [p.strip() for p in re.split(r",(?![^{]*})", operands)]
        if name in VFP:
            self.vfp(name, parts, length)
        elif name.startswith(("fldm", "fstm")):
            self.block(parts, name.startswith("fld"), 4)
        elif name in ("flds", "fldd", "fsts", "fstd"):
            self.kind, self.memory = ("load" if name[1] == "l" else "store"), 1
            (self.writes if name[1] == "l" else self.reads).extend(
                (r, 4 if name[1] == "l" else 0) for r in registers(parts[0]))
            self.address(parts[1:], operands)
        elif name in ("fmsr", "fmsrr", "fmdrr"):
            core = registers(operands)
            self.writes = [(r, 4) for r in core if r[0] == "s"]
            self.reads += [(r, 0) for r in core if r[0] == "r"]
        elif name in ("fmrs", "fmrrs", "fmrrd"):
            self.writes = [(r, 2) for r in registers(operands) if r[0] == "r"]
            self.reads += [(r, 0) for r in registers(operands) if r[0] == "s"]
        elif name.startswith(("ldm", "stm")):
            self.block(parts, name.startswith("ld"), 3)
        elif name in ("ldr", "ldrb", "ldrh", "ldrsb", "ldrsh", "ldrd", "str", "strb", "strh", "strd"):
            self.kind, self.memory = ("load" if name[0] == "l" else "store"), 1
            data = registers(parts[0])
            if name in ("ldrd", "strd"):
                data.append("r%d" % (int(data[0][1:]) + 1))
                parts = [parts[0]] + [p for p in parts[1:] if not p.startswith("r")]
            if name[0] == "l":
                self.writes += [(r, 3) for r in data]
            else:
                self.reads += [(r, 0) for r in data]
            self.address(parts[1:], operands)
        elif name == "pld":
            self.kind, self.memory = "preload", 1
            self.reads += [(r, ADDRESS) for r in registers(operands)]
        else:
            self.core(name, parts, operands, conditional)
        self.read_set = {r for r, _ in self.reads} | {"m" + t for t in self.tags}
        self.write_set = {r for r, _ in self.writes} | {"m" + t for t in self.tags}

    def vfp(self, name, parts, length):
        latency, roles = VFP[name]
        d, sources = registers(parts[0])[0], [registers(p)[0] for p in parts[1:]]
        number = int(d[1:])
        count = length if number >= 8 and name not in SCALAR_ONLY else 1
        self.kind, self.pipe = "vfp", count

        words = 2 if name.endswith("d") else 1

        def bank(reg, k):
            first = (reg & ~7) | ((reg + k * words) & 7)
            return ["s%d" % (first + w) for w in range(words)]
        for k in range(count):
            self.writes += [(r, latency + k) for r in bank(number, k)]
            for position, source in enumerate(sources):
                reg = int(source[1:])
                scalar = reg < 8 and position == len(sources) - 1
                self.reads += [(r, 0) for r in bank(reg, 0 if scalar or count == 1 else k)]
            if "d" in roles:
                self.reads += [(r, 0) for r in bank(number, k)]

    def block(self, parts, loads, latency):
        base = registers(parts[0])[0]
        data = registers(",".join(parts[1:]))
        self.kind, self.memory = ("load" if loads else "store"), (len(data) + 1) // 2
        self.reads.append((base, ADDRESS))
        if loads:
            self.writes += [(r, latency + k // 2) for k, r in enumerate(data)]
        else:
            self.reads += [(r, 0) for r in data]
        if "!" in parts[0]:
            self.writes.append((base, 1 - ADDRESS))

    def address(self, parts, operands):
        bracket = re.search(r"\[([^\]]*)\]", operands).group(1)
        base = registers(bracket)
        self.reads += [(r, ADDRESS) for r in base]
        # A register behind the brackets.
        self.reads += [(r, 0) for part in parts if "[" not in part and "]" not in part for r in registers(part)]
        if operands.rstrip().endswith("!") or "]," in operands.replace(" ", ""):
            self.writes.append((base[0], 1 - ADDRESS))

    def core(self, name, parts, operands, conditional):
        regs = [registers(p) for p in parts]
        sets_flags = name in ("cmp", "cmn", "tst", "teq") or (
            name.endswith("s") and name[:-1] in ("sub", "add", "mov", "and", "orr", "rsb", "bic", "eor"))
        destination = None if name in FIRST_IS_SOURCE else regs[0][0]
        sources = [r for group in (regs if destination is None else regs[1:]) for r in group]
        latency = 1
        if name in MULTIPLY:
            latency = 3
            self.double_multiply = True
            for position, part in enumerate(parts[1:]):
                reg = registers(part)[0]
                self.reads.append((reg, 1 if position < 2 else 0))
            if len(parts) == 4:
                self.accumulator = registers(parts[3])[0]
        elif name in ("smmul", "smmulr"):
            latency, self.cycles = 4, 2
            self.reads += [(reg, 1) for reg in sources]
        elif name in ("mul", "mla"):
            raise ValueError("two-cycle multiply: " + self.text)
        else:
            if name.startswith(("usat", "ssat", "qadd", "qsub", "uqadd", "uqsub", "shadd", "uhadd")):
                latency = 2
            early = name.startswith(("sxt", "uxt", "rev", "pkh", "usat", "ssat")) and "16 " not in name + " "
            early = early or name.startswith(("uxtb16", "sxtb16", "uxtab16", "sxtab16"))
            for position, reg in enumerate(sources):
                last = position == len(sources) - 1
                self.reads.append((reg, 1 if last and (early or EARLY_SHIFT.search(operands)) else 0))
        if name in ("sel", "adc", "sbc") or name.startswith("adc"):
            self.reads.append(("flags", 0))
        if destination is not None:
            self.writes.append((destination, latency))
            if conditional:
                self.reads.append((destination, 0))
        if sets_flags or name in ("usub16", "ssub16", "usub8", "ssub8", "sadd8", "uadd8", "sadd16", "uadd16"):
            self.writes.append(("flags", 1))


class Machine:
    """The state of the pipeline."""

    def __init__(self):
        self.now = self.memory_free = self.pipe_free = 0
        self.ready, self.lock, self.multiplied = {}, {}, {}

    def earliest(self, i):
        t = self.now
        for register, early in i.reads:
            when = self.ready.get(register, 0)
            if register[0] != "s":
                when += early
                if register == i.accumulator and self.multiplied.get(register):
                    when -= 1
            t = max(t, when)
        for register, latency in i.writes:
            if register[0] == "s":
                t = max(t, self.ready.get(register, 0) if i.kind in ("vfp", "load") else self.ready.get(register, 0))
                t = max(t, self.lock.get(register, 0))
            else:
                t = max(t, self.ready.get(register, 0) - latency, self.lock.get(register, 0))
        if i.memory:
            t = max(t, self.memory_free)
        if i.pipe:
            t = max(t, self.pipe_free)
        return t

    def issue(self, i):
        t = self.earliest(i)
        for register, latency in i.writes:
            self.ready[register] = t + latency
            self.multiplied[register] = i.double_multiply
        if i.kind == "vfp" and i.pipe > 1:
            for k, (register, _) in enumerate(i.reads):
                if register[0] == "s":
                    self.lock[register] = max(self.lock.get(register, 0), t + i.pipe)
        if i.memory:
            self.memory_free = t + i.memory
        if i.pipe:
            self.pipe_free = t + i.pipe
        self.now = t + i.cycles
        return t


def cycles(instructions, iterations=6):
    """Cycles per iteration of a loop of these instructions, once it runs steadily; taken branches are folded."""
    machine = Machine()
    marks = []
    for _ in range(iterations):
        for i in instructions:
            machine.issue(i)
        marks.append(machine.now)
    return (marks[-1] - marks[1]) / (iterations - 2)


def predecessors(instructions):
    found = []
    for k, i in enumerate(instructions):
        before = set()
        for j in range(k):
            p = instructions[j]
            if p.write_set & (i.read_set | i.write_set) or p.read_set & i.write_set:
                before.add(j)
        found.append(before)
    return found


def heights(instructions, before):
    """Cycles from an instruction's issue to the end of the body along its longest chain."""
    height = [1] * len(instructions)
    for k in reversed(range(len(instructions))):
        for j in before[k]:
            latency = max([1] + [c for r, c in instructions[j].writes if r in instructions[k].read_set])
            height[j] = max(height[j], height[k] + latency)
    return height


def list_schedule(instructions, before, height, machine):
    left = set(range(len(instructions)))
    done = set()
    result = []
    while left:
        candidates = [k for k in left if before[k] <= done]
        k = min(candidates, key=lambda c: (machine.earliest(instructions[c]), -height[c], c))
        machine.issue(instructions[k])
        result.append(k)
        left.remove(k)
        done.add(k)
    return result


def order(lines, length=1, loop=True, swaps=2000, seed=1):
    """Returns (lines in a better order, cycles per iteration)."""
    instructions = [Instruction(line, length) for line in lines if line.strip()]
    before = predecessors(instructions)
    height = heights(instructions, before)
    best, best_cycles = list(range(len(instructions))), None
    machine = Machine()
    for _ in range(4 if loop else 1):
        candidate = list_schedule(instructions, before, height, machine)
        value = cycles([instructions[k] for k in candidate])
        if best_cycles is None or value < best_cycles:
            best, best_cycles = candidate, value
    best, best_cycles = local_search(instructions, before, best, best_cycles, swaps if loop else 0, seed)
    return [instructions[k].text for k in best], best_cycles


def refine(lines, length=1, swaps=2000, seed=1):
    """As `order`, from the given order on: for loops whose overlap of turns a list schedule would not find."""
    instructions = [Instruction(line, length) for line in lines if line.strip()]
    given = list(range(len(instructions)))
    best, best_cycles = local_search(instructions, predecessors(instructions), given, cycles(instructions), swaps, seed)
    return [instructions[k].text for k in best], best_cycles


def local_search(instructions, before, current, current_cycles, swaps, seed):
    """Swaps neighbours; returns (order, cycles)."""
    generator = random.Random(seed)
    for _ in range(swaps):
        trial = list(current)
        a = generator.randrange(len(trial))
        b = max(0, min(len(trial) - 1, a + generator.choice((-6, -4, -3, -2, -1, 1, 2, 3, 4, 6))))
        moved = trial.pop(a)
        trial.insert(b, moved)
        position = {k: p for p, k in enumerate(trial)}
        if any(position[j] > position[k] for k in trial[min(a, b):max(a, b) + 1] for j in before[k]) or any(
                position[k] < position[j] for k in range(len(trial)) if moved in before[k] for j in (moved,)):
            continue
        value = cycles([instructions[k] for k in trial])
        if value <= current_cycles:
            current, current_cycles = trial, value
    return current, current_cycles


def counted_loop(label, body, step, branch, length):
    """A loop of `body`, ordered, that ends with the flag-setting instruction `step` and `branch`es back."""
    lines, value = order([*body, step], length)
    return ["    // %.1f cycles a turn" % value, "%s:" % label, *indent(lines), "    %s %sb" % (branch, label)]


def pipelined_loop(label, start, finish, units, depth, counter, step, length, extra=()):
    """A loop whose turn starts and finishes `units` units of work; each starts `depth` units before it is finished.

    start(k) and finish(k), k < units, return their instructions; a unit's registers must be free again when unit k + depth
    starts. Nothing is started beyond the end. `counter` (a positive multiple of `step`, the cost of a turn) is 0 afterwards.
    `label` and `label` + 1 are used. `extra` instructions go into the loop.
    """
    first = [line for k in range(depth) for line in start(k)]
    turn, last = list(extra), []
    for k in range(units):
        turn += start((k + depth) % units) + finish(k)
        last += (start(k + depth) if k + depth < units else []) + finish(k)
    done = str(int(label) + 1)
    subtract = "subs %s, %s, #%d" % (counter, counter, step)
    return [*indent(order(first, length, loop=False)[0]), *indent([subtract, "beq %sf" % done]),
            *counted_loop(label, turn, subtract, "bne", length), "%s:" % done,
            *indent(order(last, length, loop=False)[0])]


def spread(lines, extra):
    """A pipelined loop with instructions in each turn, the one behind the loop too, at even distances: fetches that come together wait
    for each other."""
    branches = next(k for k, line in enumerate(lines) if line.lstrip().startswith("bne"))
    begin = next(k for k, line in enumerate(lines) if line.endswith(":")) + 1
    result = list(lines)
    for first, end in ((branches + 2, len(lines)), (begin, branches)):
        for k in reversed(range(len(extra))):
            at = first + (2 * k + 1) * (end - first) // (2 * len(extra))
            result[at:at] = indent([extra[k]])
    return result


def span(first, count):
    """{s8-s11} for ("s8", 4)."""
    number = int(first[1:])
    return "{%s-%s%d}" % (first, first[0], number + count - 1)


# Saves what AAPCS asks for and sets the FPSCR: round to nearest, flush to zero, default NaN (RunFast: no support
# code), vectors of `length`. The previous FPSCR lies at [sp, #4].
def enter(length):
    return indent(["push {r4-r11, lr}", "fstmfdd sp!, {d8-d15}", "fmrx r12, fpscr", "push {r11, r12}",
                   "mov r12, #0x03000000", "orr r12, r12, #0x%08x" % ((length - 1) << 16), "fmxr fpscr, r12"])


def leave():
    return indent(["pop {r11, r12}", "fmxr fpscr, r12", "fldmfdd sp!, {d8-d15}", "pop {r4-r11, pc}"])


def indent(lines):
    return ["    " + line for line in lines]


def header(generator):
    name = os.path.basename(generator)
    return ["// SPDX-License-Identifier: Apache-2.0", "// Written by %s, which explains it." % name]


def function(name, body):
    return ["", "    .balign 32", "    .global %s" % name, "    .type %s, %%function" % name, "%s:" % name, *body,
            "    .size %s, . - %s" % (name, name)]


PREAMBLE = ["", "    .syntax unified", "    .arch armv6", "    .fpu vfp", "    .arm", "    .text"]
TRAILER = ["", "    .section .note.GNU-stack, \"\", %progbits"]
