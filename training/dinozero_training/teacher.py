# SPDX-License-Identifier: Apache-2.0
"""Teachers that do not change: networks of this project, official DINO and DINOv2 checkpoints, exported programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor, nn

from . import export
from .convnet import ConvNet
from .model import Architecture, VisionTransformer

# Training-time parts of official checkpoints.
_UNUSED = ("head.", "mask_token")
_WRAPPERS = ("module.", "backbone.")


class Exported(nn.Module):
    """A network of any kind that torch.export.save wrote: pictures [B, 3, size, size], normalised, to [B, dim].

    It has no class token and patches, and describes pictures only as wholes.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        program = torch.export.load(path)
        (example, *_), _ = program.example_inputs
        if example.ndim != 4 or example.shape[1] != 3 or example.shape[2] != example.shape[3]:
            raise ValueError(f"{path}: takes {tuple(example.shape)}; expected pictures, (any number, 3, size, size)")
        self.size = example.shape[-1]
        self.network = program.module()
        self.keeps_types = False  # as those do that convert explicitly: autocast makes them fail

    def forward(self, images: Tensor) -> Tensor:
        images = images.float().to(memory_format=torch.channels_last)  # twice as fast for convolutions on a CPU
        device_type = images.device.type
        if torch.is_autocast_enabled(device_type) and not self.keeps_types:
            try:
                return self._checked(self.network(images), len(images))
            except RuntimeError:
                self.keeps_types = True
        with torch.autocast(device_type, enabled=False):
            return self._checked(self.network(images), len(images))

    @staticmethod
    def _checked(features: Tensor, pictures: int) -> Tensor:
        if features.ndim != 2 or len(features) != pictures:
            raise ValueError(f"the teacher made {tuple(features.shape)} of {pictures} pictures; expected rows")
        return features


Network = VisionTransformer | ConvNet
CONVNET_SIZE = 64  # a convolutional teacher's input: twice the side of the crops that it was trained on


def input_size(network: Network | Exported) -> int:
    """The side of the pictures that it is shown, unless the caller asks for another."""
    if isinstance(network, Exported):
        return network.size
    return network.arch.image_size if isinstance(network, VisionTransformer) else CONVNET_SIZE


def load(path: Path) -> Network | Exported:
    """A frozen network: of `export`, of `multipatch`, an exported program (.pt2), or official or timm tensors."""
    if path.suffix == ".pt2":
        return Exported(path)
    if path.suffix == ".safetensors":
        with safetensors.safe_open(path, framework="pt") as file:
            ours = export.PROFILE_KEY in (file.metadata() or {})
        if ours:
            return export.read(path)[0].requires_grad_(False)
        state = safetensors.torch.load_file(path)
    else:
        saved = torch.load(path, map_location="cpu", weights_only=True)
        if "convnet" in saved:
            return _convnet(saved["convnet"])
        state = _unwrapped(saved)
    tensors = {name: value.float() for name, value in state.items() if not name.startswith(_UNUSED)}
    if "cls_token" not in tensors or "patch_embed.proj.weight" not in tensors:
        raise ValueError(f"{path}: not a vision transformer with official DINO names; convert it first")
    model = VisionTransformer(architecture(tensors, path.stem))
    missing, unexpected = model.load_state_dict(tensors, strict=False)
    if missing or unexpected:
        raise ValueError(f"{path}: lacks {missing}; has {unexpected}, which is not supported")
    return model.eval().requires_grad_(False)


def _convnet(tensors: dict[str, Tensor]) -> ConvNet:
    network = ConvNet(len(tensors["layers.0.0.weight"]))
    network.load_state_dict(tensors)
    return network.eval().requires_grad_(False)


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
