#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that the assembly in kernels/armv6 is what the generators beside it write today.

    check_generated.py GENERATOR.py ...
"""
import difflib
import subprocess
import sys
from pathlib import Path


def main():
    status = 0
    for generator in map(Path, sys.argv[1:]):
        output = generator.with_suffix(".S")
        done = subprocess.run([sys.executable, generator], capture_output=True, text=True)
        if done.returncode != 0:
            print("%s fails:\n%s" % (generator, done.stderr))
            status = 1
            continue
        found = output.read_text() if output.exists() else ""
        if found != done.stdout:
            print("%s is not what %s writes:" % (output, generator))
            print("\n".join(list(difflib.unified_diff(found.splitlines(), done.stdout.splitlines(), lineterm="", n=0))[:20]))
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
