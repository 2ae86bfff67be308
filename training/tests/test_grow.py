# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from dinozero_training import grow
from dinozero_training.model import ARCHITECTURES, Architecture, VisionTransformer


def _trained(name: str) -> VisionTransformer:
    """A model none of whose parameters is at its initial zero or one."""
    model = VisionTransformer(ARCHITECTURES[name]).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, mean=0.02, std=0.1)
    return model


def test_a_wider_and_deeper_model_computes_the_same() -> None:
    micro = _trained("micro-32-4")
    small = grow.grow(micro, ARCHITECTURES["small-32-4"])
    images = torch.randn(2, 3, 32, 32)
    torch.testing.assert_close(small.tokens(images), micro.tokens(images).repeat(1, 1, 3), rtol=1e-3, atol=1e-3)
    attention = small.cls_attention(images)
    assert attention.shape == (2, 6, 64)


def test_copies_come_apart() -> None:
    small = grow.grow(_trained("micro-32-4"), ARCHITECTURES["small-32-4"])
    qkv = small.blocks[1].attn.qkv.weight
    assert not torch.allclose(qkv[:128], qkv[128:256]), "copies of an output weigh the copies of an input unlike"
    small(torch.randn(2, 3, 32, 32)).square().sum().backward()
    gradient = small.blocks[1].mlp.fc1.weight.grad
    assert not torch.allclose(gradient[:512], gradient[512:1024], rtol=0.01)


def test_a_magnified_picture_gets_the_same_response() -> None:
    filters = torch.randn(5, 3, 4, 4)
    picture = torch.randn(1, 3, 4, 4)
    large = F.interpolate(picture, (16, 16), mode="bilinear")
    expected = F.conv2d(picture, filters)
    torch.testing.assert_close(F.conv2d(large, grow.resize_filters(filters, 16)), expected, rtol=1e-4, atol=1e-4)


def test_another_patch_size_sees_the_magnified_picture_alike() -> None:
    micro = _trained("micro-32-4")
    large = grow.grow(micro, ARCHITECTURES["micro-224-16"])
    assert large.pos_embed.shape == (1, 197, 128)
    patches = torch.randn(1, 3, 8, 8, 4, 4)
    picture = patches.permute(0, 1, 2, 4, 3, 5).reshape(1, 3, 32, 32)
    magnified = F.interpolate(patches.flatten(0, 3)[:, None], (16, 16), mode="bilinear").view(1, 3, 8, 8, 16, 16)
    magnified = magnified.permute(0, 1, 2, 4, 3, 5).reshape(1, 3, 128, 128)
    expected = micro.patch_embed(picture)
    torch.testing.assert_close(large.patch_embed(magnified), expected, rtol=1e-3, atol=1e-3)
    torch.testing.assert_close(large.pos_embed[:, 1:].mean(1), micro.pos_embed[:, 1:].mean(1), rtol=0.05, atol=0.02)


def test_a_width_between_multiples_computes_nearly_the_same() -> None:
    micro = VisionTransformer(ARCHITECTURES["micro-32-4"]).eval()
    tiny = grow.grow(micro, ARCHITECTURES["tiny-32-4"])
    images = torch.randn(2, 3, 32, 32)
    assert F.cosine_similarity(tiny(images)[:, :128], micro(images)).min() > 0.95


@pytest.mark.parametrize(
    "arch",
    [
        Architecture("shallow", 128, 2, 2, 512, 4, 32),
        Architecture("narrow", 64, 3, 1, 256, 4, 32),
        Architecture("other heads", 128, 3, 4, 512, 4, 32),
        Architecture("other MLP", 128, 3, 2, 256, 4, 32),
    ],
)
def test_what_does_not_grow_is_refused(arch: Architecture) -> None:
    with pytest.raises(ValueError, match="does not grow"):
        grow.grow(_trained("micro-32-4"), arch)
