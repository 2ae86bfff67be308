# SPDX-License-Identifier: Apache-2.0
"""The picture that the library shows a model: short side resized, centre cropped, normalised."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from .augment import normalize


def crop_image(image: Image.Image, resize: int, crop: int) -> Image.Image:
    """Pillow's bicubic resize of the short side to `resize`, then the central `crop` x `crop` pixels."""
    width, height = image.size
    short = min(width, height)
    size = (int(resize * width / short), int(resize * height / short))
    image = image.convert("RGB").resize(size, Image.Resampling.BICUBIC)
    left, top = round((size[0] - crop) / 2), round((size[1] - crop) / 2)
    return image.crop((left, top, left + crop, top + crop))


def to_tensor(image: Image.Image) -> Tensor:
    """An RGB picture to normalised float32 [3, H, W]."""
    pixels = torch.from_numpy(np.asarray(image, np.float32) / 255).permute(2, 0, 1)
    return normalize(pixels)


def load_image(path: str, recipe: dict[str, Any]) -> Tensor:
    """Reads a file as the profile's "preprocess" recipe says: [3, crop, crop]."""
    with Image.open(path) as image:
        return to_tensor(crop_image(image, recipe["resize"], recipe["crop"]))
