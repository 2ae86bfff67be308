# SPDX-License-Identifier: Apache-2.0
"""An unsupervised teacher without a network: a dictionary of image patches (Coates, Lee and Ng 2011).

Small patches are whitened and clustered; a picture is described by how strongly each cluster centre, or its negative,
occurs in each quarter of it, mirrored and not. It is learned in a minute, needs no labels, and its features tell
pictures apart better than those of a small transformer after its first hours of self-distillation.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from . import device

SIDE = 32  # pictures are described at this size
PATCH = 6
_GRID = SIDE - PATCH + 1
_CONTRAST_FLOOR = 10.0  # added to a patch's variance, in squared grey levels of 0..255: flat patches stay flat
_WHITENING_FLOOR = 0.1
_SAMPLED = 40  # patches of each picture that the dictionary is learned from


@dataclass(frozen=True)
class PatchDictionary:
    """`words` [K, 108] are unit vectors in the whitened patch space; `mean` [108], `whitening` [108, 108]."""

    mean: Tensor
    whitening: Tensor
    words: Tensor
    threshold: float

    @property
    def dim(self) -> int:
        """Length of a description: a word and its negative, in each of four quarters."""
        return 8 * len(self.words)

    @torch.inference_mode()
    def describe(self, pixels: Tensor) -> Tensor:
        """Pixels [B, 3, 32, 32] in 0..255 to descriptions [B, dim], the mean of those of the picture and its mirror."""
        described = [self._pooled(p).flatten(1) for p in (pixels, pixels.flip(-1))]
        # The square root evens out rare, strong words and frequent ones.
        return (described[0] + described[1]).sqrt()

    def _pooled(self, pixels: Tensor) -> Tensor:
        patches = (_normalised_patches(pixels) - self.mean) @ self.whitening
        response = F.normalize(patches, dim=-1).bfloat16() @ self.words.bfloat16().T  # [B, patches, K]
        strength = F.softshrink(response, self.threshold)
        quarters = _quarters()
        total, words = (quarters @ strength).float(), (quarters @ strength.relu_()).float()
        return torch.cat([words, (words - total).clamp(min=0)], dim=-1)  # of the words, of their negatives


def fit(pictures: Tensor, words: int, seed: int, threshold: float = 0.1, rounds: int = 8) -> PatchDictionary:
    """Learns a dictionary by spherical k-means from pictures [N, 3, 32, 32] in 0..255, some thousands of them."""
    rng = torch.Generator(device.current()).manual_seed(seed)
    parts = []
    for batch in pictures.split(200):
        patches = _normalised_patches(batch)
        parts.append(patches[:, torch.randperm(patches.shape[1], generator=rng)[:_SAMPLED]].flatten(0, 1))
    patches = torch.cat(parts)
    mean = patches.mean(0)
    variances, axes = torch.linalg.eigh(torch.cov(patches.T))
    whitening = axes @ torch.diag((variances + _WHITENING_FLOOR).rsqrt()) @ axes.T
    points = F.normalize((patches - mean) @ whitening, dim=1)
    centres = points[torch.randperm(len(points), generator=rng)[:words]]
    for _ in range(rounds):
        sums = 0.1 * centres  # a centre that attracts nothing stays where it is
        for part in points.split(10_000):
            response = (part.bfloat16() @ centres.bfloat16().T).float()
            nearest = response.abs().argmax(1)  # of a centre and its negative
            sums.index_add_(0, nearest, part * response.gather(1, nearest[:, None]))
        centres = F.normalize(sums, dim=1)
    return PatchDictionary(mean, whitening, centres, threshold)


@dataclass(frozen=True)
class Compression:
    """Principal components of descriptions, evened out: [B, dim] to [B, size]."""

    mean: Tensor
    axes: Tensor

    def __call__(self, descriptions: Tensor) -> Tensor:
        return (descriptions.float() - self.mean) @ self.axes


def compression(descriptions: Tensor, size: int, floor: float = 0.1) -> Compression:
    """Fits it, to at most `size` components.

    `floor` times the mean variance is added to each component's, so that noise is not blown up.
    """
    mean = descriptions.float().mean(0)
    centred = descriptions.float() - mean
    size = min(size, *centred.shape)
    if 2 * size < min(centred.shape):
        _, singular, axes = torch.svd_lowrank(centred, q=size + size // 4, niter=3)
    else:
        _, singular, transposed = torch.linalg.svd(centred, full_matrices=False)
        axes = transposed.T
    variances = singular[:size].square() / len(centred)
    return Compression(mean, axes[:, :size] * (variances + floor * centred.square().mean()).rsqrt())


def _normalised_patches(pixels: Tensor) -> Tensor:
    """[B, 3, 32, 32] to [B, 729, 108], each patch with mean 0 and its contrast evened out."""
    pixels = pixels.float()
    mean, square = (
        F.avg_pool2d(x.mean(1, keepdim=True), PATCH, stride=1).flatten(1)[..., None] for x in (pixels, pixels.square())
    )
    patches = F.unfold(pixels, PATCH).transpose(1, 2)
    return (patches - mean) * (square - mean.square() + _CONTRAST_FLOOR).rsqrt()


def _quarters() -> Tensor:
    """[4, 729]: averages the patches of each quarter; the middle row and column belong to both sides."""
    low = (torch.arange(_GRID) <= _GRID // 2).float()
    sides = torch.stack([low, low.flip(0)])
    quarters = torch.einsum("ar,bc->abrc", sides, sides).reshape(4, -1)
    return (quarters / quarters.sum(1, keepdim=True)).bfloat16()
