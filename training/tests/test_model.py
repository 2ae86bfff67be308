# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from dinozero_training.model import ARCHITECTURES, DinoModel, VisionTransformer

OFFICIAL_BLOCK = [
    "norm1.weight", "norm1.bias", "attn.qkv.weight", "attn.qkv.bias", "attn.proj.weight", "attn.proj.bias",
    "norm2.weight", "norm2.bias", "mlp.fc1.weight", "mlp.fc1.bias", "mlp.fc2.weight", "mlp.fc2.bias",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "dim", "depth", "millions"),
    [("micro", 128, 3, 0.72), ("tiny", 192, 4, 1.97), ("small", 384, 6, 11.0)],
)
def test_has_the_official_layout(name: str, dim: int, depth: int, millions: float) -> None:
    state = VisionTransformer(ARCHITECTURES[f"{name}-224-16"]).state_dict()
    outside = [
        "cls_token",
        "pos_embed",
        "patch_embed.proj.weight",
        "patch_embed.proj.bias",
        "norm.weight",
        "norm.bias",
    ]
    assert set(state) == {
        *outside,
        *(f"blocks.{i}.{leaf}" for i in range(depth) for leaf in OFFICIAL_BLOCK),
    }
    assert state["pos_embed"].shape == (1, 197, dim)
    assert state["patch_embed.proj.weight"].shape == (dim, 3, 16, 16)
    assert sum(v.numel() for v in state.values()) / 1e6 == pytest.approx(millions, rel=0.01)


def test_agrees_with_a_second_implementation() -> None:
    timm = pytest.importorskip("timm")
    model = VisionTransformer(ARCHITECTURES["micro-32-4"]).eval()
    other = timm.models.VisionTransformer(
        img_size=32,
        patch_size=4,
        embed_dim=128,
        depth=3,
        num_heads=2,
        num_classes=0,
        norm_layer=None,
    ).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    other.load_state_dict(model.state_dict())
    images = torch.randn(2, 3, 32, 32)
    torch.testing.assert_close(model.tokens(images), other.forward_features(images), rtol=1e-4, atol=1e-4)


def test_patch_embedding_equals_its_convolution() -> None:
    embed = VisionTransformer(ARCHITECTURES["micro-32-4"]).patch_embed
    images = torch.randn(2, 3, 8, 12)
    expected = embed.proj(images).flatten(2).transpose(1, 2)
    torch.testing.assert_close(embed(images), expected, rtol=1e-4, atol=1e-5)


def test_position_is_interpolated_with_dinos_offset() -> None:
    model = VisionTransformer(ARCHITECTURES["micro-32-4"])
    assert model.position(8, 8) is model.pos_embed
    grid = model.pos_embed[:, 1:].detach().reshape(1, 8, 8, 128).permute(0, 3, 1, 2)
    got = model.position(5, 3)
    assert got.shape == (1, 16, 128)
    # One point by hand: source = (i + 0.5) * M / (w + 0.1) - 0.5, cubic with A = -0.75.
    row, col = (2 + 0.5) * 8 / 5.1 - 0.5, (1 + 0.5) * 8 / 3.1 - 0.5
    torch.testing.assert_close(got[0, 1 + 2 * 3 + 1], _cubic(grid[0], row, col), rtol=1e-4, atol=1e-5)


def _cubic(grid: torch.Tensor, row: float, col: float) -> torch.Tensor:
    def weight(d: float, a: float = -0.75) -> float:
        d = abs(d)
        if d <= 1:
            return (a + 2) * d**3 - (a + 3) * d**2 + 1
        return a * d**3 - 5 * a * d**2 + 8 * a * d - 4 * a if d < 2 else 0.0

    total = torch.zeros(len(grid))
    for y in range(int(row) - 1, int(row) + 3):
        for x in range(int(col) - 1, int(col) + 3):
            total += weight(row - y) * weight(col - x) * grid[:, min(max(y, 0), 7), min(max(x, 0), 7)]
    return total


def test_cls_attention_is_a_distribution_over_tokens() -> None:
    model = VisionTransformer(ARCHITECTURES["micro-32-4"])
    maps = model.cls_attention(torch.randn(2, 3, 16, 32))
    assert maps.shape == (2, 2, 4 * 8)
    assert (maps > 0).all() and (maps.sum(-1) < 1).all()


def test_views_of_two_sizes_give_one_row_each(tiny_arch) -> None:
    model = DinoModel(tiny_arch, out_dim=7, hidden=8, bottleneck=5)
    views = [torch.randn(3, 3, 16, 16), torch.randn(3, 3, 16, 16), torch.randn(3, 3, 8, 8)]
    logits = model(views)
    assert logits.shape == (3, 3, 7)
    for i, view in enumerate(views):
        torch.testing.assert_close(logits[i], model([view])[0], rtol=1e-4, atol=1e-5)
    # Unit prototypes and unit bottleneck: logits are cosines.
    assert logits.abs().max() <= 1 + 1e-5
    torch.testing.assert_close(F.normalize(model.head.last, dim=1).norm(dim=1), torch.ones(7))
