# SPDX-License-Identifier: Apache-2.0
"""Holds the arithmetic of quantization-aware training to the library's: DINOZERO names the built command line tool."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image

from dinozero_training import export, grid
from dinozero_training.config import SchemeName
from dinozero_training.model import ARCHITECTURES, VisionTransformer
from dinozero_training.preprocess import load_image

TOOL = os.environ.get("DINOZERO", "")
FORMAT = Path(__file__).parents[2] / "docs" / "model-format.md"
OPTIONS = {
    "int4": ["--scheme", "int4", "--activation-bits", "8"],
    "int4-a6": ["--scheme", "int4", "--activation-bits", "6"],
    "binary": ["--scheme", "binary"],
}

# With more blocks a code that moves by one, where a float sum was rounded in another order, moves many behind it.
ONE_BLOCK = dataclasses.replace(ARCHITECTURES["micro-32-4"], depth=1)

pytestmark = pytest.mark.skipif(not TOOL, reason="DINOZERO is not set")


def _dequantize(path: Path) -> dict[str, Any]:
    """By the lines of Python that the description of the format gives."""
    code = re.search(r"```python\n(import json.*?)```", FORMAT.read_text(), re.DOTALL)
    assert code is not None
    names: dict[str, Any] = {}
    exec(code[1], names)
    return names["dequantize"](path)


@pytest.mark.parametrize("name", list(grid.SCHEMES))
def test_the_library_computes_what_was_trained(name: SchemeName, tmp_path: Path) -> None:
    model = VisionTransformer(ONE_BLOCK).eval()
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            if not key.endswith("norm.weight"):
                parameter.add_(0.05 * torch.randn_like(parameter))
    trained = grid.put_on_grid(model, grid.SCHEMES[name])
    plain = VisionTransformer(ONE_BLOCK)
    plain.load_state_dict(grid.taken_off(trained))
    exported, quantized = tmp_path / "grid.safetensors", tmp_path / "quantized.safetensors"
    export.write(plain, exported)
    subprocess.run([TOOL, "quantize", exported, quantized, *OPTIONS[name]], check=True, capture_output=True)

    found = _dequantize(quantized)
    for key, value in plain.state_dict().items():
        if value.ndim > 1 and key.startswith(("blocks", "patch_embed")):
            assert np.array_equal(found[key].reshape(value.shape), value.numpy()), (
                f"{key} is not the trained one, bit for bit"
            )
    # The file holds positions in 8 bits, and small tensors in 16.
    trained.load_state_dict(
        {
            key: torch.from_numpy(found[key]).view_as(value) if key in found else value
            for key, value in trained.state_dict().items()
        }
    )
    differences = []
    for i in range(8):
        picture = tmp_path / f"{i}.png"
        Image.fromarray(np.random.default_rng(i).integers(0, 256, (32, 32, 3), np.uint8)).save(picture)
        said = subprocess.run([TOOL, "embed", quantized, picture, "--json"], check=True, capture_output=True, text=True)
        cls = torch.tensor(json.loads(said.stdout)["cls"])
        with torch.no_grad():
            expected = trained(load_image(str(picture), {"resize": 32, "crop": 32})[None])[0]
        assert F.cosine_similarity(cls, expected, dim=0) > 0.998
        differences.append((cls - expected).abs().max().item())
    # Sums of codes are exact. The floats between layers are rounded in another order, which moves a code by one in some
    # pictures; where it moves none, what is left is the rounding of the last layers.
    assert sum(difference < 1e-5 for difference in differences) >= 4, differences
