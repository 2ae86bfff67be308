#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the k-NN of `dinozero evaluate` against that of training/dinozero_training/knn.py.

Usage: knn_agreement_test.py DINOZERO MODEL [DATA] [-- OPTIONS...]

Runs `dinozero evaluate` on DATA, or on 2,000 + 1,000 generated pictures in CIFAR-10's binary format,
and lets knn.py classify the features that it wrote: at least 99.9% of the predictions have to be the
same. Exits with 77, which CTest reports as skipped, if PyTorch or numpy are missing.
"""

import csv
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
SAME = 0.999

try:
    import numpy as np
    import torch
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(SKIPPED)

sys.path.insert(0, str(REPOSITORY / "training"))
from dinozero_training import knn  # noqa: E402


def write_pictures(path, count, seed):
    """Ten classes of coloured gratings, each in its own direction, with much noise."""
    random = np.random.default_rng(seed)
    labels = np.arange(count) % 10
    rows, columns = np.mgrid[0:32, 0:32] / 32
    angle = (labels * np.pi / 10)[:, None, None]
    phase = random.uniform(0, 2 * np.pi, (count, 1, 1))
    wave = np.cos(2 * np.pi * 3 * (rows * np.cos(angle) + columns * np.sin(angle)) + phase)
    colour = random.uniform(-1, 1, (count, 3, 1, 1))
    pixels = 128 + 50 * wave[:, None] * colour + random.normal(0, 40, (count, 3, 32, 32))
    records = np.concatenate(
        [labels[:, None], pixels.clip(0, 255).astype(np.uint8).reshape(count, -1)], axis=1
    )
    path.write_bytes(records.astype(np.uint8).tobytes())


def read_csv(path):
    with open(path, newline="", encoding="utf-8", errors="surrogateescape") as file:
        return list(csv.DictReader(file))


def main():
    arguments, options = sys.argv[1:], []
    if "--" in arguments:
        split = arguments.index("--")
        arguments, options = arguments[:split], arguments[split + 1 :]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        if len(arguments) > 2:
            data = pathlib.Path(arguments[2])
        else:
            data = folder / "cifar"
            data.mkdir()
            write_pictures(data / "data_batch_1.bin", 2000, seed=1)
            write_pictures(data / "test_batch.bin", 1000, seed=2)
            options = [*options, "--no-cache"]
        command = [arguments[0], "evaluate", arguments[1], data, "--measure", "knn", *options]
        written = ["--features-out", folder, "--predictions-out", folder / "predictions.csv"]
        subprocess.run([*command, *written], check=True)

        bank, queries = (torch.from_numpy(np.load(folder / f"{part}.npy")) for part in ("train", "test"))
        lines = {part: read_csv(folder / f"{part}.csv") for part in ("train", "test")}
        labels = torch.tensor([int(line["label"]) for line in lines["train"]])
        classes = {int(line["label"]): line["class"] for line in lines["train"]}
        found = read_csv(folder / "predictions.csv")
        assert len(found) == len(queries) and len(labels) == len(bank)
        for column, centred in (("knn", False), ("knn_centered", True)):
            expected = knn.predict(bank, labels, queries, centred=centred)
            same = sum(classes[int(label)] == line[column] for label, line in zip(expected, found))
            right = sum(line["class"] == line[column] for line in found)
            print(f"{column}: {same} of {len(found)} predictions agree, {right} are right")
            assert same >= SAME * len(found), column
            # A test of something: neither guessing nor always right.
            assert 1.5 * len(found) / len(classes) < right < len(found), column


if __name__ == "__main__":
    main()
