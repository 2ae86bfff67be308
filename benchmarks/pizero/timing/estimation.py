# SPDX-License-Identifier: Apache-2.0
"""Runs programs under the timing model; shared by estimate, validate and benchmark_cycles.py."""
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
BOARDS = ("zero", "pi1", "pi1-overclocked")
MAPPINGS = {"in-order": "identity", "scattered": "scattered"}
GUEST_BASE = 0x100000000000
SCHEMA = 1
# What a program reads about the machine it runs on, so that it does not depend on the host: a Pi Zero W, idle.
MACHINE = {
    "proc/cpuinfo": """processor\t: 0
model name\t: ARMv6-compatible processor rev 7 (v6l)
BogoMIPS\t: 997.08
Features\t: half thumb fastmult vfp edsp java tls
CPU implementer\t: 0x41
CPU architecture: 7
CPU variant\t: 0x0
CPU part\t: 0xb76
CPU revision\t: 7

Hardware\t: BCM2835
Revision\t: 9000c1
Serial\t\t: 0000000000000000
Model\t\t: Raspberry Pi Zero W Rev 1.1
""",
    "proc/loadavg": "0.00 0.00 0.00 1/60 500\n",
    "sys/devices/system/cpu/online": "0\n",
    "sys/devices/system/cpu/possible": "0\n",
    "sys/devices/system/cpu/present": "0\n",
    "sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq": "1000000\n",
    "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": "performance\n"}


class Failure(Exception):
    """What went wrong, and the exit code that says so."""

    def __init__(self, message, code):
        super().__init__(message)
        self.code = code


def cache_directory():
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "dinozero"


def source_digest():
    digest = hashlib.sha256()
    for folder in ("isa", "model", "plugin", "report"):
        for path in sorted((HERE / folder).iterdir()):
            digest.update(path.name.encode() + path.read_bytes())
    digest.update((HERE / "CMakeLists.txt").read_bytes())
    return digest.hexdigest()[:16]


def build_tools(targets=("dinozero_timing_plugin",)):
    """Builds the plugin (once per version of its sources) outside the source tree; returns the build folder."""
    build = cache_directory() / ("timing-" + source_digest())
    done = build / ("built-" + "-".join(targets))
    if done.exists():
        return build
    for tool in ("cmake", "c++"):
        if shutil.which(tool) is None:
            raise Failure("%s is needed to build the timing model (packages cmake, g++, nlohmann-json3-dev)" % tool, 3)
    print("building the timing model in %s ..." % build, file=sys.stderr, flush=True)
    build.mkdir(parents=True, exist_ok=True)
    log = build / "build.log"
    generator = ["-G", "Ninja"] if shutil.which("ninja") else []
    commands = [["cmake", *generator, "-S", str(HERE), "-B", str(build), "-DCMAKE_BUILD_TYPE=Release",
                 "-DDINOZERO_TIMING_TESTS=OFF"],
                ["cmake", "--build", str(build), "--target", *targets]]
    with open(log, "w") as out:
        for command in commands:
            if subprocess.run(command, stdout=out, stderr=subprocess.STDOUT).returncode != 0:
                raise Failure("the timing model could not be built; see %s" % log, 4)
    done.touch()
    return build


def find_qemu():
    qemu = os.environ.get("DINOZERO_QEMU_ARM") or shutil.which("qemu-arm")
    if qemu is None:
        raise Failure("qemu-arm not found; install the package qemu-user (7.2 or later; qemu-user-static has no "
                      "plugin support)", 3)
    return qemu


def machine_root(root, sysroot):
    """A folder that QEMU looks into first: the files of MACHINE, and links to what the sysroot has."""
    for name, text in MACHINE.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    if sysroot:
        link_missing(Path(sysroot).resolve(), root)
    return root


def link_missing(source, target):
    """Links in `target` to everything that only `source` has."""
    for entry in source.iterdir():
        place = target / entry.name
        if not place.exists():
            place.symlink_to(entry)
        elif entry.is_dir() and not place.is_symlink():
            link_missing(entry, place)


