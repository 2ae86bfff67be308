# SPDX-License-Identifier: Apache-2.0
"""check_build_attributes.py has to find what does not belong on an ARM1176."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK = Path(__file__).with_name("check_build_attributes.py")
COMPILER = os.environ.get("CXX", "arm-linux-gnueabi-g++")
READELF = os.environ.get("READELF", "arm-linux-gnueabi-readelf")
PI_ZERO = "-march=armv6 -mfpu=vfp -mfloat-abi=softfp -marm"


def check(flags: str, archive: bool = False, source: str = "float f(float a) { return a * 2; }"
          ) -> tuple[int, str]:  # fmt: skip
    """Compiles `source` with `flags` and checks the folder that it is in."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "code.cc")
        file.write_text(source)
        binary = Path(folder, "code.o")
        subprocess.run([COMPILER, *flags.split(), "-c", str(file), "-o", str(binary)], check=True)
        if archive:
            subprocess.run(["ar", "rcs", str(Path(folder, "code.a")), str(binary)], check=True)
            binary.unlink()
        result = subprocess.run(
            [sys.executable, str(CHECK), "--readelf", READELF, folder],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return result.returncode, result.stdout + result.stderr


class CheckBuildAttributes(unittest.TestCase):
    def test_code_for_the_board_fits(self) -> None:
        self.assertEqual(check(PI_ZERO)[0], 0)
        self.assertEqual(check(PI_ZERO, archive=True)[0], 0)
        self.assertEqual(check(PI_ZERO.replace("armv6", "armv6kz"))[0], 0)
        self.assertEqual(check(PI_ZERO.replace("armv6", "armv5te"))[0], 0)

    def test_armv7_does_not(self) -> None:
        flags = "-march=armv7-a -mfpu=vfp -mfloat-abi=softfp -marm"
        for archive in (False, True):
            status, output = check(flags, archive)
            self.assertEqual(status, 1)
            self.assertIn("Tag_CPU_arch: v7", output)

    def test_thumb_2_does_not(self) -> None:
        status, output = check("-march=armv6t2 -mfpu=vfp -mfloat-abi=softfp -mthumb")
        self.assertEqual(status, 1)
        self.assertIn("Tag_THUMB_ISA_use: Thumb-2", output)

    def test_neon_does_not(self) -> None:
        status, output = check("-march=armv7-a -mfpu=neon -mfloat-abi=softfp -marm")
        self.assertEqual(status, 1)
        self.assertIn("Tag_Advanced_SIMD_arch: NEONv1", output)

    def test_vfpv3_does_not(self) -> None:
        status, output = check("-march=armv6 -mfpu=vfpv3 -mfloat-abi=softfp -marm")
        self.assertEqual(status, 1)
        self.assertIn("Tag_FP_arch: VFPv3", output)

    def test_assembly_that_raises_the_architecture_does_not(self) -> None:
        status, output = check(PI_ZERO, source='asm(".arch armv7-a\\nmovw r0, #1\\n");')
        self.assertEqual(status, 1)
        self.assertIn("Tag_CPU_arch: v7", output)

    def test_an_empty_folder_is_no_success(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, str(CHECK), folder]
            result = subprocess.run(command, capture_output=True, check=False)
        self.assertEqual(result.returncode, 2)


if __name__ == "__main__":
    unittest.main()
