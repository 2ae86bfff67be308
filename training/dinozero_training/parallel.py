# SPDX-License-Identifier: Apache-2.0
"""Training in several processes that share each batch: start them with torchrun.

Small models gain more from processes with one thread each than from threads, which meet after every operation.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import torch
import torch.distributed as dist
from torch import Tensor


def start() -> None:
    """Joins the other processes if torchrun started this one; alone otherwise."""
    if "WORLD_SIZE" in os.environ and not dist.is_initialized():
        dist.init_process_group("gloo")


def rank() -> int:
    return dist.get_rank() if dist.is_initialized() else 0


def world() -> int:
    return dist.get_world_size() if dist.is_initialized() else 1


def wait() -> None:
    """Returns once every process has called it."""
    if dist.is_initialized():
        dist.barrier()


def average_(tensors: Sequence[Tensor]) -> None:
    """Replaces float tensors by their mean over the processes, in one exchange."""
    if not dist.is_initialized():
        return
    flat = torch.cat([tensor.flatten() for tensor in tensors])
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    for tensor, part in zip(tensors, flat.split([t.numel() for t in tensors]), strict=True):
        tensor.copy_(part.view_as(tensor))


def largest(value: float) -> float:
    """The largest of the processes' values."""
    if not dist.is_initialized():
        return value
    values = torch.tensor([value], device="cpu", dtype=torch.float64)
    dist.all_reduce(values, dist.ReduceOp.MAX)
    return values.item()


def any_process(flag: bool) -> bool:
    """Whether the flag is set in any process."""
    if not dist.is_initialized():
        return flag
    votes = torch.tensor([float(flag)], device="cpu")
    dist.all_reduce(votes)
    return bool(votes.item() > 0)