def run_once(program, arguments, *, plugin, board, mappings, profile=0, replay=True, perfect_memory=False, environment=(),
             sysroot=None, stdout=subprocess.DEVNULL, profile_region=None, entries=(), scopes=()):
    """One run under the model; returns the plugin's report of each page mapping.

    The program sees the cycle counter of the first mapping, and only that one is profiled.

    profile_region: profile, segments and scopes are of this region, not of the whole run. entries: addresses of functions; the
    report's `segments` are what ran from one of their entries to the next, in order. scopes: rules as in model/scopes.h, a
    line each; the report's `scopes` are the cycles of each.

    The environment, the program's path length and QEMU's random seed are fixed, because all of them end up on the
    program's stack and thus in its cache misses; and so is what the program can read about its machine.
    """
    program = Path(program).resolve()
    if not program.is_file():
        raise Failure("%s: no such program" % program, 2)
    image = program.read_bytes()
    if image[:4] != b"\x7fELF" or len(image) < 20 or image[18] != 40:
        raise Failure("%s is not an ARM ELF program" % program, 2)
    with tempfile.TemporaryDirectory(prefix="dinozero-", dir="/tmp") as folder:
        # A copy, because the C library reads its program's path from /proc/self/exe; not of what looks for libraries
        # beside it.
        copy = Path(folder) / "program"
        if b"$ORIGIN" in image:
            copy.symlink_to(program)
        else:
            copy.write_bytes(image)
            copy.chmod(0o755)
        report = Path(folder) / "report.json"
        settings = "out=%s,board=%s,mapping=%s,profile=%d,guest_base=%#x" % (report, board, "+".join(mappings), profile, GUEST_BASE)
        if not replay:
            settings += ",replay=off"
        if perfect_memory:
            settings += ",perfect=on"
        if profile_region is not None:
            settings += ",profile_region=%d" % profile_region
        if entries:
            settings += ",entries=" + "+".join("%x" % entry for entry in sorted(entries))
        if scopes:
            rules = Path(folder) / "scopes"
            rules.write_text("".join(rule + "\n" for rule in scopes))
            settings += ",scopes=%s" % rules
        command = [find_qemu(), "-cpu", "arm1176", "-seed", "1", "-B", "%#x" % GUEST_BASE, "-r", "6.1.0",
                   "-plugin", "%s,%s" % (plugin, settings)]
        command += ["-L", str(machine_root(Path(folder) / "root", sysroot))]
        for pair in environment:
            command += ["-E", pair]
        command += ["-0", program.name, str(copy), *arguments]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=stdout, env={})
        except OSError as error:
            raise Failure("cannot run %s: %s" % (command[0], error), 3)
        if not report.exists():
            raise Failure("%s ended with code %d and no report came back; is this QEMU 7.2 or later with plugins?"
                          % (program.name, done.returncode), 5)
        if done.returncode != 0:
            raise Failure("%s failed with code %d" % (program.name, done.returncode), 5)
        return json.loads(report.read_text())


def combined(reports, clock_mhz, pick):
    """One part of the reports (the total or a region) with its range over the page placements."""
    parts = {name: pick(report) for name, report in reports.items()}
    cycles = [part["cycles"] for part in parts.values()]
    first = next(iter(parts.values()))
    return {"milliseconds": {"low": min(cycles) / clock_mhz / 1e3, "high": max(cycles) / clock_mhz / 1e3},
            "cycles": {"low": min(cycles), "high": max(cycles)},
            "instructions": first["instructions"], "pages": parts}


def estimate(program, arguments=(), *, board="zero", pages="both", profile=0, perfect_memory=False, environment=(),
             sysroot=None, plugin=None, pass_output=False, capture=None, scopes=(), scopes_region=None):
    """Runs the program under the model, with one page placement or both, and joins the reports.

    capture: a list that receives what the program printed. scopes: as of run_once; the result has the cycles of each, in
    scopes_region, of the first placement.
    """
    find_qemu()
    if plugin is None:
        plugin = build_tools() / "dinozero_timing_plugin.so"
    placements = ("in-order", "scattered") if pages == "both" else (pages,)
    stdout = None if pass_output else subprocess.DEVNULL
    with tempfile.TemporaryFile() as captured:
        found = run_once(program, arguments, plugin=plugin, board=board, mappings=[MAPPINGS[name] for name in placements],
                         profile=profile, perfect_memory=perfect_memory, environment=environment, sysroot=sysroot,
                         stdout=stdout if capture is None else captured, scopes=scopes, profile_region=scopes_region)
        if capture is not None:
            captured.seek(0)
            capture.append(captured.read().decode(errors="replace"))
    reports = dict(zip(placements, found))
    first = reports[placements[0]]
    clock = first["clock_mhz"]
    result = {"schema": SCHEMA, "program": str(program), "arguments": list(arguments), "board": first["board"],
              "clock_mhz": clock, "total": combined(reports, clock, lambda r: r["total"]), "regions": []}
    for region in first["regions"]:
        def pick(report, number=region["region"]):
            return next(r for r in report["regions"] if r["region"] == number)
        result["regions"].append({"region": region["region"], "entries": region["entries"],
                                  **combined(reports, clock, pick)})
    result["unmodelled"] = first["unmodelled"]
    result["warnings"] = warnings(first)
    if scopes:
        result["scopes"] = first["scopes"]
    if profile:
        result["symbols"] = first["symbols"][:profile]
        result["addresses"] = first["addresses"]
    return result


