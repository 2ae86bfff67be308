# SPDX-License-Identifier: Apache-2.0
"""The picture of a run: losses above, k-NN readings below."""

from __future__ import annotations

from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


def save(history: list[dict[str, float]], path: Path) -> None:
    figure = Figure(figsize=(8, 7), layout="constrained")
    FigureCanvasAgg(figure)
    upper, lower = figure.subplots(2, 1, sharex=True)
    epochs = [record["epoch"] for record in history]
    elsewhere = ("epoch", "lr", "seconds")
    for name in (key for key in history[0] if key not in elsewhere and not key.startswith("knn ")):
        upper.plot(epochs, [record[name] for record in history], label=name.replace("_", " "))
    upper.legend()
    for name in sorted({key for record in history for key in record if key.startswith("knn ")}):
        points = [(record["epoch"], record[name]) for record in history if name in record]
        lower.plot(*zip(*points, strict=True), marker=".", label=name.removeprefix("knn "))
    lower.set_ylabel("k-NN top-1, %, on a subset")
    lower.set_xlabel("epoch")
    if lower.lines:
        lower.legend()
    for axes in (upper, lower):
        axes.grid(alpha=0.3)
    figure.savefig(path, dpi=100)
