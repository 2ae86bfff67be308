# SPDX-License-Identifier: Apache-2.0
"""Deterministic synthetic checkpoints and pictures, bit-identical to tests/support/synthetic_checkpoint.cc.

No weights are committed: every value is a pure function of (tensor name, seed, index), so the Python
generators and the C++ tests build the same model independently.

    key      = FNV-1a-64(official tensor name) XOR seed
    bits(i)  = mix(key + (i + 1) * 0x9E3779B97F4A7C15)          mix: the finaliser of SplitMix64
    unit(i)  = (bits(i) >> 40) * 2^-23 - 1                      24 bits, in [-1, 1), exact in float32
    value(i) = float32(offset + scale * unit(i))                exact in float64, one rounding

Because the product and the sum are exact in float64, fused multiply-add or any other contraction
cannot change a bit.

`python3 synthetic.py` prints the checksums that tests/support/synthetic_checkpoint_test.cc expects.
"""

from __future__ import annotations

import dataclasses
import json
import math
import zlib

import numpy as np

GOLDEN_GAMMA = 0x9E3779B97F4A7C15
MASK64 = (1 << 64) - 1

DINO_MEAN = [0.485, 0.456, 0.406]
DINO_STD = [0.229, 0.224, 0.225]


@dataclasses.dataclass(frozen=True)
class SyntheticConfig:
    """Shape of a plain DINO vision transformer; grid is that of the stored position embedding."""

    dim: int
    depth: int
    heads: int
    mlp_dim: int
    patch_size: int
    grid_rows: int
    grid_cols: int
    registers: int = 0
    layer_scale: bool = False
    qkv_bias: bool = True
    # Multiplies every tensor that makes up the tokens before the first block. Small values bring the
    # variance that the first LayerNorm sees down to its epsilon. A power of two keeps values exact.
    embedding_scale: float = 1.0
    seed: int = 1


def micro() -> SyntheticConfig:
    return SyntheticConfig(
        dim=128, depth=3, heads=2, mlp_dim=512, patch_size=16, grid_rows=14, grid_cols=14
    )


def tiny() -> SyntheticConfig:
    return SyntheticConfig(
        dim=192, depth=4, heads=3, mlp_dim=768, patch_size=16, grid_rows=14, grid_cols=14
    )


def small() -> SyntheticConfig:
    return SyntheticConfig(
        dim=384, depth=6, heads=6, mlp_dim=1536, patch_size=16, grid_rows=14, grid_cols=14
    )


def vit_s16() -> SyntheticConfig:
    return SyntheticConfig(
        dim=384, depth=12, heads=6, mlp_dim=1536, patch_size=16, grid_rows=14, grid_cols=14
    )


PRESETS = {"micro": micro, "tiny": tiny, "small": small, "vit_s16": vit_s16}


def fnv1a64(text: str) -> int:
    value = 0xCBF29CE484222325
    for byte in text.encode("ascii"):
        value = ((value ^ byte) * 0x100000001B3) & MASK64
    return value


def random_bits(name: str, seed: int, count: int) -> np.ndarray:
    """The first `count` 64-bit values of the stream that belongs to (name, seed)."""
    key = np.uint64(fnv1a64(name) ^ seed)
    with np.errstate(over="ignore"):
        z = key + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(GOLDEN_GAMMA)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def random_values(
    name: str, seed: int, shape: list[int], scale: float, offset: float = 0.0
) -> np.ndarray:
    count = math.prod(shape)
    unit = (random_bits(name, seed, count) >> np.uint64(40)).astype(np.float64) * 2.0**-23 - 1.0
    return (offset + float(np.float32(scale)) * unit).astype(np.float32).reshape(shape)


def normalized_image(height: int, width: int, seed: int) -> np.ndarray:
    """A synthetic normalised image tensor, [3, height, width], uniform in [-2, 2)."""
    return random_values("image", seed, [3, height, width], 2.0)


def _fan_in_scale(gain: float, fan_in: int) -> float:
    """Scale of a uniform distribution whose weighted sum of unit-variance inputs has deviation `gain`."""
    return gain * math.sqrt(3.0 / fan_in)


