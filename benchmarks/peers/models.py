# SPDX-License-Identifier: Apache-2.0
"""The models of the comparison, with the synthetic weights of the tests."""

from __future__ import annotations

import functools
import json
import logging
import pathlib
import sys
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "golden"), str(ROOT / "tools")]

import convert_checkpoint
import synthetic
import timm.models.vision_transformer as timm_vit
import torch


class Tokens(torch.nn.Module):
    """All tokens after the final LayerNorm."""

    def __init__(self, network: timm_vit.VisionTransformer) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.network.forward_features(image)


def build(preset: str, height: int, width: int, dtype: str = "f32") -> torch.nn.Module:
    """In f32, with weights that are numbers of `dtype`."""
    config = synthetic.PRESETS[preset]()
    stored = (config.grid_rows * config.patch_size, config.grid_cols * config.patch_size)
    if (height, width) != stored:
        raise ValueError(f"{preset}: expected {stored[0]} x {stored[1]}, found {height} x {width}")
    network = timm_vit.VisionTransformer(
        img_size=(height, width),
        patch_size=config.patch_size,
        embed_dim=config.dim,
        depth=config.depth,
        num_heads=config.heads,
        mlp_ratio=config.mlp_dim / config.dim,
        norm_layer=functools.partial(torch.nn.LayerNorm, eps=1e-6),
        num_classes=0,
    )
    network.load_state_dict(torch_tensors(preset, dtype), strict=True)
    return Tokens(network).eval()


def torch_tensors(preset: str, dtype: str = "f32") -> dict[str, torch.Tensor]:
    config = synthetic.PRESETS[preset]()
    tensors = {k: torch.from_numpy(v) for k, v in synthetic.make_tensors(config).items()}
    return {k: v.half().float() for k, v in tensors.items()} if dtype == "f16" else tensors


def write_safetensors(preset: str, path: pathlib.Path, dtype: str = "f32") -> None:
    config = synthetic.PRESETS[preset]()
    metadata = {"dinozero": synthetic.profile_json(config, f"synthetic-{preset}")}
    convert_checkpoint.write_safetensors(path, torch_tensors(preset), dtype, metadata)


def write_onnx(
    preset: str, path: pathlib.Path, height: int, width: int, dtype: str = "f32"
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            build(preset, height, width, dtype),
            (torch.zeros(1, 3, height, width),),
            path,
            input_names=["image"],
            output_names=["tokens"],
            dynamo=True,
            external_data=False,
            verbose=False,
        )


def write_onnx_int8(source: pathlib.Path, path: pathlib.Path) -> None:
    """Dynamic quantization as ONNX Runtime's own tool does it, with its faster type of weights (int8)."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(source, path, weight_type=QuantType.QInt8)


def write_onnx_int4(source: pathlib.Path, path: pathlib.Path) -> None:
    """4-bit weights in blocks of 128, symmetric; products in int8 (accuracy level 4, the fastest)."""
    import onnx
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    quantizer = MatMulNBitsQuantizer(
        onnx.load(source), block_size=128, is_symmetric=True, accuracy_level=4
    )
    quantizer.process()
    quantizer.model.save_model_to_file(str(path))


def write_all(preset: str, folder: pathlib.Path, height: int, width: int) -> None:
    logging.disable(logging.WARNING)
    # The file of f16 in ONNX's usual form on a CPU: the same numbers in f32.
    for dtype in ("f32", "f16"):
        write_safetensors(preset, folder / f"{preset}-{dtype}.safetensors", dtype)
        write_onnx(preset, folder / f"{preset}-{dtype}.onnx", height, width, dtype)
    write_onnx_int8(folder / f"{preset}-f32.onnx", folder / f"{preset}-int8.onnx")
    write_onnx_int4(folder / f"{preset}-f32.onnx", folder / f"{preset}-int4.onnx")
    config = synthetic.PRESETS[preset]()
    synthetic.normalized_image(height, width, config.seed).tofile(folder / f"{preset}.f32")


if __name__ == "__main__":
    # models.py PRESET FOLDER HEIGHT WIDTH: in a process of its own, so that compare.py stays small.
    write_all(sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    print(json.dumps({"preset": sys.argv[1]}))
