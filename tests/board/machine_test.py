# SPDX-License-Identifier: Apache-2.0
"""The virtual board: is it a Pi Zero, and does it report truly on the program that it ran?"""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from board import BOARD, PROGRAMS, main, run, run_json

BEHAVE = PROGRAMS / "behave"


class Machine(unittest.TestCase):
    def test_it_is_a_pi_zero(self) -> None:
        outcome = run_json("cat", "/proc/cpuinfo", "/proc/meminfo")
        self.assertEqual(outcome["exit_code"], 0)
        lines = [line.split(":") for line in outcome["stdout"].splitlines() if ":" in line]
        facts = {name.strip(): value.strip() for name, value in lines}
        self.assertEqual(facts["model name"], "ARMv6-compatible processor rev 7 (v6l)")
        self.assertEqual(facts["CPU part"], "0xb76")
        self.assertEqual(facts["Hardware"], "BCM2835")
        self.assertIn("vfp", facts["Features"].split())
        self.assertNotIn("neon", facts["Features"].split())
        memory_kib = int(facts["MemTotal"].split()[0])
        self.assertGreater(memory_kib, 400_000)
        self.assertLess(memory_kib, 512 * 1024)

    def test_traps_are_those_of_the_kernel_on_an_arm1176(self) -> None:
        """Unaligned loads of a word or less are done by the processor (ARM1176 TRM 4.2), of several
        words by the kernel at the cost of a trap, of VFP registers by nobody."""
        outcome = run_json(PROGRAMS / "traps")
        found = dict(line.split("=") for line in outcome["stdout"].split())
        self.assertEqual(
            found,
            {
                "ldr+1": "4030201",
                "ldrh+1": "201",
                "ldrd+0": "706050403020100",
                "ldrd+4": "b0a090807060504",
                "ldrd+1": "807060504030201",
                "ldm+1": "807060504030201",
                "flds+0": "3020100",
                "flds+1": "SIGBUS",
                "fldd+4": "b0a090807060504",
                "fldd+1": "SIGBUS",
                "fpscr": "0",
                "denormal": "400000",
                "denormal_runfast": "0",
                "fpscr_after_switch": "3000000",
                "short_vector": "b16212c",
                "smlad": "1c",
                "neon": "SIGILL",
                "movw": "SIGILL",
                "vfpv3": "SIGILL",
                "hwcap_neon": "0",
            },
        )

    def test_the_kernel_counts_the_traps_that_it_fixes(self) -> None:
        script = "./traps > /dev/null; cat /proc/cpu/alignment"
        outcome = run_json("--file", PROGRAMS / "traps", "sh", "-c", script)
        counts = dict(line.split(":") for line in outcome["stdout"].splitlines())
        self.assertEqual(int(counts["Multi"]), 1)
        self.assertEqual(int(counts["DWord"]), 1)
        self.assertEqual(int(counts["Skipped"]), 2)
        self.assertIn("fixup", counts["User faults"])


class Report(unittest.TestCase):
    def test_output_comes_back_byte_for_byte(self) -> None:
        result = run(BEHAVE, "write")
        self.assertEqual(result.returncode, 0)
        self.assertEqual(result.stdout, bytes(range(256)) + b"\r\n@board X 0 0\n\n")
        self.assertTrue(result.stderr.startswith(b"to stderr\n"), result.stderr)

    def test_exit_status_and_signal(self) -> None:
        self.assertEqual(run(BEHAVE, "exit", "3").returncode, 3)
        outcome = run_json(BEHAVE, "raise", "6")
        self.assertEqual((outcome["exit_code"], outcome["signal"]), (134, 6))

    def test_peak_memory(self) -> None:
        outcome = run_json(BEHAVE, "touch", "100")
        self.assertEqual(outcome["exit_code"], 0)
        self.assertGreaterEqual(outcome["peak_rss_bytes"], 100_000_000)
        self.assertLess(outcome["peak_rss_bytes"], 102_000_000)

    def test_the_oom_killer_is_reported(self) -> None:
        """So that a test that expects an error value instead can fail."""
        outcome = run_json(BEHAVE, "touch", "600")
        self.assertEqual((outcome["signal"], outcome["oom_kills"]), (9, 1))

    def test_the_same_program_takes_the_same_time(self) -> None:
        """Up to timer interrupts, which fall where the program's start puts them."""
        first, second = (run_json(BEHAVE, "touch", "20")["wall_seconds"] for _ in range(2))
        self.assertAlmostEqual(first, second, delta=0.02 * first)

    def test_files_to_and_from_memory_and_card(self) -> None:
        content = os.urandom(100_000)
        with tempfile.TemporaryDirectory() as folder:
            source, back = Path(folder, "source"), Path(folder, "back")
            source.write_bytes(content)
            result = run(
                "--file", source, "--card", f"{source}:sub/on-card", "--fetch", f"copy:{back}",
                "sh", "-c", "cmp source /card/sub/on-card && cp source copy",
            )  # fmt: skip
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(back.read_bytes(), content)

    def test_a_missing_file_to_fetch_is_named(self) -> None:
        result = run("--fetch", "/nowhere", "true")
        self.assertEqual(result.returncode, 125)
        self.assertIn(b"cannot fetch /nowhere: No such file", result.stderr)

    def test_a_timeout_leaves_nothing_running(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["TMPDIR"] = folder
            try:
                result = run("--timeout", "2", BEHAVE, "hang")
            finally:
                del os.environ["TMPDIR"]
            self.assertEqual(result.returncode, 124, result.stderr)
            self.assertIn(b"did not end within 2 s", result.stderr)
            self.assertEqual(os.listdir(folder), [])
            # QEMU's command line names the initramfs in that folder.
            processes = subprocess.run(["ps", "-eo", "args"], capture_output=True, check=True)
            self.assertNotIn(folder.encode(), processes.stdout)


class Messages(unittest.TestCase):
    """What cannot work is refused with a reason, before anything is booted."""

    def refuse(self, *arguments: str | Path) -> str:
        result = run(*arguments, timeout=10)
        self.assertEqual(result.returncode, 125)
        return result.stderr.decode()

    def test_a_program_for_another_machine(self) -> None:
        self.assertIn("is not a 32-bit ARM program", self.refuse("/bin/true"))

    def test_a_missing_program_or_file(self) -> None:
        self.assertIn("no such program: ./nothing", self.refuse("./nothing"))
        self.assertIn("no such file: nothing", self.refuse("--file", "nothing", "true"))

    def test_no_program(self) -> None:
        self.assertIn("usage: run", self.refuse())

    def test_missing_packages_are_named(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for name in ("python3", "env"):
                Path(folder, name).symlink_to(Path("/usr/bin", name))
            result = subprocess.run(
                ["/usr/bin/python3", str(BOARD / "run"), "true"],
                env={"PATH": folder, "HOME": folder}, capture_output=True, check=False,
            )  # fmt: skip
        self.assertEqual(result.returncode, 125)
        self.assertIn(b"not found: qemu-system-arm, ", result.stderr)
        self.assertIn(b"sudo apt install ", result.stderr)


if __name__ == "__main__":
    main()
