#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that the lines of docs/model-format.md dequantize to what the library computes with.

Usage: dequantize_test.py DUMP_DEQUANTIZED MODEL_FORMAT_MD

Exits with 77, which CTest reports as skipped, if safetensors or numpy are missing.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

SKIPPED = 77
SCHEMES = 6

try:
    import numpy
    import safetensors.numpy
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(SKIPPED)


def documented_function(document):
    """dequantize() of the document's only block of Python."""
    (code,) = re.findall(r"```python\n(.*?)```", document.read_text(), re.DOTALL)
    lines = code.split("def ", 1)[1].strip().splitlines()
    assert len(lines) <= 25, f"{len(lines)} lines"
    scope = {}
    exec(code, scope)
    return scope["dequantize"]


def refuses_layout(dequantize, file):
    """Weights in another order must not come out as garbage."""
    with safetensors.safe_open(file, "numpy") as opened:
        metadata = opened.metadata()
    model = json.loads(metadata["dinozero"])
    model["quantization"]["layout"] = "armv6"
    changed = str(file.with_name("layout.safetensors"))
    safetensors.numpy.save_file(safetensors.numpy.load_file(file), changed, {"dinozero": json.dumps(model)})
    try:
        dequantize(changed)
    except AssertionError as error:
        assert changed in str(error) and "layout" in str(error), error
        return
    raise SystemExit("a file with a layout was dequantized")


def main():
    dump, document = sys.argv[1:]
    dequantize = documented_function(pathlib.Path(document))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([dump, folder], check=True)
        files = sorted(pathlib.Path(folder).glob("*.quantized.safetensors"))
        assert len(files) == SCHEMES, files
        for file in files:
            expected = safetensors.numpy.load_file(str(file).replace(".quantized.", ".expected."))
            found = dequantize(str(file))
            for name, values in expected.items():
                assert numpy.array_equal(found[name].reshape(values.shape), values), f"{file}: {name}"
            extra = {name for name in found.keys() - expected.keys() if "input_" not in name}
            assert not extra, f"{file}: {extra}"
            print(f"{file.name}: {len(expected)} tensors are equal")
        refuses_layout(dequantize, files[0])


if __name__ == "__main__":
    main()
