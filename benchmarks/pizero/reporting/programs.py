# SPDX-License-Identifier: Apache-2.0
"""The programs that are run: the probe and the timing model for ARMv6, `dinozero` for this machine."""
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import estimation
from .settings import Problem

ROOT = Path(__file__).resolve().parents[3]
CROSS_PRESET, HOST_PRESET = "armv6-linux-gnueabi", "release"

# Functions at whose entry the time of another part of the network begins; demangled, from the start of the name.
PARTS = (
    ("preprocess", r"dinozero::resize_crop\("),
    ("patches", r"dinozero::kernels::\w+::patches_from_\w+\(dinozero"),
    ("input", r"dinozero::LayerInputs::from_\w+\("),
    ("layer", r"dinozero::\(anonymous namespace\)::Native\w+::run\(int"),
    ("attention", r"dinozero::kernels::\w+::attention_(?:f32|int8)\(dinozero"),
    ("norm", r"dinozero::kernels::\w+::layer_norm_f32\(int"),
    ("pruning", r"dinozero::prune_tokens\("),
)


@dataclass
class Programs:
    probe: Path  # static, ARMv6
    plugin: Path
    entries: dict  # address -> part
    dinozero: Path = None  # for this machine
    commit: str = None  # that they were built from; None: they were given


def need(tool, package):
    if shutil.which(tool) is None:
        raise Problem("%s not found (package %s; scripts/setup.sh cross installs it)" % (tool, package), 3)


def run_tool(command, what, code=4, **options):
    try:
        done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, stdin=subprocess.DEVNULL, **options)
    except OSError as error:
        raise Problem("%s: cannot run %s: %s" % (what, command[0], error), 3)
    if done.returncode != 0:
        raise Problem("%s failed:\n%s" % (what, done.stdout[-3000:].strip()), code)
    return done.stdout


def build(preset, folder, targets, settings=(), jobs=2):
    print("building %s in %s ..." % (", ".join(targets), folder), file=sys.stderr, flush=True)
    run_tool(["cmake", "--preset", preset, "-B", folder, *settings], "configuring " + preset, cwd=ROOT)
    run_tool(["cmake", "--build", folder, "-j", str(jobs), "--target", *targets], "building " + preset, cwd=ROOT)


def part_entries(probe):
    """Addresses of the functions of PARTS in the probe, {address: part}."""
    return entries_in(run_tool(["arm-linux-gnueabi-nm", "-C", probe], "reading the symbols of %s" % probe), probe)


def entries_in(listing, probe):
    """The same from nm's listing. A lambda in a part's function is no part of its own: it would be counted twice."""
    entries = {}
    for part, pattern in PARTS:
        found = re.findall(r"^([0-9a-f]+) [tT] (?:%s)(?!.*\{lambda).*$" % pattern, listing, re.M)
        entries.update((int(address, 16), part) for address in found)
        if not found:
            raise Problem("%s has no function %s: the report does not know this library" % (probe, pattern), 4)
    return entries


def prepare(cross_folder=None, host_folder=None, host=True, probe=None, dinozero=None, jobs=2):
    """Builds what is not given; raises Problem that names what is missing."""
    need("qemu-arm", "qemu-user")
    need("arm-linux-gnueabi-nm", "binutils-arm-linux-gnueabi")
    built = probe is None
    if built:
        for tool, package in (("cmake", "cmake"), ("ninja", "ninja-build"),
                              ("arm-linux-gnueabi-g++", "g++-arm-linux-gnueabi")):
            need(tool, package)
        sysroot = ROOT / "build" / "sysroot-armel"
        if not sysroot.exists():
            print("fetching the libraries for ARMv6 ...", file=sys.stderr, flush=True)
            run_tool([ROOT / "scripts" / "fetch-sysroot.sh", "armel"], "scripts/fetch-sysroot.sh armel", cwd=ROOT)
        folder = cross_folder or ROOT / "build" / CROSS_PRESET
        settings = ["-DDINOZERO_BUILD_BENCHMARKS=ON"]
        if not (folder / "CMakeCache.txt").exists():
            settings.append("-DDINOZERO_BUILD_TESTS=OFF")
        build(CROSS_PRESET, folder, ["encode_probe"], settings, jobs)
        probe = folder / "benchmarks" / "pizero" / "reporting" / "encode_probe"
    if host and dinozero is None:
        folder = host_folder or ROOT / "build" / HOST_PRESET
        build(HOST_PRESET, folder, ["dinozero_command", "dinozero_evaluate", "dinozero_quantize"], jobs=jobs)
        dinozero = folder / "tools" / "dinozero"
    plugin = estimation.build_tools() / "dinozero_timing_plugin.so"
    return Programs(Path(probe), plugin, part_entries(probe), Path(dinozero) if dinozero else None,
                    commit() if built else None)


def commit():
    """The repository's commit, with + where files differ from it; None outside a checkout."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        return None
    quiet = {"cwd": ROOT, "capture_output": True, "text": True, "env": dict(os.environ, GIT_OPTIONAL_LOCKS="0")}
    head = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], **quiet).stdout.strip()
    changed = subprocess.run(["git", "status", "--porcelain", "--untracked-files=no"], **quiet).stdout.strip()
    return head + ("+" if changed else "") if head else None
