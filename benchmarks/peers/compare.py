#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dinozero beside ONNX Runtime (and PyTorch) on the same models, one thread, one session.

Every library runs the same network with the same synthetic weights on the same normalised image
tensor, in a process of its own that stays alive and is pinned to the same CPU. Preprocessing is not
timed. The libraries take turns in short slices, in rotating order, so that frequency changes and
other load meet all of them alike. A slice gives the median of its encodings. The table shows

  ms         wall time, median over the slices
  cpu ms     CPU time of the process, median over the slices: without the time that others got
  best       wall time of the fastest encoding of all
  ratio ...  each of them divided by ONNX Runtime's; below 1 dinozero is faster
  load ms    from the file to a model that can encode
  peak MiB   of a process that loads the model and encodes once (of the Python ones: with Python)
  cosine     lowest of CLS and all patch tokens, against ONNX Runtime
  max diff   largest difference relative to the largest magnitude, against ONNX Runtime

Features are compared before anything is timed.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RUNNER = "benchmarks/peers/peers_encode_runner"
SIDE = 224

EPILOG = """exit status:
  0  compared
  1  features differ, or a ratio is above --max-ratio
  2  wrong usage, or something needed is missing
"""

# Features agree if no value differs by more than this, relative to the largest magnitude.
TOLERANCE = 1e-4


class ComparisonError(Exception):
    """Something that is needed for the comparison is missing or failed."""


