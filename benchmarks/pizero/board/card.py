# SPDX-License-Identifier: Apache-2.0
"""Makes the image of a memory card: one ext4 file system that holds the given files. Holes stay
holes, so that a file larger than the board's memory costs no space on the host."""

import os
import subprocess
from pathlib import Path

from parts import BoardError

# Room for the file system's own tables.
_OVERHEAD_BYTES = 16 << 20
# QEMU accepts only powers of two.
_SMALLEST_BYTES = 64 << 20


def make_card(image: Path, files: dict[str, Path], work: Path) -> None:
    """Writes `image`; `files` maps paths on the card to files of the host."""
    content = work / "card"
    for name, source in files.items():
        target = content / name.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source.resolve(), target)
        except OSError:
            _copy_sparse(source, target)
    total = sum(source.stat().st_size for source in files.values())
    size = _SMALLEST_BYTES
    while size < total + total // 32 + _OVERHEAD_BYTES:
        size *= 2
    with open(image, "wb") as file:
        file.truncate(size)
    environment = os.environ | {"PATH": os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"}
    result = subprocess.run(
        ["mke2fs", "-q", "-t", "ext4", "-O", "^has_journal", "-E", "lazy_itable_init=1",
         "-d", str(content), str(image)],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    if result.returncode != 0:
        raise BoardError(f"mke2fs could not make the memory card:\n{result.stderr.strip()}")


def _copy_sparse(source: Path, target: Path) -> None:
    subprocess.run(["cp", "--sparse=always", str(source), str(target)], check=True)
