# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import torch

from dinozero_training.augment import (
    MEAN,
    STD,
    ViewRecipe,
    _hue_rotation,
    centre_view,
    multi_crop,
    random_view,
    resample,
    resize_matrix,
)

ONE = torch.ones(1)
ZERO = torch.zeros(1)


def _store(images: torch.Tensor) -> torch.Tensor:
    """[B, 3, H, W] in 0..1 to the stored layout, uint8 [B, H, 3, W]."""
    return (images * 255).round().to(torch.uint8).transpose(1, 2).contiguous()


def test_full_box_at_the_same_size_is_the_image() -> None:
    images = torch.rand(2, 3, 8, 8)
    full = torch.ones(2)
    got = resample(_store(images), 0 * full, full, 0 * full, full, 8, 0 * full)
    torch.testing.assert_close(got.float(), images, rtol=0, atol=0.01)


def test_negative_width_mirrors() -> None:
    images = torch.rand(1, 3, 8, 8)
    got = resample(_store(images), ONE, -ONE, ZERO, ONE, 8, ZERO)
    torch.testing.assert_close(got.float(), images.flip(3), rtol=0, atol=0.01)


def test_box_cuts_columns_and_rows() -> None:
    images = torch.rand(1, 3, 8, 8)
    got = resample(_store(images), 0.5 * ONE, 0.5 * ONE, 0.25 * ONE, 0.5 * ONE, 4, ZERO)
    torch.testing.assert_close(got.float(), images[:, :, 2:6, 4:8], rtol=0, atol=0.01)


def test_downsampling_averages_and_blur_widens() -> None:
    sharp = resize_matrix(ZERO, ONE, 8, 64, ZERO)[0]
    blurred = resize_matrix(ZERO, ONE, 8, 64, 1.5 * ONE)[0]
    torch.testing.assert_close(sharp.sum(1), torch.ones(8))
    places = torch.arange(64) + 0.5

    def deviation(row: torch.Tensor) -> float:
        mean = (row * places).sum()
        return ((row * (places - mean) ** 2).sum() ** 0.5).item() / 8  # in output pixels

    assert abs(deviation(sharp[4]) - (1 / 6) ** 0.5) < 0.01
    assert abs(deviation(blurred[4]) - (1 / 6 + 1.5**2) ** 0.5) < 0.15


def test_hue_keeps_luma_and_grey() -> None:
    turn = _hue_rotation(torch.tensor([0.0, 0.5]))
    torch.testing.assert_close(turn[0], torch.eye(3), rtol=0, atol=1e-4)
    luma = torch.tensor([0.299, 0.587, 0.114])
    colour = torch.rand(3)
    torch.testing.assert_close(luma @ (turn[1] @ colour), luma @ colour, rtol=0, atol=1e-3)
    torch.testing.assert_close(turn[1] @ torch.full((3,), 0.5), torch.full((3,), 0.5), rtol=0, atol=1e-3)


def test_views_depend_on_the_generator_alone() -> None:
    pixels, aspect = _store(torch.rand(4, 3, 16, 16)), torch.tensor([0.5, 1.0, 1.5, 2.0])
    recipe = multi_crop(16, 8, 2, 0.4)
    assert [view.size for view in recipe] == [16, 16, 8, 8]
    for view in recipe:
        first = random_view(pixels, aspect, view, torch.Generator().manual_seed(5))
        again = random_view(pixels, aspect, view, torch.Generator().manual_seed(5))
        other = random_view(pixels, aspect, view, torch.Generator().manual_seed(6))
        assert first.shape == (4, 3, view.size, view.size)
        assert torch.equal(first, again) and not torch.equal(first, other)
        assert torch.isfinite(first).all()


def test_solarize_inverts_the_bright() -> None:
    white = torch.full((64, 16, 3, 16), 255, dtype=torch.uint8)
    recipe = ViewRecipe(8, (0.9, 1.0), blur=0.0, solarize=1.0)
    view = random_view(white, torch.ones(64), recipe, torch.Generator().manual_seed(0)).float()
    pixels = view * torch.tensor(STD).view(3, 1, 1) + torch.tensor(MEAN).view(3, 1, 1)
    assert pixels.max() < 0.52


def test_centre_view_cuts_a_true_square() -> None:
    # A 2:1 picture squashed to a square: its central true square is the middle half of the columns.
    images = torch.zeros(1, 3, 16, 16)
    images[..., 4:12] = 1
    view = centre_view(_store(images), torch.tensor([2.0]), 8).float()
    white = (1 - torch.tensor(MEAN)) / torch.tensor(STD)
    torch.testing.assert_close(view[0, :, 4, 2:6].mean(1), white, rtol=0, atol=0.05)
