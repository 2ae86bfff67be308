# SPDX-License-Identifier: Apache-2.0
"""The loop around every kind of training: steps, readings, checkpoints, interruption and resumption."""

from __future__ import annotations

import json
import math
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from . import checkpoint, device, parallel, plot
from .config import Config
from .model import VisionTransformer
from .progress import Progress
from .source import Source, quick_knn

SAVE_SECONDS = 600
CHECKPOINT = "checkpoint.pt"


class Job(ABC):
    """The state of a run, and one step of it. A step depends on the state, the data and (seed, step) alone."""

    def __init__(self, config: Config, sources: list[Source], student: nn.Module) -> None:
        self.config = config
        self.sources = sources
        self.student = student
        fused = device.current().type == "cuda"
        self.optimizer = torch.optim.AdamW(_parameter_groups(student), lr=0.0, foreach=not fused, fused=fused)
        epoch_size = config.epoch_size or sum(len(s.train) for s in sources)
        self.steps_per_epoch = max(1, epoch_size // config.batch_size)
        self.total_steps = config.epochs * self.steps_per_epoch
        self.step = 0
        self.seconds = 0.0  # of all steps
        self.history: list[dict[str, float]] = []
        self.sums: dict[str, float] = {}

    @abstractmethod
    def losses(self) -> dict[str, Tensor | float]:
        """Of the step: "loss", with gradient, and further readings to log."""

    @abstractmethod
    def backbone(self) -> nn.Module:
        """The network that is measured and exported."""

    @abstractmethod
    def state(self) -> dict[str, Any]: ...

    @abstractmethod
    def load_weights(self, state: dict[str, Any]) -> None:
        """Takes over what `state` returned, except the place in the schedule."""

    @abstractmethod
    def start_from(self, model: VisionTransformer) -> None:
        """Takes over a backbone alone."""

    def after_backward(self) -> None:  # noqa: B027, optional
        """Called before gradients are averaged and clipped."""

    def after_step(self) -> None:  # noqa: B027, optional
        """Called once the weights have changed."""

    @property
    def epoch(self) -> float:
        return self.step / self.steps_per_epoch

    @property
    def progress(self) -> float:
        """The share of the run that is done, 0 to 1."""
        minutes = self.config.minutes
        spent = parallel.largest(self.seconds) / (60 * minutes) if minutes > 0 else 0.0
        return min(1.0, max(self.step / self.total_steps, spent))

    def scheduled(self, start: float, end: float, warmup_epochs: float = 0.0) -> float:
        warmup = warmup_epochs * self.steps_per_epoch
        step = self.step if self.step < warmup else max(self.step, self.progress * self.total_steps)
        return cosine(step, warmup, self.total_steps, start, end)

    def generator(self) -> torch.Generator:
        """This process's random numbers of the step."""
        turn = self.step * parallel.world() + parallel.rank()
        return torch.Generator(device.current()).manual_seed(self.config.seed * 1_000_003 + turn)

    def train_step(self) -> None:
        started = time.monotonic()
        config = self.config
        lr = self.scheduled(config.lr * config.batch_size / 256, config.min_lr, config.warmup_epochs)
        decay = self.scheduled(config.weight_decay, config.weight_decay_end)
        for group in self.optimizer.param_groups:
            group["lr"] = lr
            group["weight_decay"] = decay if group["decayed"] else 0.0
        readings = self.losses()
        loss = readings["loss"]
        assert isinstance(loss, Tensor)
        if not math.isfinite(loss.item()):
            raise FloatingPointError(f"step {self.step}: the loss is {loss.item()}; lower --lr and resume")
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.after_backward()
        parallel.average_([p.grad for p in self.student.parameters() if p.grad is not None])
        nn.utils.clip_grad_norm_(self.student.parameters(), config.clip)
        self.optimizer.step()
        self.after_step()
        self.step += 1
        seconds = time.monotonic() - started
        self.seconds += seconds
        for name, value in {**readings, "seconds": seconds, "steps": 1}.items():
            self.sums[name] = self.sums.get(name, 0.0) + float(value.detach() if isinstance(value, Tensor) else value)

    def finish_epoch(self) -> dict[str, float]:
        """Closes the epoch: appends its means (and, every few epochs, k-NN readings) to the history."""
        epoch = math.ceil(self.step / self.steps_per_epoch)
        seconds, steps = self.sums.pop("seconds"), self.sums.pop("steps")
        record = {name: value / steps for name, value in self.sums.items()}
        record |= {"epoch": epoch, "lr": self.optimizer.param_groups[0]["lr"], "seconds": seconds}
        self.sums = {}
        reading_due = epoch % self.config.knn_every == 0 or self.progress == 1
        if reading_due and parallel.rank() == 0:
            for source in self.sources:
                if source.test is not None:
                    record[f"knn {source.name}"] = quick_knn(self.backbone(), source, self.config)
        self.history.append(record)
        return record

    def saved(self) -> dict[str, Any]:
        """The whole run: what a checkpoint holds."""
        return self.state() | {
            "config": asdict(self.config),
            "step": self.step,
            "seconds": self.seconds,
            "optimizer": self.optimizer.state_dict(),
            "history": self.history,
            "sums": self.sums,
        }

    def restore(self, saved: dict[str, Any]) -> None:
        self.load_weights(saved)
        self.optimizer.load_state_dict(saved["optimizer"])
        self.step, self.history, self.sums = saved["step"], saved["history"], saved["sums"]
        self.seconds = saved["seconds"]


def cosine(step: float, warmup: float, total: int, start: float, end: float) -> float:
    """Rises linearly from 0 to `start` over `warmup` steps, then falls or rises as a half cosine to `end`."""
    if step < warmup:
        return start * (step + 1) / warmup
    progress = min(1.0, (step - warmup) / max(1.0, total - warmup))
    return end + 0.5 * (start - end) * (1 + math.cos(math.pi * progress))


def _parameter_groups(model: nn.Module) -> list[dict[str, Any]]:
    parameters = [p for p in model.parameters() if p.requires_grad]
    return [
        {"params": [p for p in parameters if p.ndim > 1], "decayed": True},
        {"params": [p for p in parameters if p.ndim <= 1], "decayed": False},
    ]


def run(job: Job, out: Path, init: Path | None) -> None:
    """Trains to the end, or until interrupted; started again with the same `out`, it goes on."""
    from . import export  # which reads checkpoints of every kind

    out.mkdir(parents=True, exist_ok=True)
    path = out / CHECKPOINT
    if path.exists():
        job.restore(checkpoint.load(path))
        _say(f"resuming {path} at epoch {job.epoch:.2f} of {job.config.epochs}")
    elif init is not None and init.suffix == ".safetensors":
        model = export.read(init)[0]
        if (key := export.architecture_key(model.arch)) != job.config.arch:
            raise ValueError(f"{init}: is {key}, and --arch {job.config.arch}; see dinozero_training.grow")
        job.start_from(model)
    elif init is not None:
        job.load_weights(checkpoint.load(init))
    with interrupts() as received:
        stopped = _loop(job, out, received)
    if stopped:
        _say(f"\nstopped at step {job.step}; the same command goes on from {path}")


def _loop(job: Job, out: Path, received: list[int]) -> bool:
    """Steps until the end, or until any process has received a signal; says whether one has."""
    first = parallel.rank() == 0
    progress = Progress(job.config.arch, job.total_steps, job.step)
    saved = time.monotonic()
    stop = False
    while job.progress < 1 and not stop:
        job.train_step()
        stop = parallel.any_process(bool(received))
        epoch_ends = job.step % job.steps_per_epoch == 0 or job.progress == 1
        if epoch_ends:
            _report(job.finish_epoch(), job.history, out)
        if first and (epoch_ends or stop or time.monotonic() - saved > SAVE_SECONDS):
            checkpoint.save(job.saved(), out / CHECKPOINT)
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
