# SPDX-License-Identifier: Apache-2.0
"""The arithmetic of quantized layers, in floats: weights and activations lie on the grids that the library computes on.

Weights: per output one scale, rounded to float16, times integers -7..7 (int4) or -1 and +1 (binary). Activations: per
row (token or patch) round(x * (top / max|x|)), ties to even, times max|x| / top; top is 127, or 31 for 6 bits.
Attention has 12 bits and a table for the softmax.
Rounding has no gradient, so values pass it as if it were not there (straight-through estimator); scales are learned.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from .config import SchemeName
from .model import Attention, PatchEmbed, VisionTransformer

Weights = Literal["int4", "binary"]
INT4_TOP = 7
VALUE_LIMIT = 2047  # of the values in integer attention
# 4095 * 2^(-i / 128), rounded: what a token weighs that is i steps of 1/128 octave below the largest one.
ATTENTION_WEIGHTS = (4095 * torch.exp2(-torch.arange(2048, dtype=torch.float64) / 128)).add(0.5).floor()
PIXEL_TOP = 127  # the patch embedding's inputs have 8 bits in every scheme
SMALLEST_ROW = 2.0**-100  # rows whose largest magnitude is below count as zeros


@dataclass(frozen=True)
class Scheme:
    weights: Weights
    activation_top: int  # largest integer of an activation: 127 or 31


SCHEMES: dict[SchemeName, Scheme] = {
    "int4": Scheme("int4", 127),
    "int4-a6": Scheme("int4", 31),
    "binary": Scheme("binary", 127),
}


class Int4Weights(nn.Module):
    """Weights [out, ...] on the int4 grid. A row's largest is always at +-7, so that it tells the grid."""

    def __init__(self, weights: Tensor) -> None:
        super().__init__()
        rows = weights.detach().flatten(1)
        # Cutting off the largest weights makes the steps finer; the share of the range that costs least error is taken.
        shares = torch.linspace(0.5, 1.0, 26)
        costs = torch.stack([(self._on_grid(rows, s.expand(len(rows))) - rows).square().sum(1) for s in shares])
        self.share = nn.Parameter(shares[costs.argmin(0)])

    def forward(self, weights: Tensor) -> Tensor:
        return self._on_grid(weights.flatten(1), self.share.clamp(0.1, 1.0)).view_as(weights)

    @staticmethod
    def _on_grid(rows: Tensor, share: Tensor) -> Tensor:
        scale = _float16(share * rows.abs().amax(1) / INT4_TOP).clamp(min=1e-7)[:, None]
        return scale * _rounded((rows / scale).clamp(-INT4_TOP, INT4_TOP))


class BinaryWeights(nn.Module):
    """Weights [out, ...] as one scale a row times their signs; 0 counts as positive."""

    def __init__(self, weights: Tensor) -> None:
        super().__init__()
        self.scale = nn.Parameter(weights.detach().flatten(1).abs().mean(1))

    def forward(self, weights: Tensor) -> Tensor:
        rows = weights.flatten(1)
        scale = _float16(self.scale.abs().clamp(min=1e-7))[:, None]
        # The sign's gradient is that of a clamp, so that weights far from zero are not driven farther.
        relative = (rows / scale.detach()).clamp(-2, 2)
        signs = torch.where(rows < 0, -1.0, 1.0)
        return (scale * (relative + (signs - relative).detach())).view_as(weights)


def quantize_rows(x: Tensor, top: int) -> Tensor:
    """Activations [..., n] to the nearest points of their rows' grids, in float32; a row of zeros stays so."""
    values = x.detach().float()
    integers, scale = _integers(values, (-1,), top)
    on_grid = integers * scale
    return x + (on_grid - values).to(x.dtype) if x.requires_grad else on_grid.to(x.dtype)


def _integers(values: Tensor, shared: tuple[int, ...], top: int) -> tuple[Tensor, Tensor]:
    """Integers up to +-top, as float32, and their scale, one over the axes `shared`."""
    largest = values.abs().amax(shared, keepdim=True)
    usable = largest >= SMALLEST_ROW
    factor = torch.where(usable, top / largest, 0.0)
    return (values * factor).round(), torch.where(usable, largest / top, 0.0)


def integer_attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Attention of [B, heads, tokens, d] in the library's integers (kernels/attention_int8.h), with float gradients."""
    with torch.no_grad(), torch.autocast(q.device.type, enabled=False):
        limit = math.isqrt((2**30 - 1) // q.shape[-1])
        queries, query_scale = _integers(q.float(), (-1,), limit)
        keys, key_scale = _integers(k.float(), (-2, -1), limit)
        values, value_scale = _integers(v.float(), (-2,), VALUE_LIMIT)
        scores = queries.double() @ keys.double().transpose(-2, -1)  # float64 keeps sums of integers exact
        steps = torch.tensor(2.0**39 * 1.44269504, dtype=torch.float32) / math.sqrt(q.shape[-1])
        factor = (query_scale * key_scale * steps.to(q.device)).round().clamp(max=2.0**31 - 128)
        below = (scores.amax(-1, keepdim=True) - scores).long()
        index = ((factor.long() * below + 2**31) >> 32).clamp(max=len(ATTENTION_WEIGHTS) - 1)
        weights = ATTENTION_WEIGHTS.to(q.device)[index]
        mixed = (weights @ values.double()).float() * (value_scale / weights.sum(-1, keepdim=True).float())
    if not q.requires_grad:
        return mixed.to(v.dtype)
    smooth = Attention.mix(q, k, v)
    return smooth + (mixed - smooth).detach().to(smooth.dtype)


def put_on_grid(model: VisionTransformer, scheme: Scheme) -> VisionTransformer:
    """Makes the linear layers, attention and patch embedding of `model` compute as the library's quantized ones."""
    kinds = {"int4": Int4Weights, "binary": BinaryWeights}
    for module in list(model.modules()):
        if isinstance(module, nn.Linear | nn.Conv2d):
            grid = kinds[scheme.weights](module.weight)
            parametrize.register_parametrization(module, "weight", grid)
        if isinstance(module, nn.Linear):
            module.register_forward_pre_hook(lambda _, inputs: (quantize_rows(inputs[0], scheme.activation_top),))
        elif isinstance(module, Attention):
            module.mix = integer_attention  # type: ignore[method-assign]
        elif isinstance(module, PatchEmbed):
            module.cut.register_forward_hook(lambda _, _in, rows: quantize_rows(rows, PIXEL_TOP))
    return model


def taken_off(model: VisionTransformer) -> dict[str, Tensor]:
    """The state of a plain model whose weights are the grid points: what is exported."""
    state = {}
    for name, value in model.state_dict().items():
        if name.endswith(".parametrizations.weight.original"):
            module = model.get_submodule(name.removesuffix(".parametrizations.weight.original"))
            name = name.replace(".parametrizations.weight.original", ".weight")
            value = module.weight.detach()
        elif ".parametrizations." in name:
            continue
        state[name] = value
    return state


def _rounded(x: Tensor) -> Tensor:
    return x + (x.round() - x).detach()


def _float16(x: Tensor) -> Tensor:
    return x + (x.half().float() - x).detach()
