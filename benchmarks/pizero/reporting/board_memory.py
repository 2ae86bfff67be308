# SPDX-License-Identifier: Apache-2.0
"""Peak memory of a process that encodes one picture, on the virtual board: VmHWM as Debian's kernel counts it there."""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from .settings import Problem
from .store import Store, file_digest

RUN = Path(__file__).resolve().parents[1] / "board" / "run"
TIMEOUT_SECONDS = 900
# Larger files are on the board's memory card: /work lies in its memory.
LARGEST_IN_MEMORY = 64 << 20


def place(file):
    """(option of board/run, path on the board) for a model file."""
    return ("--card", "/card/" + file.name) if file.stat().st_size > LARGEST_IN_MEMORY else ("--file", file.name)


def script(path, settings):
    """A shell script for the board: the probe for each setting, with marks between their outputs."""
    lines = ["grep MemTotal /proc/meminfo"]
    for setting in settings:
        pruning = "" if setting.pruning is None else " --prune-tokens %d %d" % setting.pruning
        lines.append("echo @ %s; ./encode_probe %s --size %d%s --first-only || echo failed $?"
                     % (setting.name, path, setting.size, pruning))
    return "\n".join(lines) + "\n"


def parse(text, settings):
    """{setting: {"peak_memory_bytes"} or {"failed"}}, and the board's memory in bytes."""
    total = re.search(r"MemTotal:\s+(\d+) kB", text)
    if total is None:
        raise Problem("the virtual board printed no MemTotal:\n" + text[-500:], 5)
    results, parts = {}, re.split(r"^@ (.*)$", text, flags=re.M)
    for name, output in zip(parts[1::2], parts[2::2]):
        line = re.search(r"^\{.*\}$", output, re.M)
        results[name] = ({"peak_memory_bytes": json.loads(line.group(0))["peak_memory_bytes"]} if line else
                         {"failed": " ".join(output.split())[:300] or "the board ran out of memory"})
    return ({setting: results.get(setting.name, {"failed": "the board stopped before this one"})
             for setting in settings}, 1024 * int(total.group(1)))


class MemoryMeter:
    def __init__(self, programs, store):
        self.programs, self.store = programs, store
        self.identity = file_digest(programs.probe)

    def measure(self, file, settings):
        """One boot for all settings of a file. {"<setting>": ..., "memory_bytes": of the board}."""
        names = [setting.name for setting in settings]
        key = Store.key(kind="memory", file=file_digest(file), settings=names, probe=self.identity)
        return self.store.remember(key, lambda: self._run(Path(file), settings))

    def _run(self, file, settings):
        with tempfile.TemporaryDirectory(prefix="dinozero-report-") as folder:
            commands = Path(folder) / "measure.sh"
            option, path = place(file)
            commands.write_text(script(path, settings))
            done = subprocess.run(
                [sys.executable, str(RUN), "--json", "--timeout", str(TIMEOUT_SECONDS), "--file",
                 "%s:%s" % (self.programs.probe, "encode_probe"), option, str(file), "--file", str(commands),
                 "sh", "measure.sh"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        try:
            printed = json.loads(done.stdout)
        except ValueError:
            raise Problem("virtual board: " + done.stderr.strip()[-500:], 5)
        results, memory = parse(printed["stdout"] + printed["stderr"], settings)
        return {"memory_bytes": memory, **{setting.name: result for setting, result in results.items()}}
