#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Converts an official DINO or DINOv2 checkpoint (.pth) to a safetensors file for dinozero.

The C++ library never reads pickle files. This tool reads them with PyTorch's restricted unpickler
(weights_only=True), so that a file cannot run code, finds the backbone's weights, checks every name
and shape, and writes them with the metadata that dinozero needs and tensors cannot say.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import math
import os
import pathlib
import re
import sys
import tempfile
import time

EXIT_USAGE = 2
EXIT_INPUT = 3
EXIT_CHECKPOINT = 4
EXIT_OUTPUT = 5

EPILOG = """exit status:
  0  converted
  2  wrong usage, or PyTorch is missing
  3  the input cannot be read or is refused by the restricted unpickler
  4  the input is not a DINO or DINOv2 vision transformer
  5  the output exists (see --force) or cannot be written

Hugging Face and timm checkpoints that are published as safetensors need no conversion: dinozero
reads them directly.
"""

# Where training scripts put the weights; the teacher is the network that DINO publishes.
CONTAINER_KEYS = ("teacher", "student", "model", "state_dict")
PREFIXES = ("module.", "backbone.", "_orig_mod.")
HEAD_PREFIXES = ("head.", "dino_head.", "ibot_head.", "fc_norm.")
# Tokens of masked training, which inference never reads.
TRAINING_ONLY = ("mask_token",)

ALIGNMENT = 64
MEAN = [0.485, 0.456, 0.406]
STD = [0.229, 0.224, 0.225]