def make_tensors(config: SyntheticConfig) -> dict[str, np.ndarray]:
    """All tensors of the checkpoint under the official DINO / DINOv2 names, in file order.

    Scales keep the network lively: attention logits have a deviation of about 2 (far from uniform and
    far from one-hot), and no bias, norm weight, or LayerScale can be dropped without being noticed.
    """
    c = config
    dim, mlp, patch, seed, embedding = c.dim, c.mlp_dim, c.patch_size, c.seed, c.embedding_scale
    tensors: dict[str, np.ndarray] = {}

    def add(name: str, shape: list[int], scale: float, offset: float = 0.0) -> None:
        tensors[name] = random_values(name, seed, shape, scale, offset)

    def add_norm(name: str) -> None:
        add(name + ".weight", [dim], 0.3125, 1.0)
        add(name + ".bias", [dim], 0.1875)

    def add_linear(name: str, outputs: int, inputs: int, gain: float, bias: bool = True) -> None:
        add(name + ".weight", [outputs, inputs], _fan_in_scale(gain, inputs))
        if bias:
            add(name + ".bias", [outputs], 0.25)

    add("cls_token", [1, 1, dim], 1.0 * embedding)
    add("pos_embed", [1, 1 + c.grid_rows * c.grid_cols, dim], 0.5 * embedding)
    if c.registers:
        add("register_tokens", [1, c.registers, dim], 1.0 * embedding)
    if c.layer_scale:
        # DINOv2 checkpoints carry the token of masked training; inference must ignore it.
        add("mask_token", [1, dim], 1.0)
    add(
        "patch_embed.proj.weight",
        [dim, 3, patch, patch],
        _fan_in_scale(1.0, 3 * patch * patch) * embedding,
    )
    add("patch_embed.proj.bias", [dim], 0.25 * embedding)
    for block in range(c.depth):
        prefix = f"blocks.{block}."
        add_norm(prefix + "norm1")
        add_linear(prefix + "attn.qkv", 3 * dim, dim, 1.5, c.qkv_bias)
        add_linear(prefix + "attn.proj", dim, dim, 1.0)
        if c.layer_scale:
            add(prefix + "ls1.gamma", [dim], 0.25, 0.75)
        add_norm(prefix + "norm2")
        add_linear(prefix + "mlp.fc1", mlp, dim, 1.0)
        add_linear(prefix + "mlp.fc2", dim, mlp, 1.0)
        if c.layer_scale:
            add(prefix + "ls2.gamma", [dim], 0.25, 0.75)
    add_norm("norm")
    return tensors


