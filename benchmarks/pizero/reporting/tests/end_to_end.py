#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs benchmarks/pizero/report on DINO-Micro with a probe that is built, and checks that its figures belong together.

    end_to_end.py ENCODE_PROBE MODEL

Exit code 77 (skipped) where QEMU is missing.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

REPORT = Path(__file__).resolve().parents[2] / "report"
SKIPPED, TOOL_MISSING = 77, 3


def main():
    probe, model = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(REPORT), model, "--schemes", "none", "--sizes", "96", "--no-memory", "--no-targets",
                   "--probe", probe, "--cache", folder + "/cache", "--out", folder + "/out"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode == TOOL_MISSING:
            print("skipped: " + done.stderr)
            return SKIPPED
        assert done.returncode == 0, done.stderr
        assert "[1/1]" in done.stderr and "; done" in done.stderr, done.stderr
        entry, = json.loads(Path(folder, "out", "results.json").read_text())["entries"]
        low, high = entry["milliseconds"]["low"], entry["milliseconds"]["high"]
        # 37 tokens: 26 million multiply-accumulates, which the VFP cannot do faster than one a cycle.
        assert 26 < entry["macs"] / 1e6 < 27 and entry["macs"] / 1e6 < low <= high < 150, entry
        layers = {layer["name"]: layer["milliseconds"] for layer in entry["layers"]}
        assert len([name for name in layers if name.startswith("blocks.")]) == 3 * 5, layers
        within = sum(layers.values())
        assert 0.999 * low < within < 1.001 * high, (within, low, high)
        # Small kernels are left out of the list.
        assert 0.9 * within < sum(kernel["milliseconds"] for kernel in entry["kernels"]) < 1.001 * within
        assert entry["network_milliseconds"]["high"] < high
        first = entry["first_image_milliseconds"]
        assert first["load"] + first["create"] + first["encode"] < first["high"] < 2 * high, first
        batch = entry["batch"]
        assert batch["executed"] and abs(batch["milliseconds_per_image"]["low"] / low - 1) < 0.01, batch
        assert "resize and crop" in layers and "dino-micro/none/96" in done.stdout
        assert "</html>" in Path(folder, "out", "report.html").read_text()
        kept = {path: path.stat().st_mtime_ns for path in Path(folder, "cache").glob("*.json")}
        assert len(kept) == 1, kept  # both page placements
        again = subprocess.run(command, capture_output=True, text=True)
        assert again.returncode == 0, again.stderr
        assert kept == {path: path.stat().st_mtime_ns for path in Path(folder, "cache").glob("*.json")}
    print("ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
