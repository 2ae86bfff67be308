# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from dinozero_training import checkpoint, dictionary, distill, export, features, teacher
from dinozero_training.config import DistillConfig, Places
from dinozero_training.model import Architecture, VisionTransformer
from dinozero_training.source import open_sources

WIDE = Architecture("DINO-Wide", dim=64, depth=1, heads=1, mlp_dim=64, patch_size=8, image_size=16)
OFFICIAL = dataclasses.replace(WIDE, registers=2, layer_scale=True)


def _config(photos: Path, **changes) -> DistillConfig:
    base = DistillConfig(
        arch="test-16-4", data=(str(photos),), epochs=2, epoch_size=16, batch_size=8, global_size=16, store_side=24,
        warmup_epochs=0.5, knn_every=1,
    )  # fmt: skip
    return dataclasses.replace(base, **changes)


def _rows(path: Path, count: int = 18, dim: int = 20) -> Path:
    np.save(path, np.random.default_rng(0).normal(size=(count, dim)).astype(np.float16))
    return path


def _job(config: DistillConfig, targets: distill.Targets, tmp_path: Path) -> distill.DistillJob:
    return distill.DistillJob(config, open_sources(config, tmp_path / "cache"), targets)


def test_the_student_learns_precomputed_features(tiny_arch, photos: Path, tmp_path: Path) -> None:
    targets = distill.open_teacher(_rows(tmp_path / "f.npy"), 0)
    job = _job(_config(photos, lr=0.1, epochs=30, min_area=1.0), targets, tmp_path)
    losses = []
    for _ in range(60):
        before = job.sums.get("cls", 0.0)
        job.train_step()
        losses.append(job.sums["cls"] - before)
    assert sum(losses[-10:]) < 0.9 * sum(losses[:10]), "random targets are hard, and not impossible"


def test_features_must_be_of_these_images(tiny_arch, photos: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="17 images"):
        _job(_config(photos), distill.open_teacher(_rows(tmp_path / "f.npy", 17), 0), tmp_path)


@pytest.mark.parametrize("projector", ["none", "linear"])
def test_a_live_teacher_of_another_grid_teaches_patches_too(
    tiny_arch, photos: Path, tmp_path: Path, projector: distill.Projector
) -> None:
    export.write(VisionTransformer(WIDE), tmp_path / "t.safetensors")
    job = _job(_config(photos, projector=projector), distill.open_teacher(tmp_path / "t.safetensors", 0), tmp_path)
    cls_width, patch_width = {"none": (16, 16), "linear": (18, 64)}[projector]  # 18 images have 18 components
    cls, patches = job.targets.of(torch.zeros(0), torch.randn(3, 3, 16, 16), grid=4)
    assert cls.shape == (3, cls_width) and patches is not None and patches.shape == (3, 16, patch_width)
    before = job.student.backbone.pos_embed.clone()
    job.train_step()
    assert job.sums["patches"] > 0
    assert not torch.equal(job.student.backbone.pos_embed, before)


def test_resuming_repeats_the_uninterrupted_run(tiny_arch, photos: Path, tmp_path: Path) -> None:
    path = _rows(tmp_path / "f.npy")
    whole, first, second = (_job(_config(photos), distill.open_teacher(path, 0), tmp_path) for _ in range(3))
    for _ in range(4):
        whole.train_step()
    for _ in range(2):
        first.train_step()
    checkpoint.save(first.saved(), tmp_path / "c.pt")
    assert second.targets.cls is not None
    second.targets.cls.axes.neg_()  # principal components have no sign of their own
    second.restore(checkpoint.load(tmp_path / "c.pt"))
    for _ in range(2):
        second.train_step()
    for a, b in zip(whole.student.parameters(), second.student.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=0, atol=0)


def test_fewer_components_than_channels_are_repeated(tiny_arch, photos: Path, tmp_path: Path) -> None:
    targets = distill.open_teacher(_rows(tmp_path / "f.npy"), 0)
    job = _job(_config(photos, target_dim=6), targets, tmp_path)
    target = torch.randn(3, 6)
    repeated = torch.cat([target, target, target[:, :4]], dim=1)
    assert job.student.cls_loss(repeated, target).item() == pytest.approx(0, abs=1e-6)
    job.train_step()
    with pytest.raises(ValueError, match="--projector linear"):
        _job(_config(photos, target_dim=18), distill.open_teacher(tmp_path / "f.npy", 0), tmp_path)


