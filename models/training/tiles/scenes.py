"""Endless tiles of scenes as they are simulated: threats where people hide them, the same containers without, and benign ones."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import IterableDataset

from tiles.crops import Crop, read_crops
from tiles.display import DARKEST_GREY, LEAST_CONTRAST, to_display
from tiles.left_behind import LeftBehind
from tiles.pairs import Pairs, rarity
from tiles.projection import TILE_WIDTH, Tile, cut, labels
from tiles.readings import attenuate, calibrate, read_by_pair
from tiles.shown import shares_near_shown
from tiles.things import read_things
from tiles.variety import Variety, equip, vary

PAIR_SHARE = 0.56
"""Of draws, those that give two tiles: a window with a threat and the very same without it. The others give a benign one."""
LEFT_BEHIND_SHARE = 0.35
"""Of draws, those in which something stands on the floor that was not there; where such things are given."""
AMONG_GOODS_SHARE = 0.35
"""Of draws, those in which small dense things lie among the goods that were not there; where such things are given."""
STREWN_SHARE = 0.25
"""Of draws of a container that things were simulated for, those in which one or two of these are, and nothing else is added."""
PEAK_MEMORY = 0.5
"""Share of a benign container's chance that its latest tile decides; the rest is what earlier ones did."""
EXCESS_SPREAD, EXCESS_TILT = 0.06, 0.03
"""How much more or less than simulated the low energy loses beyond the high one, and how much that changes with each unit of
attenuation: other scanners have other pairs and filters."""


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
        things = [placed for folder in data for placed in read_things(folder)]
        self.left_behind = LeftBehind(
            [pair for pair in pairs if pair[0].facts["threat"] is None],
            [placed for placed in things if placed.threat is None],
        )
        self.benign = [crop for crop in crops if crop.mask is None]
        self.more_goods = [crop.of_energies(energies) for crop in self.benign]
        threats = [(crop, twin) for crop, twin in pairs if crop.facts["threat"] and not crop.facts["threat"]["belowPenetration"]]
        self.pairs = Pairs(threats, [placed for placed in things if placed.threat], self.benign)
        # Shared, so that a loader process learns of what is remembered here.
        self.rarity, self.chances = rarity(self.benign), torch.ones(len(self.benign), dtype=torch.float64).share_memory_().numpy()
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
                tile, before = self._windows(self._lived_in(self.pairs.draw(rng), rng), rng)
                free = without_threat(before)
                yield self._seen(tile, free, -1, np.random.default_rng(reading))
                yield self._seen(free, free, -1, np.random.default_rng(reading))
            else:
                chances = self.rarity * self.chances
                container = int(rng.choice(len(self.benign), p=chances / chances.sum()))
                (tile,) = self._windows(self._lived_in([self.benign[container]], rng), rng)
                yield self._seen(tile, tile, container, np.random.default_rng(reading))

    def _lived_in(self, crops: Sequence[Crop], rng: np.random.Generator) -> Sequence[Crop]:
        """The same containers, in some of them with something on the floor or small things among the goods."""
        if self.left_behind.has_own(crops[-1]) and rng.random() < STREWN_SHARE:
            return self.left_behind.strew(crops, rng)
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


def without_threat(tile: Tile) -> Tile:
    return Tile(tile.high, tile.low, np.zeros_like(tile.mask), tile.is_display)
