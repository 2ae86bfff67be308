# SPDX-License-Identifier: Apache-2.0
"""The dinozero command on the virtual board."""

import json
import os
import re
import shlex
import subprocess
import tempfile
import unittest
from pathlib import Path

from board import main, photograph, run_json

DINOZERO = Path(os.environ["BOARD_TEST_DINOZERO"])
MODEL = Path(os.environ["BOARD_TEST_MODEL"])
# Runs a program of the board on this machine (qemu-user).
EMULATOR = shlex.split(os.environ["BOARD_TEST_EMULATOR"])


def checkpoint_header(dim: int, depth: int, dtype: str, misalignment: int) -> tuple[bytes, int]:
    """Header of a safetensors file with the official DINO names and patch 16, and the bytes of data
    that have to follow it, so many bytes behind a multiple of 64."""
    shapes = {
        "cls_token": [1, 1, dim],
        "pos_embed": [1, 197, dim],
        "patch_embed.proj.weight": [dim, 3, 16, 16],
        "patch_embed.proj.bias": [dim],
        "norm.weight": [dim],
        "norm.bias": [dim],
    }
    for block in range(depth):
        for name, shape in (
            ("norm1.weight", [dim]), ("norm1.bias", [dim]),
            ("attn.qkv.weight", [3 * dim, dim]), ("attn.qkv.bias", [3 * dim]),
            ("attn.proj.weight", [dim, dim]), ("attn.proj.bias", [dim]),
            ("norm2.weight", [dim]), ("norm2.bias", [dim]),
            ("mlp.fc1.weight", [4 * dim, dim]), ("mlp.fc1.bias", [4 * dim]),
            ("mlp.fc2.weight", [dim, 4 * dim]), ("mlp.fc2.bias", [dim]),
        ):  # fmt: skip
            shapes[f"blocks.{block}.{name}"] = shape
    tensors, offset = {}, 0
    for name, shape in shapes.items():
        size = {"F32": 4, "BF16": 2}[dtype]
        for extent in shape:
            size *= extent
        tensors[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(tensors).encode()
    text += b" " * (-(8 + len(text)) % 64 + misalignment)
    return len(text).to_bytes(8, "little") + text, offset


class Dinozero(unittest.TestCase):
    photo: Path
    folder: tempfile.TemporaryDirectory[str]

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        cls.photo = photograph()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder.cleanup()

    def test_a_photograph_is_encoded(self) -> None:
        outcome = run_json("--file", MODEL, "--file", self.photo, DINOZERO, "embed", "--json",
                           MODEL.name, self.photo.name)  # fmt: skip
        self.assertEqual(outcome["exit_code"], 0, outcome["stderr"])
        cls = json.loads(outcome["stdout"])["cls"]
        self.assertEqual(len(cls), 128)
        # The emulated user-mode processor does the same arithmetic.
        elsewhere = subprocess.run(
            [*EMULATOR, DINOZERO, "embed", "--json", MODEL, self.photo],
            capture_output=True, check=True,
        )  # fmt: skip
        self.assertEqual(cls, json.loads(elsewhere.stdout)["cls"])
        # 3 MB of weights and a small encoder; a board with 512 MB has other things to do.
        self.assertLess(outcome["peak_rss_bytes"], 12_000_000)

    def test_peak_memory_of_every_scheme(self) -> None:
        """Of the whole process while it encodes a photograph, in MB; with DINO-Micro."""
        limits = {"f32": 8.0, "int8": 5.0, "int4": 4.5, "binary": 4.0}
        files = []
        for scheme in limits:
            model = Path(self.folder.name, f"micro-{scheme}.safetensors")
            subprocess.run(
                [*EMULATOR, DINOZERO.with_name("dinozero-quantize"), MODEL, model, "--scheme", scheme],
                capture_output=True, check=True,
            )  # fmt: skip
            files += ["--file", model]
        script = "".join(
            f"./{DINOZERO.name} embed micro-{scheme}.safetensors {self.photo.name} || exit;"
            for scheme in limits
        )
        outcome = run_json("--file", DINOZERO, "--file", self.photo, *files, "sh", "-c", script)
        self.assertEqual(outcome["exit_code"], 0, outcome["stderr"])
        peaks = re.findall(r"peak memory ([0-9.]+) MB", outcome["stdout"])
        self.assertEqual(len(peaks), len(limits))
        for (scheme, limit), peak in zip(limits.items(), map(float, peaks)):
            self.assertLessEqual(peak, limit, scheme)
            self.assertGreater(peak, 2.0, scheme)  # or it is not what the process took

    def test_a_truncated_model_is_an_error_value(self) -> None:
        truncated = Path(self.folder.name, "truncated.safetensors")
        truncated.write_bytes(MODEL.read_bytes()[:-1000])
        outcome = run_json("--file", truncated, "--file", self.photo, DINOZERO, "embed",
                           truncated.name, self.photo.name)  # fmt: skip
        self.assertEqual((outcome["exit_code"], outcome["signal"]), (3, 0))
        self.assertIn("truncated.safetensors", outcome["stderr"])

    def refuse_larger_than_memory(
        self, dim: int, depth: int, dtype: str, misalignment: int = 0
    ) -> None:
        model = Path(self.folder.name, f"large-{dtype}.safetensors")
        header, data_bytes = checkpoint_header(dim, depth, dtype, misalignment)
        with open(model, "wb") as file:
            file.write(header)
            file.truncate(len(header) + data_bytes)
        outcome = run_json("--card", model, "--file", self.photo, DINOZERO, "embed",
                           f"/card/{model.name}", self.photo.name)  # fmt: skip
        model.unlink()
        self.assertEqual(outcome["oom_kills"], 0)
        self.assertEqual((outcome["exit_code"], outcome["signal"]), (3, 0), outcome["stderr"])
        self.assertIn(model.name, outcome["stderr"])
        self.assertIn("memory", outcome["stderr"])

    def test_a_mapped_model_larger_than_memory_is_an_error_value(self) -> None:
        self.refuse_larger_than_memory(dim=2048, depth=3, dtype="F32")  # 613 MB

    def test_a_model_larger_than_memory_once_converted_is_an_error_value(self) -> None:
        # 306 MB, which would be used in place if they were aligned; 613 MB as f32.
        self.refuse_larger_than_memory(dim=2048, depth=3, dtype="BF16", misalignment=1)


if __name__ == "__main__":
    main()
