# SPDX-License-Identifier: Apache-2.0
"""What the tests on the virtual board share."""

import importlib
import json
import os
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any

BOARD = Path(__file__).resolve().parents[2] / "benchmarks" / "pizero" / "board"
PROGRAMS = Path(os.environ.get("BOARD_TEST_PROGRAMS", "."))
sys.path.insert(0, str(BOARD))
# For ctest's SKIP_RETURN_CODE.
EXIT_SKIPPED = 77


def run(*arguments: str | Path, timeout: float = 300) -> subprocess.CompletedProcess[bytes]:
    """Calls benchmarks/pizero/board/run."""
    command = [sys.executable, str(BOARD / "run"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, timeout=timeout)


def run_json(*arguments: str | Path, timeout: float = 300) -> dict[str, Any]:
    """Calls it with --json; fails the test if the board itself failed."""
    result = run("--json", *arguments, timeout=timeout)
    if not result.stdout:
        raise AssertionError(result.stderr.decode(errors="replace"))
    return json.loads(result.stdout)


def photograph() -> Path:
    """A photograph of a cat: skimage.data.chelsea(), from Debian's package."""
    parts = importlib.import_module("parts")
    folder = parts.cache_folder() / "photograph"
    if not folder.exists():
        parts.fetch_files(["python3-skimage"], {"chelsea.png": "chelsea.png"}, folder)
    return folder / "chelsea.png"


def reason_to_skip() -> str | None:
    """Why the board cannot be had here, or None."""
    parts = importlib.import_module("parts")
    try:
        parts.get_parts()
    except parts.BoardError as error:
        return str(error)
    return None


def main() -> None:
    reason = reason_to_skip()
    if reason is not None:
        print(f"skipped: no virtual board here: {reason}")
        sys.exit(EXIT_SKIPPED)
    unittest.main(verbosity=2)
