# SPDX-License-Identifier: Apache-2.0
"""How compare.py talks to the runner of one library: one process, one model, one line a message.

The runner loads the model and encodes the input once, then writes a JSON line:
    {"version": str, "detail": str, "load_ms": float, "before_kib": int, "peak_kib": int}
before_kib is the resident memory before the model is loaded, libraries and interpreter in it; peak_kib is the largest
of the process until after that first encoding (VmRSS, VmHWM). Then it answers commands on its standard
input until that ends:
    time SECONDS     encodes for so long, at least three times;
                     {"wall_ms": [one per encoding], "cpu_ms": [of the process, one per encoding]}
    features PATH    writes CLS and patch tokens after the final LayerNorm, raw float32; {}
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import numpy as np


def memory_kib(field: str) -> int:
    """VmRSS, resident memory of this process, or VmHWM, its largest so far."""
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(field + ":"):
                return int(line.split()[1])
    return -1


def serve(load: Callable[[], tuple[Callable[[], np.ndarray], str, str]]) -> None:
    """Runs a Python runner; `load` returns (encode, version, detail)."""
    before_kib = memory_kib("VmRSS")
    start = time.perf_counter()
    encode, version, detail = load()
    load_ms = 1000 * (time.perf_counter() - start)
    encode()
    answer(
        {
            "version": version,
            "detail": detail,
            "load_ms": load_ms,
            "before_kib": before_kib,
            "peak_kib": memory_kib("VmHWM"),
        }
    )
    for line in sys.stdin:
        command, argument = line.rstrip("\n").split(" ", 1)
        if command == "time":
            answer(time_encoding(encode, float(argument)))
        elif command == "features":
            np.ascontiguousarray(encode(), dtype=np.float32).tofile(argument)
            answer({})
        else:
            sys.exit(f"unknown command {command}")


def time_encoding(encode: Callable[[], np.ndarray], seconds: float) -> dict[str, list[float]]:
    begin = time.perf_counter()
    wall: list[float] = []
    cpu: list[float] = []
    while len(wall) < 3 or time.perf_counter() - begin < seconds:
        start, cpu_start = time.perf_counter(), time.process_time()
        encode()
        cpu_end, end = time.process_time(), time.perf_counter()
        wall.append(1000 * (end - start))
        cpu.append(1000 * (cpu_end - cpu_start))
    return {"wall_ms": wall, "cpu_ms": cpu}


def answer(message: dict) -> None:
    print(json.dumps(message), flush=True)
