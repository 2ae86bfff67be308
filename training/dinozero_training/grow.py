# SPDX-License-Identifier: Apache-2.0
"""Turns trained weights into those of a larger architecture, or of one with another patch size, to train on from.

python -m dinozero_training.grow dino-micro-32.safetensors --arch small-32-4 dino-small-32.safetensors
python -m dinozero_training.grow dino-micro-32.safetensors --arch micro-224-16 dino-micro-224.safetensors

Wider and deeper: the new network computes what the old one did (Net2Net, Chen et al. 2015). Every channel and head is
repeated; weights are shared out among the copies of an input with a little noise that sums to zero, so that copies come
apart in training; new blocks begin as identities. Another patch size: a patch filter gives a magnified picture the
response that it gave the picture (FlexiViT, Beyer et al. 2023); positions are interpolated.
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
    copies, rest = divmod(arch.dim, old.dim)
    if rest or arch.heads != copies * old.heads or arch.mlp_dim != copies * old.mlp_dim or arch.depth < old.depth:
        raise ValueError(f"{old.name} does not grow to {arch.name}: width, heads and MLP must be the same multiple")
    torch.manual_seed(seed)
    grown = VisionTransformer(arch)
    state = {name: value.detach() for name, value in model.state_dict().items()}
    new = grown.state_dict()
    weights, bias = state["patch_embed.proj.weight"], state["patch_embed.proj.bias"]
    new["patch_embed.proj.weight"] = resize_filters(weights, arch.patch_size).repeat(copies, 1, 1, 1)
    new["patch_embed.proj.bias"] = bias.repeat(copies)
    new["cls_token"] = state["cls_token"].repeat(1, 1, copies)
    new["pos_embed"] = resize_positions(state["pos_embed"], arch.grid).repeat(1, 1, copies)
    for leaf in ("weight", "bias"):
        new[f"norm.{leaf}"] = state[f"norm.{leaf}"].repeat(copies)
    places = [(i + 1) * arch.depth // old.depth - 1 for i in range(old.depth)]
    for i in range(arch.depth):
        if i not in places:  # an identity: both branches end in zeros
            for name in (f"blocks.{i}.attn.proj", f"blocks.{i}.mlp.fc2"):
                new[f"{name}.weight"].zero_()
                new[f"{name}.bias"].zero_()
    for source, place in enumerate(places):
        for name in (key for key in state if key.startswith(f"blocks.{source}.")):
            leaf = name.removeprefix(f"blocks.{source}.")
            parts = 3 if leaf.startswith("attn.qkv") else 1  # query, key and value are repeated each on its own
            new[f"blocks.{place}.{leaf}"] = torch.cat([_widened(part, copies) for part in state[name].chunk(parts)])
    grown.load_state_dict(new)
    return grown.eval()


def _widened(value: Tensor, copies: int) -> Tensor:
    """A vector, or matrix [out, in], for `copies` times the channels."""
    if value.ndim == 1 or copies == 1:
        return value.repeat(copies, *[1] * (value.ndim - 1))
    shared = value.repeat(copies, copies) / copies
    noise = torch.randn_like(shared).view(len(shared), copies, -1) * (NOISE * value.std() / copies)
    return shared + (noise - noise.mean(1, keepdim=True)).flatten(1)


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
