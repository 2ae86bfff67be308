#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that a static program for the board stays small: its size when stripped, in bytes, and
where they are if there are too many."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strip", default="arm-linux-gnueabi-strip")
    parser.add_argument("--size", default="arm-linux-gnueabi-size")
    parser.add_argument("--limit", type=int, required=True, metavar="BYTES")
    parser.add_argument("programs", type=Path, nargs="+")
    options = parser.parse_args()

    too_large = False
    for program in options.programs:
        with tempfile.NamedTemporaryFile() as stripped:
            command = [options.strip, "-o", stripped.name, str(program)]
            subprocess.run(command, check=True)
            size = Path(stripped.name).stat().st_size
            print(f"{program.name}: {size} bytes stripped, limit {options.limit}")
            if size > options.limit:
                too_large = True
                subprocess.run([options.size, "-A", stripped.name], check=True)
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
