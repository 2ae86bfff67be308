# SPDX-License-Identifier: Apache-2.0
"""tools/convert_checkpoint.py on small synthetic checkpoints."""

from __future__ import annotations

import argparse
import dataclasses
import json
import pathlib
import pickle
import struct
import subprocess
import sys

import pytest

np = pytest.importorskip("numpy", reason="the converter's tests need numpy")
torch = pytest.importorskip("torch", reason="the converter reads .pth files with PyTorch")

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests" / "golden")]

import convert_checkpoint
import synthetic

CONFIG = synthetic.SyntheticConfig(
    dim=24, depth=2, heads=3, mlp_dim=40, patch_size=4, grid_rows=3, grid_cols=3, seed=11
)
DINOV2 = dataclasses.replace(CONFIG, layer_scale=True, registers=2)
DTYPES = {"F32": np.float32, "F16": np.float16, "BF16": np.uint16}


def state_dict(config: synthetic.SyntheticConfig, prefix: str = "") -> dict[str, torch.Tensor]:
    return {
        prefix + k: torch.from_numpy(v.copy()) for k, v in synthetic.make_tensors(config).items()
    }


def read_safetensors(path: pathlib.Path):
    """Metadata, {name: array}, {name: start in the file}; independent of any library."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    metadata = header.pop("__metadata__")
    tensors, starts, expected_begin = {}, {}, 0
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        assert begin == expected_begin
        expected_begin = end
        starts[name] = 8 + length + begin
        raw = np.frombuffer(content[8 + length + begin : 8 + length + end], DTYPES[entry["dtype"]])
        tensors[name] = raw.reshape(entry["shape"])
    assert len(content) == 8 + length + expected_begin
    return metadata, tensors, starts


@pytest.fixture
def run(tmp_path, capsys):
    """Saves `content`, converts it, returns (exit status, output path, stderr)."""

    def convert(content, *arguments: str):
        source, target = tmp_path / "model.pth", tmp_path / "out.safetensors"
        if isinstance(content, bytes):
            source.write_bytes(content)
        elif content is not None:
            torch.save(content, source)
        status = convert_checkpoint.main([str(source), str(target), *arguments])
        return status, target, capsys.readouterr().err

    return convert


def assert_equals_synthetic(path: pathlib.Path, config: synthetic.SyntheticConfig) -> None:
    _, tensors, _ = read_safetensors(path)
    expected = synthetic.make_tensors(config)
    expected.pop("mask_token", None)
    assert set(tensors) == set(expected)
    for name, value in expected.items():
        assert np.array_equal(tensors[name], value), name


def test_plain_state_dict(run):
    status, path, _ = run(state_dict(CONFIG), "--heads", "3", "--name", "little")
    assert status == 0
    assert_equals_synthetic(path, CONFIG)
    metadata, _, _ = read_safetensors(path)
    assert json.loads(metadata["dinozero"]) == {
        "profile": 1,
        "architecture": "dino-vit",
        "name": "little",
        "patch_size": 4,
        "num_heads": 3,
        "layer_norm_eps": 1e-06,
        "image_size": 12,
        "position_interpolation": "offset",
        "preprocess": {
            "resize": 12,
            "crop": 12,
            "mean": [0.485, 0.456, 0.406],
            "std": [0.229, 0.224, 0.225],
        },
    }


def test_tensors_are_aligned(run):
    _, path, _ = run(state_dict(CONFIG), "--heads", "3")
    _, tensors, starts = read_safetensors(path)
    sizes = {name: value.nbytes for name, value in tensors.items()}
    last_whole = max(starts[name] for name in starts if sizes[name] % 64 == 0)
    for name, start in starts.items():
        if start <= last_whole:
            assert start % 64 == 0, name


def test_full_training_checkpoint_prefers_the_teacher(run):
    other = dataclasses.replace(CONFIG, seed=12)
    content = {
        "student": state_dict(other, "module.backbone."),
        "teacher": {
            **state_dict(CONFIG, "module.backbone."),
            "module.head.mlp.0.weight": torch.zeros(4, 24),
            "module.head.last_layer.weight_g": torch.ones(7, 1),
        },
        "optimizer": {"state": {}, "param_groups": []},
        "epoch": 100,
    }
    if hasattr(torch.serialization, "safe_globals"):  # PyTorch 2.5
        content["args"] = argparse.Namespace(arch="vit_small", patch_size=4)
    status, path, messages = run(content, "--heads", "3")
    assert status == 0
    assert "dropped 2 tensors of the projection head" in messages
    assert_equals_synthetic(path, CONFIG)
    status, path, _ = run(content, "--heads", "3", "--key", "student", "--force")
    assert status == 0
    assert_equals_synthetic(path, other)


@pytest.mark.parametrize("container", ["model", "state_dict"])
def test_nested_state_dict(run, container):
    status, path, _ = run({container: state_dict(CONFIG, "backbone.")}, "--heads", "3")
    assert status == 0
    assert_equals_synthetic(path, CONFIG)


def test_dinov2_with_chunked_blocks(run):
    chunked = {
        name.replace("blocks.", "blocks.0.", 1) if name.startswith("blocks.") else name: value
        for name, value in state_dict(DINOV2).items()
    }
    status, path, messages = run(chunked, "--heads", "3")
    assert status == 0
    assert "dropped mask_token" in messages
    assert_equals_synthetic(path, DINOV2)
    metadata, _, _ = read_safetensors(path)
    assert json.loads(metadata["dinozero"])["position_interpolation"] == "antialias"


def test_half_precision(run):
    status, path, _ = run(state_dict(CONFIG), "--heads", "3", "--dtype", "f16")
    assert status == 0
    _, tensors, _ = read_safetensors(path)
    weight = synthetic.make_tensors(CONFIG)["norm.weight"]
    assert np.array_equal(tensors["norm.weight"], weight.astype(np.float16))

    status, path, _ = run(state_dict(CONFIG), "--heads", "3", "--dtype", "bf16", "--force")
    assert status == 0
    _, tensors, _ = read_safetensors(path)
    widened = (tensors["norm.weight"].astype(np.uint32) << 16).view(np.float32)
    assert np.array_equal(widened, torch.from_numpy(weight).bfloat16().float().numpy())

    content = state_dict(CONFIG)
    content["norm.bias"][0] = 1e6
    status, _, messages = run(content, "--heads", "3", "--dtype", "f16", "--force")
    assert status == 4
    assert "norm.bias: does not fit the range of f16" in messages


def test_heads(run):
    status, path, messages = run(state_dict(CONFIG))
    assert status == 4
    assert "give --heads" in messages
    assert not path.exists()
    status, _, messages = run(state_dict(CONFIG), "--heads", "5")
    assert status == 4
    assert "does not divide the width 24" in messages


def without(config, name):
    content = state_dict(config)
    del content[name]
    return content


def changed(config, name, value):
    return {**state_dict(config), name: value}


@pytest.mark.parametrize(
    "content, expected",
    [
        (without(CONFIG, "norm.bias"), "norm.bias: missing, expected [24]"),
        (without(CONFIG, "pos_embed"), "pos_embed: missing"),
        (changed(CONFIG, "norm.bias", torch.zeros(23)), "norm.bias: expected [24], found [23]"),
        (changed(CONFIG, "extra", torch.zeros(2)), "extra: unknown tensor [2]"),
        (changed(CONFIG, "norm.bias", [1, 2]), "norm.bias: expected a tensor, found list"),
        (changed(CONFIG, 7, torch.zeros(2)), "found a key of type int"),
        (
            changed(CONFIG, "pos_embed", torch.zeros(1, 9, 24)),
            "expected 1 + n * n positions, found 9",
        ),
        (
            changed(CONFIG, "norm.bias", torch.full((24,), torch.nan)),
            "norm.bias: holds values that are",
        ),
        (
            changed(CONFIG, "norm.bias", torch.zeros(24, dtype=torch.int64)),
            "expected floating point",
        ),
        (changed(CONFIG, "module.norm.bias", torch.zeros(24)), "norm.bias: found twice"),
        (changed(CONFIG, "rope_embed.periods", torch.zeros(4)), "DINOv3"),
        (without(CONFIG, "blocks.0.norm1.weight"), "blocks.0.norm1.weight: missing"),
        ({"layer1.0.conv1.weight": torch.zeros(1)}, "ResNet"),
        ([torch.zeros(2)], "expected a dictionary of tensors, found list"),
        ({}, "missing; this is not a DINO checkpoint"),
    ],
)
def test_refuses_what_is_not_a_dino_checkpoint(run, content, expected):
    status, path, messages = run(content, "--heads", "3")
    assert status == 4
    assert expected in messages
    assert not path.exists()


class Malicious:
    def __init__(self, path: pathlib.Path) -> None:
        self.path = path

    def __reduce__(self):
        return (pathlib.Path.touch, (self.path,))


def test_never_runs_code(run, tmp_path):
    victim = tmp_path / "executed"
    status, path, messages = run({"model": Malicious(victim)})
    assert status == 3
    assert "cannot be read as a checkpoint of plain tensors" in messages
    status, path, _ = run(pickle.dumps(Malicious(victim)))
    assert status == 3
    assert not victim.exists()
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"not a checkpoint", None])
def test_unreadable_input(run, content):
    status, path, messages = run(content)
    assert status == 3
    assert "model.pth" in messages
    assert not path.exists()


def test_truncated_input(run, tmp_path):
    torch.save(state_dict(CONFIG), tmp_path / "whole")
    whole = (tmp_path / "whole").read_bytes()
    for length in (1, 100, len(whole) // 2, len(whole) - 1):
        status, _, _ = run(whole[:length], "--heads", "3")
        assert status == 3, length


def test_existing_output_is_kept_unless_forced(run):
    status, path, _ = run(state_dict(CONFIG), "--heads", "3")
    before = path.read_bytes()
    status, _, messages = run(state_dict(dataclasses.replace(CONFIG, seed=12)), "--heads", "3")
    assert status == 5
    assert "--force" in messages
    assert path.read_bytes() == before
    # A conversion that fails on the way leaves the old file and nothing else.
    content = state_dict(CONFIG)
    content["norm.bias"][0] = 1e6
    status, _, _ = run(content, "--heads", "3", "--dtype", "f16", "--force")
    assert status == 4
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == ["model.pth", "out.safetensors"]


def test_missing_output_folder(run, tmp_path, capsys):
    torch.save(state_dict(CONFIG), tmp_path / "a.pth")
    arguments = [str(tmp_path / "a.pth"), str(tmp_path / "no" / "b.safetensors"), "--heads", "3"]
    assert convert_checkpoint.main(arguments) == 5
    assert "b.safetensors" in capsys.readouterr().err


def test_command_line(tmp_path):
    torch.save(state_dict(CONFIG), tmp_path / "a.pth")
    tool = [sys.executable, str(ROOT / "tools" / "convert_checkpoint.py")]
    usage = subprocess.run([*tool, "--help"], capture_output=True, text=True, check=True).stdout
    assert "exit status:" in usage
    assert subprocess.run([*tool], capture_output=True, check=False).returncode == 2
    bad_heads = subprocess.run(
        [*tool, "a", "b", "--heads", "0"], capture_output=True, text=True, check=False
    )
    assert bad_heads.returncode == 2
    assert "expected a positive number, found 0" in bad_heads.stderr
    done = subprocess.run(
        [*tool, tmp_path / "a.pth", tmp_path / "b.safetensors", "--heads", "3", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    result = json.loads(done.stdout)
    assert (result["dim"], result["depth"], result["num_heads"], result["dtype"]) == (
        24,
        2,
        3,
        "f32",
    )
    assert result["bytes"] == (tmp_path / "b.safetensors").stat().st_size
