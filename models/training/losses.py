"""What the segmentation network is punished for."""

import torch
from torch import Tensor
from torch.nn import functional

THREAT_WEIGHT = 4.0
"""A threat cell counts as so many others."""
PEAK_CELLS = 12
"""A tile's score is the mean of its highest cells, as smooth a maximum as the decision's."""


def segmentation_loss(logits: Tensor, target: Tensor, weight: Tensor, decision_weight: float = 0.3) -> Tensor:
    """Cross-entropy of all known cells, overlap (Dice), and the tile's own decision."""
    target, weight = (functional.avg_pool2d(plane, 2) for plane in (target, weight))
    known = (weight > 0.9).float()
    # A cell that is partly threat is neither.
    is_threat, is_free = (target > 0.6).float() * known, (target < 0.05).float() * known
    errors = functional.binary_cross_entropy_with_logits(logits, (target > 0.5).float(), reduction="none")
    weights = THREAT_WEIGHT * is_threat + is_free
    everywhere = (errors * weights).sum() / weights.sum()
    chance = torch.sigmoid(logits) * (is_threat + is_free)
    overlap = 2 * (chance * is_threat).sum((1, 2, 3)) + 1
    dice = 1 - overlap / (chance.sum((1, 2, 3)) + is_threat.sum((1, 2, 3)) + 1)
    has_threat = (is_threat.sum((1, 2, 3)) > 0).float()
    peaks = torch.where(known > 0, logits, logits.new_tensor(-30.0)).flatten(1).topk(PEAK_CELLS, dim=1).values.mean(1)
    decided = functional.binary_cross_entropy_with_logits(peaks, has_threat)
    return 10 * everywhere + dice.mean() + decision_weight * decided
