"""Containers with a threat, each beside the same container without it: as simulated, laid in where it was simulated alone, or moved."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from torch.nn import functional

from tiles.crops import OPEN_BEAM, Crop, added_depth
from tiles.things import Placed, lay_in, taken_out
from tiles.transplant import FROM_ANOTHER_SHARE, is_among_goods, is_in_unit, may_move, move_among_goods, move_in_unit, transplant

VISIBLE_DIFFERENCE = 0.03
"""A threat that changes the attenuation of both energies by less than this teaches to see threats where none are seen."""
MOVED_SHARE, MOVED_OF_MANY = 0.5, 0.3
"""Of pairs whose threat may be elsewhere as well, those that show it there; fewer where a container has threats of its own enough."""
AMONG_GOODS_TIMES, AMONG_GOODS_OF_MANY = 2.0, 1.25
"""So often a pair is drawn whose threat goods lie around, beside another: those are the hard ones, and more of many are there."""
SHOWN, UNCERTAIN = OPEN_BEAM, OPEN_BEAM // 3

Pair = tuple[Crop, Crop]
"""A container with a threat, masked where it is seen, and the same without."""


class Pairs:
    """
    Draws pairs. Where threats were simulated alone, many to a container, all pairs are of these; else each is a scene and its
    twin.
    """

    def __init__(self, twins: Sequence[Pair], placed: Sequence[Placed], benign: Sequence[Crop]) -> None:
        self.twins = [pair for pair in ((with_visible_mask(crop, twin), twin) for crop, twin in twins) if pair[0].mask.any()]
        self.placed = placed
        self.chances = (
            _chances([one.host for one in placed], [is_among_goods(_threatened(one)) for one in placed], AMONG_GOODS_OF_MANY)
            if placed
            else _chances([crop for crop, _ in self.twins], [is_among_goods(crop) for crop, _ in self.twins], AMONG_GOODS_TIMES)
        )
        self.hosts: dict[str, list[Crop]] = {}
        self.alike: dict[tuple[str, str], list[Crop]] = {}
        for crop in benign:
            self.hosts.setdefault(crop.facts["scanner"], []).append(crop)
            self.alike.setdefault((crop.facts["scanner"], crop.facts["cargo"]), []).append(crop)
        self.units: dict[str, list[tuple[Crop, bool]]] = {}
        for crop, twin in self.twins:
            if is_in_unit(crop):
                is_left = taken_out(crop, twin, crop.mask).is_left
                self.units.setdefault(crop.facts["scanner"], []).append((twin, is_left))

    def draw(self, rng: np.random.Generator) -> Pair:
        """A container with a threat, and the same without under the mask of the first: windows of both are alike."""
        crop, twin = self._placed(rng) if self.placed else self._simulated(rng)
        return crop, Crop(twin.facts, twin.high, twin.low, crop.mask)

    def _simulated(self, rng: np.random.Generator) -> Pair:
        crop, twin = self.twins[rng.choice(len(self.twins), p=self.chances)]
        return self._moved(crop, twin, rng) if rng.random() < MOVED_SHARE else (crop, twin)

    def _placed(self, rng: np.random.Generator) -> Pair:
        """About as much of a threat as there is; one that changes too little is drawn anew."""
        while True:
            one = self.placed[rng.choice(len(self.placed), p=self.chances)]
            laid = lay_in(one.thing, one.host, one.at, rng.uniform(0.85, 1.15), rng)
            crop, twin = with_visible_mask(_threatened(one, laid), one.host), one.host
            if crop.mask.any() and not is_in_unit(crop) and rng.random() < MOVED_OF_MANY:
                crop, twin = self._moved(crop, twin, rng)
            if crop.mask.any():
                return crop, twin

    def _moved(self, crop: Crop, twin: Crop, rng: np.random.Generator) -> Pair:
        """The threat somewhere else, where it may be; as it was, where there is no such place."""
        scanner = crop.facts["scanner"]
        if may_move(crop) and (hosts := self.hosts.get(scanner)):
            host = hosts[rng.integers(len(hosts))]
            return with_visible_mask(transplant(crop, twin, host, rng), host), host
        if is_in_unit(crop):
            units = self.units[scanner]
            host, is_left = units[rng.integers(len(units))]
            return with_visible_mask(move_in_unit(crop, twin, host, is_left, rng), host), host
        if not is_among_goods(crop):
            return crop, twin
        alike = self.alike.get((scanner, crop.facts["cargo"]))
        host = alike[rng.integers(len(alike))] if alike and rng.random() < FROM_ANOTHER_SHARE else twin
        moved = move_among_goods(crop, twin, host, rng)
        return (crop, twin) if moved is None else (with_visible_mask(moved, host), host)


def _threatened(placed: Placed, laid: Crop | None = None) -> Crop:
    """The container, with what is known of the threat."""
    crop = laid or placed.host
    return Crop({**crop.facts, "threat": placed.threat}, crop.high, crop.low, crop.mask)


def _chances(crops: Sequence[Crop], is_among: Sequence[bool], times: float) -> np.ndarray:
    weights = rarity(crops) * np.where(is_among, times, 1.0)
    return weights / weights.sum()


def rarity(crops: Sequence[Crop]) -> np.ndarray:
    """
    How much more often a container is drawn for being of a scanner that few are of: one with a quarter of another's comes
    half as often as that, not a quarter. All that no preset is count as one scanner.
    """
    scanners = ["drawn" if crop.facts["scanner"].startswith("drawn-") else crop.facts["scanner"] for crop in crops]
    counts = Counter(scanners)
    return np.array([1 / counts[scanner] ** 0.5 for scanner in scanners])


def with_visible_mask(crop: Crop, twin: Crop) -> Crop:
    """The container with its threat masked where it changes what is read; elsewhere neither label is right."""
    rows, columns = (np.flatnonzero(crop.mask.max(axis)) for axis in (1, 0))
    if len(rows) == 0:
        return crop
    # A pixel more on each side, for the mean.
    box = np.s_[max(0, rows[0] - 1) : rows[-1] + 2, max(0, columns[0] - 1) : columns[-1] + 2]
    inside = crop.mask[box] > OPEN_BEAM // 20
    ratios = [added_depth(one[box], other[box]) for one, other in ((crop.high, twin.high), (crop.low, twin.low))]
    # Over nine pixels noise is a third, and a threat is still itself.
    change = functional.avg_pool2d(torch.from_numpy(np.stack(ratios)), 3, 1, 1).abs().amax(0).numpy()
    mask = np.zeros_like(crop.mask)
    mask[box] = np.where(inside & (change > VISIBLE_DIFFERENCE) & (crop.mask[box] > OPEN_BEAM // 2), SHOWN, np.where(inside, UNCERTAIN, 0))
    return Crop(crop.facts, crop.high, crop.low, mask)
