# SPDX-License-Identifier: Apache-2.0
"""Trains a model on, with the arithmetic of int4 or binary layers, to give the features that it gave before.

python -m dinozero_training.quantize dino-micro.safetensors --scheme binary --data ~/photos --out runs/micro-binary

The teacher is the model itself as it was, shown the same views: no labels. --init starts from another model's weights,
as those of an earlier run that were exported, instead of its own. The weights that are exported
(dinozero_training.export) are float32 numbers on the quantized layers' grid, from which `dinozero quantize` takes them
as they are.
"""

from __future__ import annotations

import argparse
import copy
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from . import device, export, grid, loop, parallel
from .augment import ViewRecipe, random_view
from .config import Places, QuantizeConfig, add_options, complaints, from_options
from .model import VisionTransformer
from .source import Source, open_sources


class QuantizedStudent(nn.Module):
    def __init__(self, model: VisionTransformer, scheme: grid.Scheme) -> None:
        super().__init__()
        self.backbone = grid.put_on_grid(copy.deepcopy(model).requires_grad_(True), scheme)


class QuantizeJob(loop.Job):
    config: QuantizeConfig
    student: QuantizedStudent

    def __init__(self, config: QuantizeConfig, sources: list[Source], model: VisionTransformer) -> None:
        torch.manual_seed(config.seed)
        super().__init__(config, sources, QuantizedStudent(model, grid.SCHEMES[config.scheme]))
        self.teacher = model.requires_grad_(False)
        self.view = ViewRecipe(config.global_size, (config.min_area, 1.0), blur=0.0, colour=config.colour)

    def losses(self) -> dict[str, Tensor | float]:
        config, rng = self.config, self.generator()
        batches = [source.train.batch(source.indices(self.step)) for source in self.sources]
        views = torch.cat([random_view(*batch, self.view, rng) for batch in batches]).float()
        with device.autocast(config.bf16):
            with torch.no_grad():
                wanted = self.teacher.tokens(views).float()
            got = self.student.backbone.tokens(views).float()
        cls = relative_error(got[:, 0], wanted[:, 0])
        patches = relative_error(got[:, 1:].flatten(0, 1), wanted[:, 1:].flatten(0, 1))
        with torch.no_grad():
            cosine = F.cosine_similarity(got[:, 0], wanted[:, 0]).mean()
        loss = cls + config.patch_weight * patches
        return {"loss": loss, "cls": cls.item(), "patches": patches.item(), "cls_cosine": cosine.item()}

    def backbone(self) -> VisionTransformer:
        return self.student.backbone

    def saved(self) -> dict[str, Any]:
        # With the plain model on the grid beside what resuming needs: what `export` takes.
        return super().saved() | {"exported": grid.taken_off(self.student.backbone)}

    def state(self) -> dict[str, Any]:
        return {"student": self.student.state_dict()}

    def load_weights(self, state: dict[str, Any]) -> None:
        self.student.load_state_dict(state["student"])

    def start_from(self, model: VisionTransformer) -> None:
        self.student.load_state_dict(QuantizedStudent(model, grid.SCHEMES[self.config.scheme]).state_dict())


def relative_error(got: Tensor, wanted: Tensor) -> Tensor:
    """Squared error of rows [N, dim], as a share of the variance of what is wanted: 1 for its mean alone."""
    return (got - wanted).square().mean() / (wanted - wanted.mean(0)).square().mean().clamp(min=1e-12)


def run(config: QuantizeConfig, model: VisionTransformer, places: Places) -> None:
    parallel.start()
    loop.run(QuantizeJob(config, open_sources(config, places.cache), model), places.out, places.init)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    add_options(parser, QuantizeConfig, with_arch=False)
    options = parser.parse_args()
    with complaints(parser):
        device.start(options.device)  # before the model is made
        model, _ = export.read(options.model)
        options.arch = export.architecture_key(model.arch)
        config, places = from_options(parser, QuantizeConfig, options)
        run(config, model, places)


if __name__ == "__main__":
    main()