def warnings(report):
    total = report["total"]
    found = []
    if total["unmodelled"]:
        words = ", ".join("%s (%d times)" % (u["word"], u["count"]) for u in report["unmodelled"][:5])
        found.append("%d executed instructions are not modelled and count one cycle each: %s"
                     % (total["unmodelled"], words))
    if total["preloads_unknown"]:
        found.append("%d of %d PLD addresses could not be followed; those preloads have no effect"
                     % (total["preloads_unknown"], total["preloads"]))
    if total["unknown_fpscr"]:
        found.append("%d FPSCR writes could not be followed; vector lengths may be wrong" % total["unknown_fpscr"])
    return found


def write_json(value, path):
    if path == "-":
        json.dump(value, sys.stdout, indent=1)
        print()
    else:
        Path(path).write_text(json.dumps(value, indent=1) + "\n")


def span(low, high, form="%.3f"):
    low, high = form % low, form % high
    return low if low == high else "%s to %s" % (low, high)


def stall_text(stalls, cycles, least=0.005):
    shares = sorted(((count / cycles, name) for name, count in stalls.items() if count), reverse=True)
    return ", ".join("%s %.1f%%" % (name, 100 * share) for share, name in shares if share >= least)


def part_text(title, part):
    first = next(iter(part["pages"].values()))
    cycles = max(first["cycles"], 1)
    lines = ["%s: %s ms" % (title, span(part["milliseconds"]["low"], part["milliseconds"]["high"])),
             "  %s cycles, %d instructions, %.3f cycles per instruction"
             % (span(part["cycles"]["low"], part["cycles"]["high"], "%d"), part["instructions"],
                first["cycles"] / max(first["instructions"], 1)),
             "  issue %.1f%%, waits: %s" % (100 * first["issue_cycles"] / cycles,
                                            stall_text(first["stalls"], cycles) or "none"),
             "  loads %d, stores %d; misses: data %d, store %d, code %d, L2 %d, TLB %d; branches %d, mispredicted %d"
             % (first["loads"], first["stores"], first["data_misses"], first["store_misses"],
                first["instruction_misses"], first["l2_misses"], first["tlb_misses"], first["branches"],
                first["mispredicted"])]
    if first["preloads"]:
        lines.append("  preloads %d, of which fetched %d" % (first["preloads"], first["preload_misses"]))
    return "\n".join(lines)


def text(result, region=None, profile=0):
    lines = ["board %s at %d MHz, estimated" % (result["board"], result["clock_mhz"])]
    if region is None:
        lines.append(part_text("whole run", result["total"]))
    for part in result["regions"]:
        if region is None or part["region"] == region:
            entries = "1 time" if part["entries"] == 1 else "%d times" % part["entries"]
            lines.append(part_text("region %d (entered %s)" % (part["region"], entries), part))
    if profile:
        total = max(next(iter(result["total"]["pages"].values()))["cycles"], 1)
        lines += ["", "whole run, functions by own time (share of cycles, cycles per instruction, waits)"]
        for symbol in result["symbols"]:
            if symbol["cycles"]:
                lines.append("  %5.1f%% %7.3f  %-40s %s" % (
                    100 * symbol["cycles"] / total, symbol["cycles"] / max(symbol["instructions"], 1),
                    symbol["name"], stall_text(symbol["stalls"], symbol["cycles"], 0.02)))
        lines += ["", "whole run, instructions by time (share of cycles, cycles per execution, waits)"]
        for address in result["addresses"]:
            lines.append("  %5.1f%% %7.2f  %s %-24s %-36s %s" % (
                100 * address["cycles"] / total, address["cycles"] / max(address["executions"], 1), address["pc"],
                address["symbol"][:24], address["text"], stall_text(address["stalls"], max(address["cycles"], 1), 0.02)))
    lines += ["warning: " + warning for warning in result["warnings"]]
    return "\n".join(lines)
