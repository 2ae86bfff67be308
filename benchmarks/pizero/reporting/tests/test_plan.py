# SPDX-License-Identifier: Apache-2.0
"""The whole plan with measurements that are made up: time grows as the area, accuracy falls with it."""
import argparse

import pytest
from conftest import PIZERO, timing_run

from reporting import accuracy, documents, model_files, plan, programs, terminal, timed

SPEED = {"dino-micro": 1.0, "dino-tiny": 2.5, "dino-small": 12.0}


@pytest.fixture
def options(tmp_path, monkeypatch):
    shipped = PIZERO.parents[1] / "models" / "dino-micro.safetensors"
    for model in SPEED:
        for ending in ("", "-int8", "-binary"):
            file = tmp_path / (model + ending + ".safetensors")
            file.write_bytes(shipped.read_bytes() + file.name.encode())
    binary = tmp_path / "dinozero"
    for name in ("dinozero", "dinozero-evaluate", "dinozero-quantize"):
        (tmp_path / name).write_bytes(b"program")
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(programs, "prepare", lambda **_: programs.Programs(binary, None, {}, binary))

    def time_run(self, file, arguments):
        size = int(arguments[1])
        scale = next(speed for model, speed in SPEED.items() if file.name.startswith(model))
        scale *= 0.5 if "--prune-tokens" in arguments else 1.0
        return dict.fromkeys(timed.PLACEMENTS, timing_run(int(4e8 * scale * (size / 224) ** 2), 1_000_000))

    def rate(self, file, arguments):
        size = int(arguments[1])
        top = 50 - (224 - size) / 32 - (3 if "--prune-tokens" in arguments else 0)
        return {"knn_top1": top, "classes": 2, "train": 10, "test": 10, "failed": 0, "convention": "made up"}

    monkeypatch.setattr(timed.Timer, "_run", time_run)
    monkeypatch.setattr(accuracy.Evaluator, "_run", rate)
    return argparse.Namespace(
        models=[tmp_path], schemes=["none", "int8", "binary"], sizes=[224, 160], data=tmp_path / "data", limit=10,
        calibration=None, no_targets=False, no_memory=True, measured=None, watts=2.0, jobs=2, fresh=False,
        cache=tmp_path / "cache", probe=None, dinozero=None)


def test_the_grid_and_the_search_for_published_figures(options):
    found = plan.measure(options)
    assert len(found["entries"]) == 3 * 3 * 2 and not found["failures"] and not found["interrupted"]
    assert {row["target"] for row in found["comparison"]} == {
        "mean of 3 models, none", "mean of 3 models, int8", "mean of 3 models, binary", "dino-micro, binary"}
    for row in found["comparison"]:
        best = row["reached"]
        assert best["fps"] >= row["published_fps"] > row["fps_224"], row
        # Of the two ways the one that loses less; a smaller input is that here.
        assert best["kept_share"] is None and best["loss_same_scheme"] == pytest.approx((224 - best["input_size"]) / 32)
        assert best["acceptable"] == (best["loss_same_scheme"] <= 2) and len(row["tried"]) == 2
        with_pruning = row["tried"][1]
        assert with_pruning["input_size"] > best["input_size"] and with_pruning["loss_same_scheme"] >= 3
    limits = {row["scheme"]: row["core_limit_fps"] for row in found["comparison"]}
    assert limits["int8"] == pytest.approx(2 * limits["none"]) and limits["binary"] is None
    assert found["search_entries"] and found["recommendations"] and found["pareto"]
    assert found["entries"][0]["energy_millijoules"]["high"] == pytest.approx(2 * found["entries"][0]["milliseconds"]["high"])
    assert "mean of 3 models, int8" in terminal.text(found) and "dino-micro, binary" in documents.render("table comparison", found)


def test_what_cannot_be_made_is_left_out_and_said_so(options):
    options.schemes, options.no_targets = ["none", "mixed"], True
    found = plan.measure(options)
    assert {entry["scheme"] for entry in found["entries"]} == {"none"}
    assert any("dino-tiny in mixed was left out: needs photographs" in note for note in found["notes"])


def test_a_model_in_f16_is_measured_as_it_is(options, monkeypatch):
    file = options.models[0] / "dino-small.safetensors"
    file.write_bytes(file.read_bytes().replace(b'"F32"', b'"F16"'))
    monkeypatch.setattr(model_files.Quantizer, "make", None)
    options.schemes, options.no_targets, options.data = ["none"], True, None
    found = plan.measure(options)
    assert not found["failures"]
    assert [e["file"]["shipped"] for e in found["entries"] if e["input_size"] == 224] == [True, True, True]
