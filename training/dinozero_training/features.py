# SPDX-License-Identifier: Apache-2.0
"""Computes a teacher's features of all training images once, for `distill --teacher features.npy`.

python -m dinozero_training.features dictionary --data cifar10 --out cifar10-dictionary.npy
python -m dinozero_training.features dino-small.safetensors --data ~/photos --out photos-small.npy

The teacher is a model file, an official DINO or DINOv2 checkpoint, any network that torch.export.save wrote (.pt2), or
"dictionary": a patch dictionary learned from the images themselves. Row i belongs to training image i of the sources,
in their order.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from . import device, dictionary, knn, teacher
from .augment import centre_square, normalize
from .config import Config, complaints
from .data import ImageStore
from .progress import Progress
from .source import Source, open_sources, spread

BATCH = 50
DICTIONARY_SAMPLE = 5_000
COMPRESSION_SAMPLE = 20_000

Describe = Callable[[Tensor], Tensor]  # squares [B, 3, size, size] in 0..1 to features [B, dim]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("teacher", help='model file, official checkpoint, .pt2 program, or "dictionary"')
    parser.add_argument("--data", action="append", required=True, help="as for training; in the same order")
    parser.add_argument("--out", type=Path, required=True, help="the .npy file to write")
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/dinozero-training").expanduser())
    parser.add_argument("--store-side", type=int, default=Config.store_side)
    parser.add_argument("--size", type=int, default=0, help="side of a network's input; default: its own")
    parser.add_argument("--words", type=int, default=800, help="of the dictionary (default %(default)s)")
    parser.add_argument("--dim", type=int, default=512, help="principal components kept of a dictionary's description")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", choices=device.CHOICES, default="auto")
    parser.add_argument("--knn", type=int, default=2000, help="test images of the k-NN reading; 0: none")
    arguments = parser.parse_args()
    with complaints(parser):
        device.start(arguments.device)
        compute(arguments)


def compute(arguments: argparse.Namespace) -> None:
    config = Config(data=tuple(arguments.data), store_side=arguments.store_side)
    sources = open_sources(config, arguments.cache)
    if arguments.teacher == "dictionary":
        size = dictionary.SIDE
        describe = learn_dictionary(sources, arguments.words, arguments.dim, arguments.seed)
    else:
        network = teacher.load(Path(arguments.teacher))
        size = arguments.size or teacher.input_size(network)
        describe = of_network(network)
    features = [
        describe_all(source.train, torch.arange(len(source.train)), size, describe, source.name) for source in sources
    ]
    partial = arguments.out.with_suffix(".partial.npy")
    np.save(partial, torch.cat(features).half().cpu().numpy())
    partial.replace(arguments.out)
    print(f"{arguments.out}: {sum(map(len, features))} rows of {features[0].shape[1]}")
    for source, bank in zip(sources, features, strict=True):
        if source.test is not None and arguments.knn:
            picked = spread(len(source.test), arguments.knn)
            queries = describe_all(source.test, picked, size, describe, f"{source.name}, test")
            labels = source.train.labels_of(torch.arange(len(source.train)))
            answers = source.test.labels_of(picked)
            reading = knn.top1(bank, labels, queries, answers, centred=True)
            print(f"{source.name}: k-NN of the teacher, centred, {len(picked)} test images: {reading:.2f}%")


def learn_dictionary(sources: list[Source], words: int, dim: int, seed: int) -> Describe:
    """A dictionary of the training images and the compression of its descriptions to `dim` components."""
    stores = [source.train for source in sources]
    total = sum(map(len, stores))
    share = [len(store) / total for store in stores]

    def sample(count: int) -> list[tuple[ImageStore, Tensor]]:
        return [(store, spread(len(store), round(count * s))) for store, s in zip(stores, share, strict=True)]

    pictures = [_squares(store, rows, dictionary.SIDE) for store, rows in sample(DICTIONARY_SAMPLE)]
    found = dictionary.fit(255 * torch.cat(pictures), words, seed)

    def describe(squares: Tensor) -> Tensor:
        return found.describe(255 * squares)

    parts = [
        describe_all(store, rows, dictionary.SIDE, describe, "dictionary").half()
        for store, rows in sample(COMPRESSION_SAMPLE)
    ]
    compress = dictionary.compression(torch.cat(parts), dim)
    return lambda squares: compress(describe(squares))


def of_network(network: teacher.Network | teacher.Exported) -> Describe:
    def describe(squares: Tensor) -> Tensor:
        with torch.inference_mode(), device.autocast():
            return network(normalize(squares)).float()

    return describe


def describe_all(store: ImageStore, rows: Tensor, size: int, describe: Describe, label: str) -> Tensor:
    """Features [len(rows), dim], float32, of the centred squares of `rows`."""
    progress = Progress(f"features of {label}", len(rows))
    parts = []
    for part in rows.split(BATCH):
        parts.append(describe(_squares(store, part, size)))
        progress.advance(len(part))
    return torch.cat(parts)


def _squares(store: ImageStore, rows: Tensor, size: int) -> Tensor:
    return centre_square(*store.batch(rows), size).float()


if __name__ == "__main__":
    main()
