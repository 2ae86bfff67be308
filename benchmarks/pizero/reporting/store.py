# SPDX-License-Identifier: Apache-2.0
"""Results that are kept between runs, each under a key made of everything that it depends on."""
import hashlib
import json
import os
import threading
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=None)
def _digest(path, _size, _modified):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def file_digest(path):
    """SHA-256 of a file's content."""
    stat = os.stat(path)
    return _digest(str(path), stat.st_size, stat.st_mtime_ns)


def folder_digest(folder):
    """Of the names and sizes of all files in and below a folder; of a file's name and size."""
    folder = Path(folder)
    files = [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in files:
        digest.update(("%s %d\n" % (path.relative_to(folder.parent), path.stat().st_size)).encode())
    return digest.hexdigest()


class Store:
    """A folder of JSON files. Written whole or not at all, so that an interrupted run leaves what was finished."""

    def __init__(self, folder, fresh=False):
        self.folder = Path(folder)
        self.fresh = fresh  # measure anew
        self.hits = 0

    @staticmethod
    def key(**depends_on):
        return hashlib.sha256(json.dumps(depends_on, sort_keys=True).encode()).hexdigest()[:32]

    def path(self, key):
        return self.folder / (key + ".json")

    def get(self, key):
        if self.fresh:
            return None
        try:
            value = json.loads(self.path(key).read_text())
        except (OSError, ValueError):
            return None
        self.hits += 1
        return value

    def put(self, key, value):
        self.folder.mkdir(parents=True, exist_ok=True)
        temporary = self.path(key).with_suffix(".%d-%d.part" % (os.getpid(), threading.get_ident()))
        temporary.write_text(json.dumps(value))
        os.replace(temporary, self.path(key))

    def remember(self, key, compute):
        """The value under the key, computed and kept if there is none."""
        value = self.get(key)
        if value is None:
            value = compute()
            self.put(key, value)
        return value
