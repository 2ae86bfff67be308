# SPDX-License-Identifier: Apache-2.0
"""Writes a Linux initramfs: a cpio archive in the "newc" format (kernel documentation,
driver-api/early-userspace/buffer-format). Needs no root and no cpio program, and can hold the
device node that the kernel opens for the first process."""

import stat
from pathlib import Path, PurePosixPath
from typing import BinaryIO


class Initramfs:
    """Collects files, then writes the archive. Folders on the way to a file are added as needed."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[int, bytes | Path, int]] = {}
        self.add_folder("dev")
        self._entries["dev/console"] = (stat.S_IFCHR | 0o600, b"", 5 << 8 | 1)

    def add_folder(self, path: str) -> None:
        parts = PurePosixPath(path.lstrip("/")).parts
        for count in range(1, len(parts) + 1):
            folder = "/".join(parts[:count])
            self._entries.setdefault(folder, (stat.S_IFDIR | 0o755, b"", 0))

    def add_file(self, path: str, content: bytes | Path, executable: bool = False) -> None:
        """Adds a file at `path`; `content` is its bytes or a file of the host."""
        name = path.lstrip("/")
        self.add_folder(str(PurePosixPath(name).parent))
        self._entries[name] = (stat.S_IFREG | (0o755 if executable else 0o644), content, 0)

    def write(self, file: BinaryIO) -> None:
        for inode, (name, (mode, content, device)) in enumerate(self._entries.items(), start=1):
            if isinstance(content, Path):
                content = content.read_bytes()
            self._write_entry(file, inode, name, mode, content, device)
        self._write_entry(file, 0, "TRAILER!!!", 0, b"", 0)

    @staticmethod
    def _write_entry(
        file: BinaryIO, inode: int, name: str, mode: int, content: bytes, device: int
    ) -> None:
        links = 2 if stat.S_ISDIR(mode) else 1
        encoded_name = name.encode() + b"\0"
        fields = (
            inode, mode, 0, 0, links, 0, len(content),
            0, 0, device >> 8, device & 0xFF, len(encoded_name), 0,
        )  # fmt: skip
        header = b"070701" + b"".join(b"%08X" % field for field in fields)
        for part in (header + encoded_name, content):
            file.write(part)
            file.write(bytes(-len(part) % 4))
