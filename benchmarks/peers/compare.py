#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dinozero beside ONNX Runtime and PyTorch on the same models, in one session.

Every library runs the same network with the same synthetic weights on the same normalised image
tensor, in a process of its own that stays alive: in f32, with weights stored in f16 (the others get
the same numbers in f32, as is usual on a CPU), with int8 weights and inputs quantized while it runs,
and with 4-bit weights, each as its own tools quantize it. With one thread all are
pinned to the same CPU. Preprocessing is not timed. The libraries take turns in short slices, in
rotating order, so that frequency changes and other load meet all of them alike. A slice gives the
median of its encodings. The table shows

  ms         wall time, median over the slices
  cpu ms     CPU time of the process, median over the slices: without the time that others got
  best       wall time of the fastest encoding of all
  ratio ...  each of them, and the peak of memory, divided by that of ONNX Runtime in the same scheme;
             below 1 is faster, or smaller
  load ms    from the file to a model that can encode
  peak MiB   of a process that loads the model and encodes once, of the Python ones with Python
  own MiB    the same without what was there before the model: interpreter and libraries
  cosine     lowest of CLS and all patch tokens, against ONNX Runtime in f32 (f16: the same numbers)
  max diff   largest difference relative to the largest magnitude, against the same

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
TOOL = "tools/dinozero"
SIDE = 224

EPILOG = """exit status:
  0  compared
  1  features differ, or a ratio of CPU time is above --max-ratio
  2  wrong usage, or something needed is missing
"""

# Features agree if no value differs by more than this, relative to the largest magnitude,
TOLERANCE = 1e-4
# or, with quantized weights, if no token's cosine is below these: the schemes' bounds for weights
# without calibration.
LOWEST_COSINE = {"int8": 0.997, "int4": 0.93}
SCHEMES = ("f32", "f16", "int8", "int4")
FLOATS = ("f32", "f16")  # nothing to quantize, features equal to TOLERANCE
DIMS = {"micro": 128, "tiny": 192, "small": 384}


class ComparisonError(Exception):
    """Something that is needed for the comparison is missing or failed."""


