# SPDX-License-Identifier: Apache-2.0
"""Weighted k-NN classification of embeddings, as DINO evaluates them."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

K = 20
TEMPERATURE = 0.07


def predict(
    bank: Tensor,
    bank_labels: Tensor,
    queries: Tensor,
    *,
    centred: bool,
    k: int = K,
    temperature: float = TEMPERATURE,
    chunk: int = 1000,
) -> Tensor:
    """Class of each query [Q, D]: the k most similar of bank [N, D] vote with exp(cosine / temperature).

    `centred` first subtracts the bank's mean from both. Ties go to the lowest class. Returns int64 [Q].
    """
    if centred:
        mean = bank.mean(0, keepdim=True)
        bank, queries = bank - mean, queries - mean
    bank, queries = F.normalize(bank, dim=1), F.normalize(queries, dim=1)
    classes = int(bank_labels.max()) + 1
    predictions = []
    for part in queries.split(chunk):
        similarity, nearest = (part @ bank.T).topk(min(k, len(bank)), dim=1)
        votes = torch.zeros(len(part), classes)
        votes.scatter_add_(1, bank_labels[nearest], (similarity / temperature).exp())
        predictions.append(votes.argmax(1))
    return torch.cat(predictions)


def top1(bank: Tensor, bank_labels: Tensor, queries: Tensor, labels: Tensor, *, centred: bool) -> float:
    """Per cent of queries classified right, by `predict`."""
    predictions = predict(bank.float(), bank_labels, queries.float(), centred=centred)
    return 100 * (predictions == labels).float().mean().item()
