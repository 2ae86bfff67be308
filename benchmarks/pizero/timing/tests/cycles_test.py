#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs benchmarks/pizero/cycles on benchmarks of an ARMv6 build and checks what it reports.

    cycles_test.py BUILD_FOLDER BENCH_KERNELS BENCH_MODEL
"""
import json
import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CYCLES = Path(__file__).resolve().parents[2] / "cycles"
sys.path.insert(0, str(CYCLES.parent / "timing"))
import baseline  # noqa: E402
import estimation  # noqa: E402

SKIPPED = 77


def cycles(*arguments):
    build_folder, *programs = sys.argv[1:]
    programs = [option for program in programs for option in ("--program", program)]
    done = subprocess.run([sys.executable, CYCLES, "--build-folder", build_folder, *programs, *arguments],
                          capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def check_baseline(row):
    """The guard lets a small change pass, not a larger one; refreshing accepts it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "baseline.json"

        def guard(cycles_before, name=row["name"], option="--baseline", compiler=None):
            path.write_text(json.dumps({"schema": 1, "compiler": compiler or baseline.compiler_of(sys.argv[2]),
                                        "tolerance": 0.02, "cycles": {name: cycles_before}}))
            return cycles(option, path)

        assert guard(row["cycles"])[0] == 0
        assert guard(int(row["cycles"] / 1.015))[0] == 0
        code, out, errors = guard(int(row["cycles"] / 1.025))
        assert code == 1 and "SLOWER" in out and "--refresh-baseline" in errors, (code, out, errors)
        assert guard(0)[0] == 1  # a name without cycles does not pass
        assert guard(1, name="no_such_benchmark")[0] == 5
        assert guard(row["cycles"], compiler="another")[0] == 3
        assert guard(1, option="--refresh-baseline")[0] == 0
        assert abs(json.loads(path.read_text())["cycles"][row["name"]] / row["cycles"] - 1) < 0.005


def check_machine_root():
    """A program reads the board's files where the model has them, and the sysroot's beside them."""
    with tempfile.TemporaryDirectory() as folder:
        sysroot, root = Path(folder) / "sysroot", Path(folder) / "root"
        (sysroot / "lib").mkdir(parents=True)
        (sysroot / "proc").mkdir()
        (sysroot / "proc" / "cpuinfo").write_text("of the sysroot")
        (sysroot / "proc" / "other").write_text("beside it")
        estimation.machine_root(root, sysroot)
        assert "ARMv6" in (root / "proc" / "cpuinfo").read_text()
        assert (root / "proc" / "other").read_text() == "beside it"
        assert (root / "lib").is_dir() and (sysroot / "proc" / "cpuinfo").read_text() == "of the sysroot"


def main():
    check_machine_root()
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
    assert math.isclose(residual["cycles_per_element"], residual["cycles"] / residual["elements"])
    assert linear["macs"] == 197 * 128 * 128 and math.isclose(linear["cycles_per_mac"], linear["cycles"] / linear["macs"])
    assert 0.8 < linear["cycles_per_mac"] < 20, linear
    for row in rows.values():
        assert row["isa"] == "armv6" and row["shape"] in row["name"]
        assert row["stalls"] and 0 < sum(row["stalls"].values()) < 1, row["stalls"]
    assert (residual["limit"], residual["limit_unit"]) == (5, "cycles per element"), residual
    assert (linear["limit"], linear["limit_unit"]) == (1.35, "cycles per MAC"), linear
    assert "[2/2]" in errors, errors
    code, out, errors = cycles("--filter", "^residual_f32/8x128/armv6$", "--json")
    assert code == 0 and json.loads(out)[0]["cycles"] == residual["cycles"], "two runs differ: " + out + errors

    code, out, errors = cycles("--filter", "^encode_binary/micro@96/native/threads:1$|^load_int8/micro$", "--json")
    assert code == 0, errors
    rows = {row["name"]: row for row in json.loads(out)}
    assert set(rows) == {"encode_binary/micro@96/native/threads:1", "load_int8/micro"}, rows
    encode, load = rows["encode_binary/micro@96/native/threads:1"], rows["load_int8/micro"]
    # Linear layers of 36 patches, and two products of 37 tokens.
    linear_macs = 36 * 768 * 128 + 3 * 37 * 12 * 128 * 128
    assert encode["macs"] == linear_macs + 2 * 3 * 37 * 37 * 128, encode
    assert encode["shape"] == "micro@96" and encode["isa"] == "armv6" and encode["limit_unit"] == "ms", encode
    assert math.isclose(encode["milliseconds"], encode["cycles"] / 1e6) and 5 < encode["milliseconds"] < 50, encode
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
    check_baseline(linear)  # so long that what Google Benchmark does around it does not show
    print("ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
