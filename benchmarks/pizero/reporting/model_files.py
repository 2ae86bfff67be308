# SPDX-License-Identifier: Apache-2.0
"""The file of each model in each scheme: one that is shipped, or one that is quantized here and kept."""
import os
import subprocess
from pathlib import Path

from .settings import MODELS, Problem
from .store import Store, file_digest, folder_digest

# Schemes that cannot be made without photographs.
CALIBRATED = ("int8-static", "mixed", "pruned")
CALIBRATION_IMAGES = 64
PRUNED_NEURONS = "0.25"


def find_models(places, names=MODELS):
    """{name: file in f32 or f16}: `places` are files, or folders to look into for the models of the project."""
    found = {}
    for place in map(Path, places):
        if place.is_file():
            found[place.name.removesuffix(".safetensors")] = place
        elif place.is_dir():
            found.update((name, place / (name + ".safetensors")) for name in names
                         if (place / (name + ".safetensors")).is_file())
        else:
            raise Problem("%s: no such model or folder" % place, 2)
    if not found:
        raise Problem("no model (%s) in %s" % (", ".join(name + ".safetensors" for name in names),
                                                ", ".join(map(str, places))), 2)
    return found


def shipped(base, scheme):
    """The file beside `base` that was trained or calibrated for the scheme, if there is one."""
    path = base.with_name("%s-%s.safetensors" % (base.name.removesuffix(".safetensors"), scheme))
    return path if path.is_file() else None


class Quantizer:
    def __init__(self, dinozero, folder, calibration=None):
        self.dinozero, self.folder, self.calibration = dinozero, Path(folder), calibration
        self.digest = file_digest(dinozero.with_name("dinozero-quantize")) if dinozero else None
        self.pictures = folder_digest(calibration) if calibration else None

    def why_not(self, scheme):
        """Why a file of the scheme cannot be made; None if it can."""
        if self.dinozero is None:
            return "no dinozero to quantize with"
        if scheme in CALIBRATED and self.calibration is None:
            return "needs photographs: --calibration FOLDER, or --data"
        return None

    def options(self, scheme, sizes):
        if scheme == "mixed":
            return ["--scheme", "mixed", "--max-bytes", str((sizes["int8"] + sizes["int4"]) // 2)]
        if scheme == "pruned":
            return ["--scheme", "int8", "--prune-neurons", PRUNED_NEURONS]
        return ["--scheme", scheme]

    def make(self, base, scheme, others):
        """The quantized file; `others` are those of int8 and int4, which the limit of mixed is made of."""
        options = self.options(scheme, {name: os.path.getsize(path) for name, path in others.items()})
        if self.calibration is not None:
            options += ["--calibration", str(self.calibration), "--images", str(CALIBRATION_IMAGES)]
        key = Store.key(base=file_digest(base), options=options, program=self.digest, pictures=self.pictures)
        out = self.folder / ("%s-%s-%s.safetensors" % (base.name.removesuffix(".safetensors"), scheme, key[:12]))
        if not out.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            command = [self.dinozero, "quantize", base, out, *options]
            done = subprocess.run(list(map(str, command)), capture_output=True, text=True, stdin=subprocess.DEVNULL)
            if done.returncode != 0:
                raise Problem("dinozero quantize: " + done.stderr.strip()[-500:])
        return out