def note(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


class Runner:
    """A child process that serves the protocol of protocol.py."""

    def __init__(self, label: str, scheme: str, command: list[str], threads: int) -> None:
        self.label = label
        self.scheme = scheme
        count = str(threads)
        environment = {**os.environ, "OMP_NUM_THREADS": count, "MKL_NUM_THREADS": count}
        self._process = subprocess.Popen(
            [*command, count],
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
    threads: int
    scheme: str
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
    own_mib: float
    peak_ratio: float
    cosine: float
    difference: float


def checked(command: list[str], what: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ComparisonError(f"{what} failed:\n{done.stderr}")


def prepare(preset: str, folder: pathlib.Path, options: argparse.Namespace) -> None:
    note(f"{preset}: exporting")
    side = str(SIDE)
    checked(
        [sys.executable, str(HERE / "models.py"), preset, str(folder), side, side],
        f"{preset}: export",
    )
    for scheme in options.schemes:
        if scheme in FLOATS:
            continue
        source, result = (folder / f"{preset}-{s}.safetensors" for s in ("f32", scheme))
        command = [options.tool, "quantize", source, result, "--scheme", scheme, "--json"]
        checked([str(word) for word in command], f"{preset}: dinozero quantize --scheme {scheme}")


def start_runners(
    preset: str, threads: int, folder: pathlib.Path, options: argparse.Namespace
) -> list[Runner]:
    inputs = [str(folder / f"{preset}.f32"), str(SIDE), str(SIDE)]
    runners = []

    def start(label: str, scheme: str, *command: str) -> None:
        runners.append(Runner(label, scheme, [*command], threads))

    for scheme in options.schemes:
        model = f"{folder / preset}-{scheme}"
        for backend in options.backends:
            if backend == "native" or scheme in FLOATS:  # XNNPACK has none of the others
                file = f"{model}.safetensors"
                start(f"dinozero {backend}", scheme, str(options.runner), file, *inputs, backend)
        script = str(HERE / "run_onnxruntime.py")
        start("onnxruntime", scheme, sys.executable, script, f"{model}.onnx", *inputs)
        if options.torch and scheme != "int4":  # PyTorch's own quantization has no 4-bit weights
            script = str(HERE / "run_torch.py")
            start("torch", scheme, sys.executable, script, preset, scheme, *inputs)
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


def measure(runners: list[Runner], rounds: int, seconds: float) -> list[list[dict]]:
    """What every runner answered to `time`, slice by slice."""
    slices: list[list[dict]] = [[] for _ in runners]
    order = list(range(len(runners)))
    for index in range(rounds + 1):
        start = index % len(order)
        for runner in order[start:] + order[:start]:
            answer = runners[runner].ask(f"time {seconds}")
            if index > 0:  # the first round warms up
                slices[runner].append(answer)
    return slices


def summarize(slices: list[dict]) -> tuple[float, float, float]:
    """(wall, CPU, best) in milliseconds."""
    wall = statistics.median(statistics.median(s["wall_ms"]) for s in slices)
    cpu = statistics.median(statistics.median(s["cpu_ms"]) for s in slices)
    return wall, cpu, min(min(s["wall_ms"]) for s in slices)


def compare(
    preset: str, threads: int, folder: pathlib.Path, options: argparse.Namespace
) -> list[Row]:
    runners = start_runners(preset, threads, folder, options)
    try:
        features = [features_of(runner, folder, DIMS[preset]) for runner in runners]
        baseline = {r.scheme: i for i, r in enumerate(runners) if r.label == "onnxruntime"}
        references = {s: features[baseline["f16" if s == "f16" else "f32"]] for s in baseline}
        seconds = len(runners) * (options.rounds + 1) * options.seconds
        note(f"{preset}, {threads} thread(s): timing for about {seconds:.0f} s")
        slices = measure(runners, options.rounds, options.seconds)
    finally:
        for runner in runners:
            runner.close()
    summaries = [summarize(answers) for answers in slices]
    rows = []
    for index, runner in enumerate(runners):
        peers = summaries[baseline[runner.scheme]]
        greeting = runner.greeting
        equals = agreement(features[index], references[runner.scheme])
        peer_peak = runners[baseline[runner.scheme]].greeting["peak_kib"]
        rows.append(
            Row(
                preset,
                threads,
                runner.scheme,
                runner.label,
                greeting["version"],
                greeting["detail"],
                *summaries[index],
                *(mine / peer for mine, peer in zip(summaries[index], peers)),
                slices_ms=[statistics.median(s["wall_ms"]) for s in slices[index]],
                load_ms=greeting["load_ms"],
                peak_mib=greeting["peak_kib"] / 1024,
                own_mib=(greeting["peak_kib"] - greeting["before_kib"]) / 1024,
                peak_ratio=greeting["peak_kib"] / peer_peak,
                **dict(zip(("cosine", "difference"), equals)),
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
        f"{'':66s}{'-------- ratio ---------':>27s}\n"
        f"{'model':6s} {'thr':3s} {'scheme':6s} {'library':16s} {'version':7s} {'ms':>7s} {'cpu ms':>7s} "
        f"{'best':>7s} {'ms':>6s} {'cpu':>6s} {'best':>6s} {'peak':>6s} {'load ms':>8s} {'peak MiB':>8s} "
        f"{'own MiB':>8s} {'cosine':>9s} {'max diff':>8s}  detail"
    )
    for row in rows:
        print(
            f"{row.model:6s} {row.threads:3d} {row.scheme:6s} {row.library:16s} "
            f"{row.version.split('+')[0]:7s} {row.ms:7.2f} {row.cpu_ms:7.2f} {row.best_ms:7.2f} "
            f"{row.ratio:6.2f} {row.cpu_ratio:6.2f} {row.best_ratio:6.2f} {row.peak_ratio:6.2f} "
            f"{row.load_ms:8.1f} {row.peak_mib:8.1f} {row.own_mib:8.1f} {row.cosine:9.6f} "
            f"{row.difference:8.1e}  {row.detail}"
        )


def agrees(row: Row) -> bool:
    if row.scheme in FLOATS:
        return row.difference <= TOLERANCE
    return row.cosine >= LOWEST_COSINE[row.scheme]


def failures(rows: list[Row], limits: dict[str, float]) -> list[str]:
    found = [
        f"{row.model}, {row.scheme}: features of {row.library} differ from ONNX Runtime's in f32: "
        f"difference {row.difference:.1e}, cosine {row.cosine:.6f}"
        for row in rows
        if not agrees(row)
    ]
    for row in rows:
        limit = limits.get(row.scheme)
        if limit is None or row.threads != 1 or row.library != "dinozero native":
            continue
        if not row.cpu_ratio <= limit:
            found.append(
                f"{row.model}, {row.scheme}: ratio {row.cpu_ratio:.3f} of CPU time, allowed {limit}"
            )
    return found


def scheme_ratio(text: str) -> tuple[str, float]:
    scheme, _, ratio = text.partition("=")
    if scheme not in SCHEMES:
        raise argparse.ArgumentTypeError(f"expected SCHEME=RATIO with {SCHEMES}, found {text}")
    return scheme, float(ratio)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--build",
        type=pathlib.Path,
        default=ROOT / "build",
        help=f"build folder with {RUNNER} and {TOOL} (default: build)",
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
    parser.add_argument("--schemes", nargs="+", choices=SCHEMES, default=SCHEMES)
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2], help="default: 1 2")
    parser.add_argument(
        "--no-torch", dest="torch", action="store_false", help="without PyTorch's rows"
    )
    parser.add_argument("--rounds", type=int, default=25, help="slices per row (default: 25)")
    parser.add_argument(
        "--seconds", type=float, default=0.3, help="length of a slice (default: 0.3)"
    )
    parser.add_argument(
        "--cpu", type=int, help="CPU that one thread is pinned to (default: the last one allowed)"
    )
    parser.add_argument(
        "--max-ratio",
        nargs="+",
        type=scheme_ratio,
        default=[],
        metavar="SCHEME=RATIO",
        help="fail if the native backend with one thread needs more than this of the CPU time",
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
    if "f32" not in options.schemes:
        parser.error("--schemes: f32 is what the features of the others are compared with")
    if any(not 1 <= threads <= len(allowed) for threads in options.threads):
        parser.error(f"--threads: expected 1 to {len(allowed)}, the CPUs that are allowed")
    options.allowed = allowed
    options.runner = options.build / RUNNER
    options.tool = options.build / TOOL
    for program, target in ((options.runner, "peers_encode_runner"), (options.tool, "dinozero_command")):
        if not program.is_file():
            parser.error(f"{program}: not built; build the target {target}")
    return options


def main() -> int:
    options = parse_arguments()
    rows: list[Row] = []
    start = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="dinozero-peers-") as name:
            folder = pathlib.Path(name)
            for preset in options.models:
                prepare(preset, folder, options)
                for threads in options.threads:
                    # Inherited by the runners.
                    cpus = {options.cpu} if threads == 1 else set(options.allowed[-threads:])
                    os.sched_setaffinity(0, cpus)
                    rows += compare(preset, threads, folder, options)
                os.sched_setaffinity(0, options.allowed)
    except ComparisonError as error:
        note(f"error: {error}")
        return 2
    problems = failures(rows, dict(options.max_ratio))
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
            f"{machine()}, load {os.getloadavg()[0]:.1f}, "
            f"{options.rounds} slices of {options.seconds} s"
        )
        print_table(rows)
    for problem in problems:
        note(f"failed: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
