#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the timing model's decoder with GNU objdump.

Words come from a seeded generator (--random N) and from the text of ARM binaries (--binary FILE). Our text is
written from the decoded fields alone, so equal text means equal class and operands. Both texts are brought to
one spelling first (objdump prints aliases such as push and lsl); words that objdump shows as instructions of
later architectures must be undefined for us.
"""
import argparse
import collections
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile

OBJDUMPS = ("arm-linux-gnueabi-objdump", "arm-linux-gnueabihf-objdump", "arm-none-eabi-objdump")
CONDITIONS = "eq ne cs cc mi pl vs vc hi ls ge lt gt le".split()
NAMES = "r0 r1 r2 r3 r4 r5 r6 r7 r8 r9 sl fp ip sp lr pc".split()
SHIFTS = "lsl lsr asr ror rrx".split()


def objdump_lines(tool, path):
    command = [tool, "-D", "-z", "-b", "binary", "-m", "armv6kz", path]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        match = re.match(r"\s*([0-9a-f]+):\t([0-9a-f]{8}) *\t(.*)", line)
        if match:
            yield int(match[2], 16), match[3]


def rotate(value, count):
    value &= 0xFFFFFFFF
    count &= 31
    return ((value >> count) | (value << (32 - count))) & 0xFFFFFFFF


def signed(value):
    return value - (1 << 32) if value & 0x80000000 else value


def normalize(word, text):
    """objdump's text in our spelling."""
    text = re.sub(r"\s*[@;].*$", "", text.replace("\t", " ")).strip()
    text = re.sub(r" *<UNPREDICTABLE>", "", text)
    text = re.sub(r"\s+", " ", text)
    if not text or "undefined" in text.lower() or text.startswith(".word"):
        return "undefined"
    if word == 0xE1A00000:
        return "mov r0, r0"
    mnemonic, _, operands = text.partition(" ")
    operands = re.sub(r"#(-?\d+), (\d+)$", lambda m: "#%d" % signed(rotate(int(m[1]), int(m[2]))), operands)
    condition = ""
    base = mnemonic
    for c in CONDITIONS:
        if mnemonic.endswith(c) and mnemonic != "lsls":
            condition, base = c, mnemonic[:-2]
    # Moves written as shifts.
    for shift in SHIFTS:
        for flag in ("s", ""):
            if base == shift + flag:
                parts = operands.split(", ")
                tail = (" " + parts[2]) if len(parts) > 2 else ""
                return "mov%s%s %s, %s, %s%s" % (flag, condition, parts[0], parts[1], shift, tail)
    if base in ("ldrd", "strd"):
        first, rest = operands.split(", ", 1)
        operands = "%s, %s, %s" % (first, NAMES[(NAMES.index(first) + 1) & 15], rest)
        return "%s %s" % (mnemonic, operands)
    if base in ("ssat", "usat"):
        operands = re.sub("asr #0$", "asr #32", operands)
    if base == "ldrexd":
        first, rest = operands.split(", ", 1)
        operands = "%s, %s, %s" % (first, NAMES[(NAMES.index(first) + 1) & 15], rest)
    if base == "strexd":
        rd, rm, rest = operands.split(", ", 2)
        operands = "%s, %s, %s, %s" % (rd, rm, NAMES[(NAMES.index(rm) + 1) & 15], rest)
    operands = operands.replace("ROR", "ror")
    if base == "smc":
        operands = "#%d" % (word & 15)
    if base in ("mrc", "mrc2"):
        operands = operands.replace("APSR_nzcv", "pc")
    if base in ("push", "pop"):
        if (word & 0x0E000000) == 0x04000000:
            register = operands.strip("{}")
            if base == "push":
                return "str%s %s, [sp, #-4]!" % (condition, register)
            return "ldr%s %s, [sp], #4" % (condition, register)
        return "%s%s sp!, %s" % ("stmdb" if base == "push" else "ldmia", condition, operands)
    if base in ("vpush", "vpop"):
        return "%s%s sp!, %s" % ("vstmdb" if base == "vpush" else "vldmia", condition, operands)
    if base == "ldm":
        return "ldmia%s %s" % (condition, operands)
    if base == "stm":
        return "stmia%s %s" % (condition, operands)
    if base == "bkpt":
        return "bkpt%s %s" % (condition, operands)
    return (mnemonic + " " + operands).strip()


def compare(words, tool, ours):
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        data = struct.pack("<%dI" % len(words), *words)
        file.write(data)
        file.flush()
        theirs = list(objdump_lines(tool, file.name))
    mine = subprocess.run([ours], input=data, capture_output=True, check=True).stdout.decode().splitlines()
    if len(theirs) != len(words) or len(mine) != len(words):
        sys.exit("error: %d words, objdump printed %d, the decoder %d" % (len(words), len(theirs), len(mine)))
    wrong = []
    for word, (shown, text), our in zip(words, theirs, mine):
        assert shown == word
        expected = normalize(word, text)
        actual = "undefined" if our.startswith("undefined") else our
        if expected != actual and not is_outside_our_architecture(word, expected, actual):
            wrong.append((word, expected, actual))
    return wrong


GENERIC = re.compile(r"(undefined|cdp|mcrr?|mrr?c|ldc|stc)")
VFPV3 = re.compile(r"\bd(1[6-9]|2\d|3[01])\b|\.[us]16|\.f16|vfma|vfms|vfnm|vmov\S* [sd]\d+, #|"
                   r"vcvt[tb]|vcvt\S* [sd]\d+, [sd]\d+, #|\.(8|16)\b|vdup|vmov\S*\.[us](8|16)")


