# SPDX-License-Identifier: Apache-2.0
"""Trains a DINO model: student and momentum teacher, self-distillation without labels.

python -m dinozero_training.train --arch micro-224-16 --data ~/photos --out runs/micro
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

import numpy as np
import torch
from torch import Tensor

from . import checkpoint, knn, parallel, plot
from .augment import centre_view, multi_crop, random_view
from .config import TrainConfig, parse_sources, preset
from .data import ImageStore, decoded, list_images, locate
from .loss import Centring, DinoLoss
from .model import ARCHITECTURES, DinoModel, VisionTransformer
from .progress import Progress

SAVE_SECONDS = 600
CHECKPOINT = "checkpoint.pt"


class Source:
    """One data set: its training images in a seeded, endless order, and labelled subsets for the k-NN reading."""

    def __init__(self, name: str, share: int, config: TrainConfig, cache: Path) -> None:
        self.name = Path(name).name
        self.share = share
        self.seed = config.seed
        split = list_images(locate(name, cache))
        self.train = decoded(split.train, cache, config.store_side)
        self.test = decoded(split.test, cache, config.store_side) if split.test and split.classes else None

    def indices(self, step: int) -> Tensor:
        """This process's images of a step: consecutive places in an endless sequence of permutations."""
        turn = step * parallel.world() + parallel.rank()
        places = np.arange(turn * self.share, (turn + 1) * self.share)
        rounds, within = np.divmod(places, len(self.train))
        orders = {r: np.random.default_rng((self.seed, r)).permutation(len(self.train)) for r in np.unique(rounds)}
        return torch.tensor([orders[r][i] for r, i in zip(rounds, within, strict=True)])


