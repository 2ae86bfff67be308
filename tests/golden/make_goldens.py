# SPDX-License-Identifier: Apache-2.0
"""Feature goldens: synthetic checkpoints run through timm and through Hugging Face transformers.

The two are independent implementations of the network; a case is written only if they agree. Both run
in float64 on float32 weights. The position embedding is interpolated here, with the code path of the
official DINO and DINOv2 repositories (timm and transformers deviate from it), and given to both.

    python3 tests/golden/make_goldens.py [--only CASE] [--check]

Writes one safetensors file per case to tests/golden/data (see README.md for its contents). With --check
nothing is written and the exit status says whether the committed files still hold.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import json
import math
import pathlib
import sys
import tempfile

import numpy as np
import safetensors.numpy
import timm.layers
import timm.models.vision_transformer as timm_vit
import torch
import transformers

import synthetic
from synthetic import SyntheticConfig

DATA = pathlib.Path(__file__).resolve().parent / "data"
AGREEMENT = (
    1e-5  # largest difference between the implementations, relative to the largest magnitude
)


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    config: SyntheticConfig
    height: int
    width: int
    layer_norm_eps: float = 1e-6
    position_interpolation: str = "offset"
    intermediate: tuple[int, ...] = ()
    # Names under which the same model must give these features.
    flavours: tuple[str, ...] = ("official", "huggingface", "timm")


def cases() -> list[Case]:
    micro = synthetic.micro()
    replace = dataclasses.replace
    dinov2 = SyntheticConfig(
        dim=64,
        depth=2,
        heads=2,
        mlp_dim=256,
        patch_size=14,
        grid_rows=16,
        grid_cols=16,
        layer_scale=True,
        seed=9,
    )
    return [
        Case("micro_224x224", micro, 224, 224),
        Case("tiny_224x224", synthetic.tiny(), 224, 224),
        Case("small_224x224", synthetic.small(), 224, 224),
        Case("vit_s16_224x224", synthetic.vit_s16(), 224, 224),
        Case("micro_224x160", micro, 224, 160),
        Case("micro_160x224", micro, 160, 224),
        Case("micro_96x96", micro, 96, 96, intermediate=(0, 1, 2)),
        # As many patches as positions, but not the same grid: DINO interpolates here too.
        Case("micro_as_many_patches", replace(micro, grid_rows=4, grid_cols=4, seed=2), 32, 128),
        Case(
            "patch4_32x32", replace(micro, patch_size=4, grid_rows=8, grid_cols=8, seed=3), 32, 32
        ),
        Case(
            "patch8_64x64", replace(micro, patch_size=8, grid_rows=28, grid_cols=28, seed=4), 64, 64
        ),
        # Token variance of about 1e-6 before the first LayerNorm, where the epsilon decides.
        Case("eps_1e-6", replace(micro, embedding_scale=2.0**-10, seed=5), 96, 96),
        Case(
            "eps_1e-12",
            replace(micro, embedding_scale=2.0**-10, seed=5),
            96,
            96,
            layer_norm_eps=1e-12,
        ),
        # No qkv bias, and no dimension that is a multiple of eight.
        Case(
            "odd_35x49",
            SyntheticConfig(
                dim=60,
                depth=2,
                heads=5,
                mlp_dim=150,
                patch_size=7,
                grid_rows=5,
                grid_cols=5,
                qkv_bias=False,
                seed=6,
            ),
            35,
            49,
        ),
        Case("dinov2_offset_126x280", dinov2, 126, 280),
        Case(
            "dinov2_registers_antialias_126x280",
            replace(dinov2, registers=4),
            126,
            280,
            position_interpolation="antialias",
        ),
        Case(
            "dinov2_registers_antialias_224x224",
            replace(dinov2, registers=4, seed=10),
            224,
            224,
            position_interpolation="antialias",
        ),
    ]


def interpolate_positions(case: Case, pos_embed: np.ndarray) -> torch.Tensor:
    """Position embedding for the input of the case, as the official repositories compute it.

    DINO and DINOv2 hand over a scale factor with 0.1 added to the output size, which the kernel uses for
    the coordinates; DINOv2 with registers hands over the size and asks for antialiasing.
    """
    config = case.config
    positions = torch.from_numpy(pos_embed).double()
    rows, cols = case.height // config.patch_size, case.width // config.patch_size
    stored = positions.shape[1] - 1
    if rows * cols == stored and case.height == case.width:
        return positions
    side = int(math.sqrt(stored))
    assert side * side == stored
    if case.position_interpolation == "offset":
        how = {"scale_factor": ((rows + 0.1) / side, (cols + 0.1) / side), "antialias": False}
    else:
        how = {"size": (rows, cols), "antialias": True}
    patches = torch.nn.functional.interpolate(
        positions[:, 1:].reshape(1, side, side, config.dim).permute(0, 3, 1, 2),
        mode="bicubic",
        **how,
    )
    assert patches.shape[-2:] == (rows, cols), patches.shape
    return torch.cat(
        [positions[:, :1], patches.permute(0, 2, 3, 1).reshape(1, rows * cols, config.dim)], dim=1
    )


def to_torch(tensors: dict[str, np.ndarray]) -> dict[str, torch.Tensor]:
    return {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in tensors.items()}


@dataclasses.dataclass
class Outputs:
    """Float64. tokens: all of them, [tokens, dim]; attention: softmax rows of CLS, [heads, tokens]."""

    tokens: np.ndarray
    attention: np.ndarray
    blocks: list[np.ndarray]


@torch.no_grad()
def run_timm(
    case: Case, tensors: dict[str, np.ndarray], positions: torch.Tensor, image: torch.Tensor
) -> Outputs:
    config = case.config
    timm.layers.set_fused_attn(False)
    model = timm_vit.VisionTransformer(
        img_size=(case.height, case.width),
        patch_size=config.patch_size,
        embed_dim=config.dim,
        depth=config.depth,
        num_heads=config.heads,
        mlp_ratio=config.mlp_dim / config.dim,
        qkv_bias=config.qkv_bias,
        init_values=1.0 if config.layer_scale else None,
        reg_tokens=config.registers,
        no_embed_class=config.registers > 0,
        norm_layer=functools.partial(torch.nn.LayerNorm, eps=case.layer_norm_eps),
        num_classes=0,
    )
    weights = to_torch(synthetic.to_timm(config, tensors))
    model = model.double()
    # The interpolated embedding stays float64, so it does not go through the float32 weights.
    model.pos_embed.data = positions[:, 1:] if config.registers else positions
    weights["pos_embed"] = model.pos_embed.data
    model.load_state_dict(weights, strict=True)
    if config.registers:
        # The fold of the class position must not be rounded to float32 in the reference.
        model.cls_token.data = torch.from_numpy(tensors["cls_token"]).double() + positions[:, :1]
    model.eval()

    blocks: list[np.ndarray] = []
    attention: list[torch.Tensor] = []
    for block in model.blocks:
        block.register_forward_hook(lambda module, args, output: blocks.append(output[0].numpy()))
    model.blocks[-1].attn.attn_drop.register_forward_hook(
        lambda module, args, output: attention.append(output[0])
    )
    tokens = model.forward_features(image)[0]
    return Outputs(tokens.numpy(), attention[0][:, 0].numpy(), blocks)


@torch.no_grad()
def run_transformers(
    case: Case, tensors: dict[str, np.ndarray], positions: torch.Tensor, image: torch.Tensor
) -> Outputs:
    """Loads the checkpoint from disk, as published ones are, so that the names are checked as well."""
    config = case.config
    stored_side = config.grid_rows * config.patch_size
    common = {
        "hidden_size": config.dim,
        "num_hidden_layers": config.depth,
        "num_attention_heads": config.heads,
        "patch_size": config.patch_size,
        "image_size": stored_side,
        "layer_norm_eps": case.layer_norm_eps,
        "qkv_bias": config.qkv_bias,
    }
    keywords = {}
    if not config.layer_scale:
        kind, settings = (
            transformers.ViTModel,
            transformers.ViTConfig(intermediate_size=config.mlp_dim, **common),
        )
        keywords["add_pooling_layer"] = False
    else:
        assert config.mlp_dim % config.dim == 0
        common["mlp_ratio"] = config.mlp_dim // config.dim
        if config.registers:
            kind = transformers.Dinov2WithRegistersModel
            settings = transformers.Dinov2WithRegistersConfig(
                num_register_tokens=config.registers, **common
            )
        else:
            kind, settings = transformers.Dinov2Model, transformers.Dinov2Config(**common)
    with tempfile.TemporaryDirectory() as folder:
        settings.save_pretrained(folder)
        renamed = {
            k: np.ascontiguousarray(v) for k, v in synthetic.to_huggingface(config, tensors).items()
        }
        safetensors.numpy.save_file(
            renamed, f"{folder}/model.safetensors", metadata={"format": "pt"}
        )
        model, report = kind.from_pretrained(
            folder,
            attn_implementation="eager",
            output_loading_info=True,
            dtype=torch.float64,
            **keywords,
        )
    for problem in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        assert not report[problem], (problem, report[problem])
    model.embeddings.interpolate_pos_encoding = lambda embeddings, height, width: positions
    model.eval()
    # DINOv2 always asks for the interpolation; ViTModel only when told to.
    arguments = {} if config.layer_scale else {"interpolate_pos_encoding": True}
    out = model(image, output_attentions=True, output_hidden_states=True, **arguments)
    blocks = [state[0].numpy() for state in out.hidden_states[1:]]
    return Outputs(out.last_hidden_state[0].numpy(), out.attentions[-1][0, :, 0].numpy(), blocks)


def relative_difference(a: np.ndarray, b: np.ndarray) -> float:
    assert a.shape == b.shape, (a.shape, b.shape)
    return float(np.abs(a - b).max() / np.abs(a).max())


def agree(case: Case, first: Outputs, second: Outputs) -> float:
    differences = [
        relative_difference(first.tokens, second.tokens),
        relative_difference(first.attention, second.attention),
        # transformers normalises the last hidden state in some models, so the last block is left out.
        *(relative_difference(a, b) for a, b in zip(first.blocks[:-1], second.blocks[:-1])),
    ]
    if max(differences) > AGREEMENT:
        sys.exit(
            f"{case.name}: timm and transformers differ by {max(differences):.2e}, allowed {AGREEMENT:.0e}"
        )
    return max(differences)


def layer_norm(case: Case, tensors: dict[str, np.ndarray], tokens: np.ndarray) -> np.ndarray:
    return torch.nn.functional.layer_norm(
        torch.from_numpy(tokens),
        (case.config.dim,),
        torch.from_numpy(tensors["norm.weight"]).double(),
        torch.from_numpy(tensors["norm.bias"]).double(),
        case.layer_norm_eps,
    ).numpy()


def entropy_ratio(attention: np.ndarray) -> float:
    """Mean entropy of the attention rows over that of a uniform row."""
    p = np.maximum(attention, 1e-300)
    return float((-(p * np.log(p)).sum(-1) / math.log(p.shape[-1])).mean())


def make(case: Case) -> tuple[dict[str, np.ndarray], dict[str, str], str]:
    config = case.config
    tensors = synthetic.make_tensors(config)
    positions = interpolate_positions(case, tensors["pos_embed"])
    image = torch.from_numpy(
        synthetic.normalized_image(case.height, case.width, config.seed)
    ).double()[None]
    reference = run_timm(case, tensors, positions, image)
    difference = agree(case, reference, run_transformers(case, tensors, positions, image))

    prefix = 1 + config.registers
    golden = {
        "cls": reference.tokens[0],
        "patches": reference.tokens[prefix:],
        "attention": reference.attention[:, prefix:],
    }
    for index in case.intermediate:
        golden[f"blocks.{index}"] = reference.blocks[index]
        golden[f"blocks.{index}.normalized"] = layer_norm(case, tensors, reference.blocks[index])
    golden = {name: np.ascontiguousarray(value, dtype=np.float32) for name, value in golden.items()}
    description = {
        "config": dataclasses.asdict(config),
        "image_height": case.height,
        "image_width": case.width,
        "layer_norm_eps": case.layer_norm_eps,
        "position_interpolation": case.position_interpolation,
        "flavours": list(case.flavours),
        "blocks": list(case.intermediate),
    }
    note = f"timm and transformers agree to {difference:.1e}, attention entropy {entropy_ratio(reference.attention):.2f}"
    return golden, {"golden": json.dumps(description)}, note


def unchanged(path: pathlib.Path, golden: dict[str, np.ndarray], metadata: dict[str, str]) -> bool:
    with safetensors.safe_open(path, framework="numpy") as stored:
        if stored.metadata() != metadata or set(stored.keys()) != set(golden):
            return False
        return all(
            relative_difference(golden[name], stored.get_tensor(name)) < 1e-6 for name in golden
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--only", metavar="CASE", action="append", help="this case (repeatable)")
    parser.add_argument(
        "--check", action="store_true", help="compare with the committed files, write nothing"
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    chosen = cases()
    if options.only:
        unknown = set(options.only) - {case.name for case in chosen}
        if unknown:
            parser.error(
                f"no such case: {', '.join(sorted(unknown))}; there are: {', '.join(c.name for c in chosen)}"
            )
        chosen = [case for case in chosen if case.name in options.only]
    failures = 0
    for case in chosen:
        golden, metadata, note = make(case)
        path = DATA / f"{case.name}.safetensors"
        if options.check:
            good = path.exists() and unchanged(path, golden, metadata)
            failures += not good
            note = f"{'unchanged' if good else 'DIFFERS'}; {note}"
        else:
            DATA.mkdir(exist_ok=True)
            safetensors.numpy.save_file(golden, path, metadata=metadata)
        print(
            f"{case.name:36s} {path.stat().st_size if path.exists() else 0:8d} bytes; {note}",
            flush=True,
        )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
