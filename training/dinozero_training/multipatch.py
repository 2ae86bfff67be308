# SPDX-License-Identifier: Apache-2.0
"""Trains a convolutional teacher without labels, from many small crops of each picture.

python -m dinozero_training.multipatch --data cifar10 --out runs/teacher
python -m dinozero_training.distill --teacher runs/teacher/checkpoint.pt --arch micro-32-4 --data cifar10 --out runs/m

All crops of a picture are drawn towards their mean, while the total coding rate keeps the pictures of a batch apart:
"EMP-SSL: Towards Self-Supervised Learning in One Training Epoch" (Tong, Chen, Ma and LeCun 2023). It needs a tenth of
the epochs that two crops a picture need, and a GPU or much patience.
"""

from __future__ import annotations

import argparse
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from . import device, loop, parallel
from .augment import ViewRecipe, random_view
from .config import MultiPatchConfig, Places, add_options, complaints, from_options
from .convnet import ConvNet, Projector
from .source import Source, open_sources


class ProjectedConvNet(nn.Module):
    def __init__(self, config: MultiPatchConfig) -> None:
        super().__init__()
        self.backbone = ConvNet(config.width)
        self.projector = Projector(self.backbone.dim, config.hidden, config.out_dim)

    def forward(self, images: Tensor) -> Tensor:
        return self.projector(self.backbone(images))


class MultiPatchJob(loop.Job):
    config: MultiPatchConfig
    student: ProjectedConvNet

    def __init__(self, config: MultiPatchConfig, sources: list[Source]) -> None:
        torch.manual_seed(config.seed)
        super().__init__(config, sources, ProjectedConvNet(config))
        self.view = ViewRecipe(
            config.global_size, (config.min_area, config.max_area), blur=0.1, solarize=0.1, colour=config.colour
        )

    def losses(self) -> dict[str, Tensor | float]:
        config, rng = self.config, self.generator()
        crops = []
        for source in self.sources:
            pixels, aspect = source.train.batch(source.indices(self.step))
            views = random_view(pixels.repeat(config.crops, 1, 1, 1), aspect.repeat(config.crops), self.view, rng)
            crops.append(views.unflatten(0, (config.crops, len(pixels))))
        images = torch.cat(crops, dim=1)
        with device.autocast(config.bf16):
            projected = self.student(images.flatten(0, 1) if config.bf16 else images.flatten(0, 1).float())
        projected = projected.unflatten(0, images.shape[:2])
        likeness = F.cosine_similarity(projected, projected.mean(0, keepdim=True), dim=-1).mean()
        rate = coding_rate(projected, config.distortion).mean()
        loss = 1 - likeness - rate / config.likeness_weight
        return {"loss": loss, "likeness": likeness.item(), "coding_rate": rate.item()}

    def backbone(self) -> ConvNet:
        return self.student.backbone

    def saved(self) -> dict[str, Any]:
        # With the network alone beside what resuming needs: what `teacher.load` takes.
        return super().saved() | {"convnet": self.student.backbone.state_dict()}

    def state(self) -> dict[str, Any]:
        return {"student": self.student.state_dict()}

    def load_weights(self, state: dict[str, Any]) -> None:
        self.student.load_state_dict(state["student"])

    def start_from(self, model: nn.Module) -> None:
        raise ValueError("--init takes a checkpoint of an earlier run of multipatch")


def coding_rate(points: Tensor, distortion: float) -> Tensor:
    """Bits (natural, halved) that rows of unit vectors [..., B, D] take at a squared distortion: large if they differ.

    log det of I + D / (B distortion) Z^T Z, over 2; of Z Z^T here, which has the same and is smaller.
    """
    count, dim = points.shape[-2:]
    gram = points @ points.transpose(-2, -1) * (dim / (count * distortion))
    factor = torch.linalg.cholesky(gram + torch.eye(count))
    return factor.diagonal(dim1=-2, dim2=-1).log().sum(-1)


def run(config: MultiPatchConfig, places: Places) -> None:
    parallel.start()
    loop.run(MultiPatchJob(config, open_sources(config, places.cache)), places.out, places.init)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser, MultiPatchConfig, with_arch=False)
    options = parser.parse_args()
    options.arch = MultiPatchConfig.arch
    config, places = from_options(parser, MultiPatchConfig, options)
    with complaints(parser):
        run(config, places)


if __name__ == "__main__":
    main()
