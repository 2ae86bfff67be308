# SPDX-License-Identifier: Apache-2.0
"""PyTorch's side of compare.py: run_torch.py MODEL INPUT HEIGHT WIDTH, with MODEL a preset's name"""

import sys

import models
import numpy as np
import protocol
import torch


def load():
    preset, image, height, width = sys.argv[1:]
    torch.set_num_threads(1)
    network = models.build(preset, int(height), int(width))
    tensor = torch.from_numpy(np.fromfile(image, np.float32).reshape(1, 3, int(height), int(width)))

    def encode() -> np.ndarray:
        with torch.inference_mode():
            return network(tensor).numpy()

    return encode, torch.__version__, "eager, fused attention"


protocol.serve(load)
