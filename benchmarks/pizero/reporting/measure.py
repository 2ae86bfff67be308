#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures models on the board that this runs on, and writes the JSON of benchmarks/pizero/report (kind: measured).

    benchmarks/pizero/measure-on-board --results board.json                    the models of models/ at 224, 160 and 96 pixels
    benchmarks/pizero/measure-on-board --results board.json --probe ./encode_probe dino-micro-int8.safetensors

Times by the clock: every model and size in --runs processes, each with its first picture, three more and a batch of two;
peak memory (VmHWM), clock, temperature and throttling before and after. Where an INA219 measures the board's power
(hwmon), one more process runs for it. Then on a PC: benchmarks/pizero/report --measured board.json.

Exit codes: 0 measured; 1 a model could not be; 2 wrong usage; 3 measured, but the board was throttled or its voltage too low.
"""
import argparse
import json
import statistics
import subprocess
import sys
from datetime import date
from pathlib import Path

PIZERO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PIZERO), str(PIZERO / "timing")]
from reporting import results  # noqa: E402
from reporting.sensors import PowerSampler, Sensors, idle_watts  # noqa: E402
from reporting.settings import MODELS, SCHEMES, SIZES, Problem, Setting  # noqa: E402
from reporting.store import file_digest  # noqa: E402

ROOT = PIZERO.parents[1]
PICTURES, BATCH = 3, 2


def setting_of(file, size):
    """The model and scheme that a file's name says: dino-micro-int8.safetensors."""
    stem = file.name.removesuffix(".safetensors")
    for scheme in sorted(SCHEMES, key=len, reverse=True):
        if stem.endswith("-" + scheme):
            return Setting(stem.removesuffix("-" + scheme), scheme, size)
    return Setting(stem, "none", size)


def run_probe(probe, file, size):
    command = [str(probe), str(file), "--size", str(size), "--wall", "--repeat", str(PICTURES), "--batch", str(BATCH)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    except OSError as error:
        raise Problem("cannot run %s: %s" % (probe, error), 2)
    if done.returncode != 0:
        raise Problem(done.stderr.strip()[-300:] or "ended with code %d" % done.returncode)
    return json.loads(done.stdout)


def spread(values):
    return {"low": min(values), "median": statistics.median(values), "high": max(values)}


def measure(probe, file, setting, runs, sensors):
    """An entry of the results; raises Problem."""
    before = sensors.state()
    run_probe(probe, file, setting.size)  # fills the page cache
    printed = [run_probe(probe, file, setting.size) for _ in range(runs)]
    after = sensors.state()
    watts = None
    if sensors.power_file() is not None:
        with PowerSampler(sensors) as sampler:
            run_probe(probe, file, setting.size)
        watts = sampler.mean
    walls = [run["wall_ms"] for run in printed]
    time = spread([value for wall in walls for value in wall["encode"]])
    throttled = [state["throttled"] for state in (before, after)]
    return {
        "name": setting.name, "model": setting.model, "scheme": setting.scheme, "input_size": setting.size,
        "token_pruning": None,
        "file": {"name": file.name, "bytes": file.stat().st_size, "sha256": file_digest(file), "shipped": True},
        "milliseconds": time, "fps": {"low": 1e3 / time["high"], "high": 1e3 / time["low"]},
        "first_image_milliseconds": spread([wall["load"] + wall["create"] + wall["first"] for wall in walls]),
        "batch": {"images": BATCH, "milliseconds_per_image": spread([wall["batch"] / BATCH for wall in walls]),
                  "executed": True},
        "macs": results.macs_of(printed[0]), "embedding": printed[0]["embedding"],
        "peak_memory_bytes": max(run["peak_memory_bytes"] for run in printed), "fits": True, "verdict": "ran",
        "energy_millijoules": None if watts is None else spread([value * watts for value in time.values()]),
        "watts": watts, "before": before, "after": after,
        "throttled": True if True in throttled else None if None in throttled else False,
        "accuracy": None, "accuracy_per_second": None, "errors": []}


def default_models():
    return [file for model in MODELS for file in sorted((ROOT / "models").glob(model + "*.safetensors"))
            if setting_of(file, 0).model == model]


def find_probe():
    for file in sorted((ROOT / "build").glob("*/benchmarks/pizero/reporting/encode_probe")):
        try:
            if subprocess.run([str(file), "--help"], capture_output=True).returncode == 0:
                return file
        except OSError:  # of another processor
            continue
    raise Problem("no encode_probe that runs here in build/; docs/report.md says how to build or copy it", 2)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=Path, required=True, metavar="FILE", help="where the JSON goes")
    parser.add_argument("--probe", type=Path, help="encode_probe for this board (default: of a build folder)")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), metavar="LIST", help="input in pixels")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="processes for each model and size (3)")
    parser.add_argument("--sysfs", type=Path, default=Path("/"), metavar="ROOT", help="another root for /sys and /proc")
    parser.add_argument("models", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    sensors = Sensors(options.sysfs)
    entries, failures = [], []
    try:
        sizes = [int(size) for size in options.sizes.split(",")]
        probe = options.probe or find_probe()
        models = options.models or default_models()
        for file in models:
            if not file.is_file():
                raise Problem("%s: no such file" % file, 2)
        idle = idle_watts(sensors)
        for number, (file, size) in enumerate([(file, size) for file in models for size in sizes], 1):
            setting = setting_of(file, size)
            print("[%d/%d] %s" % (number, len(models) * len(sizes), setting.name), file=sys.stderr, flush=True)
            try:
                entries.append(measure(probe, file, setting, max(options.runs, 1), sensors))
            except Problem as problem:
                if problem.code == 2:
                    raise
                failures.append({"name": setting.name, "error": str(problem)})
    except (Problem, ValueError) as problem:
        print("measure-on-board: %s" % problem, file=sys.stderr)
        return 2
    watts = [entry["watts"] for entry in entries if entry["watts"] is not None]
    found = {"schema": results.SCHEMA, "version": results.VERSION, "kind": "measured", "board": sensors.board(),
             "clock_mhz": sensors.clock_mhz(), "governor": sensors.governor(), "date": date.today().isoformat(),
             "commit": None, "probe_sha256": file_digest(probe), "data": None,
             "power": {"idle_watts": idle, "active_watts": sum(watts) / len(watts) if watts else None,
                       "source": "INA219" if watts else "not measured"},
             "entries": entries, "failures": failures, "comparison": [], "pareto": [], "recommendations": [],
             "side_by_side": [], "interrupted": False, "notes": []}
    results.write_atomically(options.results, results.text_of(results.rounded(found)))
    for entry in entries:
        print("%-28s %8.1f ms, first picture after %.1f ms, %.1f MB%s%s" % (
            entry["name"], entry["milliseconds"]["median"], entry["first_image_milliseconds"]["median"],
            entry["peak_memory_bytes"] / 1e6, "" if entry["watts"] is None else ", %.2f W" % entry["watts"],
            ", THROTTLED" if entry["throttled"] else ""))
    for failure in failures:
        print("measure-on-board: %(name)s: %(error)s" % failure, file=sys.stderr)
    if any(entry["throttled"] for entry in entries):
        print("measure-on-board: the board was throttled; these figures say little", file=sys.stderr)
        return 3
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
