# SPDX-License-Identifier: Apache-2.0
"""The DINO loss: the student predicts, from every view, what the teacher says of each other global view."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from . import parallel


@dataclass(frozen=True)
class LossReading:
    loss: Tensor  # scalar, with gradient
    teacher_entropy: float  # nats, mean over samples: falls to 0 if the targets become one-hot
    used_entropy: float  # nats, of the mean target: falls to 0 if all samples share one prototype


class DinoLoss(nn.Module):
    """Cross entropy of sharpened, centred teacher outputs and student outputs, over pairs of unlike views."""

    def __init__(self, out_dim: int, student_temp: float = 0.1, centre_momentum: float = 0.9) -> None:
        super().__init__()
        self.student_temp = student_temp
        self.centre_momentum = centre_momentum
        self.register_buffer("centre", torch.zeros(out_dim))

    def forward(self, student: Tensor, teacher: Tensor, teacher_temp: float) -> LossReading:
        """Logits student [views, B, K], teacher [2, B, K]; the first two student views are the teacher's."""
        logits = (teacher.float() - self.centre) / teacher_temp
        targets = logits.softmax(-1)
        log_probs = (student.float() / self.student_temp).log_softmax(-1)
        batch = targets.shape[1]
        pairs = -(targets.flatten(1) @ log_probs.flatten(1).T) / batch  # [2, views]
        unlike = ~torch.eye(len(targets), len(log_probs), dtype=torch.bool)
        with torch.no_grad():
            mean_target = targets.mean((0, 1))
            entropy = -(targets * logits.log_softmax(-1)).sum(-1).mean()
            used = -torch.special.xlogy(mean_target, mean_target).sum()
            mean_output = teacher.float().mean((0, 1))
            parallel.average_([mean_output])
            self.centre.lerp_(mean_output, 1 - self.centre_momentum)
        return LossReading(pairs[unlike].mean(), entropy.item(), used.item())
