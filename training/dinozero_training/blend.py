# SPDX-License-Identifier: Apache-2.0
"""Mixes the weights of a model with those of one that was trained on from it.

python -m dinozero_training.blend dino-small.safetensors trained-on.safetensors --share 0.5 my-small.safetensors

A model that learned from few pictures knows them too well; on others the mean of its weights and those it started from
is often better than either (WiSE-FT, Wortsman et al. 2022), and nearer to what the first one said.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from . import export
from .model import VisionTransformer


def blend(first: VisionTransformer, second: VisionTransformer, share: float) -> VisionTransformer:
    """Weights first + share * (second - first); raises ValueError for other shapes than the first one's."""
    if first.arch != second.arch:
        raise ValueError(f"models of different shapes: {first.arch} and {second.arch}")
    weights, others = first.state_dict(), second.state_dict()
    mixed = VisionTransformer(first.arch)
    mixed.load_state_dict({name: torch.lerp(weights[name].float(), others[name].float(), share) for name in weights})
    return mixed.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path, help="the model that training started from")
    parser.add_argument("second", type=Path, help="what came of it")
    parser.add_argument("output", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the second one, 0 to 1 (default %(default)s)")
    parser.add_argument("--half", action="store_true", help="float16: half the bytes")
    arguments = parser.parse_args()
    if not 0 <= arguments.share <= 1:
        parser.error(f"--share {arguments.share}: expected 0 to 1")
    models = [export.read(path)[0] for path in (arguments.first, arguments.second)]
    try:
        mixed = blend(*models, arguments.share)
    except ValueError as error:
        parser.error(str(error))
    export.write(mixed, arguments.output, torch.float16 if arguments.half else torch.float32)
    print(f"{arguments.output}: {1 - arguments.share:g} {arguments.first}, {arguments.share:g} {arguments.second}")


if __name__ == "__main__":
    main()