def test_the_student_may_see_some_patches_only(tiny_arch, photos: Path, tmp_path: Path) -> None:
    export.write(VisionTransformer(WIDE), tmp_path / "t.safetensors")
    job = _job(_config(photos, keep=0.5), distill.open_teacher(tmp_path / "t.safetensors", 0), tmp_path)
    seen = []
    job.student.backbone.blocks[0].register_forward_hook(lambda _m, x, _y: seen.append(x[0].shape[1]))
    job.train_step()
    assert seen == [1 + 8]


def test_official_checkpoints_are_told_by_their_tensors(tmp_path: Path) -> None:
    model = VisionTransformer(OFFICIAL).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    state = {f"module.backbone.{k}": v for k, v in model.state_dict().items()}
    state |= {"module.head.mlp.0.weight": torch.zeros(3), "module.backbone.mask_token": torch.zeros(1, 64)}
    torch.save({"teacher": state, "epoch": 3}, tmp_path / "official.pth")
    loaded = teacher.load(tmp_path / "official.pth")
    assert dataclasses.replace(loaded.arch, name="DINO-Wide") == OFFICIAL
    images = torch.randn(2, 3, 32, 32)
    torch.testing.assert_close(loaded.tokens(images), model.tokens(images))
    assert loaded.tokens(images).shape == (2, 1 + 16, 64), "registers are not handed out"


def test_other_tensors_are_refused(tmp_path: Path) -> None:
    torch.save({"conv1.weight": torch.zeros(3)}, tmp_path / "resnet.pth")
    with pytest.raises(ValueError, match="not a vision transformer"):
        teacher.load(tmp_path / "resnet.pth")
    state = VisionTransformer(WIDE).state_dict() | {"blocks.0.attn.rope": torch.zeros(1)}
    torch.save(state, tmp_path / "odd.pth")
    with pytest.raises(ValueError, match="rope"):
        teacher.load(tmp_path / "odd.pth")


class _Means(torch.nn.Module):
    """A teacher of no known kind: the mean of each channel, of either half."""

    def __init__(self) -> None:
        super().__init__()
        self.same = torch.nn.Conv2d(3, 3, 1, bias=False)  # which autocast would run in bfloat16
        torch.nn.init.dirac_(self.same.weight)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.same(images).float().unflatten(2, (2, -1)).mean((3, 4)).flatten(1)


def _program(path: Path, network: torch.nn.Module, *shape: int) -> Path:
    dynamic = ({0: torch.export.Dim("batch")},)
    torch.export.save(torch.export.export(network, (torch.zeros(shape),), dynamic_shapes=dynamic), path)
    return path


def test_an_exported_program_describes_pictures(
    photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    path = _program(tmp_path / "means.pt2", _Means().eval(), 2, 3, 16, 16)
    network = teacher.load(path)
    assert teacher.input_size(network) == 16
    images = torch.randn(5, 3, 16, 16)
    torch.testing.assert_close(network(images), _Means()(images))
    data = ("--data", str(photos), "--cache", str(tmp_path / "cache"), "--store-side", "24")
    said = _run(features, monkeypatch, capsys, str(path), *data, "--out", str(tmp_path / "f.npy"))
    assert np.load(tmp_path / "f.npy").shape == (18, 6)
    assert "centred, 6 test images: 100.00%" in said, "blue and red are told apart"
    with pytest.raises(ValueError, match="what `features` computes"):
        distill.open_teacher(path, 0)


def test_a_program_that_takes_no_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"takes \(2, 7\)"):
        teacher.load(_program(tmp_path / "rows.pt2", torch.nn.Linear(7, 3), 2, 7))


def _run(module, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture, *arguments: str) -> str:
    """What the module's program prints."""
    monkeypatch.setattr("sys.argv", [module.__name__, *arguments])
    module.main()
    return capsys.readouterr().out


