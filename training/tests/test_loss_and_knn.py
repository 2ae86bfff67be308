# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import math

import torch

from dinozero_training import knn
from dinozero_training.loss import DinoLoss, sinkhorn


def test_loss_is_the_mean_cross_entropy_of_unlike_pairs() -> None:
    loss = DinoLoss(out_dim=5, student_temp=0.1)
    loss.centre.copy_(torch.randn(5) * 0.1)
    student, teacher, centre = torch.randn(4, 3, 5), torch.randn(2, 3, 5), loss.centre.clone()
    pairs = []
    for t in range(2):
        target = ((teacher[t] - centre) / 0.04).softmax(-1)
        pairs += [-(target * (student[s] / 0.1).log_softmax(-1)).sum(-1).mean() for s in range(4) if s != t]
    reading = loss(student, teacher, teacher_temp=0.04)
    torch.testing.assert_close(reading.loss, torch.stack(pairs).mean())
    torch.testing.assert_close(loss.centre, 0.9 * centre + 0.1 * teacher.mean((0, 1)))


def test_entropies_tell_the_two_collapses_apart() -> None:
    loss = DinoLoss(out_dim=8)
    uniform = loss(torch.zeros(2, 16, 8), torch.zeros(2, 16, 8), 0.04)
    assert math.isclose(uniform.teacher_entropy, math.log(8), rel_tol=1e-4)
    one = torch.zeros(2, 16, 8)
    one[..., 3] = 1
    single = loss(torch.zeros(2, 16, 8), one, 0.01)
    assert single.used_entropy < 0.01
    spread = torch.eye(8).repeat(2, 2, 1)
    healthy = loss(torch.zeros(2, 16, 8), spread, 0.01)
    assert healthy.teacher_entropy < 0.01 and healthy.used_entropy > 0.99 * math.log(8)


def test_sinkhorn_uses_all_prototypes_evenly() -> None:
    targets = (torch.randn(2, 64, 8) + torch.arange(8)).softmax(-1)
    even = sinkhorn(targets, rounds=50)
    torch.testing.assert_close(even.sum(-1), torch.ones(2, 64))
    torch.testing.assert_close(even.mean((0, 1)), torch.full((8,), 1 / 8), rtol=1e-3, atol=1e-4)
    reading = DinoLoss(8, "sinkhorn")(torch.zeros(2, 64, 8), targets.log(), teacher_temp=1.0)
    assert reading.used_entropy > 0.95 * math.log(8)


def test_knn_weighs_votes_by_similarity() -> None:
    bank = torch.tensor([[1.0, 0.0], [0.8, 0.6], [0.8, 0.6], [0.0, 1.0]])
    labels = torch.tensor([0, 1, 1, 1])
    query = torch.tensor([[1.0, 0.0]])
    # exp(1 / 0.07) for class 0 outweighs 2 exp(0.8 / 0.07); at a high temperature numbers win.
    assert knn.predict(bank, labels, query, centred=False, k=3).item() == 0
    assert knn.predict(bank, labels, query, centred=False, k=3, temperature=10).item() == 1
    assert knn.predict(bank, labels, query, centred=False, k=1, temperature=10).item() == 0


def test_centring_removes_a_common_offset() -> None:
    direction = torch.randn(200, 8)
    labels = (direction[:, 0] > 0).long()
    bank, queries = direction[:150], direction[150:]
    plain = knn.predict(bank, labels[:150], queries, centred=True)
    moved = knn.predict(bank + 100, labels[:150], queries + 100, centred=True)
    assert torch.equal(plain, moved)
    accuracy = knn.top1(bank, labels[:150], queries, labels[150:], centred=True)
    assert accuracy > 70
