# SPDX-License-Identifier: Apache-2.0
"""Published figures for this board, the limit of the core, and the settings that reach them.

The published ones are of a simulated suite (2025): formulas, not executed code; 224 pixels, mean of three models of
the sizes of DINO-Micro, Tiny and Small.
"""
from .settings import MODELS, Setting

SIMULATED_FPS = {"none": 5.4, "int8": 6.8, "int4": 9.2, "binary": 15.0}
SIMULATED_MICRO_BINARY_FPS = 22.1
SOURCE = "a simulated DINO suite for the Pi Zero, 2025: formulas, not executed code"

# Multiply-accumulates a cycle (ARM DDI 0301H): a VFP11 FMACS, an SMLAD. int4 and binary layers go through
# tables instead of multiplications and have no such limit.
CORE_MACS_PER_CYCLE = {"none": 1, "int8": 2}
STEP = 16  # pixels, one patch
LARGEST, SMALLEST = 224, 64
# Token pruning that is tried: none; after the first block half of the patches go on.
SHARES = (None, 2)
LOSS_LIMIT = 2.0  # points of k-NN accuracy


def pruning(size, share, patch=16):
    return None if share is None else (0, max(1, (size // patch) ** 2 // share))


def core_limit_fps(macs, scheme, clock_mhz):
    per_cycle = CORE_MACS_PER_CYCLE.get(scheme)
    return None if per_cycle is None else clock_mhz * 1e6 * per_cycle / macs


def targets(models):
    """[(name, scheme, models that are averaged, published frames per second)], as far as the models are there."""
    result = []
    if set(MODELS) <= set(models):
        result += [("mean of %d models, %s" % (len(MODELS), scheme), scheme, MODELS, fps)
                   for scheme, fps in SIMULATED_FPS.items()]
    if "dino-micro" in models:
        result.append(("dino-micro, binary", "binary", ("dino-micro",), SIMULATED_MICRO_BINARY_FPS))
    return result


def largest_size(scheme, models, share, wanted, guess=144):
    """(input size, mean frames per second) of the largest input that reaches `wanted` as a mean of the models; None if
    not even the smallest does. A generator: yields settings and wants their frames per second; few times, as they have to be run.

    Time grows about as the area: from what one size reaches the next one to try is expected. The search ends at a size that
    reaches the figure by so little that the next larger one cannot.
    """
    reached, below, above = None, SMALLEST - STEP, LARGEST + STEP  # sizes that reach it, that do not
    expected = guess
    while below + STEP < above:
        size = max(below + STEP, min(above - STEP, int(expected) // STEP * STEP))
        found = yield [Setting(model, scheme, size, pruning(size, share)) for model in models]
        if None in found:
            break
        value = sum(found) / len(found)
        expected = size * (value / wanted) ** 0.5
        if value >= wanted:
            reached, below = (size, value), size
            if value / wanted < (size + STEP / 2) / size:
                break
        else:
            above = size
    return reached
