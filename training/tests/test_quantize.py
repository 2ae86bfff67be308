# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F

from dinozero_training import checkpoint, export, grid, loop, quantize
from dinozero_training.config import Places, QuantizeConfig, SchemeName
from dinozero_training.model import Attention, VisionTransformer
from dinozero_training.source import open_sources

NAMES = list(grid.SCHEMES)


def _trained(arch) -> VisionTransformer:
    model = VisionTransformer(arch).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, mean=0.02, std=0.2)
    return model


def _config(photos: Path, scheme: SchemeName, **changes) -> QuantizeConfig:
    base = QuantizeConfig(
        arch="test-16-4", data=(str(photos),), epochs=2, epoch_size=16, batch_size=8, global_size=16, store_side=24,
        scheme=scheme, lr=0.05,
    )  # fmt: skip
    return dataclasses.replace(base, **changes)


@pytest.mark.parametrize("top", [127, 31])
def test_rows_are_rounded_as_the_library_rounds_them(top: int) -> None:
    x = torch.randn(4, 5, 33)
    x[0, 0] = 0
    x[0, 1] *= 2.0**-120
    x[0, 2, :4] = torch.tensor([top, 0.5, 1.5, -2.5])
    x[0, 2, 4:] = 0
    got = grid.quantize_rows(x, top)
    assert (got[0, :2] == 0).all()
    assert got[0, 2, :4].tolist() == [top, 0, 2, -2], "ties go to even"
    scale = x.abs().amax(-1, keepdim=True) / top
    steps = (got / scale)[1:]
    torch.testing.assert_close(steps, steps.round(), rtol=0, atol=1e-4)
    assert (got - x)[1:].abs().le(scale[1:] * 0.501).all()


def test_rounding_passes_gradients_straight_through() -> None:
    x = torch.randn(3, 8, requires_grad=True)
    factors = torch.randn(3, 8)
    (grid.quantize_rows(x, 127) * factors).sum().backward()
    assert x.grad is not None
    torch.testing.assert_close(x.grad, factors)


def test_integer_attention_is_nearly_attention_and_has_its_gradient() -> None:
    q, k, v = (torch.randn(2, 3, 20, 64) for _ in range(3))
    v[0, 0] = 0
    wanted = Attention.mix(q, k, v)
    found = grid.integer_attention(q, k, v)
    assert torch.equal(found[0, 0], torch.zeros(20, 64))
    assert torch.nn.functional.cosine_similarity(found.flatten(), wanted.flatten(), dim=0) > 0.9999
    assert not torch.allclose(found, wanted, atol=1e-6), "it is rounded"
    q.requires_grad_(True)
    traced = grid.integer_attention(q, k, v)
    torch.testing.assert_close(traced, found)
    torch.testing.assert_close(
        torch.autograd.grad(traced.square().sum(), q)[0],
        torch.autograd.grad((Attention.mix(q, k, v) + (found - wanted)).square().sum(), q)[0],
    )


def test_int4_weights_lie_on_a_grid_that_their_largest_tells() -> None:
    weights = torch.randn(16, 40)
    on_grid = grid.Int4Weights(weights)(weights)
    scale = on_grid.abs().amax(1, keepdim=True) / 7
    assert torch.equal(scale, scale.half().float()), "the scale is a float16"
    steps = on_grid / scale
    torch.testing.assert_close(steps, steps.round(), rtol=0, atol=1e-4)
    plain = weights.abs().amax(1, keepdim=True) / 7
    nearest = plain * (weights / plain).round()
    assert (on_grid - weights).square().sum() <= (nearest - weights).square().sum()


def test_binary_weights_are_signs_times_one_scale() -> None:
    weights = torch.randn(16, 40)
    weights[0, 0] = 0
    on_grid = grid.BinaryWeights(weights)(weights)
    assert torch.equal(on_grid.abs().amax(1), on_grid.abs().amin(1))
    assert torch.equal(on_grid > 0, weights >= 0)
    torch.testing.assert_close(on_grid[:, 0].abs(), weights.abs().mean(1), rtol=1e-3, atol=0)


@pytest.mark.parametrize("name", NAMES)
def test_the_exported_model_is_the_one_that_was_trained(tiny_arch, name: SchemeName) -> None:
    quantized = grid.put_on_grid(_trained(tiny_arch), grid.SCHEMES[name])
    plain = VisionTransformer(tiny_arch)
    plain.load_state_dict(grid.taken_off(quantized))
    # Put on the grid a second time, nothing moves: the file tells the grid.
    again = grid.put_on_grid(plain, grid.SCHEMES[name])
    images = torch.randn(2, 3, 16, 16)
    torch.testing.assert_close(again.tokens(images), quantized.tokens(images), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_training_brings_the_features_back(
    tiny_arch, photos: Path, tmp_path: Path, name: SchemeName, capsys: pytest.CaptureFixture
) -> None:
    model = _trained(tiny_arch)
    config = _config(photos, name, epochs=20, bf16=False)
    job = quantize.QuantizeJob(config, open_sources(config, tmp_path / "cache"), model)
    images = torch.randn(64, 3, 16, 16)
    before = quantize.relative_error(job.backbone()(images), model(images))
    for _ in range(job.total_steps):
        job.train_step()
    view = job.losses()
    assert float(view["cls"]) < 0.9 * before.item()


def test_an_interrupted_run_goes_on_and_is_exported(tiny_arch, photos: Path, tmp_path: Path) -> None:
    model, config = _trained(tiny_arch), _config(photos, "binary")
    places = Places(tmp_path / "run", tmp_path / "cache", None)
    whole = quantize.QuantizeJob(config, open_sources(config, places.cache), model)
    first = quantize.QuantizeJob(config, open_sources(config, places.cache), model)
    for _ in range(4):
        whole.train_step()
    first.train_step()
    places.out.mkdir()
    checkpoint.save(first.saved(), places.out / loop.CHECKPOINT)
    quantize.run(config, model, places)
    exported = export.trained_backbone(checkpoint.load(places.out / loop.CHECKPOINT))
    expected = grid.taken_off(whole.backbone())
    for key, value in exported.state_dict().items():
        torch.testing.assert_close(value, expected[key], rtol=0, atol=0)
    weight = exported.blocks[0].attn.qkv.weight
    assert torch.equal(weight.abs().amax(1), weight.abs().amin(1))
    assert F.cosine_similarity(exported(torch.randn(4, 3, 16, 16)), model(torch.randn(4, 3, 16, 16))).isfinite().all()


@pytest.mark.parametrize("scheme", ["int4", "binary"])
def test_starts_from_what_an_earlier_run_exported(tiny_arch, photos: Path, tmp_path: Path, scheme) -> None:
    model, config = _trained(tiny_arch), _config(photos, scheme)
    sources = open_sources(config, tmp_path / "cache")
    earlier = quantize.QuantizeJob(config, sources, model)
    for _ in range(3):
        earlier.train_step()
    exported = export.trained_backbone(earlier.saved())
    job = quantize.QuantizeJob(config, sources, model)
    job.start_from(exported)
    views = torch.randn(4, 3, 16, 16)
    torch.testing.assert_close(job.backbone()(views), earlier.backbone()(views), rtol=1e-3, atol=1e-3)
    assert not torch.equal(job.backbone()(views), model(views))
