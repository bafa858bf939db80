"""What the segmentation network is punished for."""

import torch
from torch import Tensor
from torch.nn import functional

HARDEST_SHARE = 0.02
"""Share of the threat-free cells of a tile that count: those that look most like a threat decide the false-alarm rate."""
PEAK_CELLS = 12
"""A tile's score is the mean of its highest cells, as smooth a maximum as the decision's."""


def segmentation_loss(logits: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Cross-entropy on threat cells and the hardest others, overlap (Dice), and the tile's own decision."""
    target, weight = (functional.avg_pool2d(plane, 2) for plane in (target, weight))
    known = (weight > 0.9).float()
    # A cell that is partly threat is neither.
    is_threat, is_free = (target > 0.6).float() * known, (target < 0.05).float() * known
    errors = functional.binary_cross_entropy_with_logits(logits, (target > 0.5).float(), reduction="none")
    threat_error = _mean(errors, is_threat)
    free_errors = (errors * is_free).flatten(1)
    hardest = free_errors.topk(max(1, int(HARDEST_SHARE * free_errors.shape[1])), dim=1).values.mean()
    everywhere = _mean(errors, is_free)
    chance = torch.sigmoid(logits) * known
    overlap = 2 * (chance * is_threat).sum((1, 2, 3)) + 1
    dice = 1 - overlap / (chance.sum((1, 2, 3)) + is_threat.sum((1, 2, 3)) + 1)
    has_threat = (is_threat.sum((1, 2, 3)) > 0).float()
    peaks = torch.where(known > 0, logits, logits.new_tensor(-30.0)).flatten(1).topk(PEAK_CELLS, dim=1).values.mean(1)
    decided = functional.binary_cross_entropy_with_logits(peaks, has_threat)
    return threat_error + hardest + everywhere + 0.5 * (dice * has_threat).mean() + 0.5 * decided


def _mean(errors: Tensor, where: Tensor) -> Tensor:
    return (errors * where).sum() / where.sum().clamp(min=1)
