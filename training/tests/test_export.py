# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import safetensors.torch
import torch
from PIL import Image

from dinozero_training import attention, export
from dinozero_training.model import ARCHITECTURES, VisionTransformer
from dinozero_training.preprocess import crop_image, load_image


def test_a_written_model_reads_back_the_same(tmp_path: Path) -> None:
    model = VisionTransformer(ARCHITECTURES["micro-224-16"])
    export.write(model, tmp_path / "a.safetensors")
    export.write(model, tmp_path / "b.safetensors")
    assert (tmp_path / "a.safetensors").read_bytes() == (tmp_path / "b.safetensors").read_bytes()
    other, profile = export.read(tmp_path / "a.safetensors")
    assert other.arch == model.arch
    assert profile["preprocess"]["resize"] == 256 and profile["preprocess"]["crop"] == 224
    images = torch.randn(1, 3, 224, 224)
    assert torch.equal(model.tokens(images), other.tokens(images))
    assert safetensors.torch.load_file(tmp_path / "a.safetensors").keys() == model.state_dict().keys()


def test_the_file_is_f32_aligned_and_carries_the_profile(tmp_path: Path) -> None:
    export.write(VisionTransformer(ARCHITECTURES["tiny-32-4"]), tmp_path / "m.safetensors")
    blob = (tmp_path / "m.safetensors").read_bytes()
    length = int.from_bytes(blob[:8], "little")
    header = json.loads(blob[8 : 8 + length])
    metadata = header.pop("__metadata__")
    assert metadata["format"] == "pt"
    assert json.loads(metadata["dinozero"]) == {
        "profile": 1, "architecture": "dino-vit", "name": "DINO-Tiny", "patch_size": 4, "num_heads": 3,
        "layer_norm_eps": 1e-6, "image_size": 32,
        "preprocess": {"resize": 32, "crop": 32, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]},
    }  # fmt: skip
    assert {entry["dtype"] for entry in header.values()} == {"F32"}
    assert all((8 + length + entry["data_offsets"][0]) % 64 == 0 for entry in header.values())


def test_crop_takes_the_centre_of_the_resized_short_side(tmp_path: Path) -> None:
    image = Image.new("RGB", (90, 30), (0, 0, 255))
    image.paste((255, 0, 0), (30, 0, 60, 30))
    cropped = np.asarray(crop_image(image, 60, 40))
    assert cropped.shape == (40, 40, 3)
    assert (cropped[:, 2:-2] == (255, 0, 0)).all()
    image.save(tmp_path / "p.png")
    assert load_image(str(tmp_path / "p.png"), {"resize": 60, "crop": 40}).shape == (3, 40, 40)


def test_attention_pictures_show_photo_heads_and_mean() -> None:
    photo = Image.new("RGB", (32, 32), (200, 200, 200))
    maps = np.zeros((2, 4, 4), np.float32)
    maps[0, 0, 0] = maps[1, 3, 3] = 1
    row = np.asarray(attention.render(photo, maps))
    assert row.shape == (32, 4 * 32, 3)
    assert row[2, 32 + 2].mean() > 3 * row[29, 32 + 29].mean()
    assert row[29, 64 + 29].mean() > 3 * row[2, 64 + 2].mean()


def test_half_the_bytes_say_the_same(tiny_arch, tmp_path: Path) -> None:
    network = VisionTransformer(tiny_arch)
    export.write(network, tmp_path / "f32.safetensors")
    export.write(network, tmp_path / "f16.safetensors", torch.float16)
    sizes = [(tmp_path / f"{name}.safetensors").stat().st_size for name in ("f32", "f16")]
    assert sizes[1] < 0.8 * sizes[0]
    half = export.read(tmp_path / "f16.safetensors")[0].state_dict()
    for name, value in network.state_dict().items():
        assert torch.equal(half[name], value.half().float()), name
