# SPDX-License-Identifier: Apache-2.0
"""The regression guard: cycles of a short list of benchmarks, against those in benchmarks/pizero/baseline.json.

The file: schema; compiler, that the cycles are of; tolerance, the share by which a benchmark may be slower; cycles, by
name of the benchmark. Names are added by hand, with 0; --refresh-baseline fills in and updates the cycles.
"""
import json
import subprocess
from pathlib import Path

import estimation

SCHEMA = 1
FILE = Path(__file__).resolve().parents[1] / "baseline.json"


def load(path):
    try:
        baseline = json.loads(Path(path).read_text())
        if baseline["schema"] != SCHEMA:
            raise ValueError("schema %r, expected %d" % (baseline["schema"], SCHEMA))
        return {"compiler": baseline["compiler"], "tolerance": float(baseline["tolerance"]),
                "cycles": {name: int(cycles) for name, cycles in baseline["cycles"].items()}}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise estimation.Failure("%s: not a baseline: %s" % (path, error), 2)


def compiler_of(program):
    """What compiled a program, as its .comment section says."""
    done = subprocess.run(["arm-linux-gnueabi-readelf", "-p", ".comment", str(program)], capture_output=True, text=True)
    lines = [line.split("]", 1)[1].strip() for line in done.stdout.splitlines() if "]" in line]
    return lines[0] if lines else "unknown"


def change(baseline, entry):
    """By which share the entry has more cycles than the baseline; None where that has none."""
    before = baseline["cycles"].get(entry["name"])
    return entry["cycles"] / before - 1 if before else None


def slower(baseline, entry):
    by = change(baseline, entry)
    return by is None or by > baseline["tolerance"]


def text(baseline, entry):
    by = change(baseline, entry)
    if by is None:
        return "no cycles in the baseline"
    return "%+.2f%% against %d%s" % (100 * by, baseline["cycles"][entry["name"]],
                                     ", SLOWER" if slower(baseline, entry) else "")


def write(path, baseline, entries, compiler):
    cycles = dict(baseline["cycles"], **{entry["name"]: entry["cycles"] for entry in entries})
    content = {"schema": SCHEMA, "compiler": compiler, "tolerance": baseline["tolerance"], "cycles": cycles}
    Path(path).write_text(json.dumps(content, indent=1) + "\n")
