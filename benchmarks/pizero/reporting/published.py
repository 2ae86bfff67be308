# SPDX-License-Identifier: Apache-2.0
"""Published figures for this board, the limit of the core, and the settings that reach them.

The published ones are of a simulated suite (2025): formulas, not executed code; 224 pixels, mean of three models of
the sizes of DINO-Micro, Tiny and Small.
"""
from .settings import Setting

SIMULATED_FPS = {"none": 5.4, "int8": 6.8, "int4": 9.2, "binary": 15.0}
SIMULATED_MICRO_BINARY_FPS = 22.1
SOURCE = "a simulated DINO suite for the Pi Zero, 2025: formulas, not executed code"

# Multiply-accumulates a cycle (ARM DDI 0301H): a VFP11 FMACS, an SMLAD. int4 and binary layers go through
# tables instead of multiplications and have no such limit.
CORE_MACS_PER_CYCLE = {"none": 1, "int8": 2}
STEP = 16  # pixels, one patch
LARGEST, SMALLEST = 224, 64
# Token pruning that is tried: after the first block a half or a quarter of the patches go on.
SHARES = (None, 2, 4)
LOSS_LIMIT = 2.0  # points of k-NN accuracy


def pruning(size, share, patch=16):
    return None if share is None else (0, max(1, (size // patch) ** 2 // share))


def core_limit_fps(macs, scheme, clock_mhz):
    per_cycle = CORE_MACS_PER_CYCLE.get(scheme)
    return None if per_cycle is None else clock_mhz * 1e6 * per_cycle / macs


def targets(models):
    """[(name, scheme, models that are averaged, published frames per second)]."""
    result = [("mean of %d, %s" % (len(models), scheme), scheme, tuple(models), fps)
              for scheme, fps in SIMULATED_FPS.items()]
    if "dino-micro" in models:
        result.append(("dino-micro, binary", "binary", ("dino-micro",), SIMULATED_MICRO_BINARY_FPS))
    return result


def largest_size(scheme, models, share, wanted, fps_of):
    """The largest input at which the mean of the models reaches `wanted` frames per second, and that mean; None if
    not even the smallest does. fps_of(settings) gives their frames per second; it is asked few times."""
    def mean(size):
        settings = [Setting(model, scheme, size, pruning(size, share)) for model in models]
        found = fps_of(settings)
        return None if None in found else sum(found) / len(found)

    sizes = list(range(SMALLEST, LARGEST + 1, STEP))
    reached, low, high = None, 0, len(sizes) - 1
    while low <= high:
        middle = (low + high + 1) // 2
        value = mean(sizes[middle])
        if value is None:
            return None
        if value >= wanted:
            reached, low = (sizes[middle], value), middle + 1
        else:
            high = middle - 1
    return reached
