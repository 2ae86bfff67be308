# SPDX-License-Identifier: Apache-2.0
"""The DINO vision transformer, with the parameter names and layout of the official checkpoints.

Caron et al., "Emerging Properties in Self-Supervised Vision Transformers", 2021.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

LAYER_NORM_EPS = 1e-6


@dataclass(frozen=True)
class Architecture:
    """The shape of a vision transformer; `image_size` fixes the stored position grid only."""

    name: str
    dim: int
    depth: int
    heads: int
    mlp_dim: int
    patch_size: int
    image_size: int
    registers: int = 0  # DINOv2's register tokens; of teachers only
    layer_scale: bool = False  # DINOv2's; of teachers only

    @property
    def grid(self) -> int:
        """Patches along one side of the stored position embedding."""
        return self.image_size // self.patch_size


def _family(name: str, dim: int, depth: int, heads: int) -> dict[str, Architecture]:
    key = name.removeprefix("DINO-").lower()
    return {
        f"{key}-{image}-{patch}": Architecture(name, dim, depth, heads, 4 * dim, patch, image)
        for image, patch in ((224, 16), (32, 4))
    }


ARCHITECTURES: dict[str, Architecture] = {
    **_family("DINO-Micro", dim=128, depth=3, heads=2),
    **_family("DINO-Tiny", dim=192, depth=4, heads=3),
    **_family("DINO-Small", dim=384, depth=6, heads=6),
}


class Patches(nn.Module):
    """Images [B, 3, H, W] to rows [B, patches, 3 * P * P], what the patch embedding multiplies."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size

    def forward(self, images: Tensor) -> Tensor:
        p = self.size
        b, c, h, w = images.shape
        patches = images.reshape(b, c, h // p, p, w // p, p).permute(0, 2, 4, 1, 3, 5)
        return patches.reshape(b, -1, c * p * p)


class PatchEmbed(nn.Module):
    """Splits [B, 3, H, W] into patches and projects each to `dim`: [B, patches, dim]."""

    def __init__(self, dim: int, patch_size: int) -> None:
        super().__init__()
        # A convolution only for its parameter layout (proj.weight [dim, 3, P, P]); a patch embedding is a
        # matrix product, and is much faster as one.
        self.proj = nn.Conv2d(3, dim, kernel_size=patch_size, stride=patch_size)
        self.cut = Patches(patch_size)

    def forward(self, images: Tensor) -> Tensor:
        return F.linear(self.cut(images), self.proj.weight.flatten(1), self.proj.bias)


class Attention(nn.Module):
    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def _split(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        b, n, d = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        return q, k, v

    def forward(self, x: Tensor) -> Tensor:
        return self.proj(self.mix(*self._split(x)).transpose(1, 2).flatten(2))

    @staticmethod
    def mix(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """What tokens attend to, of queries, keys and values [B, heads, tokens, d]; `grid` puts another here."""
        if q.is_cuda:
            return F.scaled_dot_product_attention(q, k, v)
        # Written out, because the backward pass of PyTorch's fused CPU kernel costs more than all else together.
        return _softmax_scores(q, k) @ v

    def weights(self, x: Tensor) -> Tensor:
        """Softmax attention weights [B, heads, tokens, tokens] for normalised input [B, tokens, dim]."""
        q, k, _ = self._split(x)
        return _softmax_scores(q, k)


class Mlp(nn.Module):
    def __init__(self, dim: int, hidden: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(dim, hidden)
        self.fc2 = nn.Linear(hidden, dim)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class LayerScale(nn.Module):
    """A learned factor for each channel of a branch."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(dim))

    def forward(self, x: Tensor) -> Tensor:
        return x * self.gamma


class Block(nn.Module):
    def __init__(self, arch: Architecture) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(arch.dim, eps=LAYER_NORM_EPS)
        self.attn = Attention(arch.dim, arch.heads)
        self.ls1 = LayerScale(arch.dim) if arch.layer_scale else nn.Identity()
        self.norm2 = nn.LayerNorm(arch.dim, eps=LAYER_NORM_EPS)
        self.mlp = Mlp(arch.dim, arch.mlp_dim)
        self.ls2 = LayerScale(arch.dim) if arch.layer_scale else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.ls1(self.attn(self.norm1(x)))
        return x + self.ls2(self.mlp(self.norm2(x)))


class VisionTransformer(nn.Module):
    """Images [B, 3, H, W], normalised, H and W multiples of the patch size, to tokens."""

    def __init__(self, arch: Architecture) -> None:
        super().__init__()
        self.arch = arch
        self.cls_token = nn.Parameter(torch.zeros(1, 1, arch.dim))
        self.pos_embed = nn.Parameter(torch.zeros(1, arch.grid**2 + 1, arch.dim))
        if arch.registers:
            self.register_tokens = nn.Parameter(torch.zeros(1, arch.registers, arch.dim))
        self.patch_embed = PatchEmbed(arch.dim, arch.patch_size)
        self.blocks = nn.ModuleList(Block(arch) for _ in range(arch.depth))
        self.norm = nn.LayerNorm(arch.dim, eps=LAYER_NORM_EPS)
        nn.init.trunc_normal_(self.cls_token, std=0.02)
        nn.init.trunc_normal_(self.pos_embed, std=0.02)
        self.apply(_init_linear)

    def position(self, rows: int, cols: int) -> Tensor:
        """The position embedding [1, rows * cols + 1, dim], interpolated as DINO does (bicubic, offset 0.1).

        DINOv2's models with registers were trained with antialiasing and without the offset instead.
        """
        grid = self.arch.grid
        if (rows, cols) == (grid, grid):
            return self.pos_embed
        cls, patches = self.pos_embed[:, :1], self.pos_embed[:, 1:]
        patches = patches.reshape(1, grid, grid, -1).permute(0, 3, 1, 2)
        if self.arch.registers:
            patches = F.interpolate(patches.float(), (rows, cols), mode="bicubic", antialias=True)
        else:
            scale = ((rows + 0.1) / grid, (cols + 0.1) / grid)
            patches = F.interpolate(patches.float(), scale_factor=scale, mode="bicubic")
        return torch.cat([cls, patches.flatten(2).transpose(1, 2).to(cls.dtype)], dim=1)

    def embed(self, images: Tensor) -> Tensor:
        """The input of the first block [B, 1 + registers + patches, dim]."""
        p = self.arch.patch_size
        x = self.patch_embed(images)
        x = torch.cat([self.cls_token.expand(len(x), -1, -1), x], dim=1)
        x = x + self.position(images.shape[-2] // p, images.shape[-1] // p)
        if self.arch.registers:
            x = torch.cat([x[:, :1], self.register_tokens.expand(len(x), -1, -1), x[:, 1:]], dim=1)
        return x

    def tokens(self, images: Tensor, kept: Tensor | None = None) -> Tensor:
        """The normalised output tokens [B, patches + 1, dim]; token 0 is CLS. `kept` are the patches to go on with."""
        x = self.embed(images)
        if kept is not None:
            first = 1 + self.arch.registers
            x = torch.cat([x[:, :first], x[:, first + kept]], dim=1)
        for block in self.blocks:
            x = block(x)
        if self.arch.registers:
            x = torch.cat([x[:, :1], x[:, 1 + self.arch.registers :]], dim=1)
        return self.norm(x)

    def forward(self, images: Tensor) -> Tensor:
        """The CLS embedding [B, dim]."""
        return self.tokens(images)[:, 0]

    def cls_attention(self, images: Tensor) -> Tensor:
        """The attention of CLS to each patch in the last block [B, heads, patches]."""
        x = self.embed(images)
        *before, last = self.blocks
        for block in before:
            x = block(x)
        assert isinstance(last, Block)
        return last.attn.weights(last.norm1(x))[:, :, 0, 1 + self.arch.registers :]


class DinoHead(nn.Module):
    """The projection head [B, dim] -> [B, out_dim]; training only, never exported."""

    def __init__(self, dim: int, out_dim: int, hidden: int, bottleneck: int) -> None:
        super().__init__()
        self.mlp = nn.Sequential(
            nn.Linear(dim, hidden),
            nn.GELU(),
            nn.Linear(hidden, hidden),
            nn.GELU(),
            nn.Linear(hidden, bottleneck),
        )
        # Weight-normed with its gain held at one: each row is a unit vector ("prototype").
        self.last = nn.Parameter(torch.empty(out_dim, bottleneck))
        self.apply(_init_linear)
        nn.init.normal_(self.last)

    def forward(self, x: Tensor) -> Tensor:
        x = F.normalize(self.mlp(x).float(), dim=-1)
        return F.linear(x, F.normalize(self.last, dim=-1))


class DinoModel(nn.Module):
    """A backbone with its projection head: what the student and the teacher both are."""

    def __init__(self, arch: Architecture, out_dim: int, hidden: int, bottleneck: int) -> None:
        super().__init__()
        self.backbone = VisionTransformer(arch)
        self.head = DinoHead(arch.dim, out_dim, hidden, bottleneck)

    def forward(self, views: list[Tensor]) -> Tensor:
        """Views, each [B, 3, H, W], to logits [views, B, out_dim]; neighbours of one size run as one batch."""
        groups: list[list[Tensor]] = []
        for view in views:
            if groups and groups[-1][0].shape == view.shape:
                groups[-1].append(view)
            else:
                groups.append([view])
        cls = torch.cat([self.backbone(torch.cat(group)) for group in groups])
        return self.head(cls).unflatten(0, (len(views), -1))


def _softmax_scores(q: Tensor, k: Tensor) -> Tensor:
    return ((q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)).softmax(dim=-1)


def _init_linear(module: nn.Module) -> None:
    # DINO draws with a deviation of 0.02, made for 384 inputs and more: at 128 the blocks would start near nothing
    # and take hundreds of steps to matter.
    if isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        nn.init.zeros_(module.bias)
