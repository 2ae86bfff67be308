# SPDX-License-Identifier: Apache-2.0
"""Preprocessing goldens: synthetic pictures through DINO's evaluation transform.

torchvision's Resize(256, bicubic) and CenterCrop(224) on Pillow images, as the official evaluation
code does; the uint8 picture before normalisation is stored as PNG.

    python3 tests/golden/make_preprocess_goldens.py [--check]
"""

from __future__ import annotations

import argparse
import pathlib
import sys

import numpy as np
import PIL.Image
from torchvision import transforms

import synthetic

DATA = pathlib.Path(__file__).resolve().parent / "data" / "preprocess"
SEED = 7

# (width, height)
SIZES = [
    (451, 300),  # landscape, odd
    (333, 501),  # portrait; crop offset 80.5, to even 80
    (1000, 667),  # crop offset 79.5, to even 80; long side 383.8, truncated
    (1999, 1501),  # reduced almost six times
    (300, 1100),  # Pillow 13 runs the vertical pass first
    (224, 224),  # enlarged, square
    (37, 53),  # smaller than the crop
    (1, 300),  # strips, one pixel wide
    (300, 1),
    (1, 1),
]


def name_of(width: int, height: int) -> str:
    return f"{width}x{height}.png"


def make(width: int, height: int) -> np.ndarray:
    picture = PIL.Image.fromarray(synthetic.image_rgb8(width, height, SEED), "RGB")
    transform = transforms.Compose(
        [
            transforms.Resize(256, interpolation=transforms.InterpolationMode.BICUBIC),
            transforms.CenterCrop(224),
        ]
    )
    return np.asarray(transform(picture))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--check", action="store_true", help="compare with the committed files, write nothing"
    )
    options = parser.parse_args()
    failures = 0
    for width, height in SIZES:
        path = DATA / name_of(width, height)
        pixels = make(width, height)
        if options.check:
            good = path.exists() and np.array_equal(np.asarray(PIL.Image.open(path)), pixels)
            failures += not good
            print(f"{path.name:14s} {'unchanged' if good else 'DIFFERS'}")
        else:
            DATA.mkdir(parents=True, exist_ok=True)
            PIL.Image.fromarray(pixels, "RGB").save(path, optimize=True)
            print(f"{path.name:14s} {path.stat().st_size:8d} bytes", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
