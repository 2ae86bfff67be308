# SPDX-License-Identifier: Apache-2.0
"""Where tensors live and are computed on: PyTorch's default device, chosen once when a program starts."""

from __future__ import annotations

import torch

CHOICES = ("auto", "cpu", "cuda")


def start(name: str) -> None:
    """Makes `name` the device of all tensors made from now on; "auto" takes an NVIDIA card if there is one."""
    available = torch.cuda.is_available()
    if name == "cuda" and not available:
        raise ValueError("--device cuda: PyTorch finds no NVIDIA card")
    kind = "cuda" if name != "cpu" and available else "cpu"
    torch.set_default_device(kind)
    if kind == "cuda":
        torch.backends.cudnn.benchmark = True


def current() -> torch.device:
    return torch.get_default_device()


def autocast(enabled: bool = True) -> torch.autocast:
    """bfloat16 arithmetic where that is safe."""
    return torch.autocast(current().type, dtype=torch.bfloat16, enabled=enabled)


def room_for(size: int) -> bool:
    """Whether a tensor of `size` bytes may stay on a card beside the networks: half of what is free."""
    return current().type == "cuda" and size < torch.cuda.mem_get_info()[0] // 2