class ConversionError(Exception):
    """A message for the user and the exit status that goes with it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def note(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def load(path: pathlib.Path):
    import torch

    if not path.is_file():
        raise ConversionError(
            EXIT_INPUT, f"{path}: {'not a file' if path.exists() else 'no such file'}"
        )
    try:
        # Full official checkpoints carry the training arguments; a Namespace is plain data. PyTorch
        # before 2.5 cannot be told so and refuses such files.
        allow = getattr(torch.serialization, "safe_globals", None)
        with allow([argparse.Namespace]) if allow else contextlib.nullcontext():
            return torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # torch.load raises whatever the broken file leads it to
        first_line = (str(error).splitlines() or [type(error).__name__])[0]
        raise ConversionError(
            EXIT_INPUT,
            f"{path}: cannot be read as a checkpoint of plain tensors: {first_line}",
        ) from error


def find_state_dict(content, key: str | None) -> tuple[dict, list[str]]:
    """The innermost dictionary of weights, and the keys that lead to it."""
    way: list[str] = []
    if not isinstance(content, dict):
        raise ConversionError(
            EXIT_CHECKPOINT,
            f"expected a dictionary of tensors, found {type(content).__name__}",
        )
    if key is not None:
        if not isinstance(content.get(key), dict):
            raise ConversionError(
                EXIT_CHECKPOINT,
                f"--key {key}: no such dictionary; the file has: {', '.join(map(str, content))}",
            )
        content = content[key]
        way.append(key)
    while True:
        inner = next((k for k in CONTAINER_KEYS if isinstance(content.get(k), dict)), None)
        if inner is None:
            return content, way
        content = content[inner]
        way.append(inner)


def official_name(name: str) -> str:
    stripped = True
    while stripped:
        stripped = False
        for prefix in PREFIXES:
            if name.startswith(prefix):
                name = name[len(prefix) :]
                stripped = True
    # DINOv2 training groups blocks into chunks: blocks.CHUNK.INDEX. with a running index.
    return re.sub(r"^blocks\.\d+\.(\d+)\.", r"blocks.\1.", name)


def select_weights(state: dict) -> tuple[dict, list[str], list[str]]:
    """Weights of the backbone by official name; names dropped from the head; other dropped names."""
    import torch

    weights: dict = {}
    head: list[str] = []
    unused: list[str] = []
    for name, value in state.items():
        if not isinstance(name, str):
            raise ConversionError(
                EXIT_CHECKPOINT,
                f"expected names of tensors, found a key of type {type(name).__name__}",
            )
        if not isinstance(value, torch.Tensor):
            raise ConversionError(
                EXIT_CHECKPOINT, f"{name}: expected a tensor, found {type(value).__name__}"
            )
        short = official_name(name)
        if short.startswith(HEAD_PREFIXES):
            head.append(name)
        elif short in TRAINING_ONLY:
            unused.append(name)
        elif short in weights:
            raise ConversionError(
                EXIT_CHECKPOINT, f"{short}: found twice, the second time as {name}"
            )
        else:
            weights[short] = value
    return weights, head, unused


@dataclasses.dataclass(frozen=True)
class Architecture:
    dim: int
    depth: int
    mlp_dim: int
    patch_size: int
    grid: int
    registers: int
    layer_scale: bool
    qkv_bias: bool

    @property
    def image_size(self) -> int:
        return self.grid * self.patch_size

    def expected_shapes(self) -> dict[str, list[int]]:
        d, m = self.dim, self.mlp_dim
        shapes = {
            "cls_token": [1, 1, d],
            "pos_embed": [1, 1 + self.grid**2, d],
            "patch_embed.proj.weight": [d, 3, self.patch_size, self.patch_size],
            "patch_embed.proj.bias": [d],
            "norm.weight": [d],
            "norm.bias": [d],
        }
        if self.registers:
            shapes["register_tokens"] = [1, self.registers, d]
        for block in range(self.depth):
            prefix = f"blocks.{block}."
            for norm in ("norm1", "norm2"):
                shapes[f"{prefix}{norm}.weight"] = [d]
                shapes[f"{prefix}{norm}.bias"] = [d]
            for layer, outputs, inputs in (
                ("attn.qkv", 3 * d, d),
                ("attn.proj", d, d),
                ("mlp.fc1", m, d),
                ("mlp.fc2", d, m),
            ):
                shapes[f"{prefix}{layer}.weight"] = [outputs, inputs]
                if layer != "attn.qkv" or self.qkv_bias:
                    shapes[f"{prefix}{layer}.bias"] = [outputs]
            if self.layer_scale:
                shapes[f"{prefix}ls1.gamma"] = [d]
                shapes[f"{prefix}ls2.gamma"] = [d]
        return shapes


def refuse_other_families(weights: dict) -> None:
    hints = {
        "embeddings.": "Hugging Face names; use its model.safetensors, which dinozero reads directly",
        "rope_embed.": "DINOv3 with rotary position embedding, which is not supported",
        "downsample_layers.": "a ConvNeXt, not a vision transformer",
        "layer1.": "a ResNet, not a vision transformer",
    }
    for name in weights:
        for prefix, what in hints.items():
            if name.startswith(prefix):
                raise ConversionError(EXIT_CHECKPOINT, f"{name}: this is {what}")
        if ".mlp.w12." in name or ".mlp.w1." in name:
            raise ConversionError(EXIT_CHECKPOINT, f"{name}: SwiGLU layers are not supported")


def read_architecture(weights: dict) -> Architecture:
    def shape(name: str, rank: int) -> list[int]:
        if name not in weights:
            raise ConversionError(
                EXIT_CHECKPOINT, f"{name}: missing; this is not a DINO checkpoint"
            )
        found = list(weights[name].shape)
        if len(found) != rank:
            raise ConversionError(
                EXIT_CHECKPOINT, f"{name}: expected {rank} dimensions, found {found}"
            )
        return found

    refuse_other_families(weights)
    dim, _, patch_size, _ = shape("patch_embed.proj.weight", 4)
    positions = shape("pos_embed", 3)[1] - 1
    grid = math.isqrt(max(positions, 0))
    if grid == 0 or grid * grid != positions:
        raise ConversionError(
            EXIT_CHECKPOINT,
            f"pos_embed: expected 1 + n * n positions, found {positions + 1}",
        )
    blocks = {int(m.group(1)) for m in (re.match(r"blocks\.(\d+)\.", n) for n in weights) if m}
    if blocks != set(range(len(blocks))) or not blocks:
        raise ConversionError(
            EXIT_CHECKPOINT, f"blocks: expected 0 to n - 1, found {sorted(blocks)}"
        )
    return Architecture(
        dim=dim,
        depth=len(blocks),
        mlp_dim=shape("blocks.0.mlp.fc1.weight", 2)[0],
        patch_size=patch_size,
        grid=grid,
        registers=shape("register_tokens", 3)[1] if "register_tokens" in weights else 0,
        layer_scale="blocks.0.ls1.gamma" in weights,
        qkv_bias="blocks.0.attn.qkv.bias" in weights,
    )


def check(weights: dict, architecture: Architecture) -> None:
    import torch

    expected = architecture.expected_shapes()
    for name, shape in expected.items():
        if name not in weights:
            raise ConversionError(EXIT_CHECKPOINT, f"{name}: missing, expected {shape}")
        found = list(weights[name].shape)
        if found != shape:
            raise ConversionError(EXIT_CHECKPOINT, f"{name}: expected {shape}, found {found}")
    for name, value in weights.items():
        if name not in expected:
            raise ConversionError(
                EXIT_CHECKPOINT, f"{name}: unknown tensor {list(value.shape)} for this architecture"
            )
        if not value.is_floating_point():
            raise ConversionError(
                EXIT_CHECKPOINT, f"{name}: expected floating point, found {value.dtype}"
            )
        if not torch.isfinite(value).all():
            raise ConversionError(EXIT_CHECKPOINT, f"{name}: holds values that are not finite")


def choose_heads(dim: int, heads: int | None) -> int:
    if heads is None:
        if dim % 64 != 0:
            raise ConversionError(
                EXIT_CHECKPOINT,
                f"the number of heads cannot be read from a checkpoint, and the width {dim} is not a "
                "multiple of the usual 64 channels per head: give --heads",
            )
        return dim // 64
    if dim % heads != 0:
        raise ConversionError(EXIT_CHECKPOINT, f"--heads {heads}: does not divide the width {dim}")
    return heads


def profile(architecture: Architecture, options: argparse.Namespace) -> dict:
    patch = architecture.patch_size
    # A model of smaller pictures than DINO's sees the whole picture.
    small = architecture.image_size < 224
    crop = options.crop or (architecture.image_size if small else 224 // patch * patch)
    if crop % patch != 0:
        raise ConversionError(
            EXIT_CHECKPOINT, f"--crop {crop}: not a multiple of the patch size {patch}"
        )
    resize = options.resize or (crop if small else round(crop * 256 / 224))
    if resize < crop:
        raise ConversionError(EXIT_CHECKPOINT, f"--resize {resize}: less than the crop {crop}")
    return {
        "profile": 1,
        "architecture": "dino-vit",
        "name": options.name or options.input.stem,
        "patch_size": patch,
        "num_heads": choose_heads(architecture.dim, options.heads),
        "layer_norm_eps": options.eps,
        "image_size": architecture.image_size,
        "position_interpolation": "antialias" if architecture.registers else "offset",
        "preprocess": {"resize": resize, "crop": crop, "mean": MEAN, "std": STD},
    }


def to_bytes(name: str, value, dtype: str) -> bytes:
    import torch

    target = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}[dtype]
    converted = value.detach().to(target).contiguous()
    if not torch.isfinite(converted).all():
        raise ConversionError(EXIT_CHECKPOINT, f"{name}: does not fit the range of {dtype}")
    return converted.reshape(-1).view(torch.uint8).numpy().tobytes()


def write_safetensors(
    path: pathlib.Path, weights: dict, dtype: str, metadata: dict[str, str]
) -> int:
    """Writes the file under a temporary name and renames it; returns its size.

    The format allows no gaps, so every tensor starts at a multiple of 64 bytes exactly if the tensors
    before it are multiples of 64 bytes: those come first.
    """
    size = 4 if dtype == "f32" else 2
    order = sorted(weights, key=lambda name: weights[name].numel() * size % ALIGNMENT != 0)
    header: dict = {"__metadata__": metadata}
    offset = 0
    for name in order:
        end = offset + weights[name].numel() * size
        header[name] = {
            "dtype": dtype.upper(),
            "shape": list(weights[name].shape),
            "data_offsets": [offset, end],
        }
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(8 + len(text)) % ALIGNMENT)
    folder = path.parent if str(path.parent) else pathlib.Path(".")
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=path.name + ".", delete=False) as file:
            temporary = file.name
            file.write(len(text).to_bytes(8, "little"))
            file.write(text)
            for name in order:
                file.write(to_bytes(name, weights[name], dtype))
            # A temporary file is private; the result gets the permissions of any new file.
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
    except BaseException as error:
        if temporary is not None:
            pathlib.Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise ConversionError(EXIT_OUTPUT, f"{path}: {error.strerror}") from error
        raise
    return 8 + len(text) + offset


def positive(kind):
    def parse(text: str):
        value = kind(text)
        if not (value > 0 and math.isfinite(value)):
            raise argparse.ArgumentTypeError(f"expected a positive number, found {text}")
        return value

    parse.__name__ = kind.__name__
    return parse


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("input", type=pathlib.Path, help="checkpoint, .pth")
    parser.add_argument("output", type=pathlib.Path, help="file to write, .safetensors")
    parser.add_argument(
        "--heads", type=positive(int), metavar="N", help="attention heads (default: width / 64)"
    )
    parser.add_argument(
        "--eps",
        type=positive(float),
        default=1e-6,
        help="epsilon of LayerNorm (default: %(default)s)",
    )
    parser.add_argument("--name", help="name of the model (default: the input's file name)")
    parser.add_argument(
        "--dtype", choices=("f32", "f16", "bf16"), default="f32", help="stored type (default: f32)"
    )
    parser.add_argument(
        "--key",
        metavar="KEY",
        help=f"entry of the file to convert (default: the first of {', '.join(CONTAINER_KEYS)})",
    )
    parser.add_argument(
        "--resize",
        type=positive(int),
        metavar="PX",
        help="preprocessing: short side (default: 256, or the crop of a model for smaller pictures)",
    )
    parser.add_argument(
        "--crop",
        type=positive(int),
        metavar="PX",
        help="preprocessing: centre crop (default: 224, the multiple of the patch size below it, or "
        "the smaller size that the model was trained at)",
    )
    parser.add_argument("--force", action="store_true", help="overwrite the output")
    parser.add_argument("--json", action="store_true", help="print what was written as JSON")
    return parser.parse_args(arguments)


def convert(options: argparse.Namespace) -> dict:
    if options.output.exists() and not options.force:
        raise ConversionError(
            EXIT_OUTPUT, f"{options.output}: exists; give --force to overwrite it"
        )
    start = time.monotonic()
    note(f"reading {options.input}")
    state, way = find_state_dict(load(options.input), options.key)
    if way:
        note(f"using the weights under {'/'.join(way)}")
    weights, head, unused = select_weights(state)
    if head:
        note(f"dropped {len(head)} tensors of the projection head ({head[0]}, ...)")
    if unused:
        note(f"dropped {', '.join(unused)}: only training reads it")
    architecture = read_architecture(weights)
    check(weights, architecture)
    description = profile(architecture, options)
    note(f"writing {options.output}")
    size = write_safetensors(
        options.output, weights, options.dtype, {"dinozero": json.dumps(description)}
    )
    return {
        "output": str(options.output),
        "bytes": size,
        "dtype": options.dtype,
        "tensors": len(weights),
        "parameters": sum(value.numel() for value in weights.values()),
        "dropped": head + unused,
        "dim": architecture.dim,
        "depth": architecture.depth,
        "mlp_dim": architecture.mlp_dim,
        "registers": architecture.registers,
        "layer_scale": architecture.layer_scale,
        "seconds": round(time.monotonic() - start, 3),
        **description,
    }


def main(arguments: list[str] | None = None) -> int:
    options = parse_arguments(arguments)
    try:
        import torch  # noqa: F401
    except ImportError:
        note("convert_checkpoint.py needs PyTorch: python3 -m pip install torch")
        return EXIT_USAGE
    try:
        result = convert(options)
    except ConversionError as error:
        message = str(error)
        if error.status == EXIT_CHECKPOINT:
            message = f"{options.input}: {message}"
        note(f"error: {message}")
        return error.status
    if options.json:
        print(json.dumps(result))
    else:
        print(
            f"{result['name']}: {result['depth']} blocks of width {result['dim']}, "
            f"{result['num_heads']} heads, patch {result['patch_size']}, "
            f"{result['parameters'] / 1e6:.2f} M parameters, {result['dtype']}, "
            f"{result['bytes'] / 1e6:.1f} MB"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
