"""Endless tiles of scenes as they are simulated: threats where people hide them, the same containers without, and benign ones."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from torch.utils.data import IterableDataset

from tiles.crops import OPEN_BEAM, Crop, added_depth, read_crops
from tiles.display import DARKEST_GREY, LEAST_CONTRAST, to_display
from tiles.left_behind import LeftBehind
from tiles.projection import TILE_WIDTH, Tile, cut, labels
from tiles.readings import attenuate, calibrate, read_by_pair
from tiles.shown import shares_near_shown
from tiles.transplant import FROM_ANOTHER_SHARE, is_among_goods, is_in_unit, may_move, move_among_goods, move_in_unit, taken_out, transplant
from tiles.variety import Variety, equip, vary

VISIBLE_DIFFERENCE = 0.03
"""A threat that changes the attenuation of both energies by less than this teaches to see threats where none are seen."""
PAIR_SHARE = 0.56
"""Of draws, those that give two tiles: a window with a threat and the very same without it. The others give a benign one."""
MOVED_SHARE = 0.5
"""Of pairs whose threat may be elsewhere as well, those that show it there."""
AMONG_GOODS_TIMES = 2.0
"""So often a pair is drawn whose threat goods lie around, beside another: those are the hard ones."""
LEFT_BEHIND_SHARE = 0.35
"""Of draws, those in which something stands on the floor that was not there; where such things are given."""
AMONG_GOODS_SHARE = 0.35
"""Of draws, those in which small dense things lie among the goods that were not there; where such things are given."""
SHOWN, UNCERTAIN = OPEN_BEAM, OPEN_BEAM // 3
PEAK_MEMORY = 0.5
"""Share of a benign container's chance that its latest tile decides; the rest is what earlier ones did."""
EXCESS_SPREAD, EXCESS_TILT = 0.06, 0.03
"""How much more or less than simulated the low energy loses beyond the high one, and how much that changes with each unit of
attenuation: other scanners have other pairs and filters."""

Pair = tuple[Crop, Crop]
"""A container with a threat, masked where it is seen, and the same without."""