LATER = re.compile(r"udf|hlt|hvc|eret|vsel|v(max|min)nm|vrint|stl|lda|crc32|vcvt[anpm]\.|vcmla|vcadd|v[us]dot|vfma[bt]|"
                   r"vmla[bt]|vdot|vins|vmovx|vjcvt|csdb|esb|dsb|dmb|isb|ssbb|pssbb|bxaut|sdiv|udiv|mls|movw|movt|bf[ci]|[us]bfx|rbit")


def is_outside_our_architecture(word, expected, actual):
    """Words that objdump reads as instructions of other coprocessors or of later architectures."""
    coprocessor = (word >> 8) & 15
    base_is_pc = (word >> 16) & 15 == 15
    in_coprocessor_space = (word >> 25) & 7 == 6 or (word >> 24) & 15 == 14
    if base_is_pc and actual.replace("!", "").replace(", #0]", "]") == expected:
        return True  # objdump leaves out the ! of a (useless) write-back to pc
    without_zero_offset = re.compile(r",? ?#-?0|!")
    if in_coprocessor_space and word & 0xFF == 0:
        if without_zero_offset.sub("", actual) == without_zero_offset.sub("", expected):
            return True  # and that of a zero offset
    if in_coprocessor_space and coprocessor not in (10, 11):
        # Coprocessors 0 to 6 also have names of the FPA, Maverick and iwMMXt units; ours are generic. 8 and 9
        # are reserved for later architectures.
        if GENERIC.match(actual) and (not GENERIC.match(expected) or coprocessor in (8, 9)):
            return True
    if (word >> 25) & 7 == 0 and word & 0x90 == 0x90 and re.match("tst|teq|cmp|cmn|mov|msr", expected):
        return True  # with bits 7 and 4 set the word is no data processing instruction
    if actual != "undefined":
        return False
    if expected.startswith("msr") and ((word >> 16) & 15 == 0 or (not (word >> 25) & 1 and (word >> 4) & 0xFF)):
        return True  # no field written, or bits 11:4 that should be zero
    if expected.startswith("mrs") and word & 0xFFF:
        return True  # banked registers
    if expected.startswith("setend") and word & 0xFDFF:
        return True  # bits that should be zero
    if "s31, s32" in expected or "mvfr2" in expected:
        return True
    if expected.startswith("pld") and (word >> 25) & 1 and ((word >> 4) & 1 or not (word >> 24) & 1):
        return True
    if "UNDEF" in expected or "impl def" in expected:
        return True
    if LATER.match(expected):
        return True
    if (word >> 21) & 0x7F == 0x60:
        return True  # LDC, STC with P = U = W = 0: undefined in the architecture
    if (word >> 26) & 3 == 0 and (word >> 20) & 0x19 == 0x10 and re.match("tst|teq|cmp|cmn", expected):
        return True  # a comparison without the S bit is another instruction, or none
    if in_coprocessor_space and coprocessor in (10, 11):
        if GENERIC.match(expected):
            return True  # unallocated in the VFP's coprocessors
        if re.match("v(ld|st)m|f(ld|st)m", expected):
            double = coprocessor == 11
            first = 2 * ((word >> 12) & 15) if double else 2 * ((word >> 12) & 15) + ((word >> 22) & 1)
            words = word & (0xFE if double else 0xFF)
            return words == 0 or first + words > 32 or bool(VFPV3.search(expected))
        if expected.startswith("vmov") and ".32" in expected and (word >> 22) & 3:
            return True  # Advanced SIMD scalars
    if word >> 28 == 15 and ((word >> 25) & 7 == 1 or (word >> 24) & 15 == 4):
        return True  # Advanced SIMD
    return in_coprocessor_space and bool(VFPV3.search(expected))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--decoder", required=True, help="the decode_words program")
    parser.add_argument("--random", type=int, default=0, metavar="N", help="check N random words")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--binary", action="append", default=[], help="check every word of an ARM program's text")
    parser.add_argument("--classes", action="store_true", help="count the differences by mnemonic")
    parser.add_argument("--show", type=int, default=20, help="differences to print")
    arguments = parser.parse_args()
    tool = next((t for t in OBJDUMPS if shutil.which(t)), None)
    if tool is None:
        print("check_decoder: no ARM objdump found (package binutils-arm-linux-gnueabi)", file=sys.stderr)
        return 77
    sets = []
    if arguments.random:
        generator = random.Random(arguments.seed)
        sets.append(("random", [generator.getrandbits(32) for _ in range(arguments.random)]))
    for path in arguments.binary:
        with tempfile.NamedTemporaryFile(suffix=".text") as file:
            subprocess.run([tool.replace("objdump", "objcopy"), "-O", "binary", "-j", ".text", path, file.name],
                           check=True)
            data = open(file.name, "rb").read()
        sets.append((path, [w for (w,) in struct.iter_unpack("<I", data[:len(data) // 4 * 4])]))
    failed = False
    for name, words in sets:
        distinct = list(dict.fromkeys(words))
        wrong = compare(words if name == "random" else distinct, tool, arguments.decoder)
        if arguments.classes:
            for pair, count in collections.Counter((e.split(" ")[0], a.split(" ")[0]) for _, e, a in wrong).most_common():
                print("  %6d  %s -> %s" % (count, *pair))
        print("%s: %d words, %d distinct, %d differ" % (name, len(words), len(distinct), len(wrong)))
        for word, expected, actual in wrong[:arguments.show]:
            print("  %08x  objdump: %-45s ours: %s" % (word, expected, actual))
        failed = failed or bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
