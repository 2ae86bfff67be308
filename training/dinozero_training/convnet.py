# SPDX-License-Identifier: Apache-2.0
"""A small residual network of convolutions, as a teacher: few pictures teach it what a transformer needs many for."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class ConvNet(nn.Module):
    """Images [B, 3, H, W], normalised, H and W multiples of 8, to a grid of H/8 x W/8 features of `dim`.

    Its features are of places; the mean of them stands for the picture, and for the class token of a transformer.
    """

    def __init__(self, width: int = 64) -> None:
        super().__init__()
        self.dim = 8 * width
        self.layers = nn.Sequential(
            _convolution(3, width),
            _convolution(width, 2 * width),
            nn.MaxPool2d(2),
            Residual(2 * width),
            _convolution(2 * width, 4 * width),
            nn.MaxPool2d(2),
            _convolution(4 * width, 8 * width),
            nn.MaxPool2d(2),
            Residual(8 * width),
        ).to(memory_format=torch.channels_last)

    def grid(self, images: Tensor) -> Tensor:
        """Features [B, dim, H / 8, W / 8]."""
        return self.layers(images.contiguous(memory_format=torch.channels_last))

    def tokens(self, images: Tensor) -> Tensor:
        """[B, 1 + H / 8 * W / 8, dim]: the picture's feature, then those of its places, as a transformer's tokens."""
        places = self.grid(images).flatten(2).transpose(1, 2)
        return torch.cat([places.mean(1, keepdim=True), places], dim=1)

    def forward(self, images: Tensor) -> Tensor:
        """[B, dim]: the picture's feature."""
        return self.grid(images).mean((2, 3))


class Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.branch = nn.Sequential(_convolution(channels, channels), _convolution(channels, channels))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.branch(x)


def _convolution(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Projector(nn.Module):
    """From the network's features to the unit vectors that the loss compares; of training only."""

    def __init__(self, dim: int, hidden: int, out: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(dim, hidden),
            nn.BatchNorm1d(hidden),
            nn.ReLU(inplace=True),
            nn.Linear(hidden, hidden),
            nn.BatchNorm1d(hidden),
            nn.ReLU(inplace=True),
            nn.Linear(hidden, out),
        )

    def forward(self, features: Tensor) -> Tensor:
        return F.normalize(self.layers(features).float(), dim=-1)
