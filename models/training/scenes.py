"""Endless tiles of scenes as they are simulated: threats where people hide them, the same containers without, and benign ones."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from torch.utils.data import IterableDataset

from crops import OPEN_BEAM, Crop, read_crops
from projection import Tile, cut, labels
from tiles import TILE_WIDTH, attenuate, calibrate

VISIBLE_DIFFERENCE = 0.03
"""A threat that changes the attenuation of both energies by less than this teaches to see threats where none are seen."""
THREAT_SHARE, TWIN_SHARE = 0.45, 0.25
"""Of tiles: windows with a threat, and the same windows without it; the others are of benign containers."""
SHOWN, UNCERTAIN = OPEN_BEAM, OPEN_BEAM // 3
PEAK_MEMORY = 0.5
"""Share of a benign container's chance that its latest tile decides; the rest is what earlier ones did."""


class SceneTiles(IterableDataset):
    """
    (attenuation [2, 256, 384], target [1, ...], weight [1, ...], container []), both energies. Benign containers come the
    more often the higher they scored: say so with `remember`.
    """

    def __init__(self, data: Path, seed: int) -> None:
        crops = [crop for crop in read_crops(data, threats=False) if crop.low is not None]
        twins = [crop.facts.get("isTwin", False) for crop in crops]
        self.pairs = [(crop, twin) for crop, twin, is_twin in zip(crops, crops[1:], twins[1:]) if is_twin]
        self.pairs = [(with_visible_mask(crop, twin), twin) for crop, twin in self.pairs if not crop.facts["threat"]["belowPenetration"]]
        self.benign = [crop for crop, is_twin in zip(crops, twins) if crop.mask is None and not is_twin]
        self.chances = np.ones(len(self.benign))
        self.seed = seed

    def remember(self, container: int, peak: float) -> None:
        """Tells how high a tile of a benign container scored (a logit); -1 is none of them."""
        if container >= 0:
            chance = np.exp(np.clip(peak, -6, 6) / 3)
            self.chances[container] += PEAK_MEMORY * (chance - self.chances[container])

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        rng = np.random.default_rng(self.seed)
        while True:
            kind, container = rng.random(), -1
            crop, twin = self.pairs[rng.integers(len(self.pairs))]
            if kind < THREAT_SHARE:
                tile = cut(crop, TILE_WIDTH, rng)
            elif kind < THREAT_SHARE + TWIN_SHARE:
                tile = without_threat(cut(Crop(twin.facts, twin.high, twin.low, crop.mask), TILE_WIDTH, rng))
            else:
                container = int(rng.choice(len(self.benign), p=self.chances / self.chances.sum()))
                tile = cut(self.benign[container], TILE_WIDTH, rng)
            target, weight = labels(tile)
            attenuation = np.stack([attenuate(calibrate(plane, rng)) for plane in (tile.high, tile.low)])
            yield (*map(torch.from_numpy, (attenuation, target[None], weight[None])), torch.tensor(container))


def with_visible_mask(crop: Crop, twin: Crop) -> Crop:
    """The container with its threat masked where it changes what is read; elsewhere neither label is right."""
    inside = crop.mask > OPEN_BEAM // 20
    ratios = [np.log(np.maximum(one, 1.0) / np.maximum(other, 1.0)) for one, other in ((crop.high, twin.high), (crop.low, twin.low))]
    # Over nine pixels noise is a third, and a threat is still itself.
    change = functional.avg_pool2d(torch.from_numpy(np.stack(ratios)), 3, 1, 1).abs().amax(0).numpy()
    mask = np.where(inside & (change > VISIBLE_DIFFERENCE) & (crop.mask > OPEN_BEAM // 2), SHOWN, np.where(inside, UNCERTAIN, 0))
    return Crop(crop.facts, crop.high, crop.low, mask.astype(np.uint16))


def without_threat(tile: Tile) -> Tile:
    return Tile(tile.high, tile.low, np.zeros_like(tile.mask), tile.is_display)
