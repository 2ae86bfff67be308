# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from dinozero_training import model


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)


@pytest.fixture
def tiny_arch(monkeypatch: pytest.MonkeyPatch) -> model.Architecture:
    """A model small enough to train in a test, known to the command line as "test-16-4"."""
    arch = model.Architecture("DINO-Test", dim=16, depth=2, heads=2, mlp_dim=32, patch_size=4, image_size=16)
    monkeypatch.setitem(model.ARCHITECTURES, "test-16-4", arch)
    return arch


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Two classes that differ in colour and shape: 12 pictures each, <class>/<number>.png, of unlike sizes."""
    root = tmp_path / "photos"
    rng = np.random.default_rng(0)
    for name, colour in (("blue", (40, 60, 200)), ("red", (200, 60, 40))):
        (root / name).mkdir(parents=True)
        for i in range(12):
            pixels = rng.integers(0, 50, (20 + i, 24, 3)) + np.array(colour)
            Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(root / name / f"{i:02d}.png")
    return root
