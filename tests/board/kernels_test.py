# SPDX-License-Identifier: Apache-2.0
"""The kernels' tests on the virtual board: with Debian's kernel under them, which decides what an
unaligned access, a guard page, a denormal and a signal between two instructions do."""

import os
import re
import shlex
import subprocess
import unittest
from pathlib import Path

from board import main, run_json

TESTS = Path(os.environ["BOARD_TEST_KERNELS"])
EMULATOR = shlex.split(os.environ["BOARD_TEST_EMULATOR"])
CASES = "[kernels]"
SECONDS = 1500


class Kernels(unittest.TestCase):
    def test_every_kernel_equals_its_reference(self) -> None:
        outcome = run_json("--timeout", str(SECONDS), TESTS, CASES, timeout=SECONDS + 100)
        self.assertEqual(outcome["exit_code"], 0, outcome["stdout"] + outcome["stderr"])
        self.assertEqual(count_of_cases(outcome["stdout"]), self.listed())

    def listed(self) -> int:
        """How many cases the program has, as it says on this machine."""
        command = [*EMULATOR, str(TESTS), CASES, "--list-tests"]
        # Catch2 2 exits with the number of cases.
        listing = subprocess.run(command, capture_output=True, check=False, text=True).stdout
        return count_of_cases(listing)


def count_of_cases(text: str) -> int:
    found = re.search(r"(\d+) (?:matching )?test cases", text)
    assert found is not None, text
    return int(found[1])


if __name__ == "__main__":
    main()
