#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a Google Benchmark suite built for ARMv6 under the timing model: one row per benchmark.

    benchmark_cycles.py [options] PROGRAM [--benchmark_filter=REGEX ...]

The suite's benchmarks count their cycles with cycle_counter.h. Each row has estimated cycles and cycles per MAC (as a
range over the physical page placements) and milliseconds at the board's clock; --host names a native build of the
same suite whose times appear beside them.

Exit codes: 0 rows printed; 2 wrong usage; 3 a tool is missing; 4 the plugin cannot be built; 5 the suite failed or
no row has cycles.
"""
import argparse
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import estimation  # noqa: E402


def rows_of(text, program):
    try:
        report = json.loads(text[text.index("{"):])
    except ValueError:
        raise estimation.Failure("%s printed no Google Benchmark JSON" % program, 5)
    return {row["name"]: row for row in report["benchmarks"] if row.get("run_type", "iteration") == "iteration"}


def run_host(program, arguments):
    done = subprocess.run([program, "--benchmark_format=json", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise estimation.Failure("%s failed: %s" % (program, done.stderr.strip()), 5)
    return rows_of(done.stdout, program)


def nanoseconds(row):
    return row["real_time"] * {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}[row["time_unit"]]


def run_model(program, arguments, options, plugin, pages):
    capture = []
    result = estimation.estimate(
        program, ["--benchmark_format=json", "--benchmark_min_time=1e-9", *arguments], board=options.board,
        pages=pages, environment=options.env, sysroot=options.sysroot, plugin=plugin, capture=capture)
    return rows_of(capture[0], program), result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--board", default="zero", choices=estimation.BOARDS)
    parser.add_argument("--pages", default="both", choices=("both", "in-order", "scattered"))
    parser.add_argument("--host", metavar="PROGRAM", help="a native build of the suite, for host times")
    parser.add_argument("--json", metavar="FILE", help="write the rows as JSON")
    parser.add_argument("--env", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--sysroot")
    parser.add_argument("--plugin")
    parser.add_argument("program")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    try:
        plugin = options.plugin or estimation.build_tools() / "dinozero_timing_plugin.so"
        placements = ("in-order", "scattered") if options.pages == "both" else (options.pages,)
        runs = [run_model(options.program, options.arguments, options, plugin, pages) for pages in placements]
        host = run_host(options.host, options.arguments) if options.host else {}
    except estimation.Failure as failure:
        print("benchmark_cycles: %s" % failure, file=sys.stderr)
        return failure.code
    clock = runs[0][1]["clock_mhz"]
    rows = []
    for name, row in runs[0][0].items():
        if "cycles" not in row:
            continue
        same = [run[0][name] for run in runs]
        cycles = [float(r["cycles"]) for r in same]
        entry = {"name": name, "cycles": {"low": min(cycles), "high": max(cycles)},
                 "milliseconds": {"low": min(cycles) / clock / 1e3, "high": max(cycles) / clock / 1e3}}
        if "cycles/MAC" in row:
            per_mac = [float(r["cycles/MAC"]) for r in same]
            entry["cycles_per_mac"] = {"low": min(per_mac), "high": max(per_mac)}
        if name in host:
            entry["host_nanoseconds"] = nanoseconds(host[name])
        rows.append(entry)
    if not rows:
        print("benchmark_cycles: no row of %s has cycles (see cycle_counter.h)" % options.program, file=sys.stderr)
        return 5
    warnings = runs[0][1]["warnings"]
    if options.json:
        estimation.write_json({"schema": estimation.SCHEMA, "board": options.board, "clock_mhz": clock, "rows": rows,
                               "warnings": warnings}, options.json)
    if options.json != "-":
        width = max(len(r["name"]) for r in rows)
        print("%-*s %24s %18s %18s%s" % (width, "benchmark", "cycles", "ms at %d MHz" % clock, "cycles per MAC",
                                         "   host us" if host else ""))
        for r in rows:
            mac = estimation.span(r["cycles_per_mac"]["low"], r["cycles_per_mac"]["high"]) if "cycles_per_mac" in r else "-"
            line = "%-*s %24s %18s %18s" % (
                width, r["name"], estimation.span(r["cycles"]["low"], r["cycles"]["high"], "%.0f"),
                estimation.span(r["milliseconds"]["low"], r["milliseconds"]["high"]), mac)
            if host:
                line += " %9.1f" % (r["host_nanoseconds"] / 1e3) if "host_nanoseconds" in r else " %9s" % "-"
            print(line)
        for warning in warnings:
            print("warning: " + warning)
    return 0


if __name__ == "__main__":
    sys.exit(main())
