# SPDX-License-Identifier: Apache-2.0
"""PyTorch's side of compare.py: run_torch.py MODEL f32|f16|int8 INPUT HEIGHT WIDTH THREADS, with MODEL a preset's name"""

import sys
import warnings

import models
import numpy as np
import protocol
import torch


def load():
    preset, scheme, image, height, width, threads = sys.argv[1:]
    torch.set_num_threads(int(threads))
    network = models.build(preset, int(height), int(width), "f16" if scheme == "f16" else "f32")
    if scheme == "int8":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # deprecated in favour of another package
            network = torch.ao.quantization.quantize_dynamic(
                network, {torch.nn.Linear}, dtype=torch.qint8
            )
    tensor = torch.from_numpy(np.fromfile(image, np.float32).reshape(1, 3, int(height), int(width)))

    def encode() -> np.ndarray:
        with torch.inference_mode():
            return network(tensor).numpy()

    detail = "eager, fused attention"
    form = {"f16": ", weights of f16 in f32", "int8": ", dynamic int8"}.get(scheme, "")
    return encode, torch.__version__, detail + form


protocol.serve(load)
