#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that nothing that was built for a Pi Zero needs more than an ARM1176: reads the build
attributes (ARM ABI addenda, "Build Attributes") of every executable, library and object in a folder.

Exit status: 0 all fit, 1 something does not, 2 nothing to check or not readable."""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# ARM1176JZF-S is ARMv6K with the security extensions and VFPv2. v6T2 would be Thumb-2.
ARCHITECTURES = {"v4T", "v5T", "v5TE", "v5TEJ", "v6", "v6K", "v6KZ"}
FLOATING_POINT = {"VFPv1", "VFPv2"}
THUMB = {"Thumb-1"}


def find_binaries(folder: Path) -> Iterator[Path]:
    """ELF files and archives, but for what CMake compiles to probe the compiler."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or "CMakeFiles" in path.parts[:-1]:
            continue
        with open(path, "rb") as file:
            magic = file.read(8)
        if magic.startswith(b"\x7fELF") or magic == b"!<arch>\n":
            yield path


def problems(attributes: str) -> list[str]:
    """What in the output of `readelf -A` an ARM1176 cannot do."""
    found = []
    for line in attributes.splitlines():
        match = re.match(r"\s*Tag_(\w+): (.+)", line)
        if not match:
            continue
        tag, value = match.groups()
        fits = {
            "CPU_arch": value in ARCHITECTURES,
            "FP_arch": value in FLOATING_POINT,
            "THUMB_ISA_use": value in THUMB,
            # Present only where it is used.
            "Advanced_SIMD_arch": False,
            "MPextension_use": False,
            "DIV_use": value == "Not allowed",
        }.get(tag, True)
        if not fits:
            found.append(f"Tag_{tag}: {value}")
    return sorted(set(found))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readelf", default="arm-linux-gnueabi-readelf")
    parser.add_argument("folder", type=Path, help="build folder")
    parser.add_argument("required", type=Path, nargs="*", help="files that have to be in it")
    options = parser.parse_args()

    binaries = list(find_binaries(options.folder))
    missing = [path for path in options.required if path.resolve() not in
               {binary.resolve() for binary in binaries}]  # fmt: skip
    if missing or not binaries:
        print(f"not found in {options.folder}: {missing or 'any binary'}", file=sys.stderr)
        return 2
    bad = 0
    for path in binaries:
        result = subprocess.run([options.readelf, "-A", str(path)], capture_output=True, text=True,
                                check=False)  # fmt: skip
        if result.returncode != 0 or "Tag_CPU_arch" not in result.stdout:
            print(f"{path}: no ARM build attributes: {result.stderr.strip()}", file=sys.stderr)
            return 2
        found = problems(result.stdout)
        if found:
            bad += 1
            print(f"{path}: {', '.join(found)}", file=sys.stderr)
    print(f"{len(binaries) - bad} of {len(binaries)} binaries fit an ARM1176 (ARMv6, VFPv2)")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