class Trainer:
    """The state of a run, and one step of it. A step depends on the state, the data and (seed, step) alone."""

    def __init__(self, config: TrainConfig, sources: list[Source]) -> None:
        torch.manual_seed(config.seed)
        arch = ARCHITECTURES[config.arch]
        head = (config.out_dim, config.head_hidden, config.head_bottleneck)
        self.config = config
        self.sources = sources
        self.student = DinoModel(arch, *head)
        self.teacher = DinoModel(arch, *head).requires_grad_(False)
        self.teacher.load_state_dict(self.student.state_dict())
        self.loss = DinoLoss(config.out_dim, config.centring)
        self.optimizer = torch.optim.AdamW(_parameter_groups(self.student), lr=0.0, foreach=True)
        self.views = multi_crop(
            config.global_size,
            config.local_size,
            config.local_views,
            config.area_split,
            config.min_area,
            config.colour,
        )
        epoch_size = config.epoch_size or sum(len(s.train) for s in sources)
        self.steps_per_epoch = max(1, epoch_size // config.batch_size)
        self.total_steps = config.epochs * self.steps_per_epoch
        self.step = 0
        self.history: list[dict[str, float]] = []
        self.sums = {"loss": 0.0, "teacher_entropy": 0.0, "used_entropy": 0.0, "seconds": 0.0}

    def draw_views(self) -> list[Tensor]:
        """This process's views of the step, each [batch / processes, 3, size, size]."""
        turn = self.step * parallel.world() + parallel.rank()
        rng = torch.Generator().manual_seed(self.config.seed * 1_000_003 + turn)
        batches = [source.train.batch(source.indices(self.step)) for source in self.sources]
        views = [torch.cat([random_view(*batch, view, rng) for batch in batches]) for view in self.views]
        return views if self.config.bf16 else [view.float() for view in views]

    def train_step(self) -> None:
        started = time.monotonic()
        config, epoch = self.config, self.step / self.steps_per_epoch
        warmup = config.warmup_epochs * self.steps_per_epoch
        peak = config.lr * config.batch_size / 256
        lr = cosine(self.step, warmup, self.total_steps, peak, config.min_lr)
        decay = cosine(self.step, 0, self.total_steps, config.weight_decay, config.weight_decay_end)
        momentum = cosine(self.step, 0, self.total_steps, config.momentum, 1.0)
        warm = min(1.0, epoch / config.teacher_temp_warmup) if config.teacher_temp_warmup > 0 else 1.0
        temperature = config.teacher_temp + (config.teacher_temp_end - config.teacher_temp) * warm
        for group in self.optimizer.param_groups:
            group["lr"] = lr
            group["weight_decay"] = decay if group["decayed"] else 0.0

        views = self.draw_views()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=config.bf16):
            with torch.no_grad():
                targets = self.teacher(views[:2])
            logits = self.student(views)
        reading = self.loss(logits, targets, temperature)
        if not math.isfinite(reading.loss.item()):
            raise FloatingPointError(f"step {self.step}: the loss is {reading.loss.item()}; lower --lr and resume")
        self.optimizer.zero_grad(set_to_none=True)
        reading.loss.backward()
        if epoch < config.freeze_last:
            self.student.head.last.grad = None
        parallel.average_([p.grad for p in self.student.parameters() if p.grad is not None])
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), config.clip)
        self.optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(list(self.teacher.parameters()), list(self.student.parameters()), 1 - momentum)
        self.step += 1
        self.sums["loss"] += reading.loss.item()
        self.sums["teacher_entropy"] += reading.teacher_entropy
        self.sums["used_entropy"] += reading.used_entropy
        self.sums["seconds"] += time.monotonic() - started

    def finish_epoch(self) -> dict[str, float]:
        """Closes the epoch: appends its means (and, every few epochs, k-NN readings) to the history."""
        epoch = self.step // self.steps_per_epoch
        record = {name: value / self.steps_per_epoch for name, value in self.sums.items() if name != "seconds"}
        record |= {
            "epoch": epoch,
            "lr": self.optimizer.param_groups[0]["lr"],
            "seconds": self.sums["seconds"],
        }
        self.sums = dict.fromkeys(self.sums, 0.0)
        reading_due = epoch % self.config.knn_every == 0 or epoch == self.config.epochs
        if reading_due and parallel.rank() == 0:
            for source in self.sources:
                if source.test is not None:
                    record[f"knn {source.name}"] = quick_knn(self.teacher.backbone, source, self.config)
        self.history.append(record)
        return record

    def state(self) -> dict[str, Any]:
        return {
            "config": asdict(self.config),
            "step": self.step,
            "student": self.student.state_dict(),
            "teacher": self.teacher.state_dict(),
            "loss": self.loss.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "history": self.history,
            "sums": self.sums,
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.load_weights(state)
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.history, self.sums = state["step"], state["history"], state["sums"]

    def load_weights(self, state: dict[str, Any]) -> None:
        """Takes over weights and centre only: a new phase of training that starts from another run."""
        self.student.load_state_dict(state["student"])
        self.teacher.load_state_dict(state["teacher"])
        self.loss.load_state_dict(state["loss"])


def cosine(step: int, warmup: float, total: int, start: float, end: float) -> float:
    """Rises linearly from 0 to `start` over `warmup` steps, then falls or rises as a half cosine to `end`."""
    if step < warmup:
        return start * (step + 1) / warmup
    progress = min(1.0, (step - warmup) / max(1.0, total - warmup))
    return end + 0.5 * (start - end) * (1 + math.cos(math.pi * progress))


@torch.inference_mode()
def store_features(model: VisionTransformer, store: ImageStore, indices: Tensor, size: int) -> Tensor:
    """CLS embeddings [len(indices), dim] of centred squares at `size` pixels, in bfloat16 arithmetic."""
    features = []
    for part in indices.split(250):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            features.append(model(centre_view(*store.batch(part), size)).float())
    return torch.cat(features)


def quick_knn(model: VisionTransformer, source: Source, config: TrainConfig) -> float:
    """k-NN top-1 in per cent on a fixed subset at training resolution, centred: a reading to steer by."""
    assert source.test is not None
    bank = _spread(len(source.train), config.knn_bank)
    queries = _spread(len(source.test), config.knn_queries)
    return knn.top1(
        store_features(model, source.train, bank, config.global_size),
        torch.from_numpy(source.train.labels)[bank],
        store_features(model, source.test, queries, config.global_size),
        torch.from_numpy(source.test.labels)[queries],
        centred=True,
    )


def _spread(total: int, count: int) -> Tensor:
    return torch.linspace(0, total - 1, min(total, count)).long()


def _parameter_groups(model: torch.nn.Module) -> list[dict[str, Any]]:
    parameters = list(model.parameters())
    return [
        {"params": [p for p in parameters if p.ndim > 1], "decayed": True},
        {"params": [p for p in parameters if p.ndim <= 1], "decayed": False},
    ]


def open_sources(config: TrainConfig, cache: Path) -> list[Source]:
    shares = parse_sources(config.data)
    batch = config.batch_size // parallel.world()
    counts = [max(1, round(share * batch)) for _, share in shares]
    counts[0] += batch - sum(counts)
    if parallel.rank() != 0:
        parallel.wait()  # for the first process to download and decode
    sources = [Source(name, count, config, cache) for (name, _), count in zip(shares, counts, strict=True)]
    if parallel.rank() == 0:
        parallel.wait()
    return sources


def run(config: TrainConfig, out: Path, cache: Path, init: Path | None) -> None:
    """Trains to the end, or until interrupted; started again with the same `out`, it goes on."""
    parallel.start()
    out.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(config, open_sources(config, cache))
    path = out / CHECKPOINT
    if path.exists():
        trainer.restore(checkpoint.load(path))
        _say(f"resuming {path} at epoch {trainer.step / trainer.steps_per_epoch:.2f} of {config.epochs}")
    elif init is not None:
        trainer.load_weights(checkpoint.load(init))
    with interrupts() as received:
        stopped = _loop(trainer, out, received)
    if stopped:
        _say(f"\nstopped at step {trainer.step}; the same command goes on from {path}")


def _loop(trainer: Trainer, out: Path, received: list[int]) -> bool:
    """Steps until the end, or until any process has received a signal; says whether one has."""
    first = parallel.rank() == 0
    progress = Progress(trainer.config.arch, trainer.total_steps, trainer.step)
    saved = time.monotonic()
    stop = False
    while trainer.step < trainer.total_steps and not stop:
        trainer.train_step()
        stop = parallel.any_process(bool(received))
        epoch_ends = trainer.step % trainer.steps_per_epoch == 0
        if epoch_ends:
            _report(trainer.finish_epoch(), trainer.history, out)
        if first and (epoch_ends or stop or time.monotonic() - saved > SAVE_SECONDS):
            checkpoint.save(trainer.state(), out / CHECKPOINT)
            saved = time.monotonic()
        if first:
            progress.advance()
    return stop


def _report(record: dict[str, float], history: list[dict[str, float]], out: Path) -> None:
    _say("  ".join(f"{name} {value:.4g}" for name, value in record.items()))
    if parallel.rank() == 0:
        (out / "log.jsonl").write_text("".join(json.dumps(r) + "\n" for r in history))
        plot.save(history, out / "curves.png")


def _say(text: str) -> None:
    if parallel.rank() == 0:
        print(text, flush=True)


@contextmanager
def interrupts() -> Iterator[list[int]]:
    """Collects SIGINT and SIGTERM in the list it yields, so that a step is never cut in two."""
    received: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda got, _frame: received.append(got)) for number in numbers]
    try:
        yield received
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def parse_arguments(argv: list[str] | None = None) -> tuple[TrainConfig, Path, Path, Path | None]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data",
        action="append",
        required=True,
        metavar="SOURCE[=SHARE]",
        help=(
            "a folder or archive of images, or cifar10 or caltech101 (downloaded); "
            "repeat to mix, with shares of the batch"
        ),
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        help="folder for checkpoint, log and plot; resumed if it has one",
    )
    parser.add_argument("--init", type=Path, help="checkpoint to take weights from, for a further phase")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path("~/.cache/dinozero-training").expanduser(),
        help="folder for downloads and decoded images",
    )
    parser.add_argument("--arch", choices=sorted(ARCHITECTURES), default=TrainConfig.arch)
    parser.add_argument("--no-bf16", dest="bf16", action="store_false", help="float32 arithmetic throughout")
    parser.add_argument("--centring", choices=get_args(Centring), help=f"default {TrainConfig.centring}")
    done = {"data", "arch", "bf16", "centring"}
    for field in dataclasses.fields(TrainConfig):
        if field.name not in done:
            kind = type(field.default)
            parser.add_argument("--" + field.name.replace("_", "-"), type=kind, help=f"default {field.default}")
    options = vars(parser.parse_args(argv))
    out, cache, init = (options.pop(name) for name in ("out", "cache", "init"))
    chosen = {name: value for name, value in options.items() if value is not None}
    config = TrainConfig(**(preset(chosen["arch"]) | chosen | {"data": tuple(chosen["data"])}))
    patch = ARCHITECTURES[config.arch].patch_size
    if config.global_size % patch or config.local_size % patch:
        parser.error(f"--global-size and --local-size must be multiples of the patch, {patch}")
    return config, out, cache, init


def main() -> None:
    run(*parse_arguments())


if __name__ == "__main__":
    main()