def test_from_a_dictionary_to_an_exported_model(
    tiny_arch, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def run(module, *arguments: str) -> str:
        return _run(module, monkeypatch, capsys, *arguments)

    data = ("--data", str(photos), "--cache", str(tmp_path / "cache"), "--store-side", "24")
    rows = tmp_path / "f.npy"
    said = run(features, "dictionary", *data, "--out", str(rows), "--words", "8", "--dim", "16")
    assert np.load(rows).shape == (18, 16)
    assert "centred, 6 test images: 100.00%" in said, "blue and red are told apart"
    small = "--arch test-16-4 --global-size 16 --epochs 1 --epoch-size 16 --batch-size 8".split()
    run(distill, "--teacher", str(rows), *data, "--out", str(tmp_path / "run"), *small)
    assert "sha256" in run(export, str(tmp_path / "run" / "checkpoint.pt"), str(tmp_path / "m.safetensors"))
    again = ("--init", str(tmp_path / "m.safetensors"), "--out", str(tmp_path / "again"))
    run(distill, "--teacher", str(tmp_path / "m.safetensors"), *data, *again, *small)
    run(features, str(tmp_path / "m.safetensors"), *data, "--out", str(tmp_path / "net.npy"))
    assert np.load(tmp_path / "net.npy").shape == (18, 16)


def test_an_initial_model_is_taken_over(tiny_arch, photos: Path, tmp_path: Path) -> None:
    model = VisionTransformer(tiny_arch)
    export.write(model, tmp_path / "m.safetensors")
    config = _config(photos, epochs=1, epoch_size=8, lr=0.0, min_lr=0.0)
    targets = distill.open_teacher(_rows(tmp_path / "f.npy"), 0)
    distill.run(config, targets, Places(tmp_path / "run", tmp_path / "cache", tmp_path / "m.safetensors"))
    trained = export.trained_backbone(checkpoint.load(tmp_path / "run" / "checkpoint.pt"))
    assert torch.equal(trained.cls_token, model.cls_token)


def test_targets_turn_towards_what_a_model_knows(tiny_arch, photos: Path, tmp_path: Path) -> None:
    config = _config(photos, min_area=1.0, colour=0.0)
    sources = open_sources(config, tmp_path / "cache")
    model = VisionTransformer(tiny_arch).eval()
    rows, views = next(distill.sample(sources, 16))
    with torch.no_grad():
        known = model(views.float())
    # Features that hold what the model knows, behind a rotation.
    rotation = torch.linalg.qr(torch.randn(16, 16)).Q
    np.save(tmp_path / "f.npy", (known @ rotation).numpy())
    job = _job(config, distill.open_teacher(tmp_path / "f.npy", 0), tmp_path)
    before = job.targets.of(rows, views, 4)[0]
    job.start_from(model)
    after = job.targets.of(rows, views, 4)[0]
    torch.testing.assert_close(after @ after.T, before @ before.T, rtol=1e-2, atol=1e-2)
    centred = known - known.mean(0)
    assert distill.cosine_distance(after, centred) < 0.5 * distill.cosine_distance(before, centred)
    fewer = _job(dataclasses.replace(config, target_dim=5), distill.open_teacher(tmp_path / "f.npy", 0), tmp_path)
    before = fewer.student.cls_loss(known, fewer.targets.of(rows, views, 4)[0])
    fewer.start_from(model)
    assert fewer.student.cls_loss(known, fewer.targets.of(rows, views, 4)[0]) < before


def test_mistakes_are_one_line(
    tiny_arch, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    export.write(VisionTransformer(tiny_arch), tmp_path / "m.safetensors")
    data = ["--data", str(photos), "--cache", str(tmp_path / "cache"), "--out", str(tmp_path / "run")]
    for options, said in (
        (["--teacher", "nowhere.npy"], "nowhere.npy"),
        (["--teacher", str(_rows(tmp_path / "f.npy", 17))], "17 images"),
        (["--teacher", str(_rows(tmp_path / "g.npy")), "--init", str(tmp_path / "m.safetensors")], "is test-16-4"),
    ):
        monkeypatch.setattr("sys.argv", ["distill", *options, *data])
        with pytest.raises(SystemExit) as stopped:
            distill.main()
        assert stopped.value.code == 1
        error = capsys.readouterr().err
        assert said in error and error.count("\n") == 1


def test_a_dictionary_describes_a_picture_and_its_mirror_alike() -> None:
    pictures = torch.rand(40, 3, 32, 32) * 255
    found = dictionary.fit(pictures, words=12, seed=0)
    torch.testing.assert_close(found.words.norm(dim=1), torch.ones(12))
    described = found.describe(pictures[:4])
    assert described.shape == (4, found.dim)
    # Mirrored, left and right quarters change places, so only the sums of the two are equal.
    mirrored = found.describe(pictures[:4].flip(-1))
    torch.testing.assert_close(described, mirrored, rtol=0.02, atol=0.02)


@pytest.mark.parametrize("columns", [3, 30])
def test_compression_keeps_what_tells_rows_apart(columns: int) -> None:
    factors = torch.randn(500, 2) * torch.tensor([9.0, 1.0])
    rows = factors @ torch.randn(2, columns) + 0.01 * torch.randn(500, columns) + 5
    small = dictionary.compression(rows, 2, floor=0.0)(rows)
    torch.testing.assert_close(small.T @ small / 500, torch.eye(2), rtol=0.01, atol=0.01)
    fitted = torch.linalg.lstsq(small, factors - factors.mean(0)).solution
    torch.testing.assert_close(small @ fitted, factors - factors.mean(0), rtol=0.1, atol=0.1)
    assert dictionary.compression(rows[:4], 100)(rows).shape == (500, min(4, columns)), "there are no more components"
