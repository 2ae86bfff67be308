# SPDX-License-Identifier: Apache-2.0
"""DINO's multi-crop augmentation, for a whole batch at once, as matrix products.

Cropping, flipping, antialiased resizing and blur are linear and separable: per image one small
matrix for the rows and one for the columns. Brightness, contrast, saturation, hue and greyscale are affine
in the colours: per image one 3x3 matrix and an offset. So a view of a batch is three batched matrix
products, fast on a CPU without any loader processes, and a function of its random generator alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Generator, Tensor

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)
_LUMA = (0.299, 0.587, 0.114)
# Largest blur of DINO, in pixels of a 224-pixel view; smaller views are blurred in proportion.
_BLUR_SIGMA = (0.1, 2.0)
_BLUR_SIZE = 224


@dataclass(frozen=True)
class ViewRecipe:
    """How one view is drawn; the defaults of Caron et al. are in `multi_crop`."""

    size: int
    area: tuple[float, float]
    blur: float
    solarize: float = 0.0
    colour: float = 1.0


def multi_crop(
    global_size: int,
    local_size: int,
    local_views: int,
    area_split: float,
    min_area: float = 0.05,
    colour: float = 1.0,
) -> list[ViewRecipe]:
    """Two global views covering `area_split`..1 of the image, then `local_views` covering less."""
    large, small = (area_split, 1.0), (min_area, area_split)
    return [
        ViewRecipe(global_size, large, blur=1.0, colour=colour),
        ViewRecipe(global_size, large, blur=0.1, solarize=0.2 * colour, colour=colour),
        *[ViewRecipe(local_size, small, blur=0.5, colour=colour)] * local_views,
    ]


def random_view(pixels: Tensor, aspect: Tensor, recipe: ViewRecipe, rng: Generator) -> Tensor:
    """Draws a view of each image: uint8 [B, H, 3, W] to normalised [B, 3, size, size], bfloat16.

    `aspect` [B] is the true width / height: the stored pixels may have been squashed to a square.
    """
    b = len(pixels)
    area = _uniform(b, *recipe.area, rng)
    ratio = torch.exp(_uniform(b, -0.2877, 0.2877, rng))  # log(3/4) .. log(4/3)
    width = (area * ratio / aspect).sqrt().clamp(max=1)
    height = (area / ratio * aspect).sqrt().clamp(max=1)
    left = torch.rand(b, generator=rng) * (1 - width)
    top = torch.rand(b, generator=rng) * (1 - height)
    flip = _chance(b, 0.5, rng)
    left, width = torch.where(flip, left + width, left), torch.where(flip, -width, width)
    sigma = _uniform(b, *_BLUR_SIGMA, rng) * (recipe.size / _BLUR_SIZE)
    sigma = torch.where(_chance(b, recipe.blur, rng), sigma, 0.0)
    view = resample(pixels, left, width, top, height, recipe.size, sigma)
    view = _jitter(view, recipe.colour, rng)
    if recipe.solarize > 0:
        solarized = torch.where(view < 0.5, view, 1 - view)
        view = torch.where(_chance(b, recipe.solarize, rng).view(-1, 1, 1, 1), solarized, view)
    return normalize(view)


def centre_view(pixels: Tensor, aspect: Tensor, size: int) -> Tensor:
    """The largest centred square of each image, as `random_view` returns it."""
    return normalize(centre_square(pixels, aspect, size))


def centre_square(pixels: Tensor, aspect: Tensor, size: int) -> Tensor:
    """The same in 0..1: [B, 3, size, size], bfloat16."""
    width, height = (1 / aspect).clamp(max=1), aspect.clamp(max=1)
    zero = torch.zeros(len(pixels))
    return resample(pixels, (1 - width) / 2, width, (1 - height) / 2, height, size, zero)


def normalize(view: Tensor) -> Tensor:
    mean = torch.tensor(MEAN, dtype=view.dtype).view(3, 1, 1)
    std = torch.tensor(STD, dtype=view.dtype).view(3, 1, 1)
    return (view - mean) / std


def resample(
    pixels: Tensor,
    left: Tensor,
    width: Tensor,
    top: Tensor,
    height: Tensor,
    size: int,
    sigma: Tensor,
) -> Tensor:
    """Cuts boxes (fractions of the image; a negative width mirrors) to [B, 3, size, size] in 0..1, bfloat16.

    `sigma` [B] is the blur's standard deviation in output pixels, 0 for none. uint8 is exact in bfloat16.
    """
    b, rows, _, cols = pixels.shape
    across = resize_matrix(left, width, size, cols, sigma).to(torch.bfloat16)
    down = (resize_matrix(top, height, size, rows, sigma) / 255).to(torch.bfloat16)
    x = pixels.to(torch.bfloat16).view(b, rows * 3, cols) @ across.transpose(1, 2)
    x = down @ x.view(b, rows, 3 * size)
    return x.view(b, size, 3, size).transpose(1, 2)


def resize_matrix(start: Tensor, extent: Tensor, out: int, source: int, sigma: Tensor) -> Tensor:
    """Rows of filter weights [B, out, source] that sample start..start + extent (fractions) at `out` points."""
    steps = (torch.arange(out) + 0.5) / out
    centre = (start[:, None] + steps * extent[:, None]) * source
    distance = (torch.arange(source) + 0.5 - centre[..., None]).abs()
    step = (extent.abs() * source / out)[:, None, None]
    # A tent of half width s has the variance s^2 / 6: widened, it blurs like a Gaussian, and needs no exp.
    support = (step.clamp(min=1) ** 2 + 6 * (sigma[:, None, None] * step) ** 2).sqrt()
    weights = (1 - distance / support).clamp(min=0)
    return weights / weights.sum(-1, keepdim=True)


def _jitter(view: Tensor, strength: float, rng: Generator) -> Tensor:
    """At full strength colour jitter (0.4, 0.4, 0.2, 0.1; probability 0.8), then greyscale (0.2)."""
    b = len(view)
    brightness = _uniform(b, 1 - 0.4 * strength, 1 + 0.4 * strength, rng).view(-1, 1, 1)
    contrast = _uniform(b, 1 - 0.4 * strength, 1 + 0.4 * strength, rng).view(-1, 1, 1)
    saturation = _uniform(b, 1 - 0.2 * strength, 1 + 0.2 * strength, rng).view(-1, 1, 1)
    hue = _uniform(b, -0.1, 0.1, rng) * (2 * torch.pi * strength)
    plain = ~_chance(b, 0.8, rng).view(-1, 1, 1)
    grey = _chance(b, 0.2 * strength, rng).view(-1, 1, 1)

    weights = torch.tensor(_LUMA)
    identity, luma = torch.eye(3), weights.expand(3, 3)
    colour = saturation * identity + (1 - saturation) * luma
    colour = _hue_rotation(hue) @ colour * (brightness * contrast)
    colour = torch.where(plain, identity, colour)
    colour = torch.where(grey, luma @ colour, colour)
    # Contrast scales about the mean grey of the view; saturation and hue leave that mean in place.
    mean_grey = (view.float().mean((2, 3)) * weights).sum(1).view(-1, 1, 1)
    offset = torch.where(plain, 0.0, mean_grey * brightness * (1 - contrast))
    flat = torch.baddbmm(offset.to(view.dtype), colour.to(view.dtype), view.flatten(2))
    return flat.clamp(0, 1).view_as(view)


def _hue_rotation(angle: Tensor) -> Tensor:
    """[B] angles in radians to [B, 3, 3] rotations of the I-Q plane of YIQ, which keep luma."""
    to_yiq = torch.tensor([[0.299, 0.587, 0.114], [0.5959, -0.2746, -0.3213], [0.2115, -0.5227, 0.3112]])
    turn = torch.zeros(len(angle), 3, 3)
    turn[:, 0, 0] = 1
    turn[:, 1, 1] = turn[:, 2, 2] = angle.cos()
    turn[:, 1, 2], turn[:, 2, 1] = -angle.sin(), angle.sin()
    return torch.linalg.inv(to_yiq) @ turn @ to_yiq


def _uniform(count: int, low: float, high: float, rng: Generator) -> Tensor:
    return torch.rand(count, generator=rng) * (high - low) + low


def _chance(count: int, probability: float, rng: Generator) -> Tensor:
    return torch.rand(count, generator=rng) < probability
