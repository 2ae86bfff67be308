# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F

from dinozero_training import checkpoint, device, distill, loop, multipatch, teacher
from dinozero_training.config import DistillConfig, MultiPatchConfig, Places
from dinozero_training.convnet import ConvNet
from dinozero_training.source import open_sources


def _config(photos: Path, **changes) -> MultiPatchConfig:
    base = MultiPatchConfig(
        data=(str(photos),), epochs=2, epoch_size=16, batch_size=8, global_size=16, store_side=24, crops=3,
        width=2, hidden=16, out_dim=8, knn_every=2,
    )  # fmt: skip
    return dataclasses.replace(base, **changes)


def _job(config: MultiPatchConfig, tmp_path: Path) -> multipatch.MultiPatchJob:
    return multipatch.MultiPatchJob(config, open_sources(config, tmp_path / "cache"))


def test_the_coding_rate_is_that_of_the_covariance() -> None:
    points = F.normalize(torch.randn(5, 7, 12), dim=-1)
    scale = 12 / (7 * 0.2)
    expected = torch.logdet(torch.eye(12) + scale * points.transpose(1, 2) @ points) / 2
    assert torch.allclose(multipatch.coding_rate(points, 0.2), expected, atol=1e-4)


def test_points_that_differ_code_longer_than_equal_ones() -> None:
    apart, alike = torch.eye(6), torch.eye(6)[:1].expand(6, 6)
    assert multipatch.coding_rate(apart, 0.2) > 2 * multipatch.coding_rate(alike, 0.2)


def test_a_picture_is_the_mean_of_its_places() -> None:
    network = ConvNet(2).eval()
    images = torch.randn(3, 3, 16, 24)
    tokens = network.tokens(images)
    assert tokens.shape == (3, 1 + 2 * 3, 16)
    assert torch.allclose(tokens[:, 0], network(images), atol=1e-6)
    assert torch.allclose(tokens[:, 1:].mean(1), network(images), atol=1e-6)


def test_crops_of_a_picture_grow_alike(photos: Path, tmp_path: Path) -> None:
    job = _job(_config(photos, epochs=20, lr=0.1), tmp_path)
    losses = []
    for _ in range(40):
        before = job.sums.get("loss", 0.0)
        job.train_step()
        losses.append(job.sums["loss"] - before)
    assert sum(losses[-8:]) < sum(losses[:8])


def test_the_network_teaches_from_its_checkpoint(tiny_arch, photos: Path, tmp_path: Path) -> None:
    places = Places(tmp_path / "teacher", tmp_path / "cache", None)
    multipatch.run(_config(photos), places)
    path = places.out / loop.CHECKPOINT
    network = teacher.load(path)
    assert isinstance(network, ConvNet) and not network.training
    saved = checkpoint.load(path)
    assert saved["step"] == 4 and "knn photos" in saved["history"][-1]
    config = DistillConfig(
        arch="test-16-4", data=(str(photos),), epochs=1, epoch_size=16, batch_size=8, global_size=16, store_side=24
    )
    job = distill.DistillJob(config, open_sources(config, tmp_path / "cache"), distill.open_teacher(path, 32))
    job.train_step()
    # A further phase goes on with the same components, whatever the device.
    again = distill.DistillJob(config, open_sources(config, tmp_path / "cache"), distill.open_teacher(path, 32))
    again.load_weights(job.saved())
    assert again.targets.cls is not None and job.targets.cls is not None
    assert torch.equal(again.targets.cls.axes, job.targets.cls.axes)
    assert again.targets.cls.axes.device.type == device.current().type


def test_a_resumed_run_goes_on_as_if_nothing_had_happened(photos: Path, tmp_path: Path) -> None:
    config = _config(photos, bf16=False)
    whole, first, second = (_job(config, tmp_path) for _ in range(3))
    for _ in range(4):
        whole.train_step()
    for _ in range(2):
        first.train_step()
    checkpoint.save(first.saved(), tmp_path / "c.pt")
    second.restore(checkpoint.load(tmp_path / "c.pt"))
    for _ in range(2):
        second.train_step()
    for name, value in whole.student.state_dict().items():
        assert torch.equal(value, second.student.state_dict()[name]), name


def test_minutes_end_a_run_with_its_schedule(photos: Path, tmp_path: Path) -> None:
    job = _job(_config(photos, epochs=1000, minutes=1.0, warmup_epochs=0.0), tmp_path)
    assert job.progress == 0
    job.seconds = 30.0
    assert job.progress == pytest.approx(0.5)
    middle = job.scheduled(1.0, 0.0)
    job.seconds = 60.0
    assert job.progress == 1
    assert (middle, job.scheduled(1.0, 0.0)) == (pytest.approx(0.5), pytest.approx(0.0))
    places = Places(tmp_path / "run", tmp_path / "cache", None)
    multipatch.run(_config(photos, epochs=1000, minutes=0.01), places)  # half a second
    history = checkpoint.load(places.out / loop.CHECKPOINT)["history"]
    assert "knn photos" in history[-1], "the last epoch is read, however short"


def test_a_card_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ValueError, match="no NVIDIA card"):
        device.start("cuda")
