# SPDX-License-Identifier: Apache-2.0
"""Boots the virtual Pi Zero (QEMU's raspi0 with Debian's kernel), runs one program on it and
collects what it did. The protocol of the serial console is described in launcher.cc."""

import base64
import binascii
import ctypes
import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from card import make_card
from initramfs import Initramfs
from parts import QEMU, BoardError, Parts

BOOT_TIMEOUT_SECONDS = 120.0
_FRAME = b"@board "
_ARGUMENTS = (
    "console=ttyAMA0,115200 rdinit=/init panic=-1 oops=panic "
    # QEMU does not model the power manager; without this the kernel dies in its driver.
    "initcall_blacklist=bcm2835_power_driver_init,bcm2835_pm_driver_init"
)
# The board's clock counts instructions, one a nanosecond, and skips idle time. With QEMU's default,
# the host's clock, the kernel's timer now and then misses its moment on a busy host, and the boot
# hangs for the 71 minutes that the timer's 32-bit counter takes to come round.
_CLOCK = ("-icount", "shift=0,sleep=off")


@dataclass
class Job:
    """What to run. Paths on the board are absolute or relative to its folder /work."""

    argv: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)  # path on the board -> file here
    card_files: dict[str, Path] = field(default_factory=dict)  # path below /card -> file here
    fetch: list[str] = field(default_factory=list)  # files to bring back
    timeout_seconds: float = 600.0


@dataclass
class Outcome:
    """What the program did. Its times are one nanosecond an instruction, not those of a Pi Zero."""

    exit_code: int
    signal: int
    wall_seconds: float
    cpu_seconds: float
    peak_rss_bytes: int
    oom_kills: int
    boot_seconds: float
    fetched: dict[str, bytes]
    missing: dict[str, str]
    kernel_log: str


class ProgramTimeout(BoardError):
    """The program did not end in time."""


Sink = Callable[[bytes], None]


def run_job(job: Job, parts: Parts, on_stdout: Sink, on_stderr: Sink, on_log: Sink) -> Outcome:
    """Boots the board, runs `job`, switches it off. Output is passed on while the program runs;
    `on_log` gets the console's other lines. Raises BoardError, ProgramTimeout."""
    with tempfile.TemporaryDirectory(prefix="virtual-board-") as folder:
        work = Path(folder)
        initrd = work / "initramfs"
        with open(initrd, "wb") as file:
            _make_initramfs(job, parts).write(file)
        command = [
            QEMU, "-M", "raspi0", "-kernel", str(parts.kernel), "-dtb", str(parts.device_tree),
            "-initrd", str(initrd), "-append", _ARGUMENTS,
            "-display", "none", "-monitor", "none", "-serial", "stdio", "-no-reboot",
            *_CLOCK,
        ]  # fmt: skip
        if job.card_files:
            image = work / "card.img"
            make_card(image, job.card_files, work)
            command += ["-drive", f"if=sd,format=raw,file={image}"]
        with _qemu(command) as process:
            return _Session(job, on_stdout, on_stderr, on_log).follow(process)


def _make_initramfs(job: Job, parts: Parts) -> Initramfs:
    archive = Initramfs()
    archive.add_file("init", parts.launcher, executable=True)
    archive.add_file("bin/busybox", parts.busybox, executable=True)
    for folder in ("work", "tmp", "proc", "sys", "card"):
        archive.add_folder(folder)
    for name, source in job.files.items():
        executable = os.access(source, os.X_OK)
        archive.add_file(str(Path("/work") / name), source, executable)
    environment = {"PATH": "/bin:/work", "HOME": "/work", "TMPDIR": "/tmp"} | job.environment
    archive.add_file("board/argv", _strings(job.argv))
    archive.add_file("board/env", _strings(f"{name}={v}" for name, v in environment.items()))
    archive.add_file("board/fetch", _strings(job.fetch))
    if job.card_files:
        archive.add_file("board/card", b"")
        for module in parts.modules:
            archive.add_file(f"board/{module.name}", module)
        archive.add_file("board/modules", _strings(f"/board/{m.name}" for m in parts.modules))
    return archive


def _strings(values: Iterator[str] | list[str]) -> bytes:
    return b"".join(os.fsencode(value) + b"\0" for value in values)


