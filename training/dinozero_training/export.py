# SPDX-License-Identifier: Apache-2.0
"""Exports the backbone of a checkpoint as a safetensors file that the dinozero library loads.

python -m dinozero_training.export runs/micro/checkpoint.pt dino-micro.safetensors
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch

from . import checkpoint
from .augment import MEAN, STD
from .model import ARCHITECTURES, LAYER_NORM_EPS, Architecture, VisionTransformer

PROFILE_KEY = "dinozero"
ALIGNMENT = 64


def profile(arch: Architecture) -> dict[str, Any]:
    """What a file says of its model beside the tensors."""
    resize = 256 if arch.image_size == 224 else arch.image_size
    return {
        "profile": 1,
        "architecture": "dino-vit",
        "name": arch.name,
        "patch_size": arch.patch_size,
        "num_heads": arch.heads,
        "layer_norm_eps": LAYER_NORM_EPS,
        "image_size": arch.image_size,
        "preprocess": {
            "resize": resize,
            "crop": arch.image_size,
            "mean": list(MEAN),
            "std": list(STD),
        },
    }


def write(model: VisionTransformer, path: Path, dtype: torch.dtype = torch.float32) -> None:
    """Writes tensors with official DINO names; equal weights give equal files, tensors aligned to 64 bytes."""
    tensors = {name: value.detach().to("cpu", dtype).contiguous() for name, value in model.state_dict().items()}
    blob = safetensors.torch.save(tensors)
    length = int.from_bytes(blob[:8], "little")
    header = json.loads(blob[8 : 8 + length])
    metadata = {"format": "pt", PROFILE_KEY: json.dumps(profile(model.arch))}
    text = json.dumps({"__metadata__": metadata, **header}, separators=(",", ":")).encode()
    text += b" " * (-(8 + len(text)) % ALIGNMENT)
    path.write_bytes(len(text).to_bytes(8, "little") + text + blob[8 + length :])


def read(path: Path) -> tuple[VisionTransformer, dict[str, Any]]:
    """The model of a file that `write` wrote, and its profile."""
    with safetensors.safe_open(path, framework="pt") as file:
        meta = json.loads((file.metadata() or {})[PROFILE_KEY])
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    hidden, dim = tensors["blocks.0.mlp.fc1.weight"].shape
    depth = sum(name.endswith(".norm1.weight") for name in tensors)
    arch = Architecture(meta["name"], dim, depth, meta["num_heads"], hidden, meta["patch_size"], meta["image_size"])
    model = VisionTransformer(arch)
    model.load_state_dict(tensors)
    return model.eval(), meta


def architecture_key(arch: Architecture) -> str:
    """The name by which the command line knows the shape; ValueError if it has none."""
    for key, known in ARCHITECTURES.items():
        if known == arch:
            return key
    raise ValueError(f"{arch} is none of {', '.join(ARCHITECTURES)}")


def trained_backbone(state: dict[str, Any]) -> VisionTransformer:
    """The backbone of a training checkpoint; of self-distillation the teacher's, the better of the two networks."""
    model = VisionTransformer(ARCHITECTURES[state["config"]["arch"]])
    if "exported" in state:
        model.load_state_dict(state["exported"])
        return model.eval()
    prefix = "backbone."
    weights = state.get("teacher", state["student"])
    model.load_state_dict({k.removeprefix(prefix): v for k, v in weights.items() if k.startswith(prefix)})
    return model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument(
        "--half", action="store_true", help="float16: half the bytes; the library converts when it loads"
    )
    arguments = parser.parse_args()
    state = checkpoint.load(arguments.checkpoint)
    model = trained_backbone(state)
    if not all(torch.isfinite(value).all() for value in model.state_dict().values()):
        parser.error(f"{arguments.checkpoint}: the weights are not finite")
    write(model, arguments.output, torch.float16 if arguments.half else torch.float32)
    digest = hashlib.sha256(arguments.output.read_bytes()).hexdigest()
    print(f"{arguments.output}: {model.arch.name}, {sum(p.numel() for p in model.parameters())} parameters")
    print(f"sha256 {digest}")
    images = state["step"] * state["config"]["batch_size"]
    hours = sum(record["seconds"] for record in state["history"]) / 3600
    print(f"{state['step']} steps, {images} images, {hours:.2f} hours of training steps")


if __name__ == "__main__":
    main()
