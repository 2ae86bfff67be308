# SPDX-License-Identifier: Apache-2.0
"""What each DINO costs on a Pi Zero: the parts of benchmarks/pizero/report. Every time is of executed code (the timing
model), every memory figure of a run on the virtual board, every accuracy of `dinozero evaluate`."""