def _die_with_parent() -> None:
    """Has the kernel end QEMU even if this process is killed outright."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


@contextmanager
def _qemu(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=_die_with_parent,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


class _Session:
    """Reads the console of one boot."""

    def __init__(self, job: Job, on_stdout: Sink, on_stderr: Sink, on_log: Sink) -> None:
        self._job = job
        self._on_stdout = on_stdout
        self._on_stderr = on_stderr
        self._on_log = on_log
        self._log = bytearray()  # console lines that are no frames, for error messages
        self._boot_seconds: float | None = None
        self._usage: dict[str, int] = {}
        self._fetched: dict[str, bytearray] = {}
        self._missing: dict[str, str] = {}
        self._kernel_log = bytearray()

    def follow(self, process: subprocess.Popen[bytes]) -> Outcome:
        start = time.monotonic()
        deadline = start + BOOT_TIMEOUT_SECONDS
        pending = b""
        assert process.stdout is not None
        while True:
            if not self._wait(process.stdout.fileno(), deadline):
                raise self._late()
            data = os.read(process.stdout.fileno(), 1 << 16)
            if not data:
                raise BoardError(f"the board stopped unexpectedly{self._tail()}")
            *lines, pending = (pending + data).split(b"\n")
            for line in lines:
                kind = self._handle(line.rstrip(b"\r"))
                if kind == b"R":
                    self._boot_seconds = time.monotonic() - start
                    deadline = time.monotonic() + self._job.timeout_seconds
                elif kind == b"X":  # what follows is the launcher's work, not the program's
                    deadline = time.monotonic() + BOOT_TIMEOUT_SECONDS
                elif kind == b"D":
                    return self._outcome()

    @staticmethod
    def _wait(fd: int, deadline: float) -> bool:
        ready, _, _ = select.select([fd], [], [], max(0.0, deadline - time.monotonic()))
        return bool(ready)

    def _late(self) -> BoardError:
        if self._boot_seconds is None:
            return BoardError(
                f"the board did not boot within {BOOT_TIMEOUT_SECONDS:.0f} s{self._tail()}"
            )
        if not self._usage:
            return ProgramTimeout(
                f"the program did not end within {self._job.timeout_seconds:g} s; "
                "the board was switched off"
            )
        return BoardError(f"the board stopped answering{self._tail()}")

    def _handle(self, line: bytes) -> bytes:
        """Acts on one line of the console; returns the kind of the frame, or b""."""
        if not line.startswith(_FRAME):
            if line:
                self._log += line + b"\n"
                self._on_log(line + b"\n")
                if b"Kernel panic" in line:
                    raise BoardError(f"the kernel panicked{self._tail()}")
            return b""
        kind, payload = self._decode(line)
        if kind == b"O":
            self._on_stdout(payload)
        elif kind == b"E":
            self._on_stderr(payload)
        elif kind == b"X":
            pairs = (pair.split("=") for pair in payload.decode().split())
            self._usage = {name: int(value) for name, value in pairs}
        elif kind == b"F":
            index, content = payload.split(b"\0", 1)
            self._fetched.setdefault(self._job.fetch[int(index)], bytearray()).extend(content)
        elif kind == b"N":
            index, reason = payload.split(b"\0", 1)
            self._missing[self._job.fetch[int(index)]] = reason.decode()
        elif kind == b"K":
            self._kernel_log += payload
        elif kind == b"B":
            raise BoardError(f"the board could not run the program: {payload.decode()}")
        return kind

    def _decode(self, line: bytes) -> tuple[bytes, bytes]:
        try:
            kind, checksum, encoded = line[len(_FRAME) :].split(b" ")
            payload = base64.b64decode(encoded, validate=True)
            if binascii.crc32(kind + payload) != int(checksum, 16):
                raise ValueError("checksum")
        except ValueError as error:
            # Losing output silently would be worse than losing the run.
            raise BoardError(f"the console garbled the program's output ({error})") from error
        return kind, payload

    def _tail(self) -> str:
        lines = self._log.decode(errors="replace").splitlines()[-12:]
        if not lines:
            return ", and nothing was on its console"
        return "; the last lines of its console:\n  " + "\n  ".join(lines)

    def _outcome(self) -> Outcome:
        usage = self._usage
        return Outcome(
            exit_code=usage["exit_code"],
            signal=usage["signal"],
            wall_seconds=usage["wall_us"] / 1e6,
            cpu_seconds=(usage["user_us"] + usage["system_us"]) / 1e6,
            peak_rss_bytes=usage["peak_rss_kib"] * 1024,
            oom_kills=usage["oom_kills"],
            boot_seconds=self._boot_seconds or 0.0,
            fetched={name: bytes(content) for name, content in self._fetched.items()},
            missing=self._missing,
            kernel_log=self._kernel_log.decode(errors="replace"),
        )
