# SPDX-License-Identifier: Apache-2.0
"""Image data: folders, archives and official downloads, decoded once into arrays that train fast."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from . import device
from .progress import Progress

IMAGE_SUFFIXES = {".jpg", ".jpeg", ".png", ".bmp", ".webp", ".ppm"}
ARCHIVE_SUFFIXES = (".tar", ".tar.gz", ".tgz", ".zip")
UNLABELLED = -1


@dataclass(frozen=True)
class ImageFile:
    path: Path
    label: int


@dataclass(frozen=True)
class Split:
    """The images of a data set; `classes` is empty where the folder has no class folders."""

    train: list[ImageFile]
    test: list[ImageFile]
    classes: list[str]


def locate(source: str, cache: Path) -> Path:
    """The image folder of a folder, an archive, or the name of a set ("cifar10", "caltech101")."""
    path = Path(source).expanduser()
    if path.is_dir():
        return path
    if path.is_file() and path.name.endswith(ARCHIVE_SUFFIXES):
        return _once(cache / f"{path.name.split('.')[0]}-{_digest(path)}", lambda out: _extract(path, out))
    if source == "cifar10":
        return _once(cache / "cifar10", lambda out: _download_cifar10(cache, out))
    if source == "caltech101":
        return _once(cache / "caltech101", lambda out: _download_caltech101(cache, out))
    raise FileNotFoundError(f"{source}: not a folder, an archive (tar, tar.gz, zip), 'cifar10' or 'caltech101'")


def list_images(root: Path) -> Split:
    """Lists train/<class>/* and test/<class>/*, or <class>/* (every fourth file is test), or any images.

    Order and labels depend on the names alone, so that every run sees the same set.
    """
    while len(children := [p for p in root.iterdir() if not p.name.startswith(".")]) == 1 and children[0].is_dir():
        root = children[0]
    if (root / "train").is_dir() and ((root / "test").is_dir() or (root / "val").is_dir()):
        held_out = root / ("test" if (root / "test").is_dir() else "val")
        classes = _subfolders(root / "train")
        return Split(_labelled(root / "train", classes), _labelled(held_out, classes), classes)
    classes = _subfolders(root)
    if len(classes) < 2:
        images = [ImageFile(p, UNLABELLED) for p in _images_below(root)]
        return Split(_not_empty(images, root), [], [])
    train: list[ImageFile] = []
    test: list[ImageFile] = []
    for label, name in enumerate(classes):
        for i, path in enumerate(_images_below(root / name)):
            (test if i % 4 == 3 else train).append(ImageFile(path, label))
    return Split(_not_empty(train, root), test, classes)


@dataclass(frozen=True)
class ImageStore:
    """Decoded images: pixels uint8 [N, side, 3, side] squashed to squares, aspect [N] = true width / height."""

    pixels: np.ndarray
    aspect: np.ndarray
    labels: np.ndarray
    resident: Tensor | None = None  # the pixels on a card that has room for them

    def __len__(self) -> int:
        return len(self.labels)

    def batch(self, indices: Tensor) -> tuple[Tensor, Tensor]:
        rows = indices.cpu().numpy()
        aspect = torch.from_numpy(self.aspect[rows]).to(device.current())
        if self.resident is not None:
            return self.resident[indices.to(self.resident.device)], aspect
        return torch.from_numpy(self.pixels[rows]).to(device.current()), aspect

    def labels_of(self, indices: Tensor) -> Tensor:
        return torch.from_numpy(self.labels[indices.cpu().numpy()]).to(device.current())


def decoded(files: list[ImageFile], cache: Path, max_side: int) -> ImageStore:
    """Decodes the files, or maps what an earlier call has decoded into `cache`.

    The side is that of the median image, at most `max_side`: small images are not blown up on disk.
    """
    key = hashlib.sha256("\n".join(f"{f.path} {f.label}" for f in files).encode()).hexdigest()[:16]
    folder = _once(cache / f"decoded-{key}-{max_side}", lambda out: _decode_all(files, out, max_side))
    pixels = np.load(folder / "pixels.npy", mmap_mode="r")
    return ImageStore(
        pixels=pixels,
        aspect=np.load(folder / "aspect.npy"),
        labels=np.load(folder / "labels.npy"),
        resident=torch.from_numpy(np.array(pixels)).to(device.current()) if device.room_for(pixels.nbytes) else None,
    )


def _decode_all(files: list[ImageFile], out: Path, max_side: int) -> None:
    sample = files[:: max(1, len(files) // 101)]
    side = min(max_side, int(np.median([_short_side(f.path) for f in sample])))
    shape = (len(files), side, 3, side)
    pixels = np.lib.format.open_memmap(out / "pixels.npy", mode="w+", dtype=np.uint8, shape=shape)
    aspect = np.ones(len(files), np.float32)

    def decode(i: int) -> None:
        try:
            with Image.open(files[i].path) as image:
                image.draft("RGB", (2 * side, 2 * side))
                rgb = image.convert("RGB")
        except OSError as error:
            raise OSError(f"{files[i].path}: {error}; repair or remove it") from error
        aspect[i] = rgb.width / rgb.height
        square = rgb.resize((side, side), Image.Resampling.BICUBIC)
        pixels[i] = np.asarray(square).transpose(0, 2, 1)

    progress = Progress(f"decoding to {side} px", len(files))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(decode, range(len(files))):
            progress.advance()
    pixels.flush()
    np.save(out / "aspect.npy", aspect)
    np.save(out / "labels.npy", np.array([f.label for f in files], np.int64))
    (out / "meta.json").write_text(json.dumps({"images": len(files), "side": side}))


def _short_side(path: Path) -> int:
    with Image.open(path) as image:
        return min(image.size)


def _subfolders(root: Path) -> list[str]:
    # Caltech-101's background class is a collection of leftovers, not a category.
    return sorted(p.name for p in root.iterdir() if p.is_dir() and p.name != "BACKGROUND_Google")


def _images_below(root: Path) -> Iterator[Path]:
    yield from sorted(p for p in root.rglob("*") if p.suffix.lower() in IMAGE_SUFFIXES)


def _labelled(root: Path, classes: list[str]) -> list[ImageFile]:
    files = [ImageFile(p, label) for label, name in enumerate(classes) for p in _images_below(root / name)]
    return _not_empty(files, root)


def _not_empty(files: list[ImageFile], root: Path) -> list[ImageFile]:
    if not files:
        raise FileNotFoundError(f"{root}: no images ({', '.join(sorted(IMAGE_SUFFIXES))})")
    return files


def _once(target: Path, make: Callable[[Path], None]) -> Path:
    """Fills a folder through `make(folder)` unless it is complete already; an interrupted fill starts over."""
    if not target.is_dir():
        partial = target.with_name(target.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        make(partial)
        partial.rename(target)
    return target


def _digest(path: Path) -> str:
    stat = path.stat()
    return hashlib.sha256(f"{path.resolve()} {stat.st_size} {stat.st_mtime_ns}".encode()).hexdigest()[:12]


def _extract(archive: Path, out: Path) -> None:
    print(f"extracting {archive}", flush=True)
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as bundle:
            bundle.extractall(out)
    else:
        with tarfile.open(archive) as bundle:
            bundle.extractall(out, filter="data")


def _download_cifar10(cache: Path, out: Path) -> None:
    from torchvision.datasets import CIFAR10

    for split in ("train", "test"):
        images = CIFAR10(str(cache / "downloads"), train=split == "train", download=True)
        progress = Progress(f"writing CIFAR-10 {split}", len(images))
        for i, (image, label) in enumerate(images):
            folder = out / split / images.classes[label]
            folder.mkdir(parents=True, exist_ok=True)
            image.save(folder / f"{i:05d}.png")
            progress.advance()


def _download_caltech101(cache: Path, out: Path) -> None:
    from torchvision.datasets import Caltech101

    Caltech101(str(cache / "downloads"), download=True)
    shutil.copytree(cache / "downloads" / "caltech101" / "101_ObjectCategories", out / "101_ObjectCategories")
