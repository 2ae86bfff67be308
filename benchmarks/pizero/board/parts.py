# SPDX-License-Identifier: Apache-2.0
"""What the virtual board is made of: Debian's kernel and device tree for the Pi Zero, a static
busybox, and the launcher, in a cache folder. Downloaded and compiled at the first use."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOREIGN_APT = HERE.parents[2] / "scripts" / "foreign-apt.sh"
QEMU = "qemu-system-arm"
COMPILER = "arm-linux-gnueabi-g++"
COMPILER_FLAGS = (
    "-std=c++20 -Os -static -s -march=armv6 -mtune=arm1176jzf-s -mfpu=vfp -mfloat-abi=softfp -marm"
).split()
DEVICE_TREE = "bcm2835-rpi-zero.dtb"
# What ext4 on the memory card needs, in the order in which they have to be loaded. Everything else
# is built into Debian's kernel.
CARD_MODULES = ("crc32c_generic", "crc16", "mbcache", "jbd2", "ext4")


class BoardError(Exception):
    """The board could not be built or did not run; the message is for a person."""


@dataclass(frozen=True)
class Parts:
    kernel: Path
    device_tree: Path
    busybox: Path
    launcher: Path
    modules: tuple[Path, ...]


def missing_programs() -> dict[str, str]:
    """Programs that the board needs and this system lacks, with the packages that have them."""
    packages = {
        QEMU: "qemu-system-arm",
        COMPILER: "g++-arm-linux-gnueabi",
        "dpkg-deb": "dpkg",
        "apt-get": "apt",
        "mke2fs": "e2fsprogs",
    }
    # Administrator's programs are often not in a user's PATH.
    path = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"
    return {name: pkg for name, pkg in packages.items() if shutil.which(name, path=path) is None}


def cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "dinozero" / "board"


def get_parts() -> Parts:
    """The parts, from the cache or made now. Raises BoardError with what to do about it."""
    missing = missing_programs()
    if missing:
        raise BoardError(
            f"not found: {', '.join(missing)}. Install them with: "
            f"sudo apt install {' '.join(sorted(set(missing.values())))}"
        )
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    with _locked(cache / "lock"):
        debian = cache / "debian"
        if not debian.exists():
            _fetch_debian(debian)
        launcher = _compile_launcher(cache)
    return Parts(
        kernel=debian / "vmlinuz",
        device_tree=debian / DEVICE_TREE,
        busybox=debian / "busybox",
        launcher=launcher,
        modules=tuple(debian / f"{name}.ko" for name in CARD_MODULES),
    )


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with open(path, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _run(command: list[str], folder: Path | None = None) -> str:
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise BoardError(f"{' '.join(command)} failed:\n{result.stderr.strip()}")
    return result.stdout


def _fetch_debian(target: Path) -> None:
    # linux-image-rpi only names the package of the current kernel.
    depends = _run([str(FOREIGN_APT), "armel", "apt-cache", "depends", "linux-image-rpi"])
    kernels = re.findall(r"Depends: (linux-image-\S+-rpi)", depends)
    if not kernels:
        raise BoardError(f"Debian's linux-image-rpi does not name a kernel:\n{depends}")
    wanted = {DEVICE_TREE: DEVICE_TREE, "bin/busybox": "busybox"}
    wanted |= {kernels[0].replace("linux-image-", "boot/vmlinuz-"): "vmlinuz"}
    wanted |= {f"{name}.ko": f"{name}.ko" for name in CARD_MODULES}
    fetch_files([kernels[0], "busybox-static"], wanted, target)


def fetch_files(packages: list[str], wanted: dict[str, str], target: Path) -> None:
    """Downloads Debian's `packages` for armel and makes the folder `target` with the few files that
    are needed: those whose paths end with a key of `wanted`, under its value."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="fetch-") as temporary:
        work = Path(temporary)
        _run([str(FOREIGN_APT), "armel", "apt-get", "-q", "download", *packages], work)
        parts = work / "parts"
        parts.mkdir()
        for package in work.glob("*.deb"):
            _extract(package, wanted, parts)
        lacking = sorted(set(wanted.values()) - {path.name for path in parts.iterdir()})
        if lacking:
            raise BoardError(f"Debian's {', '.join(packages)} lack {', '.join(lacking)}")
        parts.rename(target)


def _extract(package: Path, wanted: dict[str, str], folder: Path) -> None:
    with subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE
    ) as process:
        with tarfile.open(fileobj=process.stdout, mode="r|") as archive:
            for member in archive:
                names = [name for end, name in wanted.items() if member.name.endswith("/" + end)]
                file = archive.extractfile(member) if names and member.isfile() else None
                if file:
                    (folder / names[0]).write_bytes(file.read())
    if process.returncode != 0:
        raise BoardError(f"cannot read {package.name}")


def _compile_launcher(cache: Path) -> Path:
    sources = [HERE / "launcher.cc", HERE / "child_process.h"]
    identity = hashlib.sha256(" ".join(COMPILER_FLAGS).encode())
    for source in sources:
        identity.update(source.read_bytes())
    launcher = cache / f"launcher-{identity.hexdigest()[:16]}"
    if not launcher.exists():
        temporary = cache / "launcher.new"
        command = [COMPILER, *COMPILER_FLAGS, "-o", str(temporary), str(sources[0])]
        _run(command)
        for old in cache.glob("launcher-*"):
            old.unlink()
        temporary.rename(launcher)
    return launcher
