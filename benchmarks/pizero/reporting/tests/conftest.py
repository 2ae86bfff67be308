# SPDX-License-Identifier: Apache-2.0
import sys
from pathlib import Path

import pytest

PIZERO = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PIZERO), str(PIZERO / "timing")]

from reporting import results  # noqa: E402
from reporting.settings import Setting  # noqa: E402

LAYERS = [{"layer": "patch_embed.proj", "scheme": "f32", "rows": 4, "cols": 8, "depth": 48}] + [
    {"layer": "blocks.0." + name, "scheme": "f32", "rows": 5, "cols": cols, "depth": depth}
    for name, cols, depth in (("attn.qkv", 24, 8), ("attn.proj", 8, 8), ("mlp.fc1", 32, 8), ("mlp.fc2", 8, 32))]


def timing_run(encode=2_000_000, preprocessing=500_000):
    """What Timer.measure gives, for a model of one block."""
    return {"clock_mhz": 1000, "cycles": {"load": 300_000, "create": 100_000, "first": encode + 10, "again": encode,
                                          "batch": 2 * encode}, "to_first": encode + 450_000, "batch_images": 2,
            "probe": {"layers": LAYERS, "depth": 1, "embedding": "00ff"},
            "parts": [[results.PREPROCESSING, preprocessing], ["blocks.0.attn.qkv", encode - preprocessing]],
            "warnings": [], "symbols": [["dinozero_armv6_linear_f32", encode]], "stalls": {"data miss": encode // 4},
            "instructions": encode // 2}


@pytest.fixture
def make_entry(tmp_path):
    def make(scheme="none", size=224, encode=2_000_000, accuracy=50.0, memory=None, model="dino-micro"):
        file = tmp_path / "model.safetensors"
        file.write_bytes(bytes(1000))
        rating = None if accuracy is None else {"knn_top1": accuracy, "classes": 2, "train": 10, "test": 10, "failed": 0,
                                                "convention": "k-NN"}
        return results.entry_of(
            Setting(model, scheme, size), file, True,
            {"in-order": timing_run(encode), "scattered": timing_run(encode + 100_000)},
            memory or {"peak_memory_bytes": 6_000_000}, 440_000_000, rating, 1.0, [])
    return make


@pytest.fixture
def make_results(make_entry):
    def make(entries=None, **changes):
        entries = entries or [make_entry(), make_entry("int8", encode=1_000_000, accuracy=49.5)]
        return {"schema": results.SCHEMA, "version": results.VERSION, "kind": "estimated", "board": "Raspberry Pi Zero",
                "clock_mhz": 1000, "commit": None, "date": "2026-01-01", "data": None,
                "power": {"active_watts": 1.0, "source": "a test"}, "published_source": "a test", "entries": entries,
                "comparison": [], "pareto": [], "recommendations": [], "side_by_side": [], "failures": [],
                "interrupted": False, "notes": ["a note </script>"], **changes}
    return make
