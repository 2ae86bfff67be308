# SPDX-License-Identifier: Apache-2.0
"""Everything a training run depends on, in one record that its checkpoints carry, and its command line."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_type_hints

from . import device
from .loss import Centring
from .model import ARCHITECTURES


@dataclass(frozen=True)
class Config:
    """What every kind of training shares. Lengths are in epochs."""

    arch: str = "micro-224-16"
    data: tuple[str, ...] = ()  # "SOURCE" or "SOURCE=SHARE", the share of each batch
    epochs: int = 100
    minutes: float = 0.0  # of training steps, if not 0: schedules run their course in this time
    epoch_size: int = 0  # images per epoch; 0: as many as the data sets have
    batch_size: int = 64
    seed: int = 0

    global_size: int = 112
    min_area: float = 0.05
    colour: float = 0.5  # strength of the colour augmentation, 0 to 1
    store_side: int = 160  # images are decoded once, squashed to at most this side

    lr: float = 8e-3  # for a batch of 256; scales linearly with the batch size
    min_lr: float = 1e-5
    warmup_epochs: float = 2.0
    weight_decay: float = 0.04
    weight_decay_end: float = 0.1
    clip: float = 3.0
    bf16: bool = True

    knn_every: int = 5
    knn_bank: int = 10000
    knn_queries: int = 2000


@dataclass(frozen=True)
class DinoConfig(Config):
    """Self-distillation; defaults suit DINO-Micro and a short run on a CPU."""

    local_size: int = 48
    local_views: int = 4
    area_split: float = 0.35  # global views cover at least, local views at most, this share of the image

    out_dim: int = 1024
    head_hidden: int = 512
    head_bottleneck: int = 64

    freeze_last: float = 1.0  # epochs in which the head's last layer stays as it is
    momentum: float = 0.99  # of the teacher; rises to 1
    centring: Centring = "sinkhorn"
    teacher_temp: float = 0.04
    teacher_temp_end: float = 0.04
    teacher_temp_warmup: float = 10.0


Projector = Literal["none", "linear"]
SchemeName = Literal["int4", "int4-a6", "binary"]


@dataclass(frozen=True)
class DistillConfig(Config):
    """Learning from a teacher that does not change."""

    batch_size: int = 128
    min_area: float = 0.5
    colour: float = 0.25
    lr: float = 6e-3
    weight_decay: float = 0.05
    weight_decay_end: float = 0.05
    clip: float = 1.0

    projector: Projector = "none"  # none: the model's own output is held against the teacher's principal components
    target_floor: float = 0.1  # of the components' variances, as a share of their mean: more leaves them less even
    target_dim: int = 0  # principal components of the teacher's features; 0: the model's width, or all for a projector
    patch_weight: float = 0.5  # of the loss over patch features, beside 1 for the class token; a live teacher has them
    keep: float = 1.0  # share of a view's patches that the student sees: less is faster (PatchDropout, Liu et al. 2022)
    teacher_size: int = 0  # side of a live teacher's input; 0: its own


@dataclass(frozen=True)
class MultiPatchConfig(Config):
    """A convolutional teacher, from many crops of each picture: EMP-SSL with a smaller network, and AdamW for LARS."""

    arch: str = "convnet"
    epochs: int = 10
    batch_size: int = 100  # pictures, each of which gives `crops`
    global_size: int = 32  # side of a crop
    min_area: float = 0.15
    max_area: float = 0.4
    colour: float = 1.0
    lr: float = 2.5e-3
    warmup_epochs: float = 0.2
    weight_decay: float = 0.02
    weight_decay_end: float = 0.02
    knn_every: int = 1

    crops: int = 20
    width: int = 64  # of the first layer; features are eight times as wide
    hidden: int = 2048  # of the projector
    out_dim: int = 1024
    distortion: float = 0.2
    likeness_weight: float = 200.0  # of the crops' likeness, beside 1 for the coding rate


@dataclass(frozen=True)
class QuantizeConfig(Config):
    """Training on with the arithmetic of quantized layers; the architecture is the model's."""

    epochs: int = 10
    min_area: float = 0.5
    colour: float = 0.25
    lr: float = 1e-3
    warmup_epochs: float = 0.2
    weight_decay: float = 0.0
    weight_decay_end: float = 0.0
    clip: float = 1.0
    knn_every: int = 1

    scheme: SchemeName = "int4"
    patch_weight: float = 0.5  # of the loss over patch features, beside 1 for the class token


