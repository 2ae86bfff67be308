#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the C++ safetensors reader and writer against the reference implementation in Python.

Usage: python_interop_test.py REWRITE_SAFETENSORS

Files of every element type, written by the reference implementation, go through the C++ reader and
writer; the reference implementation then has to find the same tensors and metadata. Exits with 77,
which CTest reports as skipped, if the Python packages safetensors and numpy are missing.
"""

import json
import pathlib
import struct
import subprocess
import sys
import tempfile

SKIPPED = 77

try:
    import numpy as np
    import safetensors
    import safetensors.numpy
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(SKIPPED)

METADATA = {"format": "pt", "": "empty key", 'quote"\\': "line\nfeed\x01\x7f", "é": "\U0001f600"}


def numpy_file():
    """A file written by the reference implementation."""
    random = np.random.default_rng(1)
    tensors = {"name é\n": np.zeros((3, 0, 2), np.float32), "scalar": np.array(1.5, np.float64)}
    for dtype in (np.float32, np.float16, np.float64, np.int8, np.uint8, np.int32, np.int64, np.bool_):
        for shape in ((3,), (16, 32), (2, 3, 5), (1, 197, 8)):
            name = f"{np.dtype(dtype).name}.{'x'.join(map(str, shape))}"
            tensors[name] = random.integers(0, 2, shape).astype(dtype)
    return safetensors.numpy.save(tensors, METADATA)


def bfloat16_file():
    """A file of the one element type that numpy has not."""
    header = json.dumps({"t": {"dtype": "BF16", "shape": [2, 3], "data_offsets": [0, 12]}}).encode()
    return struct.pack("<Q", len(header)) + header + bytes(range(12))


def contents(path):
    """Tensors by name, as (dtype, shape, bytes), and metadata, by the reference implementation."""
    tensors = {
        name: (tensor["dtype"], list(tensor["shape"]), bytes(tensor["data"]))
        for name, tensor in safetensors.deserialize(path.read_bytes())
    }
    with safetensors.safe_open(path, "np") as file:
        return tensors, file.metadata()


def check_alignment(path):
    """The writer's promise of tensors that can be used in place."""
    file = path.read_bytes()
    (header_bytes,) = struct.unpack_from("<Q", file)
    header = json.loads(file[8 : 8 + header_bytes])
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        if (end - begin) % 64 == 0:
            assert (8 + header_bytes + begin) % 64 == 0, f"{name} starts at {begin}"


def main():
    rewrite = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("numpy", numpy_file()), ("bfloat16", bfloat16_file())):
            original = pathlib.Path(folder, f"{name}.safetensors")
            rewritten = pathlib.Path(folder, f"{name}-rewritten.safetensors")
            original.write_bytes(data)
            subprocess.run([rewrite, original, rewritten], check=True)
            expected, found = contents(original), contents(rewritten)
            assert expected[0] == found[0], f"{name}: tensors differ"
            assert expected[1] == found[1], f"{name}: metadata differ: {found[1]}"
            check_alignment(rewritten)
            print(f"{name}: {len(found[0])} tensors agree")


if __name__ == "__main__":
    main()