def to_timm(config: SyntheticConfig, official: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """timm names. With registers timm folds the class position into cls_token and drops it from pos_embed."""
    out: dict[str, np.ndarray] = {}
    for name, value in official.items():
        if name == "mask_token":
            continue
        if config.registers and name == "cls_token":
            value = value + official["pos_embed"][:, :1]
        elif config.registers and name == "pos_embed":
            value = value[:, 1:]
        elif name == "register_tokens":
            name = "reg_token"
        out[name] = value
    return out


def to_huggingface(
    config: SyntheticConfig, official: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """Hugging Face names: ViTModel for DINO, Dinov2Model / Dinov2WithRegistersModel with LayerScale."""
    v2 = config.layer_scale
    top = {
        "cls_token": "embeddings.cls_token",
        "pos_embed": "embeddings.position_embeddings",
        "mask_token": "embeddings.mask_token",
        "register_tokens": "embeddings.register_tokens",
        "patch_embed.proj.weight": "embeddings.patch_embeddings.projection.weight",
        "patch_embed.proj.bias": "embeddings.patch_embeddings.projection.bias",
        "norm.weight": "layernorm.weight",
        "norm.bias": "layernorm.bias",
    }
    in_block = {
        "norm1": "norm1" if v2 else "layernorm_before",
        "norm2": "norm2" if v2 else "layernorm_after",
        "attn.proj": "attention.output.dense",
        "mlp.fc1": "mlp.fc1" if v2 else "intermediate.dense",
        "mlp.fc2": "mlp.fc2" if v2 else "output.dense",
    }
    out: dict[str, np.ndarray] = {}
    for name, value in official.items():
        if name in top:
            out[top[name]] = value
            continue
        _, block, rest = name.split(".", 2)
        prefix = f"encoder.layer.{block}."
        module, leaf = rest.rsplit(".", 1)
        if module == "attn.qkv":
            for part, chunk in zip(("query", "key", "value"), np.split(value, 3)):
                out[f"{prefix}attention.attention.{part}.{leaf}"] = chunk
        elif leaf == "gamma":
            out[f"{prefix}layer_scale{module[-1]}.lambda1"] = value
        else:
            out[f"{prefix}{in_block[module]}.{leaf}"] = value
    return out


def profile_json(
    config: SyntheticConfig, name: str = "synthetic", layer_norm_eps: float = 1e-6
) -> str:
    """The value of the `dinozero` metadata key for this model."""
    return json.dumps(
        {
            "profile": 1,
            "architecture": "dino-vit",
            "name": name,
            "patch_size": config.patch_size,
            "num_heads": config.heads,
            "layer_norm_eps": layer_norm_eps,
            "image_size": config.grid_rows * config.patch_size,
            "preprocess": {"resize": 256, "crop": 224, "mean": DINO_MEAN, "std": DINO_STD},
        }
    )


def image_rgb8(width: int, height: int, seed: int) -> np.ndarray:
    """A synthetic picture, [height, width, 3] uint8, in integer arithmetic only.

    A mosaic of square cells (an eighth of the shorter side): flat saturated colours (sharp edges, where
    bicubic overshoots and must be clamped), gradients, noise, and one- to three-pixel stripes.
    """
    cell = max(1, min(width, height) // 8)
    columns = -(-width // cell)
    rows = -(-height // cell)
    kinds = random_bits("picture.cell", seed, rows * columns)
    noise = random_bits("picture.noise", seed, height * width).reshape(height, width)

    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    bits = kinds[(y // cell) * columns + x // cell]
    kind = ((bits >> np.uint64(60)) & np.uint64(7)).astype(np.int64)
    out = np.empty((height, width, 3), dtype=np.uint8)
    for channel in range(3):
        low = ((bits >> np.uint64(16 * channel)) & np.uint64(255)).astype(np.int64)
        high = ((bits >> np.uint64(16 * channel + 8)) & np.uint64(255)).astype(np.int64)
        flat = np.where(low < 96, 0, np.where(low >= 160, 255, low))
        position = np.where(channel == 1, y % cell, x % cell)
        gradient = (low * (cell - position) + high * position) // cell
        period = 1 + low % 3
        stripe = np.where(((x + channel * y) // period) % 2 == 0, low, high)
        speckle = ((noise >> np.uint64(8 * channel)) & np.uint64(255)).astype(np.int64)
        out[..., channel] = np.select(
            [kind < 3, kind < 5, kind == 5], [flat, gradient, speckle], stripe
        )
    return out


def main() -> None:
    for name, preset in PRESETS.items():
        config = preset()
        for flavour, rename in (
            ("official", None),
            ("huggingface", to_huggingface),
            ("timm", to_timm),
        ):
            tensors = make_tensors(config)
            if rename:
                tensors = rename(config, tensors)
            print(
                f"{name:8s} {flavour:12s} {len(tensors):4d} tensors  crc32 {checksum(tensors):08x}"
            )
    v2 = SyntheticConfig(64, 2, 2, 256, 14, 16, 16, registers=4, layer_scale=True, seed=9)
    odd = SyntheticConfig(
        60, 2, 5, 130, 7, 5, 5, qkv_bias=False, embedding_scale=2.0**-10, seed=(1 << 63) + 5
    )
    for name, config in (("dinov2", v2), ("odd", odd)):
        for flavour, rename in (
            ("official", None),
            ("huggingface", to_huggingface),
            ("timm", to_timm),
        ):
            tensors = make_tensors(config)
            if rename:
                tensors = rename(config, tensors)
            print(
                f"{name:8s} {flavour:12s} {len(tensors):4d} tensors  crc32 {checksum(tensors):08x}"
            )
    print(
        f"normalized_image(160, 224, 3)  crc32 {zlib.crc32(normalized_image(160, 224, 3).tobytes()):08x}"
    )
    for width, height in ((451, 300), (1, 300), (37, 53), (1, 1)):
        print(
            f"image_rgb8({width}, {height}, 7)  crc32 {zlib.crc32(image_rgb8(width, height, 7).tobytes()):08x}"
        )


def checksum(tensors: dict[str, np.ndarray]) -> int:
    """CRC-32 over every name, rank, dimension (little-endian int64), and value (little-endian float32)."""
    crc = 0
    for name, value in tensors.items():
        crc = zlib.crc32(name.encode("ascii"), crc)
        crc = zlib.crc32(np.array([value.ndim, *value.shape], dtype="<i8").tobytes(), crc)
        crc = zlib.crc32(np.ascontiguousarray(value, dtype="<f4").tobytes(), crc)
    return crc


if __name__ == "__main__":
    main()
