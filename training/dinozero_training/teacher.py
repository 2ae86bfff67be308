# SPDX-License-Identifier: Apache-2.0
"""Teachers that do not change: networks, of this project or the official DINO and DINOv2 checkpoints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor

from . import export
from .model import Architecture, VisionTransformer

# Training-time parts of official checkpoints.
_UNUSED = ("head.", "mask_token")
_WRAPPERS = ("module.", "backbone.")


def load(path: Path) -> VisionTransformer:
    """A frozen network: a file that `export` wrote, or official or timm tensors (.pth, .pt, .safetensors)."""
    if path.suffix == ".safetensors":
        with safetensors.safe_open(path, framework="pt") as file:
            ours = export.PROFILE_KEY in (file.metadata() or {})
        if ours:
            return export.read(path)[0].requires_grad_(False)
        state = safetensors.torch.load_file(path)
    else:
        state = _unwrapped(torch.load(path, map_location="cpu", weights_only=True))
    tensors = {name: value.float() for name, value in state.items() if not name.startswith(_UNUSED)}
    if "cls_token" not in tensors or "patch_embed.proj.weight" not in tensors:
        raise ValueError(f"{path}: not a vision transformer with official DINO names; convert it first")
    model = VisionTransformer(architecture(tensors, path.stem))
    missing, unexpected = model.load_state_dict(tensors, strict=False)
    if missing or unexpected:
        raise ValueError(f"{path}: lacks {missing}; has {unexpected}, which is not supported")
    return model.eval().requires_grad_(False)


def architecture(tensors: dict[str, Tensor], name: str) -> Architecture:
    """The shape of the network that official tensors belong to."""
    dim, _, patch, _ = tensors["patch_embed.proj.weight"].shape
    grid = round((tensors["pos_embed"].shape[1] - 1) ** 0.5)
    registers = tensors["register_tokens"].shape[1] if "register_tokens" in tensors else 0
    return Architecture(
        name=name,
        dim=dim,
        depth=sum(key.endswith(".norm1.weight") for key in tensors),
        heads=dim // 64,  # of all official ones
        mlp_dim=len(tensors["blocks.0.mlp.fc1.bias"]),
        patch_size=patch,
        image_size=grid * patch,
        registers=registers,
        layer_scale="blocks.0.ls1.gamma" in tensors,
    )


def _unwrapped(state: dict[str, Any]) -> dict[str, Any]:
    """The network's tensors in a bare or a full training checkpoint: DINO's own keep the teacher under a key."""
    for key in ("teacher", "state_dict", "model"):
        if isinstance(state.get(key), dict):
            state = state[key]
    for prefix in _WRAPPERS:
        if any(name.startswith(prefix) for name in state):
            state = {n.removeprefix(prefix): v for n, v in state.items() if n.startswith(prefix)}
    return state
