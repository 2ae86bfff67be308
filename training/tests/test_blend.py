# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import torch

from dinozero_training import blend, export
from dinozero_training.model import Architecture, VisionTransformer


def _models(arch: Architecture, tmp_path: Path) -> list[VisionTransformer]:
    models = [VisionTransformer(arch), VisionTransformer(arch)]
    for model, name in zip(models, "ab", strict=True):
        export.write(model, tmp_path / f"{name}.safetensors")
    return models


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_weights_lie_between_the_models(
    share: float, tiny_arch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    first, second = _models(tiny_arch, tmp_path)
    paths = [str(tmp_path / f"{name}.safetensors") for name in ("a", "b", "mixed")]
    monkeypatch.setattr("sys.argv", ["blend", *paths, "--share", str(share)])
    blend.main()
    mixed = export.read(Path(paths[2]))[0].state_dict()
    for name, value in first.state_dict().items():
        wanted = (1 - share) * value + share * second.state_dict()[name]
        torch.testing.assert_close(mixed[name], wanted, msg=name)
    assert f"{share:g} {paths[1]}" in capsys.readouterr().out


def test_mistakes_are_told(tiny_arch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    _models(tiny_arch, tmp_path)
    other = VisionTransformer(dataclasses.replace(tiny_arch, depth=1))
    export.write(other, tmp_path / "c.safetensors")
    paths = {name: str(tmp_path / f"{name}.safetensors") for name in "abc"}
    for options, said in (
        ([paths["a"], paths["c"], "out"], "different shapes"),
        ([paths["a"], paths["b"], "out", "--share", "1.5"], "expected 0 to 1"),
    ):
        monkeypatch.setattr("sys.argv", ["blend", *options])
        with pytest.raises(SystemExit):
            blend.main()
        assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
