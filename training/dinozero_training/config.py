# SPDX-License-Identifier: Apache-2.0
"""Everything a training run depends on, in one record that its checkpoints carry."""

from __future__ import annotations

from dataclasses import dataclass

from .loss import Centring


@dataclass(frozen=True)
class TrainConfig:
    """The recipe; defaults suit DINO-Micro and a short run on a CPU. Lengths are in epochs."""

    arch: str = "micro-224-16"
    data: tuple[str, ...] = ()  # "SOURCE" or "SOURCE=SHARE", the share of each batch
    epochs: int = 100
    epoch_size: int = 0  # images per epoch; 0: as many as the data sets have
    batch_size: int = 64
    seed: int = 0

    global_size: int = 112
    local_size: int = 48
    local_views: int = 4
    area_split: float = 0.35  # global views cover at least, local views at most, this share of the image
    min_area: float = 0.05
    colour: float = 0.5  # strength of the colour augmentation, 0 to 1
    store_side: int = 160  # images are decoded once, squashed to at most this side

    out_dim: int = 1024
    head_hidden: int = 512
    head_bottleneck: int = 64

    lr: float = 8e-3  # for a batch of 256; scales linearly with the batch size
    min_lr: float = 1e-5
    warmup_epochs: float = 2.0
    weight_decay: float = 0.04
    weight_decay_end: float = 0.1
    clip: float = 3.0
    freeze_last: float = 1.0  # epochs in which the head's last layer stays as it is
    momentum: float = 0.99  # of the teacher; rises to 1
    centring: Centring = "sinkhorn"
    teacher_temp: float = 0.04
    teacher_temp_end: float = 0.04
    teacher_temp_warmup: float = 10.0
    bf16: bool = True

    knn_every: int = 5
    knn_bank: int = 10000
    knn_queries: int = 2000


def preset(arch: str) -> dict[str, float]:
    """Where an architecture departs from the defaults, which were found with micro-224-16."""
    changes: dict[str, float] = {}
    if arch.endswith("-32-4"):
        changes |= {"global_size": 32, "local_size": 16}
    if arch.startswith("small"):
        changes |= {"lr": 2e-3}  # wider layers take smaller steps; DINO's own value
    return changes


def parse_sources(data: tuple[str, ...]) -> list[tuple[str, float]]:
    """("a=2", "b") to [("a", 2/3), ("b", 1/3)]."""
    sources = []
    for item in data:
        name, _, share = item.rpartition("=") if "=" in item else (item, "", "1")
        sources.append((name, float(share)))
    total = sum(share for _, share in sources)
    if not sources or min(share for _, share in sources) <= 0:
        raise ValueError("--data: give at least one source, each with a share above 0")
    return [(name, share / total) for name, share in sources]
