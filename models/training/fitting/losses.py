"""What the segmentation network is punished for."""

import math

import torch
from torch import Tensor
from torch.nn import functional

THREAT_WEIGHT = 4.0
"""A threat cell counts as so many others."""
PEAK_CELLS = 12
"""A tile's score is the mean of its highest cells, as smooth a maximum as the decision's."""


def segmentation_loss(logits: Tensor, target: Tensor, weight: Tensor, decision_weight: float = 0.3) -> Tensor:
    """Cross-entropy of all known cells, overlap (Dice), and the tile's own decision."""
    known, threat, free = _cells(target, weight)
    is_threat, is_free = threat.float(), free.float()
    errors = functional.binary_cross_entropy_with_logits(logits, is_threat, reduction="none")
    weights = THREAT_WEIGHT * is_threat + is_free
    everywhere = (errors * weights).sum() / weights.sum()
    chance = torch.sigmoid(logits) * (is_threat + is_free)
    overlap = 2 * (chance * is_threat).sum((1, 2, 3)) + 1
    dice = 1 - overlap / (chance.sum((1, 2, 3)) + is_threat.sum((1, 2, 3)) + 1)
    has_threat = (is_threat.sum((1, 2, 3)) > 0).float()
    peaks = _within(known, logits).topk(PEAK_CELLS, dim=1).values.mean(1)
    decided = functional.binary_cross_entropy_with_logits(peaks, has_threat)
    return 10 * everywhere + dice.mean() + decision_weight * decided


SHARPNESS = 4.0
OTHERS = 8
"""The highest elsewhere counts as that of so many batches."""


def contrast_loss(logits: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """
    Each threat against the highest elsewhere in the batch: the loss of a choice among them (InfoNCE, van den Oord et al.
    2018, arXiv:1807.03748). Cross-entropy is content where most cells are right; a false-alarm limit asks for the few
    containers that score highest, and so does this.
    """
    _, is_threat, is_free = _cells(target, weight)
    has_threat = is_threat.flatten(1).any(1).float()
    elsewhere = _highest(logits, is_free).logsumexp(0) + math.log(OTHERS)
    lost = functional.softplus(elsewhere - _highest(logits, is_threat))
    return (lost * has_threat).sum() / has_threat.sum().clamp(min=1)


def _highest(logits: Tensor, where: Tensor) -> Tensor:
    """A smooth maximum of each tile."""
    return (SHARPNESS * _within(where, logits)).logsumexp(1) / SHARPNESS


def _cells(target: Tensor, weight: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Which cells are known at all, which of these are threat, and which are free of any: one that is partly threat is neither."""
    target, weight = (functional.avg_pool2d(plane, 2) for plane in (target, weight))
    known = weight > 0.9
    return known, known & (target > 0.6), known & (target < 0.05)


def _within(where: Tensor, logits: Tensor) -> Tensor:
    """Logits of each tile in a row, those elsewhere too low to count."""
    return torch.where(where, logits, logits.new_tensor(-30.0)).flatten(1)
