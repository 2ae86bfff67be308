# SPDX-License-Identifier: Apache-2.0
"""Composes results.json (docs/report.md has its schema) out of what was measured. Nothing here is estimated by a
formula: every figure is a count of executed cycles at the board's clock, or an average or ratio of such counts."""
import json
import os
from pathlib import Path

from . import advice
from .settings import Problem
from .store import file_digest
from .timed import BATCH_IMAGES, PLACEMENTS, kernels

SCHEMA, VERSION = "dinozero-report", 1
PREPROCESSING = "resize and crop"


def macs_of(probe):
    """Multiply-accumulates of the linear layers that ran, and of attention's two products."""
    total = 0
    for layer in probe["layers"]:
        total += layer["rows"] * layer["cols"] * layer["depth"]
        if layer["layer"].endswith("attn.qkv"):
            total += 2 * layer["rows"] ** 2 * layer["cols"] // 3
    return total


def band(values):
    return {"low": min(values), "high": max(values)}


def timing_part(by_placement):
    """The part of an entry that comes from the timing model; `by_placement` has one or both page placements."""
    runs = [by_placement[placement] for placement in PLACEMENTS if placement in by_placement]
    first = runs[0]
    to_ms = 1 / first["clock_mhz"] / 1e3

    def milliseconds(pick):
        return band([pick(run) * to_ms for run in runs])

    def encode(run):
        return run["cycles"].get("again", run["cycles"]["first"])

    def batch(run):
        return run["cycles"]["batch"] / BATCH_IMAGES if "batch" in run["cycles"] else encode(run)

    time = milliseconds(encode)
    macs = macs_of(first["probe"])
    measured_batch = "batch" in first["cycles"]
    return {
        "milliseconds": time,
        "fps": {"low": 1e3 / time["high"], "high": 1e3 / time["low"]},
        "network_milliseconds": milliseconds(lambda run: encode(run) - dict(run["parts"]).get(PREPROCESSING, 0)),
        "encode_is": "second" if "again" in first["cycles"] else "first",
        "placements": [placement for placement in PLACEMENTS if placement in by_placement],
        "first_image_milliseconds": {
            **milliseconds(lambda run: run["to_first"]),
            "load": first["cycles"]["load"] * to_ms, "create": first["cycles"]["create"] * to_ms,
            "encode": first["cycles"]["first"] * to_ms},
        "batch": {"images": BATCH_IMAGES, "milliseconds_per_image": milliseconds(batch), "executed": measured_batch},
        "macs": macs,
        "cycles_per_mac": encode(first) / macs,
        "layers": [{"name": name, "milliseconds": cycles * to_ms} for name, cycles in first["parts"]],
        "kernels": [{"name": name, "milliseconds": cycles * to_ms} for name, cycles in kernels(first.get("symbols", []))[:16]],
        "stalls": {name: count / encode(first) for name, count in first.get("stalls", {}).items()},
        "embedding": first["probe"]["embedding"],
    }


def entry_of(setting, file, shipped, timing, memory, board_memory, accuracy, active_watts, errors):
    """An entry of results.json; parts that are missing are null."""
    entry = {
        "name": setting.name, "model": setting.model, "scheme": setting.scheme, "input_size": setting.size,
        "token_pruning": None if setting.pruning is None else
        {"after_block": setting.pruning[0], "keep_patches": setting.pruning[1]},
        "file": None if file is None else {"name": Path(file).name if shipped else None, "bytes": os.path.getsize(file),
                                           "sha256": file_digest(file), "shipped": shipped},
        "milliseconds": None, "fps": None,
    }
    if timing:
        entry.update(timing_part(timing))
        low, high = entry["milliseconds"]["low"], entry["milliseconds"]["high"]
        entry["energy_millijoules"] = {"low": advice.energy(low, active_watts), "high": advice.energy(high, active_watts)}
    entry["peak_memory_bytes"] = memory.get("peak_memory_bytes") if memory else None
    entry["fits"], entry["verdict"] = None, "not measured"
    if memory:
        entry["fits"], entry["verdict"] = advice.verdict(entry["peak_memory_bytes"], board_memory, memory.get("failed"))
    entry["accuracy"] = accuracy
    entry["accuracy_per_second"] = (accuracy["knn_top1"] / 100 * entry["fps"]["low"]
                                    if accuracy and entry["fps"] else None)
    entry["errors"] = errors
    return entry


def load(path):
    """A results file, checked for schema and version; raises Problem."""
    try:
        results = json.loads(Path(path).read_text())
    except (OSError, ValueError) as error:
        raise Problem("%s: %s" % (path, error), 2)
    if not isinstance(results, dict) or results.get("schema") != SCHEMA or results.get("version") != VERSION:
        raise Problem("%s: expected schema %s, version %d" % (path, SCHEMA, VERSION), 2)
    return results


def side_by_side(results, measured):
    """[{"name", "estimated", "measured", "ratio", "throttled"}] of the settings that both have."""
    rows = []
    theirs = {entry["name"]: entry for entry in measured["entries"] if entry.get("milliseconds")}
    for entry in results["entries"]:
        other = theirs.get(entry["name"])
        if other is None or not entry.get("milliseconds"):
            continue
        middle = (entry["milliseconds"]["low"] + entry["milliseconds"]["high"]) / 2
        rows.append({"name": entry["name"], "estimated": entry["milliseconds"], "measured": other["milliseconds"],
                     "ratio": other["milliseconds"]["median"] / middle,
                     "estimated_peak_memory_bytes": entry.get("peak_memory_bytes"),
                     "measured_peak_memory_bytes": other.get("peak_memory_bytes"),
                     "throttled": other.get("throttled")})
    return rows


def text_of(found):
    """As JSON: a line for each entry, so that a change of one setting is a change of a line."""
    def lines(entries):
        return "[" + ",".join("\n  " + json.dumps(entry) for entry in entries) + "\n ]"

    parts = [' "%s": %s' % (name, lines(value) if name.endswith("entries") else json.dumps(value))
             for name, value in found.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def rounded(value, digits=6):
    """Numbers with so many digits: no figure here means more."""
    if isinstance(value, float):
        return float("%.*g" % (digits, value))
    if isinstance(value, dict):
        return {key: rounded(item, digits) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(item, digits) for item in value]
    return value


def write_atomically(path, text):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    temporary.write_text(text)
    os.replace(temporary, path)
