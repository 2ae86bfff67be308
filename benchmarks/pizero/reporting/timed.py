# SPDX-License-Identifier: Apache-2.0
"""Runs the probe under the timing model and tells what of its time went where."""
import json
import re
import tempfile

import estimation
from .settings import Problem
from .store import Store, file_digest

PLACEMENTS = tuple(estimation.MAPPINGS)  # in-order, scattered
LOAD, CREATE, FIRST, AGAIN, BATCH, PICTURE = range(6)
# Above this many expected multiply-accumulates an encode runs once; the first stands for those after it. Where both
# run they differ by about a thousandth at most (results.json has both).
ONCE_ABOVE_MACS = 200e6
BATCH_IMAGES = 2


def kernel_name(symbol):
    """A short name of a function of the program: the last part of a mangled name, an assembly function without prefix."""
    match = re.match(r"dinozero_[^_]+_(.*)", symbol)
    if match:
        return match.group(1)
    rest = re.match(r"_ZZ?N?K?(.*)", symbol)
    rest, name = rest.group(1) if rest else "", symbol
    while number := re.match(r"\d+", rest):  # each part of a nested name is preceded by its length
        end = number.end() + int(number.group(0))
        part, rest = rest[number.end():end], rest[end:]
        if not part.startswith("_GLOBAL"):
            name = part
    return name


def kernels(symbols):
    """[(name, cycles)] of functions by time; those of one name together."""
    cycles = {}
    for symbol, count in symbols:
        name = kernel_name(symbol)
        cycles[name] = cycles.get(name, 0) + count
    return sorted(cycles.items(), key=lambda pair: -pair[1])


def attribute(segments, entries, layers, depth):
    """[(part of the network, cycles)] in order of execution: `segments` between entries of functions, put together.

    Layers run in the order of the plan, four a block; the patch embedding in bands. What prepares a layer's input
    (LayerNorm, quantization) counts for it.
    """
    runs = sum(entries.get(int(s["entry"], 16)) == "layer" for s in segments)
    bands = runs - 4 * depth
    if bands < 1 or len(layers) != 1 + 4 * depth:
        raise Problem("expected %d layers to run, saw %d" % (1 + 4 * depth, runs), 5)
    order = [layers[0]["layer"]] * bands + [layer["layer"] for layer in layers[1:]]
    cycles = {}

    def add(name, count):
        cycles[name] = cycles.get(name, 0) + count

    position, pending = 0, 0
    for segment in segments:
        part, count = entries.get(int(segment["entry"], 16)), segment["cycles"]
        if part in (None, "preprocess"):
            add("resize and crop", count)
        elif part == "patches":
            add("patches", count)
        elif part == "pruning":
            add("token pruning", count)
        elif part == "attention":
            add(order[position].rsplit(".", 1)[0] if position < runs else "attention", count)
        elif part == "layer":
            add(order[position], count + pending)
            position, pending = position + 1, 0
        elif position == runs:
            add("norm", count)
        else:
            pending += count
    add("norm", pending)
    return list(cycles.items())


class Timer:
    def __init__(self, programs, store):
        self.programs, self.store = programs, store
        self.identity = {"probe": file_digest(programs.probe), "model": estimation.source_digest()}

    def options(self, setting, once):
        arguments = ["--size", str(setting.size)]
        if setting.pruning is not None:
            arguments += ["--prune-tokens", *map(str, setting.pruning)]
        return arguments + (["--first-only"] if once else ["--batch", str(BATCH_IMAGES)])

    def measure(self, setting, file, once):
        """By page placement: cycles of each phase, and of each layer and kernel of an encode. `once`: of the first one."""
        options = self.options(setting, once)
        key = Store.key(kind="timing", file=file_digest(file), options=options, placements=PLACEMENTS, **self.identity)
        return self.store.remember(key, lambda: self._run(file, options))

    def _run(self, file, options):
        once = "--first-only" in options
        with tempfile.TemporaryFile() as out:
            reports = estimation.run_once(
                self.programs.probe, [str(file), *options], plugin=self.programs.plugin, board="zero",
                mappings=[estimation.MAPPINGS[placement] for placement in PLACEMENTS], stdout=out, profile=1,
                profile_region=FIRST if once else AGAIN, entries=self.programs.entries)
            out.seek(0)
            printed = json.loads(out.read())
        return {placement: self._result(printed, report, once, detailed=placement == PLACEMENTS[0])
                for placement, report in zip(PLACEMENTS, reports)}

    def _result(self, printed, report, once, detailed):
        printed = dict(printed)
        if printed["embedding"] != printed["embedding_again"]:
            raise Problem("the second encode of a picture gave another embedding", 5)
        regions = {region["region"]: region for region in report["regions"]}
        cycles = {name: regions[number]["cycles"] for name, number in
                  (("load", LOAD), ("create", CREATE), ("first", FIRST), ("again", AGAIN), ("batch", BATCH))
                  if number in regions}
        printed.pop("cycles_to_first")  # those of the first placement
        # From the process's start; making the picture does not belong to it.
        to_first = report["cycles_read"] - regions[PICTURE]["cycles"]
        result = {"clock_mhz": report["clock_mhz"], "cycles": cycles, "to_first": to_first, "batch_images": BATCH_IMAGES, "probe": printed,
                  "parts": attribute(report["segments"], self.programs.entries, printed["layers"], printed["depth"]),
                  "warnings": estimation.warnings(report)}
        if detailed:
            encode = regions[FIRST if once else AGAIN]
            result["instructions"] = encode["instructions"]
            result["stalls"] = {name: count for name, count in encode["stalls"].items() if count}
            result["symbols"] = [(symbol["name"], symbol["cycles"]) for symbol in report["symbols"] if symbol["cycles"]]
        return result
