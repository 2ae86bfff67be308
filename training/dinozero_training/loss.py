# SPDX-License-Identifier: Apache-2.0
"""The DINO loss: the student predicts, from every view, what the teacher says of each other global view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from . import parallel

Centring = Literal["mean", "sinkhorn"]


@dataclass(frozen=True)
class LossReading:
    loss: Tensor  # scalar, with gradient
    teacher_entropy: float  # nats, mean over samples: falls to 0 if the targets become one-hot
    used_entropy: float  # nats, of the mean target: falls to 0 if all samples share one prototype


class DinoLoss(nn.Module):
    """Cross entropy of sharpened, centred teacher outputs and student outputs, over pairs of unlike views."""

    centre: Tensor

    def __init__(
        self, out_dim: int, centring: Centring = "mean", student_temp: float = 0.1, centre_momentum: float = 0.9
    ) -> None:
        super().__init__()
        self.centring = centring
        self.student_temp = student_temp
        self.centre_momentum = centre_momentum
        self.register_buffer("centre", torch.zeros(out_dim))

    def forward(self, student: Tensor, teacher: Tensor, teacher_temp: float) -> LossReading:
        """Logits student [views, B, K], teacher [2, B, K]; the first two student views are the teacher's."""
        if self.centring == "mean":
            targets = ((teacher.float() - self.centre) / teacher_temp).softmax(-1)
        else:
            targets = sinkhorn((teacher.float() / teacher_temp).softmax(-1))
        log_probs = (student.float() / self.student_temp).log_softmax(-1)
        batch = targets.shape[1]
        pairs = -(targets.flatten(1) @ log_probs.flatten(1).T) / batch  # [2, views]
        unlike = ~torch.eye(len(targets), len(log_probs), dtype=torch.bool)
        with torch.no_grad():
            mean_target = targets.mean((0, 1))
            entropy = -torch.special.xlogy(targets, targets).sum(-1).mean()
            used = -torch.special.xlogy(mean_target, mean_target).sum()
            mean_output = teacher.float().mean((0, 1))
            parallel.average_([mean_output])
            self.centre.lerp_(mean_output, 1 - self.centre_momentum)
        return LossReading(pairs[unlike].mean(), entropy.item(), used.item())


def sinkhorn(targets: Tensor, rounds: int = 3) -> Tensor:
    """Evens out how much of the batch each prototype gets; targets [..., K], rows sum to one before and after.

    The centring of SwAV and DINOv2: it holds exactly within each batch where a running mean lags behind, which
    makes the targets tell images apart from the first steps on.
    """
    for _ in range(rounds):
        use = targets.flatten(0, -2).mean(0)
        parallel.average_([use])
        targets = targets / use.clamp(min=1e-12)
        targets = targets / targets.sum(-1, keepdim=True)
    return targets
