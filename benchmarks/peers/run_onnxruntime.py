# SPDX-License-Identifier: Apache-2.0
"""ONNX Runtime's side of compare.py: run_onnxruntime.py MODEL.onnx INPUT HEIGHT WIDTH THREADS"""

import sys

import numpy as np
import onnxruntime
import protocol


def load():
    path, image, height, width, threads = sys.argv[1:]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(threads)
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    tensor = np.fromfile(image, np.float32).reshape(1, 3, int(height), int(width))
    feed = {session.get_inputs()[0].name: tensor}
    return (
        lambda: session.run(None, feed)[0],
        onnxruntime.__version__,
        "CPU, all graph optimisations",
    )


protocol.serve(load)