def note(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


class Runner:
    """A child process that serves the protocol of protocol.py."""

    def __init__(self, label: str, command: list[str]) -> None:
        self.label = label
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self.greeting = self._read()

    def _read(self) -> dict:
        line = self._process.stdout.readline()
        if not line:
            status = self._process.wait()
            raise ComparisonError(f"{self.label}: the runner ended with status {status}")
        return json.loads(line)

    def ask(self, command: str) -> dict:
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        return self._read()

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()


@dataclasses.dataclass
class Row:
    """What was measured of one library on one model; the description of the table explains it."""

    model: str
    library: str
    version: str
    detail: str
    ms: float
    cpu_ms: float
    best_ms: float
    ratio: float
    cpu_ratio: float
    best_ratio: float
    slices_ms: list[float]
    load_ms: float
    peak_mib: float
    cosine: float
    difference: float


def prepare(preset: str, folder: pathlib.Path) -> None:
    note(f"{preset}: exporting")
    done = subprocess.run(
        [sys.executable, str(HERE / "models.py"), preset, str(folder), str(SIDE), str(SIDE)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ComparisonError(f"{preset}: export failed:\n{done.stderr}")


def start_runners(
    preset: str, folder: pathlib.Path, options: argparse.Namespace
) -> dict[str, Runner]:
    model = folder / preset
    size = [str(SIDE), str(SIDE)]
    python = [sys.executable]
    runners = {}

    def start(label: str, command: list[str]) -> None:
        runners[label] = Runner(label, command)

    for backend in options.backends:
        tensors = [f"{model}.safetensors", f"{model}.f32", *size, backend]
        start(f"dinozero {backend}", [str(options.runner), *tensors])
    start(
        "onnxruntime",
        [*python, str(HERE / "run_onnxruntime.py"), f"{model}.onnx", f"{model}.f32", *size],
    )
    if options.torch:
        start("torch", [*python, str(HERE / "run_torch.py"), preset, f"{model}.f32", *size])
    return runners


def features_of(runner: Runner, folder: pathlib.Path, dim: int) -> np.ndarray:
    path = folder / "features.f32"
    runner.ask(f"features {path}")
    return np.fromfile(path, np.float32).reshape(-1, dim).astype(np.float64)


def agreement(ours: np.ndarray, reference: np.ndarray) -> tuple[float, float]:
    """(lowest cosine of two tokens, largest difference relative to the largest magnitude)."""
    if ours.shape != reference.shape:
        raise ComparisonError(f"features have shape {ours.shape}, expected {reference.shape}")
    norms = np.linalg.norm(ours, axis=1) * np.linalg.norm(reference, axis=1)
    cosine = float(((ours * reference).sum(axis=1) / norms).min())
    return cosine, float(np.abs(ours - reference).max() / np.abs(reference).max())


def measure(runners: dict[str, Runner], rounds: int, seconds: float) -> dict[str, list[dict]]:
    """What every runner answered to `time`, slice by slice."""
    slices: dict[str, list[dict]] = {label: [] for label in runners}
    order = list(runners)
    for index in range(rounds + 1):
        start = index % len(order)
        for label in order[start:] + order[:start]:
            answer = runners[label].ask(f"time {seconds}")
            if index > 0:  # the first round warms up
                slices[label].append(answer)
    return slices


def summarize(slices: list[dict]) -> tuple[float, float, float]:
    """(wall, CPU, best) in milliseconds."""
    wall = statistics.median(statistics.median(s["wall_ms"]) for s in slices)
    cpu = statistics.median(statistics.median(s["cpu_ms"]) for s in slices)
    return wall, cpu, min(min(s["wall_ms"]) for s in slices)


def compare(preset: str, folder: pathlib.Path, options: argparse.Namespace) -> list[Row]:
    prepare(preset, folder)
    runners = start_runners(preset, folder, options)
    try:
        dim = {"micro": 128, "tiny": 192, "small": 384}[preset]
        reference = features_of(runners["onnxruntime"], folder, dim)
        agreements = {
            label: agreement(features_of(runner, folder, dim), reference)
            for label, runner in runners.items()
        }
        note(
            f"{preset}: timing for about {len(runners) * (options.rounds + 1) * options.seconds:.0f} s"
        )
        slices = measure(runners, options.rounds, options.seconds)
    finally:
        for runner in runners.values():
            runner.close()
    summaries = {label: summarize(slices[label]) for label in runners}
    rows = []
    for label, runner in runners.items():
        ratios = [mine / peer for mine, peer in zip(summaries[label], summaries["onnxruntime"])]
        rows.append(
            Row(
                preset,
                label,
                runner.greeting["version"],
                runner.greeting["detail"],
                *summaries[label],
                *ratios,
                slices_ms=[statistics.median(s["wall_ms"]) for s in slices[label]],
                load_ms=runner.greeting["load_ms"],
                peak_mib=runner.greeting["peak_kib"] / 1024,
                cosine=agreements[label][0],
                difference=agreements[label][1],
            )
        )
    return rows


def machine() -> str:
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith(("model name", "Model")):
            return line.split(":", 1)[1].strip()
    return os.uname().machine


def print_table(rows: list[Row]) -> None:
    print(
        f"{'':36s}{'':26s} {'----- ratio -----':>20s}\n"
        f"{'model':6s} {'library':17s} {'version':10s} {'ms':>8s} {'cpu ms':>8s} {'best':>8s} "
        f"{'ms':>6s} {'cpu':>6s} {'best':>6s} {'load ms':>8s} {'peak MiB':>8s} {'cosine':>10s} "
        f"{'max diff':>8s}  detail"
    )
    for row in rows:
        print(
            f"{row.model:6s} {row.library:17s} {row.version.split('+')[0]:10s} "
            f"{row.ms:8.3f} {row.cpu_ms:8.3f} {row.best_ms:8.3f} "
            f"{row.ratio:6.3f} {row.cpu_ratio:6.3f} {row.best_ratio:6.3f} "
            f"{row.load_ms:8.1f} {row.peak_mib:8.1f} {row.cosine:10.7f} "
            f"{row.difference:8.1e}  {row.detail}"
        )


def failures(rows: list[Row], max_ratio: float | None) -> list[str]:
    found = [
        f"{row.model}: features of {row.library} differ from ONNX Runtime's by {row.difference:.1e}"
        for row in rows
        if not row.difference <= TOLERANCE
    ]
    if max_ratio is None:
        return found
    for model in dict.fromkeys(row.model for row in rows):
        ratio = min(r.ratio for r in rows if r.model == model and r.library.startswith("dinozero"))
        if not ratio <= max_ratio:
            found.append(f"{model}: ratio {ratio:.3f} of the faster backend, allowed {max_ratio}")
    return found


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--build",
        type=pathlib.Path,
        default=ROOT / "build",
        help=f"build folder with {RUNNER} (default: build)",
    )
    parser.add_argument(
        "--models",
        nargs="+",
        choices=("micro", "tiny", "small"),
        default=["micro", "tiny", "small"],
    )
    parser.add_argument(
        "--backends", nargs="+", choices=("native", "xnnpack"), default=["native", "xnnpack"]
    )
    parser.add_argument("--torch", action="store_true", help="PyTorch in eager mode as well")
    parser.add_argument("--rounds", type=int, default=25, help="slices per library (default: 25)")
    parser.add_argument(
        "--seconds", type=float, default=0.3, help="length of a slice (default: 0.3)"
    )
    parser.add_argument("--cpu", type=int, help="CPU to pin to (default: the last one allowed)")
    parser.add_argument(
        "--max-ratio", type=float, help="fail if the faster backend takes more than this times"
    )
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    options = parser.parse_args()
    if options.rounds < 1 or not options.seconds > 0:
        parser.error("expected at least one round and a positive length")
    allowed = sorted(os.sched_getaffinity(0))
    if options.cpu is None:
        options.cpu = allowed[-1]
    elif options.cpu not in allowed:
        parser.error(f"--cpu {options.cpu}: allowed are {allowed}")
    options.runner = options.build / RUNNER
    if not options.runner.is_file():
        parser.error(f"{options.runner}: not built; build the target peers_encode_runner")
    return options


def main() -> int:
    options = parse_arguments()
    os.sched_setaffinity(0, {options.cpu})  # inherited by the runners
    rows: list[Row] = []
    start = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="dinozero-peers-") as folder:
            for preset in options.models:
                rows += compare(preset, pathlib.Path(folder), options)
    except ComparisonError as error:
        note(f"error: {error}")
        return 2
    problems = failures(rows, options.max_ratio)
    if options.json:
        print(
            json.dumps(
                {
                    "machine": machine(),
                    "cpu": options.cpu,
                    "load_average": os.getloadavg()[0],
                    "rounds": options.rounds,
                    "seconds_per_slice": options.seconds,
                    "total_seconds": round(time.monotonic() - start, 1),
                    "rows": [dataclasses.asdict(row) for row in rows],
                    "failures": problems,
                }
            )
        )
    else:
        print(
            f"{machine()}, CPU {options.cpu}, one thread, load {os.getloadavg()[0]:.1f}, {options.rounds} slices of {options.seconds} s"
        )
        print_table(rows)
    for problem in problems:
        note(f"failed: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
