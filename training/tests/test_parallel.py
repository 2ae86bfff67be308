# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import socket
from pathlib import Path

import torch
import torch.distributed as dist

from dinozero_training import model, parallel, train
from dinozero_training.config import DinoConfig
from dinozero_training.source import open_sources


def test_alone_nothing_changes() -> None:
    value = torch.tensor([1.0, 2.0])
    parallel.average_([value])
    assert value.tolist() == [1.0, 2.0]
    assert (parallel.rank(), parallel.world()) == (0, 1)
    assert parallel.any_process(True) and not parallel.any_process(False)


def test_two_processes_share_the_batch_and_stay_equal(tiny_arch, photos: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    torch.multiprocessing.spawn(_worker, (port, tiny_arch, str(photos), str(tmp_path)), nprocs=2)
    first, second = (torch.load(tmp_path / f"{rank}.pt") for rank in range(2))
    assert not set(first["indices"].tolist()) & set(second["indices"].tolist())
    assert len(first["indices"]) == len(second["indices"]) == 4
    for name, value in first["student"].items():
        assert torch.equal(value, second["student"][name]), name
    assert torch.equal(first["centre"], second["centre"])


def _worker(rank: int, port: int, arch: model.Architecture, photos: str, out: str) -> None:
    os.environ |= {"RANK": str(rank), "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    torch.set_num_threads(1)
    model.ARCHITECTURES["test-16-4"] = arch
    parallel.start()
    config = DinoConfig(
        arch="test-16-4",
        data=(photos,),
        batch_size=8,
        epoch_size=16,
        epochs=2,
        global_size=16,
        local_size=8,
        out_dim=16,
    )
    trainer = train.DinoJob(config, open_sources(config, Path(out) / "cache"))
    indices = trainer.sources[0].indices(0)
    for _ in range(3):
        trainer.train_step()
    assert parallel.any_process(rank == 1) and not parallel.any_process(False)
    state = {"indices": indices, "student": trainer.student.state_dict(), "centre": trainer.loss.centre}
    torch.save(state, Path(out) / f"{rank}.pt")
    dist.destroy_process_group()
