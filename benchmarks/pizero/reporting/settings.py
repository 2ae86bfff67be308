# SPDX-License-Identifier: Apache-2.0
"""What can be measured: a model in a scheme, at an input size, with or without token pruning."""
import json
import struct
from dataclasses import dataclass

SCHEMES = ("none", "int8", "int8-static", "int4", "binary", "mixed", "pruned")
SIZES = (224, 160, 96)
MODELS = ("dino-micro", "dino-tiny", "dino-small")

SCHEME_TEXT = {
    "none": "weights as they were trained, in f32 or f16; arithmetic in f32",
    "int8": "int8 weights, int8 activations with a scale per token",
    "int8-static": "int8 weights, int8 activations with ranges from calibration",
    "int4": "int4 weights, 6-bit activations",
    "binary": "1-bit weights, int8 activations",
    "mixed": "int8, int4 or binary by layer, half way between the files of int8 and int4",
    "pruned": "int8, without the least important quarter of the hidden neurons",
}


class Problem(Exception):
    """What went wrong, for the person who waits, and the exit code that says so."""

    def __init__(self, message, code=1):
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, order=True)
class Setting:
    model: str
    scheme: str
    size: int
    # (block, patches): after this block only so many patches go on; None: all of them.
    pruning: tuple = None

    @property
    def name(self):
        text = "%s/%s/%d" % (self.model, self.scheme, self.size)
        return text if self.pruning is None else text + "/keep%d:%d" % self.pruning


@dataclass(frozen=True)
class Architecture:
    """As the tensors' shapes say; enough to guess how long a measurement takes. No result depends on it."""
    dim: int
    depth: int
    hidden: int
    patch: int

    def macs(self, size):
        tokens = (size // self.patch) ** 2 + 1
        linear = tokens * self.depth * (4 * self.dim * self.dim + 2 * self.dim * self.hidden)
        return linear + 2 * tokens * tokens * self.dim * self.depth + tokens * 3 * self.patch ** 2 * self.dim


def read_architecture(path):
    """Of a safetensors file that is not quantized, with official names; raises Problem."""
    try:
        with open(path, "rb") as file:
            length = struct.unpack("<Q", file.read(8))[0]
            header = json.loads(file.read(length))
        dim, _, patch, _ = header["patch_embed.proj.weight"]["shape"]
        depth = len({name.split(".")[1] for name in header if name.startswith("blocks.")})
        return Architecture(dim, depth, header["blocks.0.mlp.fc1.weight"]["shape"][0], patch)
    except (OSError, ValueError, KeyError, struct.error, MemoryError) as error:
        raise Problem("%s: not a model in f32 or f16 (%s)" % (path, error), 3)
