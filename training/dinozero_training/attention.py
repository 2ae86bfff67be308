# SPDX-License-Identifier: Apache-2.0
"""Pictures of what a model attends to: the photograph, each head of the last block, and their mean.

python -m dinozero_training.attention dino-micro.safetensors cat.jpg --out pictures
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from .export import read
from .preprocess import crop_image, to_tensor


def render(photo: Image.Image, maps: np.ndarray) -> Image.Image:
    """One row: the photograph, then it lit by each map [heads, rows, cols] and by their mean."""
    panels: list[np.ndarray] = [np.asarray(photo, np.float32)]
    for weights in [*maps, maps.mean(0)]:
        # The brightest hundredth would leave the rest in the dark.
        low, high = weights.min(), np.quantile(weights, 0.99)
        scaled = ((weights - low) / max(high - low, 1e-12)).clip(0, 1)
        grey = Image.fromarray((255 * scaled).astype(np.uint8)).resize(photo.size, Image.Resampling.BICUBIC)
        light = np.asarray(grey, np.float32)[..., None] / 255
        panels.append(panels[0] * (0.15 + 0.85 * light))
    return Image.fromarray(np.concatenate(panels, axis=1).astype(np.uint8))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("images", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=Path("."))
    parser.add_argument("--size", type=int, help="side of the model's input; default: the model file's crop")
    arguments = parser.parse_args()
    model, profile = read(arguments.model)
    size = arguments.size or profile["preprocess"]["crop"]
    rows = size // profile["patch_size"]
    size = rows * profile["patch_size"]
    arguments.out.mkdir(parents=True, exist_ok=True)
    for path in arguments.images:
        with Image.open(path) as image:
            photo = crop_image(image, size * profile["preprocess"]["resize"] // profile["preprocess"]["crop"], size)
        with torch.inference_mode():
            maps = model.cls_attention(to_tensor(photo)[None])[0].unflatten(-1, (rows, rows))
        output = arguments.out / f"{path.stem}-attention.png"
        render(photo, maps.numpy()).save(output)
        print(output)


if __name__ == "__main__":
    main()
