# SPDX-License-Identifier: Apache-2.0
"""The data sets of a run: batches of training images, and k-NN readings where there are class folders."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from . import device, knn, parallel
from .augment import centre_view
from .config import Config, parse_sources
from .data import ImageStore, decoded, list_images, locate


class Source:
    """One data set: its training images in a seeded, endless order, and labelled subsets for the k-NN reading."""

    def __init__(self, name: str, share: int, config: Config, cache: Path) -> None:
        self.name = Path(name).name
        self.share = share
        self.seed = config.seed
        split = list_images(locate(name, cache))
        self.train = decoded(split.train, cache, config.store_side)
        self.test = decoded(split.test, cache, config.store_side) if split.test and split.classes else None

    def indices(self, step: int) -> Tensor:
        """This process's images of a step: consecutive places in an endless sequence of permutations."""
        turn = step * parallel.world() + parallel.rank()
        places = np.arange(turn * self.share, (turn + 1) * self.share)
        rounds, within = np.divmod(places, len(self.train))
        orders = {r: np.random.default_rng((self.seed, r)).permutation(len(self.train)) for r in np.unique(rounds)}
        return torch.tensor([orders[r][i] for r, i in zip(rounds, within, strict=True)])


def open_sources(config: Config, cache: Path) -> list[Source]:
    shares = parse_sources(config.data)
    batch = config.batch_size // parallel.world()
    counts = [max(1, round(share * batch)) for _, share in shares]
    counts[0] += batch - sum(counts)
    if parallel.rank() != 0:
        parallel.wait()  # for the first process to download and decode
    sources = [Source(name, count, config, cache) for (name, _), count in zip(shares, counts, strict=True)]
    if parallel.rank() == 0:
        parallel.wait()
    return sources


@torch.inference_mode()
def store_features(model: nn.Module, store: ImageStore, indices: Tensor, size: int) -> Tensor:
    """CLS embeddings [len(indices), dim] of centred squares at `size` pixels, in bfloat16 arithmetic."""
    features = []
    training = model.training
    model.eval()
    for part in indices.split(250):
        with device.autocast():
            features.append(model(centre_view(*store.batch(part), size)).float())
    model.train(training)
    return torch.cat(features)


def quick_knn(model: nn.Module, source: Source, config: Config) -> float:
    """k-NN top-1 in per cent on a fixed subset at training resolution, centred: a reading to steer by."""
    assert source.test is not None
    bank = spread(len(source.train), config.knn_bank)
    queries = spread(len(source.test), config.knn_queries)
    return knn.top1(
        store_features(model, source.train, bank, config.global_size),
        source.train.labels_of(bank),
        store_features(model, source.test, queries, config.global_size),
        source.test.labels_of(queries),
        centred=True,
    )


def spread(total: int, count: int) -> Tensor:
    """At most `count` indices below `total`, evenly spread."""
    return torch.linspace(0, total - 1, min(total, count)).long()
