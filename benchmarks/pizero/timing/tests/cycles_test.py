#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs benchmarks/pizero/cycles on benchmarks of an ARMv6 build and checks what it reports.

    cycles_test.py BUILD_FOLDER BENCH_KERNELS BENCH_MODEL
"""
import json
import shutil
import subprocess
import sys
from pathlib import Path

CYCLES = Path(__file__).resolve().parents[2] / "cycles"
SKIPPED = 77


def cycles(*arguments):
    build_folder, *programs = sys.argv[1:]
    programs = [option for program in programs for option in ("--program", program)]
    done = subprocess.run([sys.executable, CYCLES, "--build-folder", build_folder, *programs, *arguments],
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
    assert (residual["limit"], residual["limit_unit"]) == (5, "cycles per element"), residual
    assert (linear["limit"], linear["limit_unit"]) == (1.35, "cycles per MAC"), linear
    assert "[2/2]" in errors, errors

    code, out, errors = cycles("--filter", "^encode_binary/micro@96/native/threads:1$|^load_int8/micro$", "--json")
    assert code == 0, errors
    rows = {row["name"]: row for row in json.loads(out)}
    assert set(rows) == {"encode_binary/micro@96/native/threads:1", "load_int8/micro"}, rows
    encode, load = rows["encode_binary/micro@96/native/threads:1"], rows["load_int8/micro"]
    # Linear layers of 36 patches, and two products of 37 tokens.
    linear_macs = 36 * 768 * 128 + 3 * 37 * 12 * 128 * 128
    assert encode["macs"] == linear_macs + 2 * 3 * 37 * 37 * 128, encode
    assert encode["shape"] == "micro@96" and encode["isa"] == "armv6" and encode["limit_unit"] == "ms", encode
    assert encode["milliseconds"] == encode["cycles"] / 1e6 and 5 < encode["milliseconds"] < 50, encode
    assert abs(sum(encode["kernels"].values()) - 1) < 1e-6 and "" not in encode["kernels"], encode
    assert {"linear", "attention", "layer_norm", "quantize", "patches", "resize", "other"} <= set(encode["kernels"]), encode
    inside = encode["kernels"]["linear"] + encode["kernels"]["attention"]
    assert 0.5 < inside < 1 and abs(encode["outside_share"] + inside - 1) < 1e-6, encode
    assert "kernels" not in load, load
    assert load["macs"] is None and load["limit"] is None and 0.1 < load["milliseconds"] < 15, load

    code, out, errors = cycles("--filter", "^residual_f32/8x128/reference$", "--isa", "reference")
    assert code == 0 and "residual_f32/8x128/reference" in out and "element" in out, (code, out, errors)
    assert cycles("--filter", "no such benchmark")[0] == 5
    assert cycles("--filter", "(")[0] == 2
    print("ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
