# SPDX-License-Identifier: Apache-2.0
"""k-NN accuracy of an exported model, beside two baselines: raw pixels and the same model untrained.

python -m dinozero_training.evaluate dino-micro.safetensors --data ~/caltech101
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from . import knn
from .data import ImageFile, list_images, locate
from .export import read
from .model import VisionTransformer
from .preprocess import crop_image, load_image, to_tensor
from .progress import Progress

BATCH = 125
PIXEL_SIDE = 32  # of the raw-pixel baseline
CONVENTION = f"weighted k-NN, k={knn.K}, cosine, T={knn.TEMPERATURE}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", required=True, help="folder or archive with class folders, cifar10 or caltech101")
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/dinozero-training").expanduser())
    parser.add_argument("--resize", type=int, help="short side before the crop; default: the model file's")
    parser.add_argument("--crop", type=int, help="side of the model's input; default: the model file's")
    parser.add_argument("--limit", type=int, help="use at most this many training and test images, evenly spread")
    parser.add_argument("--baselines", action="store_true", help="also raw pixels and an untrained model (seed 0)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()

    model, profile = read(arguments.model)
    recipe = dict(profile["preprocess"])
    recipe |= {name: value for name in ("resize", "crop") if (value := getattr(arguments, name)) is not None}
    if recipe["crop"] % profile["patch_size"] or recipe["resize"] < recipe["crop"]:
        parser.error(f"--crop must be a multiple of {profile['patch_size']} and at most --resize")
    split = list_images(locate(arguments.data, arguments.cache))
    if not split.test:
        parser.error(f"{arguments.data}: k-NN needs class folders")
    train, test = (_spread(files, arguments.limit) for files in (split.train, split.test))

    networks: dict[str, Callable[[list[ImageFile]], Tensor]] = {
        profile["name"]: lambda files: embed(model, files, recipe)
    }
    if arguments.baselines:
        torch.manual_seed(0)
        untrained = VisionTransformer(model.arch).eval()
        networks["untrained"] = lambda files: embed(untrained, files, recipe)
        networks[f"pixels {PIXEL_SIDE}x{PIXEL_SIDE}"] = raw_pixels
    result: dict[str, Any] = {
        "data": Path(arguments.data).name,
        "classes": len(split.classes),
        "train": len(train),
        "test": len(test),
        "convention": CONVENTION,
        "resize": recipe["resize"],
        "crop": recipe["crop"],
        "knn_top1": {},
    }
    labels, answers = (torch.tensor([f.label for f in files]) for files in (train, test))
    for name, network in networks.items():
        bank, queries = network(train), network(test)
        result["knn_top1"][name] = {
            "plain": round(knn.top1(bank, labels, queries, answers, centred=False), 2),
            "centred": round(knn.top1(bank, labels, queries, answers, centred=True), 2),
        }
    if arguments.json:
        print(json.dumps(result))
        return
    print(f"{result['data']}: {len(train)} training and {len(test)} test images, {len(split.classes)} classes")
    print(f"{CONVENTION}; input: short side {recipe['resize']}, crop {recipe['crop']}")
    print(f"{'top-1, %':16} {'plain':>8} {'centred':>8}")
    for name, reading in result["knn_top1"].items():
        print(f"{name:16} {reading['plain']:8.2f} {reading['centred']:8.2f}")


@torch.inference_mode()
def embed(model: VisionTransformer, files: list[ImageFile], recipe: dict[str, Any]) -> Tensor:
    """CLS embeddings [files, dim] in float32, preprocessed as the library does."""
    return _in_batches(files, lambda f: load_image(str(f.path), recipe), model)


def raw_pixels(files: list[ImageFile]) -> Tensor:
    """The pixels of a small centre crop as a feature vector [files, 3 * 32 * 32]."""

    def load(file: ImageFile) -> Tensor:
        with Image.open(file.path) as image:
            return to_tensor(crop_image(image, PIXEL_SIDE, PIXEL_SIDE))

    return _in_batches(files, load, lambda batch: batch.flatten(1))


def _in_batches(
    files: list[ImageFile], load: Callable[[ImageFile], Tensor], network: Callable[[Tensor], Tensor]
) -> Tensor:
    def fetch(batch: list[ImageFile]) -> Tensor:
        return torch.stack([load(f) for f in batch])

    progress = Progress("embedding", len(files), to_stderr=True)
    features = []
    with ThreadPoolExecutor(2) as pool:
        batches = [files[i : i + BATCH] for i in range(0, len(files), BATCH)]
        pending = [pool.submit(fetch, batch) for batch in batches[:2]]
        for i, batch in enumerate(batches):
            loaded = pending.pop(0).result()
            if i + 2 < len(batches):
                pending.append(pool.submit(fetch, batches[i + 2]))
            features.append(network(loaded))
            progress.advance(len(batch))
    return torch.cat(features)


def _spread(files: list[ImageFile], limit: int | None) -> list[ImageFile]:
    if limit is None or limit >= len(files):
        return files
    return [files[i * len(files) // limit] for i in range(limit)]


if __name__ == "__main__":
    main()
