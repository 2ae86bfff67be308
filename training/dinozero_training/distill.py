# SPDX-License-Identifier: Apache-2.0
"""Trains a small vision transformer to see what a teacher sees, on images without labels.

python -m dinozero_training.distill --teacher dino-small.safetensors --data ~/photos --out runs/micro
python -m dinozero_training.distill --teacher photos-small.npy --data ~/photos --out runs/micro

The teacher is a model file or an official DINO or DINOv2 checkpoint, shown the same view as the student, or features
that dinozero_training.features computed once. The student sees a random view of each picture. Its class token is held
against the principal components of the teacher's features, evened out (and the patches against those of a live
teacher's patches): cosine distance, which is what embeddings are compared by. Where there are fewer components than
channels they are repeated, as the channels of a model that `grow` made are.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from . import device, loop, parallel, teacher
from .augment import ViewRecipe, centre_view, random_view
from .config import DistillConfig, Places, add_options, complaints, from_options
from .dictionary import Compression, compression
from .model import ARCHITECTURES, VisionTransformer
from .source import Source, open_sources, spread

FIT_SAMPLE = 4_000  # images that the targets are fitted on where each costs a network's run


class Student(nn.Module):
    """A backbone and the projectors from its tokens to the targets."""

    def __init__(self, backbone: VisionTransformer, cls_dim: int, patch_dim: int, linear: bool) -> None:
        super().__init__()
        self.backbone = backbone
        dim = backbone.arch.dim
        if not linear and cls_dim > dim:
            raise ValueError(f"the model is {dim} wide and the targets {cls_dim}: give --projector linear")
        self.cls_projector = nn.Linear(dim, cls_dim) if linear else None
        # Patches always have one: one space cannot be the class token's and theirs.
        self.patch_projector = nn.Linear(dim, patch_dim) if patch_dim else None

    def cls_loss(self, cls: Tensor, target: Tensor) -> Tensor:
        if self.cls_projector is not None:
            return cosine_distance(self.cls_projector(cls), target)
        return cosine_distance(cls, target[:, torch.arange(cls.shape[1]) % target.shape[1]])


class Targets:
    """What a student is held against; rows of features, or a network shown the student's views."""

    def __init__(self, source: np.ndarray | teacher.Network, size: int) -> None:
        self.source = source
        self.size = size
        self.cls: Compression | None = None
        self.patches: Compression | None = None

    @property
    def live(self) -> bool:
        return not isinstance(self.source, np.ndarray)

    def fit(self, sources: list[Source], dim: int, floor: float) -> None:
        """Finds the principal components; `dim` of them, or all if 0."""
        if not isinstance(self.source, np.ndarray):
            tokens = [self.tokens(views) for _, views in sample(sources, self.size)]
            patches = torch.cat([t[:, 1:].flatten(0, 1)[:: 1 + t.shape[1] // 10] for t in tokens])
            rows = torch.cat([t[:, 0] for t in tokens])
            self.patches = compression(patches, dim or patches.shape[1], floor)
        else:
            rows = self.rows(spread(len(self.source), 50_000))
        self.cls = compression(rows, dim or rows.shape[1], floor)

    def rows(self, indices: Tensor) -> Tensor:
        """Precomputed features of training images."""
        assert isinstance(self.source, np.ndarray)
        return torch.from_numpy(self.source[indices.cpu().numpy()]).to(device.current())

    @torch.no_grad()
    def turn_towards(self, model: VisionTransformer, sources: list[Source], size: int) -> None:
        """Rotates the class targets to lie as near as can be to what `model` gives already (Procrustes).

        Cosines between targets stay what they were, and a model that has learned need not start anew.
        """
        assert self.cls is not None
        found, wanted = [], []
        for rows, views in sample(sources, size):
            found.append(model(views.float()))
            wanted.append(self.of(rows, views, 1)[0])
        count = self.cls.axes.shape[1]
        channel = torch.arange(model.arch.dim) % count
        features = torch.zeros(sum(map(len, found)), count).index_add_(1, channel, torch.cat(found))
        targets = F.normalize(torch.cat(wanted), dim=1)
        left, _, right = torch.linalg.svd(targets.T @ F.normalize(features - features.mean(0), dim=1))
        self.cls = Compression(self.cls.mean, self.cls.axes @ (left @ right))

    @torch.no_grad()
    def tokens(self, views: Tensor) -> Tensor:
        """The network's CLS and patch tokens, float32, of views of any size."""
        assert not isinstance(self.source, np.ndarray)
        if views.shape[-1] != self.size:
            views = F.interpolate(views.float(), (self.size, self.size), mode="bicubic", antialias=True)
        with device.autocast():
            return self.source.tokens(views).float()

    def of(self, rows: Tensor, views: Tensor, grid: int) -> tuple[Tensor, Tensor | None]:
        """Class targets [B, D], and patch targets [B, grid * grid, D] of a live teacher."""
        assert self.cls is not None
        if isinstance(self.source, np.ndarray):
            return self.cls(self.rows(rows)), None
        assert self.patches is not None
        tokens = self.tokens(views)
        patches = self.patches(tokens[:, 1:])
        side = round(patches.shape[1] ** 0.5)
        if side != grid:
            image = patches.transpose(1, 2).unflatten(2, (side, side))
            patches = F.interpolate(image, (grid, grid), mode="bilinear").flatten(2).transpose(1, 2)
        return self.cls(tokens[:, 0]), patches

    def state(self) -> dict[str, Tensor]:
        """The components: kept in checkpoints, because their signs are arbitrary and would differ when fitted again."""
        found = {"cls": self.cls, "patches": self.patches}
        return {f"{k}.{part}": getattr(c, part) for k, c in found.items() if c for part in ("mean", "axes")}

    def restore(self, state: dict[str, Tensor]) -> None:
        here = {name: value.to(device.current()) for name, value in state.items()}
        self.cls = Compression(here["cls.mean"], here["cls.axes"])
        if "patches.mean" in here:
            self.patches = Compression(here["patches.mean"], here["patches.axes"])


class DistillJob(loop.Job):
    config: DistillConfig
    student: Student

    def __init__(self, config: DistillConfig, sources: list[Source], targets: Targets) -> None:
        torch.manual_seed(config.seed)
        arch = ARCHITECTURES[config.arch]
        linear = config.projector == "linear"
        images = sum(len(s.train) for s in sources)
        if isinstance(targets.source, np.ndarray) and len(targets.source) != images:
            raise ValueError(f"the teacher's features are of {len(targets.source)} images; --data has {images}")
        if targets.cls is None:
            targets.fit(sources, config.target_dim or (0 if linear else arch.dim), config.target_floor)
        assert targets.cls is not None
        patch_dim = targets.patches.axes.shape[1] if targets.patches and config.patch_weight > 0 else 0
        student = Student(VisionTransformer(arch), targets.cls.axes.shape[1], patch_dim, linear)
        super().__init__(config, sources, student)
        self.targets = targets
        self.view = ViewRecipe(config.global_size, (config.min_area, 1.0), blur=0.0, colour=config.colour)
        self.first_rows = np.cumsum([0, *(len(s.train) for s in sources)])

    def losses(self) -> dict[str, Tensor | float]:
        config, rng = self.config, self.generator()
        indices = [source.indices(self.step) for source in self.sources]
        views = torch.cat(
            [
                random_view(*source.train.batch(i), self.view, rng)
                for source, i in zip(self.sources, indices, strict=True)
            ]
        )
        rows = torch.cat([first + i for first, i in zip(self.first_rows[:-1].tolist(), indices, strict=True)])
        grid = config.global_size // ARCHITECTURES[config.arch].patch_size
        cls_target, patch_target = self.targets.of(rows, views, grid)
        kept = torch.randperm(grid**2, generator=rng)[: round(config.keep * grid**2)] if config.keep < 1 else None
        with device.autocast(config.bf16):
            tokens = self.student.backbone.tokens(views if config.bf16 else views.float(), kept)
        loss = self.student.cls_loss(tokens[:, 0].float(), cls_target)
        readings: dict[str, Tensor | float] = {"cls": loss.item()}
        if patch_target is not None and self.student.patch_projector is not None:
            if kept is not None:
                patch_target = patch_target[:, kept]
            patch_loss = cosine_distance(self.student.patch_projector(tokens[:, 1:].float()), patch_target)
            readings["patches"] = patch_loss.item()
            loss = loss + config.patch_weight * patch_loss
        return {"loss": loss, **readings}

    def backbone(self) -> VisionTransformer:
        return self.student.backbone

    def state(self) -> dict[str, Any]:
        return {"student": self.student.state_dict(), "targets": self.targets.state()}

    def load_weights(self, state: dict[str, Any]) -> None:
        self.student.load_state_dict(state["student"])
        self.targets.restore(state["targets"])

    def start_from(self, model: VisionTransformer) -> None:
        self.student.backbone.load_state_dict(model.state_dict())
        if self.student.cls_projector is None:
            self.targets.turn_towards(self.student.backbone, self.sources, self.config.global_size)


def sample(sources: list[Source], size: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Evenly spread training images of all sources: rows of the features, and centred squares."""
    first = 0
    for source in sources:
        for part in spread(len(source.train), FIT_SAMPLE // len(sources)).split(100):
            yield first + part, centre_view(*source.train.batch(part), size)
        first += len(source.train)


def cosine_distance(a: Tensor, b: Tensor) -> Tensor:
    """1 - the mean cosine of rows."""
    return 1 - (F.normalize(a, dim=-1) * F.normalize(b, dim=-1)).sum(-1).mean()


def open_teacher(path: Path, size: int) -> Targets:
    """Features from a .npy file, or a network; `size` is the side of its input, 0 for its own."""
    if path.suffix == ".npy":
        return Targets(np.load(path, mmap_mode="c"), 0)
    network = teacher.load(path)
    if isinstance(network, teacher.Exported):
        raise ValueError(f"{path}: describes whole pictures only; give what `features` computes with it")
    return Targets(network, size or teacher.input_size(network))


def run(config: DistillConfig, targets: Targets, places: Places) -> None:
    parallel.start()
    job = DistillJob(config, open_sources(config, places.cache), targets)
    loop.run(job, places.out, places.init)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", type=Path, required=True, help="model file, official checkpoint, or features.npy")
    add_options(parser, DistillConfig)
    options = parser.parse_args()
    config, places = from_options(parser, DistillConfig, options)
    with complaints(parser):
        run(config, open_teacher(options.teacher, config.teacher_size), places)


if __name__ == "__main__":
    main()