class SceneTiles(IterableDataset):
    """
    (attenuation [1 or 2, 256, 384], target [1, ...], weight [1, ...], container []): both energies, or the high one as read
    or, by `display_share`, as a display picture; varied, there are more goods and more grain than were drawn. A window with a
    threat is followed by the same without it, read and displayed alike: what they share teaches nothing, what differs does.
    Benign containers come the more often the higher they scored: say so with `remember`.
    """

    def __init__(
        self,
        data: Sequence[Path],
        energies: int,
        display_share: float,
        seed: int,
        variety: Variety | None = None,
    ) -> None:
        crops = [crop for folder in data for crop in read_crops(folder, threats=False) if crop.low is not None]
        twins = [crop.facts.get("isTwin", False) for crop in crops]
        pairs = [(crop, twin) for crop, twin, is_twin in zip(crops, crops[1:], twins[1:]) if is_twin]
        self.left_behind = LeftBehind([pair for pair in pairs if pair[0].facts["threat"] is None])
        threats = [(crop, twin) for crop, twin in pairs if crop.facts["threat"] and not crop.facts["threat"]["belowPenetration"]]
        self.pairs = [pair for pair in ((with_visible_mask(crop, twin), twin) for crop, twin in threats) if pair[0].mask.any()]
        times = np.array([AMONG_GOODS_TIMES if is_among_goods(crop) else 1.0 for crop, _ in self.pairs])
        times *= rarity([crop for crop, _ in self.pairs])
        self.pair_chances = times / times.sum()
        self.benign = [crop for crop in crops if crop.mask is None]
        self.more_goods = [crop.of_energies(energies) for crop in self.benign]
        self.hosts: dict[str, list[Crop]] = {}
        self.alike: dict[tuple[str, str], list[Crop]] = {}
        for crop in self.benign:
            self.hosts.setdefault(crop.facts["scanner"], []).append(crop)
            self.alike.setdefault((crop.facts["scanner"], crop.facts["cargo"]), []).append(crop)
        self.units: dict[str, list[tuple[Crop, bool]]] = {}
        for crop, twin in self.pairs:
            if is_in_unit(crop):
                is_left = taken_out(crop, twin, crop.mask).is_left
                self.units.setdefault(crop.facts["scanner"], []).append((twin, is_left))
        self.rarity, self.chances = rarity(self.benign), np.ones(len(self.benign))
        self.energies, self.display_share, self.seed = energies, display_share, seed
        self.variety = variety

    def remember(self, container: int, peak: float) -> None:
        """Tells how high a tile of a benign container scored (a logit); -1 is none of them."""
        if container >= 0:
            chance = np.exp(np.clip(peak, -6, 6) / 3)
            self.chances[container] += PEAK_MEMORY * (chance - self.chances[container])

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        rng = np.random.default_rng(self.seed)
        while True:
            reading = int(rng.integers(2**32))
            if rng.random() < PAIR_SHARE:
                tile, before = self._windows(self._lived_in(self._pair(rng), rng), rng)
                free = without_threat(before)
                yield self._seen(tile, free, -1, np.random.default_rng(reading))
                yield self._seen(free, free, -1, np.random.default_rng(reading))
            else:
                chances = self.rarity * self.chances
                container = int(rng.choice(len(self.benign), p=chances / chances.sum()))
                (tile,) = self._windows(self._lived_in([self.benign[container]], rng), rng)
                yield self._seen(tile, tile, container, np.random.default_rng(reading))

    def _pair(self, rng: np.random.Generator) -> Pair:
        """A container with a threat, and the same without, under the mask of the first: windows of both are alike."""
        crop, twin = self.pairs[rng.choice(len(self.pairs), p=self.pair_chances)]
        if rng.random() < MOVED_SHARE:
            crop, twin = self._moved(crop, twin, rng)
        return crop, Crop(twin.facts, twin.high, twin.low, crop.mask)

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

    def _lived_in(self, crops: Sequence[Crop], rng: np.random.Generator) -> Sequence[Crop]:
        """The same containers, in some of them with something on the floor or small things among the goods."""
        if rng.random() < LEFT_BEHIND_SHARE:
            crops = self.left_behind.stand(crops, rng)
        return self.left_behind.lie_among(crops, rng) if rng.random() < AMONG_GOODS_SHARE else crops

    def _windows(self, crops: Iterable[Crop], rng: np.random.Generator) -> list[Tile]:
        """The same window of each, with the same equipment, and under the same goods and grain where they are varied."""
        window, goods, equipment = rng.integers(2**32, size=3)
        tiles = [cut(crop.of_energies(self.energies), TILE_WIDTH, np.random.default_rng(window), shares_near_shown(crop.high)) for crop in crops]
        for tile in tiles:
            if self.variety:
                vary(tile, self.more_goods, np.random.default_rng(goods), self.variety)
            equip(tile, np.random.default_rng(equipment))
        return tiles

    def _seen(self, tile: Tile, before: Tile, container: int, rng: np.random.Generator) -> tuple[torch.Tensor, ...]:
        """What a network is given of a window, what it should answer, where that is known, and which container it is of."""
        target, weight = labels(tile)
        if self.energies == 2:
            high, low = (attenuate(calibrate(plane, rng)) for plane in (tile.high, tile.low))
            pair = 1 + rng.normal(0, EXCESS_SPREAD) + rng.normal(0, EXCESS_TILT) * high
            planes = np.stack([high, read_by_pair(high, low, pair)])
        elif rng.random() >= self.display_share:
            planes = attenuate(calibrate(tile.high, rng))[None]
        else:
            grey, contrast = to_display(tile.high, rng, before.high)
            weight[((grey < DARKEST_GREY) | (contrast < LEAST_CONTRAST)) & (target > 0)] = 0
            planes = attenuate(grey)[None]
        return (*map(torch.from_numpy, (planes.astype(np.float32), target[None], weight[None])), torch.tensor(container))


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


def without_threat(tile: Tile) -> Tile:
    return Tile(tile.high, tile.low, np.zeros_like(tile.mask), tile.is_display)
