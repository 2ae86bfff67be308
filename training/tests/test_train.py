# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import dataclasses
import json
import os
import signal
from pathlib import Path

import pytest
import torch

from dinozero_training import attention, checkpoint, evaluate, export, loop, train
from dinozero_training.config import DinoConfig, from_options
from dinozero_training.source import open_sources


def _config(photos: Path, **changes) -> DinoConfig:
    base = DinoConfig(
        arch="test-16-4", data=(str(photos),), epochs=3, epoch_size=32, batch_size=8, global_size=16, local_size=8,
        local_views=2, store_side=24, out_dim=16, head_hidden=16, head_bottleneck=8, warmup_epochs=0.5, knn_every=2,
    )  # fmt: skip
    return dataclasses.replace(base, **changes)


def _trainer(config: DinoConfig, tmp_path: Path) -> train.DinoJob:
    return train.DinoJob(config, open_sources(config, tmp_path / "cache"))


def test_schedules_start_and_end_where_they_should() -> None:
    assert loop.cosine(0, 10, 100, 1.0, 0.1) == pytest.approx(0.1)
    assert loop.cosine(9, 10, 100, 1.0, 0.1) == pytest.approx(1.0)
    assert loop.cosine(55, 10, 100, 1.0, 0.1) == pytest.approx(0.55)
    assert loop.cosine(100, 10, 100, 1.0, 0.1) == pytest.approx(0.1)
    assert loop.cosine(0, 0, 100, 0.99, 1.0) == pytest.approx(0.99)


def test_every_image_is_seen_once_a_round(photos: Path, tmp_path: Path) -> None:
    config = _config(photos, batch_size=6)
    source = open_sources(config, tmp_path / "cache")[0]
    first = torch.cat([source.indices(step) for step in range(3)])
    second = torch.cat([source.indices(step) for step in range(3, 6)])
    assert sorted(first.tolist()) == sorted(second.tolist()) == list(range(18))
    assert first.tolist() != second.tolist()


def test_a_step_moves_the_student_and_the_teacher_follows(tiny_arch, photos: Path, tmp_path: Path) -> None:
    trainer = _trainer(_config(photos, bf16=False), tmp_path)
    before = {k: v.clone() for k, v in trainer.student.state_dict().items()}
    trainer.train_step()
    moved = {k for k, v in trainer.student.state_dict().items() if not torch.equal(v, before[k])}
    assert "head.last" not in moved, "the last layer is frozen in the first epoch"
    assert moved >= {"backbone.cls_token", "backbone.pos_embed", "backbone.patch_embed.proj.weight"}
    name = "backbone.blocks.0.attn.qkv.weight"
    expected = before[name].lerp(trainer.student.state_dict()[name], 1 - 0.99)
    torch.testing.assert_close(trainer.teacher.state_dict()[name], expected)


def test_the_student_learns_from_a_fixed_teacher(tiny_arch, photos: Path, tmp_path: Path) -> None:
    trainer = _trainer(_config(photos, lr=0.1, momentum=1.0, freeze_last=0.0, epochs=30), tmp_path)
    trainer.loss.centre_momentum = 1.0
    losses = []
    for _ in range(60):
        before = trainer.sums.get("loss", 0.0)
        trainer.train_step()
        losses.append(trainer.sums["loss"] - before)
    assert sum(losses[-10:]) < 0.9 * sum(losses[:10])


def test_resuming_repeats_the_uninterrupted_run(tiny_arch, photos: Path, tmp_path: Path) -> None:
    config = _config(photos)
    whole = _trainer(config, tmp_path)
    for _ in range(7):
        whole.train_step()
    first = _trainer(config, tmp_path)
    for _ in range(4):
        first.train_step()
    checkpoint.save(first.saved(), tmp_path / "c.pt")
    second = _trainer(config, tmp_path)
    second.restore(checkpoint.load(tmp_path / "c.pt"))
    for _ in range(3):
        second.train_step()
    for a, b in zip(whole.student.parameters(), second.student.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=0, atol=0)


def test_a_failed_save_keeps_the_old_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.pt"
    checkpoint.save({"step": 1}, path)

    def dies(*_args) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", dies)
    with pytest.raises(OSError, match="disk full"):
        checkpoint.save({"step": 2}, path)
    assert checkpoint.load(path) == {"step": 1}


def test_an_interrupt_saves_and_the_same_command_goes_on(
    tiny_arch,
    photos: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
) -> None:
    config, out = _config(photos), tmp_path / "run"
    step = train.DinoJob.train_step

    def interrupted(self: train.DinoJob) -> None:
        step(self)
        if self.step == 5:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(train.DinoJob, "train_step", interrupted)
    train.run(config, out, tmp_path / "cache")
    assert "stopped at step 5" in capsys.readouterr().out
    assert checkpoint.load(out / loop.CHECKPOINT)["step"] == 5
    monkeypatch.setattr(train.DinoJob, "train_step", step)
    train.run(config, out, tmp_path / "cache")
    assert "resuming" in capsys.readouterr().out
    records = [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]
    assert [r["epoch"] for r in records] == [1, 2, 3]
    assert "knn photos" in records[1] and "knn photos" in records[2]


def test_from_photographs_to_an_evaluated_file(
    tiny_arch,
    photos: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
) -> None:
    def run(module, *arguments: str) -> str:
        monkeypatch.setattr("sys.argv", [module.__name__, *arguments])
        module.main()
        return capsys.readouterr().out

    out, cache, model = (
        tmp_path / "run",
        ("--cache", str(tmp_path / "cache")),
        str(tmp_path / "m.safetensors"),
    )
    small = "--global-size 16 --local-size 8 --out-dim 16 --epochs 1 --epoch-size 16 --batch-size 8".split()
    run(train, "--arch", "test-16-4", "--data", str(photos), "--out", str(out), *cache, *small)
    assert (out / "curves.png").stat().st_size > 1000
    assert "sha256" in run(export, str(out / loop.CHECKPOINT), model)
    result = json.loads(run(evaluate, model, "--data", str(photos), *cache, "--baselines", "--json"))
    assert result["convention"] == "weighted k-NN, k=20, cosine, T=0.07"
    assert set(result["knn_top1"]) == {"DINO-Test", "untrained", "pixels 32x32"}
    assert result["knn_top1"]["pixels 32x32"]["centred"] == 100, "blue and red are told apart by pixels"
    run(attention, model, str(photos / "red" / "00.png"), "--out", str(tmp_path / "maps"))
    assert (tmp_path / "maps" / "00-attention.png").exists()


def test_a_further_phase_starts_from_weights(tiny_arch, photos: Path, tmp_path: Path) -> None:
    first = _trainer(_config(photos), tmp_path)
    first.train_step()
    second = _trainer(_config(photos, global_size=8, seed=1), tmp_path)
    second.load_weights(first.state())
    assert second.step == 0
    assert torch.equal(second.student.head.last, first.student.head.last)
    second.train_step()


def _parsed(*options: str) -> DinoConfig:
    parser = train.make_parser()
    return from_options(parser, DinoConfig, parser.parse_args(["--data", "x", "--out", "y", *options]))[0]


def test_odd_sizes_are_refused(capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit):
        _parsed("--global-size", "100")
    assert "multiples of the patch" in capsys.readouterr().err


def test_presets_give_way_to_options() -> None:
    config = _parsed("--arch", "small-32-4", "--local-size", "12")
    assert (config.global_size, config.local_size, config.lr) == (32, 12, 2e-3)
