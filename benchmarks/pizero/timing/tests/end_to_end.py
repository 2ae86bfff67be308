#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The plugin under QEMU: the same program gives the same cycles, and what a program asks for comes back."""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import estimation  # noqa: E402

PROGRAM = r"""
#include <stdint.h>
#include <stdio.h>
#include "mark.h"
int main(int argc, char** argv) {
  static uint64_t before __attribute__((aligned(8))), after __attribute__((aligned(8)));
  volatile unsigned sum = 0;
  (void)argv;
  DINOZERO_REGION_BEGIN(3);
  DINOZERO_READ_CYCLES(&before);
  for (unsigned k = 0; k < 1000; ++k) sum += k;
  DINOZERO_READ_CYCLES(&after);
  DINOZERO_REGION_END();
  printf("%llu %d\n", (unsigned long long)(after - before), argc);
  return argc > 2 ? 7 : 0;
}
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--decoder", required=True)
    arguments = parser.parse_args()
    compiler = shutil.which("arm-linux-gnueabi-gcc")
    if compiler is None or shutil.which("qemu-arm") is None:
        print("needs gcc-arm-linux-gnueabi and qemu-user")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "program-under-test"
        source = Path(folder) / "program.c"
        source.write_text(PROGRAM)
        subprocess.run([compiler, "-O2", "-march=armv6", "-mfpu=vfp", "-mfloat-abi=softfp", "-marm", "-static",
                        "-I", str(HERE.parent), str(source), "-o", str(program)], check=True)

        plain = subprocess.run([shutil.which("qemu-arm"), "-cpu", "arm1176", str(program)], capture_output=True,
                               text=True, check=True).stdout
        assert plain == "0 1\n", plain  # without the model the marks do nothing

        printed = []
        first = estimation.estimate(program, plugin=arguments.plugin, capture=printed, profile=5)
        os.environ["SOMETHING_LONG"] = "x" * 1000  # must not reach the program's stack
        os.chdir(folder)
        elsewhere = Path(folder) / "a-folder-with-a-longer-name" / program.name
        elsewhere.parent.mkdir()
        shutil.copy(program, elsewhere)
        second = estimation.estimate(elsewhere, plugin=arguments.plugin, capture=printed, profile=5)
        second["program"] = first["program"]
        assert first == second, "two runs differ"
        assert printed[0] == printed[1]
        # Both placements of one run are those of a run each, and replayed blocks those that were stepped through.
        options = {"plugin": arguments.plugin, "board": "zero", "profile": 1000}
        together = estimation.run_once(program, (), mappings=("identity", "scattered"), **options)
        alone = [estimation.run_once(program, (), mappings=(mapping,), replay=False, **options)[0]
                 for mapping in ("identity", "scattered")]
        for part in ("symbols", "addresses"):
            assert part not in together[1] and alone[1].pop(part)  # only the first one is profiled
        assert together[0] == alone[0] and together[1]["regions"] == alone[1]["regions"]
        assert together[0]["cycles_read"] > together[0]["total"]["cycles"] / 2
        counted = int(printed[0].split()[0])
        region = first["regions"][0]
        assert region["region"] == 3 and region["entries"] == 1
        assert 3000 < counted < 20000, counted
        cycles = region["pages"]["in-order"]["cycles"]
        assert counted <= cycles < counted + 1000, (counted, cycles)  # cold code around the reads
        assert first["total"]["pages"]["in-order"]["unmodelled"] == 0
        assert first["symbols"] and first["addresses"] and len(first["addresses"]) == 5
        json.dumps(first)
        assert "region 3" in estimation.text(first, region=3)

        for bad, code in ((["a", "b"], 5), ):
            try:
                estimation.estimate(program, bad, plugin=arguments.plugin)
                raise AssertionError("a failing program was accepted")
            except estimation.Failure as failure:
                assert failure.code == code and "code 7" in str(failure), failure
        for path in (Path(folder) / "nothing", Path("/bin/sh")):
            try:
                estimation.estimate(path, plugin=arguments.plugin)
                raise AssertionError("%s was accepted" % path)
            except estimation.Failure as failure:
                assert failure.code == 2

        checked = subprocess.run([sys.executable, str(HERE.parent / "check_decoder.py"), "--decoder",
                                  arguments.decoder, "--binary", str(program)])
        assert checked.returncode == 0
    print("ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
