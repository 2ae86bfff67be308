# SPDX-License-Identifier: Apache-2.0
"""Shows that the goldens can fail: by how much the features move under each known mistake.

For every case and every mistake that applies to it, prints the largest difference of any output,
relative to the largest magnitude of that output. Exits with 1 if a mistake is not noticed by any case
at five times the tolerance of the tests.

    python3 tests/golden/sensitivity.py
"""

from __future__ import annotations

import dataclasses
import math
import sys

import numpy as np
import torch

import make_goldens
import synthetic
from make_goldens import Case, Outputs

TOLERANCE = 1e-4


def features(
    case: Case, tensors: dict[str, np.ndarray], positions: torch.Tensor
) -> list[np.ndarray]:
    image = synthetic.normalized_image(case.height, case.width, case.config.seed)
    outputs: Outputs = make_goldens.run_timm(
        case, tensors, positions, torch.from_numpy(image).double()[None]
    )
    prefix = 1 + case.config.registers
    return [outputs.tokens[0], outputs.tokens[prefix:], outputs.attention[:, prefix:]]


def resample(case: Case, tensors: dict[str, np.ndarray], **how: object) -> torch.Tensor:
    positions = torch.from_numpy(tensors["pos_embed"]).double()
    side = math.isqrt(positions.shape[1] - 1)
    grid = positions[:, 1:].reshape(1, side, side, case.config.dim).permute(0, 3, 1, 2)
    patches = torch.nn.functional.interpolate(grid, mode="bicubic", **how).permute(0, 2, 3, 1)
    return torch.cat([positions[:, :1], patches.reshape(1, -1, case.config.dim)], dim=1)


def mistakes(case: Case, tensors: dict[str, np.ndarray], positions: torch.Tensor):
    """Yields (what was done wrong, features)."""
    config = case.config
    rows, cols = case.height // config.patch_size, case.width // config.patch_size

    other_eps = 1e-12 if case.layer_norm_eps == 1e-6 else 1e-6
    yield (
        f"epsilon {other_eps:.0e}",
        features(dataclasses.replace(case, layer_norm_eps=other_eps), tensors, positions),
    )

    if (rows, cols) != (config.grid_rows, config.grid_cols):
        if rows * cols == config.grid_rows * config.grid_cols:
            yield (
                "no interpolation",
                features(case, tensors, torch.from_numpy(tensors["pos_embed"]).double()),
            )
        if case.position_interpolation == "offset":
            yield (
                "no 0.1 offset",
                features(case, tensors, resample(case, tensors, size=(rows, cols))),
            )
        else:
            yield (
                "no antialias",
                features(case, tensors, resample(case, tensors, size=(rows, cols))),
            )
            offset = ((rows + 0.1) / config.grid_rows, (cols + 0.1) / config.grid_cols)
            yield (
                "0.1 offset",
                features(case, tensors, resample(case, tensors, scale_factor=offset)),
            )
        if case.position_interpolation == "offset":
            yield (
                "antialias",
                features(case, tensors, resample(case, tensors, size=(rows, cols), antialias=True)),
            )
        if rows != cols:
            turned = resample(
                case,
                tensors,
                size=(cols, rows),
                antialias=case.position_interpolation == "antialias",
            )
            yield "rows and columns exchanged", features(case, tensors, turned)

    gelu = torch.nn.functional.gelu
    torch.nn.functional.gelu = lambda x, approximate="none": gelu(x, approximate="tanh")
    try:
        yield "tanh GELU", features(case, tensors, positions)
    finally:
        torch.nn.functional.gelu = gelu

    dropped = {
        "qkv bias": "attn.qkv.bias",
        "fc1 bias": "mlp.fc1.bias",
        "LayerScale": "ls1.gamma",
        "final norm bias": "norm.bias",
    }
    for what, suffix in dropped.items():
        # In the last block: the mistake that has the least time to grow.
        name = suffix if suffix == "norm.bias" else f"blocks.{config.depth - 1}.{suffix}"
        if name in tensors:
            neutral = (
                np.ones_like(tensors[name])
                if suffix == "ls1.gamma"
                else np.zeros_like(tensors[name])
            )
            yield f"{what} ignored", features(case, {**tensors, name: neutral}, positions)


def main() -> int:
    torch.set_num_threads(1)
    largest: dict[str, float] = {}
    for case in make_goldens.cases():
        tensors = synthetic.make_tensors(case.config)
        positions = make_goldens.interpolate_positions(case, tensors["pos_embed"])
        right = features(case, tensors, positions)
        for what, wrong in mistakes(case, tensors, positions):
            moved = max(make_goldens.relative_difference(a, b) for a, b in zip(right, wrong))
            largest[what] = max(largest.get(what, 0.0), moved)
            print(f"{case.name:36s} {what:28s} {moved:.1e}", flush=True)
    unnoticed = [what for what, moved in largest.items() if moved < 5 * TOLERANCE]
    for what in unnoticed:
        print(f"not noticed by any case: {what} ({largest[what]:.1e})")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
