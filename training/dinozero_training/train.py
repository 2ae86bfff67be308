# SPDX-License-Identifier: Apache-2.0
"""Trains a small vision transformer by self-distillation on images without labels.

python -m dinozero_training.train --arch micro-224-16 --data ~/photos --out runs/micro
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from . import device, loop, parallel
from .augment import multi_crop, random_view
from .config import DinoConfig, add_options, complaints, from_options
from .loss import DinoLoss
from .model import ARCHITECTURES, DinoModel, VisionTransformer
from .source import Source, open_sources


class DinoJob(loop.Job):
    """A student that predicts, from every view of a picture, what its own running average says of another."""

    config: DinoConfig
    student: DinoModel

    def __init__(self, config: DinoConfig, sources: list[Source]) -> None:
        torch.manual_seed(config.seed)
        arch = ARCHITECTURES[config.arch]
        head = (config.out_dim, config.head_hidden, config.head_bottleneck)
        super().__init__(config, sources, DinoModel(arch, *head))
        self.teacher = DinoModel(arch, *head).requires_grad_(False)
        self.teacher.load_state_dict(self.student.state_dict())
        self.loss = DinoLoss(config.out_dim, config.centring)
        self.views = multi_crop(
            config.global_size,
            config.local_size,
            config.local_views,
            config.area_split,
            config.min_area,
            config.colour,
        )

    def draw_views(self) -> list[Tensor]:
        """This process's views of the step, each [batch / processes, 3, size, size]."""
        rng = self.generator()
        batches = [source.train.batch(source.indices(self.step)) for source in self.sources]
        views = [torch.cat([random_view(*batch, view, rng) for batch in batches]) for view in self.views]
        return views if self.config.bf16 else [view.float() for view in views]

    def losses(self) -> dict[str, Tensor | float]:
        config = self.config
        warm = min(1.0, self.epoch / config.teacher_temp_warmup) if config.teacher_temp_warmup > 0 else 1.0
        temperature = config.teacher_temp + (config.teacher_temp_end - config.teacher_temp) * warm
        views = self.draw_views()
        with device.autocast(config.bf16):
            with torch.no_grad():
                targets = self.teacher(views[:2])
            logits = self.student(views)
        reading = self.loss(logits, targets, temperature)
        return {
            "loss": reading.loss,
            "teacher_entropy": reading.teacher_entropy,
            "used_entropy": reading.used_entropy,
        }

    def after_backward(self) -> None:
        if self.epoch < self.config.freeze_last:
            self.student.head.last.grad = None

    def after_step(self) -> None:
        momentum = self.scheduled(self.config.momentum, 1.0)
        with torch.no_grad():
            torch._foreach_lerp_(list(self.teacher.parameters()), list(self.student.parameters()), 1 - momentum)

    def backbone(self) -> VisionTransformer:
        return self.teacher.backbone

    def state(self) -> dict[str, Any]:
        return {
            "student": self.student.state_dict(),
            "teacher": self.teacher.state_dict(),
            "loss": self.loss.state_dict(),
        }

    def load_weights(self, state: dict[str, Any]) -> None:
        self.student.load_state_dict(state["student"])
        self.teacher.load_state_dict(state["teacher"])
        self.loss.load_state_dict(state["loss"])

    def start_from(self, model: VisionTransformer) -> None:
        for network in (self.student, self.teacher):
            network.backbone.load_state_dict(model.state_dict())


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser, DinoConfig)
    return parser


def run(config: DinoConfig, out: Path, cache: Path, init: Path | None = None) -> None:
    parallel.start()
    loop.run(DinoJob(config, open_sources(config, cache)), out, init)


def main() -> None:
    parser = make_parser()
    config, places = from_options(parser, DinoConfig, parser.parse_args())
    with complaints(parser):
        run(config, places.out, places.cache, places.init)


if __name__ == "__main__":
    main()