AnyConfig = TypeVar("AnyConfig", bound=Config)


def preset(kind: type[Config], arch: str) -> dict[str, Any]:
    """Where an architecture departs from the defaults, which were found with DINO-Micro."""
    changes: dict[str, Any] = {}
    if arch.endswith("-32-4"):
        changes |= {"global_size": 32} | ({"local_size": 16} if kind is DinoConfig else {})
    if arch.startswith("small"):
        changes |= {"lr": 2e-3}  # wider layers take smaller steps; DINO's own value
    return changes


@dataclass(frozen=True)
class Places:
    """Where a run reads and writes; not part of its recipe."""

    out: Path
    cache: Path
    init: Path | None


def add_options(parser: argparse.ArgumentParser, kind: type[Config], *, with_arch: bool = True) -> None:
    """An option for every field of the record, and those of `Places`; without --arch where a model file says it."""
    parser.add_argument(
        "--data",
        action="append",
        required=True,
        metavar="SOURCE[=SHARE]",
        help=(
            "a folder or archive of images, or cifar10 or caltech101 (downloaded); "
            "repeat to mix, with shares of the batch"
        ),
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        help="folder for checkpoint, log and plot; resumed if it has one",
    )
    parser.add_argument("--init", type=Path, help="checkpoint or model file to take weights from, for a further phase")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path("~/.cache/dinozero-training").expanduser(),
        help="folder for downloads and decoded images",
    )
    parser.add_argument("--device", choices=device.CHOICES, default="auto", help="auto: an NVIDIA card if there is one")
    if with_arch:
        parser.add_argument("--arch", choices=sorted(ARCHITECTURES), default=kind.arch)
    parser.add_argument("--no-bf16", dest="bf16", action="store_false", help="float32 arithmetic throughout")
    hints = get_type_hints(kind)
    for field in dataclasses.fields(kind):
        if field.name not in {"data", "arch", "bf16"}:
            choices = get_args(hints[field.name]) or None
            kind_of = str if choices else hints[field.name]
            parser.add_argument(
                "--" + field.name.replace("_", "-"), type=kind_of, choices=choices, help=f"default {field.default}"
            )


def from_options(
    parser: argparse.ArgumentParser, kind: type[AnyConfig], options: argparse.Namespace
) -> tuple[AnyConfig, Places]:
    """The record and places that parsed `options` name; ends the program where they make no sense."""
    names = {field.name for field in dataclasses.fields(kind)}
    chosen = {name: value for name, value in vars(options).items() if name in names and value is not None}
    chosen["data"] = tuple(chosen["data"])
    config = kind(**(preset(kind, chosen["arch"]) | chosen))
    patch = ARCHITECTURES[config.arch].patch_size if config.arch in ARCHITECTURES else 8
    sizes = [config.global_size] + ([config.local_size] if isinstance(config, DinoConfig) else [])
    if any(size % patch for size in sizes):
        parser.error(f"--global-size and --local-size must be multiples of the patch, {patch}")
    try:
        device.start(options.device)
    except ValueError as error:
        parser.error(str(error))
    return config, Places(options.out, options.cache, options.init)


@contextmanager
def complaints(parser: argparse.ArgumentParser) -> Iterator[None]:
    """Ends the program with one line for what the user can mend: a file, an option, a learning rate."""
    try:
        yield
    except (OSError, ValueError, FloatingPointError) as error:
        parser.exit(1, f"{parser.prog}: {error}\n")


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
