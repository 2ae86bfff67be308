#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs benchmarks/pizero/cycles on a benchmark of an ARMv6 build and checks what it reports.

    cycles_test.py BUILD_FOLDER BENCH_KERNELS
"""
import json
import shutil
import subprocess
import sys
from pathlib import Path

CYCLES = Path(__file__).resolve().parents[2] / "cycles"
SKIPPED = 77


def cycles(*arguments):
    build_folder, program = sys.argv[1:3]
    done = subprocess.run([sys.executable, CYCLES, "--build-folder", build_folder, "--program", program, *arguments],
                          capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def main():
    if shutil.which("qemu-arm") is None:
        print("skipped: no qemu-arm")
        return SKIPPED
    code, out, errors = cycles("--filter", "^(residual_f32/8x128|linear_f32/197x128x128)/armv6$", "--json")
    if code == 3:
        print("skipped: " + errors)
        return SKIPPED
    assert code == 0, errors
    rows = {row["name"]: row for row in json.loads(out)}
    assert set(rows) == {"residual_f32/8x128/armv6", "linear_f32/197x128x128/armv6"}, rows
    residual, linear = rows["residual_f32/8x128/armv6"], rows["linear_f32/197x128x128/armv6"]
    assert residual["elements"] == 8 * 128 and residual["macs"] is None and residual["cycles_per_mac"] is None
    assert 2 < residual["cycles_per_element"] < 40, residual
    assert residual["cycles_per_element"] == residual["cycles"] / residual["elements"]
    assert linear["macs"] == 197 * 128 * 128 and linear["cycles_per_mac"] == linear["cycles"] / linear["macs"]
    assert 0.8 < linear["cycles_per_mac"] < 20, linear
    for row in rows.values():
        assert row["isa"] == "armv6" and row["shape"] in row["name"]
        assert row["stalls"] and 0 < sum(row["stalls"].values()) < 1, row["stalls"]
    assert residual["limit"] == 5 and linear["limit"] == 1.35
    assert "[2/2]" in errors, errors

    code, out, errors = cycles("--filter", "^residual_f32/8x128/reference$", "--isa", "reference")
    assert code == 0 and "residual_f32/8x128/reference" in out and "element" in out, (code, out, errors)
    assert cycles("--filter", "no such benchmark")[0] == 5
    assert cycles("--filter", "(")[0] == 2
    print("ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
