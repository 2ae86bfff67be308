# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dinozero_training.config import parse_sources
from dinozero_training.data import UNLABELLED, ImageFile, decoded, list_images, locate


def test_class_folders_without_splits_hold_out_every_fourth(photos: Path) -> None:
    split = list_images(photos)
    assert split.classes == ["blue", "red"]
    assert len(split.train) == 18 and len(split.test) == 6
    assert not {f.path for f in split.train} & {f.path for f in split.test}
    assert [f.path.stem for f in split.test if f.label == 1] == ["03", "07", "11"]


def test_train_and_test_folders_are_taken_as_they_are(photos: Path, tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    photos.rename(tmp_path / "set" / "train")
    (tmp_path / "set" / "test" / "red").mkdir(parents=True)
    (tmp_path / "set" / "train" / "red" / "00.png").rename(tmp_path / "set" / "test" / "red" / "00.png")
    split = list_images(tmp_path / "set")
    assert len(split.train) == 23
    assert [(f.path.name, f.label) for f in split.test] == [("00.png", 1)]


def test_a_plain_folder_is_unlabelled(photos: Path) -> None:
    split = list_images(photos / "red")
    assert len(split.train) == 12 and split.classes == [] and split.test == []
    assert {f.label for f in split.train} == {UNLABELLED}


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no images"):
        list_images(tmp_path)


@pytest.mark.parametrize("kind", ["tar", "tar.gz", "zip"])
def test_archives_are_extracted_once(photos: Path, tmp_path: Path, kind: str) -> None:
    archive, cache = tmp_path / f"set.{kind}", tmp_path / "cache"
    if kind == "zip":
        with zipfile.ZipFile(archive, "w") as bundle:
            for path in photos.rglob("*.png"):
                bundle.write(path, path.relative_to(tmp_path))
    else:
        with tarfile.open(archive, "w:gz" if kind == "tar.gz" else "w") as bundle:
            bundle.add(photos, "photos")
    folder = locate(str(archive), cache)
    assert list_images(folder).classes == ["blue", "red"]
    assert locate(str(archive), cache) == folder
    assert [p.name for p in cache.iterdir()] == [folder.name]


def test_unknown_source_says_what_is_possible(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="not a folder, an archive"):
        locate(str(tmp_path / "nothing"), tmp_path)


def test_decoding_keeps_colours_labels_and_aspect(tmp_path: Path) -> None:
    files = []
    for i, (size, colour) in enumerate({(40, 20): (250, 0, 0), (20, 40): (0, 250, 0), (20, 20): (0, 0, 250)}.items()):
        path = tmp_path / f"{i}.png"
        Image.new("RGB", size, colour).save(path)
        files.append(ImageFile(path, i))
    store = decoded(files, tmp_path / "cache", max_side=160)
    assert store.pixels.shape == (3, 20, 3, 20) and store.pixels.dtype == np.uint8
    assert store.aspect.tolist() == [2.0, 0.5, 1.0] and store.labels.tolist() == [0, 1, 2]
    for i in range(3):
        assert (store.pixels[i, :, i] == 250).all()
    again = decoded(files, tmp_path / "cache", max_side=160)
    assert isinstance(again.pixels, np.memmap) and np.array_equal(again.pixels, store.pixels)
    assert decoded(files, tmp_path / "cache", max_side=8).pixels.shape == (3, 8, 3, 8)


def test_interrupted_decoding_starts_over(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    Image.new("RGB", (8, 8)).save(good)
    Image.effect_noise((8, 8), 50).save(bad)
    files = [ImageFile(good, 0), ImageFile(bad, 0)]
    whole = bad.read_bytes()
    bad.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(OSError, match=r"bad\.png.*repair or remove"):
        decoded(files, tmp_path / "cache", 8)
    bad.write_bytes(whole)
    assert len(decoded(files, tmp_path / "cache", 8)) == 2


def test_shares_are_normalised() -> None:
    assert parse_sources(("a=2", "b")) == [("a", 2 / 3), ("b", 1 / 3)]
    with pytest.raises(ValueError, match="share above 0"):
        parse_sources(("a=0",))
    with pytest.raises(ValueError, match="at least one"):
        parse_sources(())
