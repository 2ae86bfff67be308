# SPDX-License-Identifier: Apache-2.0
"""Turns trained weights into those of a larger architecture, or of one with another patch size, to train on from.

python -m dinozero_training.grow dino-micro-32.safetensors --arch small-32-4 dino-small-32.safetensors
python -m dinozero_training.grow dino-micro-32.safetensors --arch micro-224-16 dino-micro-224.safetensors

Wider and deeper: the new network computes what the old one did (Net2Net, Chen et al. 2015). Every channel and head is
repeated; weights are shared out among the copies of an input with a little noise that sums to zero, so that copies come
apart in training; new blocks begin as identities. Where the width is no multiple of the old one, some channels are
repeated once more than others, which shifts what the normalisations see: the same only nearly. Another patch size: a
patch filter gives a magnified picture the response that it gave the picture (FlexiViT, Beyer et al. 2023); positions
are interpolated.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from . import export
from .model import ARCHITECTURES, Architecture, VisionTransformer

NOISE = 0.3  # standard deviation of the copies' differences, as a share of the weights' own


def grow(model: VisionTransformer, arch: Architecture, seed: int = 0) -> VisionTransformer:
    """A model of shape `arch` that starts from `model`; raises ValueError where there is no way."""
    old = model.arch
    head, mlp = old.dim // old.heads, old.mlp_dim // old.dim
    if (
        arch.dim < old.dim
        or arch.depth < old.depth
        or (arch.dim // arch.heads, arch.mlp_dim // arch.dim) != (head, mlp)
    ):
        raise ValueError(f"{old.name} does not grow to {arch.name}: smaller, or heads or MLP of other proportions")
    torch.manual_seed(seed)
    grown = VisionTransformer(arch)
    state = {name: value.detach() for name, value in model.state_dict().items()}
    new = grown.state_dict()
    channels = _copies(old.dim, arch.dim)
    filters = resize_filters(state["patch_embed.proj.weight"], arch.patch_size)
    new["patch_embed.proj.weight"] = filters[channels]
    new["pos_embed"] = resize_positions(state["pos_embed"], arch.grid)[..., channels]
    new["cls_token"] = state["cls_token"][..., channels]
    for name in ("patch_embed.proj.bias", "norm.weight", "norm.bias"):
        new[name] = state[name][channels]
    places = [(i + 1) * arch.depth // old.depth - 1 for i in range(old.depth)]
    for i in range(arch.depth):
        if i not in places:  # an identity: both branches end in zeros
            for name in (f"blocks.{i}.attn.proj", f"blocks.{i}.mlp.fc2"):
                new[f"{name}.weight"].zero_()
                new[f"{name}.bias"].zero_()
    hidden = _copies(old.mlp_dim, arch.mlp_dim)
    for source, place in enumerate(places):
        for name in (key for key in state if key.startswith(f"blocks.{source}.")):
            leaf = name.removeprefix(f"blocks.{source}.")
            outputs = hidden if leaf.startswith("mlp.fc1") else channels
            inputs = hidden if leaf.startswith("mlp.fc2") else channels
            parts = 3 if leaf.startswith("attn.qkv") else 1  # query, key and value are repeated each on its own
            widened = [_widened(part, outputs, inputs) for part in state[name].chunk(parts)]
            new[f"blocks.{place}.{leaf}"] = torch.cat(widened)
    grown.load_state_dict(new)
    return grown.eval()


def _copies(old: int, new: int) -> Tensor:
    """The old channel that each new one repeats."""
    return torch.arange(new) % old


def _widened(value: Tensor, outputs: Tensor, inputs: Tensor) -> Tensor:
    """A vector [out], or matrix [out, in], for the repeated channels."""
    if value.ndim == 1:
        return value[outputs]
    of_input = F.one_hot(inputs).float()  # [new, old]
    copies = of_input.sum(0)
    shared = (value / copies)[outputs][:, inputs]
    noise = torch.randn_like(shared) * (NOISE * value.std() / copies[inputs])
    return shared + noise - ((noise @ of_input) / copies)[:, inputs]


def resize_filters(filters: Tensor, size: int) -> Tensor:
    """Patch filters [dim, 3, p, p] to [dim, 3, size, size]: the pseudo-inverse of bilinear magnification."""
    p = filters.shape[-1]
    if p == size:
        return filters
    axis = F.interpolate(torch.eye(p)[:, None], size, mode="linear")[:, 0]  # row i: picture row i, magnified
    inverse = torch.linalg.pinv(axis)  # [size, p]
    return torch.einsum("ai,dcij,bj->dcab", inverse, filters.float(), inverse)


def resize_positions(positions: Tensor, grid: int) -> Tensor:
    """Position embeddings [1, 1 + n * n, dim] to [1, 1 + grid * grid, dim]."""
    n = round((positions.shape[1] - 1) ** 0.5)
    if n == grid:
        return positions
    patches = positions[:, 1:].transpose(1, 2).unflatten(2, (n, n))
    patches = F.interpolate(patches, (grid, grid), mode="bicubic", antialias=True)
    return torch.cat([positions[:, :1], patches.flatten(2).transpose(1, 2)], dim=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--arch", choices=sorted(ARCHITECTURES), required=True)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    try:
        grown = grow(export.read(arguments.model)[0], ARCHITECTURES[arguments.arch], arguments.seed)
    except ValueError as error:
        parser.error(str(error))
    export.write(grown, arguments.output)
    print(f"{arguments.output}: {arguments.arch}, {sum(p.numel() for p in grown.parameters())} parameters")


if __name__ == "__main__":
    main()
