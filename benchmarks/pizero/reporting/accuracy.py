# SPDX-License-Identifier: Apache-2.0
"""k-NN accuracy of a setting on a data set, by `dinozero evaluate` on this machine."""
import json
import subprocess

from .settings import Problem
from .store import Store, file_digest, folder_digest


class Evaluator:
    def __init__(self, programs, store, data, limit):
        self.dinozero, self.store, self.data, self.limit = programs.dinozero, store, data, limit
        self.identity = {"program": file_digest(self.dinozero.with_name("dinozero-evaluate")),
                         "data": folder_digest(data)}

    def measure(self, setting, file):
        options = ["--size", str(setting.size), "--measure", "knn", "--threads", "1"]
        if setting.pruning is not None:
            options += ["--prune-tokens", "%d:%d" % setting.pruning]
        if self.limit:
            options += ["--limit", str(self.limit)]
        key = Store.key(kind="accuracy", file=file_digest(file), options=options, **self.identity)
        return self.store.remember(key, lambda: self._run(file, options))

    def _run(self, file, options):
        command = [str(self.dinozero), "evaluate", str(file), str(self.data), "--json", "--no-cache", *options]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        try:
            report = json.loads(done.stdout)
        except ValueError:
            raise Problem("dinozero evaluate: " + done.stderr.strip()[-500:])
        return {"knn_top1": report["knn_top1"],
                **{name: report[name] for name in ("classes", "train", "test", "failed", "convention")}}
