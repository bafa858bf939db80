"""
Things that lie about in benign containers, in others: what lies behind the doors is no threat for that alone, nor is what is
small and dense among goods.
"""

from collections.abc import Sequence

import numpy as np

from networks.features import FLOOR_ROWS, ROOF_ROWS
from tiles.crops import Crop, added_depth, depth_of
from tiles.things import Placed, Thing, lay_in, taken_out

SEEN_DIFFERENCE = 2e-3
"""Change of the logarithm of a reading that is more than rounding: both scenes have the same noise."""
GOODS = 0.5
"""Attenuation above which goods are behind; below it walls, and nothing else: there is room."""
LARGEST_AMONG_GOODS = 45
"""Rows and columns of what lies among goods at most: some 60 cm."""
MORE_AMONG_GOODS = 0.7
TWO_SHARE = 0.4
"""Of containers that something of their own is strewn in, those with two such things."""
"""So many things lie among goods beside the first, on average."""
APART = 4
"""Columns free of any that part a thing from the next."""
TRIES = 8


class LeftBehind:
    """
    Things that lay about in a container, by scanner: of pairs of a container with them and the same one swept; and those that
    were simulated for a container of their own.
    """

    def __init__(self, pairs: Sequence[tuple[Crop, Crop]], own: Sequence[Placed]) -> None:
        self.own: dict[tuple, list[Thing]] = {}
        for placed in own:
            self.own.setdefault(_name_of(placed.host), []).append(placed.thing)
        self.things: dict[str, list[Thing]] = {}
        for crop, swept in pairs:
            change = np.abs(added_depth(crop.high, swept.high))
            mask = (change > SEEN_DIFFERENCE).astype(np.uint16)
            self.things.setdefault(crop.facts["scanner"], []).extend(taken_out(crop, swept, one) for one in apart(mask))
        self.small = {
            scanner: [thing for thing in things if max(thing.mask.shape) <= LARGEST_AMONG_GOODS]
            for scanner, things in self.things.items()
        }

    def stand(self, crops: Sequence[Crop], rng: np.random.Generator) -> list[Crop]:
        """
        The same thing on the same free floor of each container, which are one scene and the last of them without a threat:
        as far from the end as it lay, or anywhere; a fifth more or less of it. As they were, where nothing finds room.
        """
        things = self.things.get(crops[-1].facts["scanner"])
        if not things:
            return list(crops)
        thing = things[rng.integers(len(things))]
        rows, columns = thing.mask.shape
        width = crops[-1].high.shape[1]
        strength, noise = rng.uniform(0.8, 1.2), int(rng.integers(2**32))
        for turn in range(TRIES if width >= columns else 0):
            left = thing.as_far_from_end(width) if turn == 0 else int(rng.integers(0, width - columns + 1))
            if left < 0 or left + columns > width:
                continue
            behind = crops[-1].high[thing.top : thing.top + rows, left : left + columns]
            if depth_of(behind)[thing.mask > 0].mean() < GOODS:
                return _laid(thing, crops, (thing.top, left), strength, noise)
        return list(crops)

    def has_own(self, crop: Crop) -> bool:
        """Whether things were simulated for this very container."""
        return _name_of(crop) in self.own

    def strew(self, crops: Sequence[Crop], rng: np.random.Generator) -> list[Crop]:
        """One or two things of the container's own where they were simulated; about as much of them."""
        own = self.own[_name_of(crops[-1])]
        for _ in range(1 + int(rng.random() < TWO_SHARE)):
            thing = own[rng.integers(len(own))]
            crops = _laid(thing, crops, (thing.top, thing.left), rng.uniform(0.85, 1.15), int(rng.integers(2**32)))
        return list(crops)

    def lie_among(self, crops: Sequence[Crop], rng: np.random.Generator) -> list[Crop]:
        """One or several small things in front of the goods of each container, at the same places; as they were without goods."""
        crops = list(crops)
        things = self.small.get(crops[-1].facts["scanner"])
        for _ in range(1 + rng.poisson(MORE_AMONG_GOODS) if things else 0):
            crops = self._among(things[rng.integers(len(things))], crops, rng)
        return crops

    def _among(self, thing: Thing, crops: list[Crop], rng: np.random.Generator) -> list[Crop]:
        rows, columns = thing.mask.shape
        height, width = crops[-1].high.shape
        strength, noise = rng.uniform(0.8, 1.2), int(rng.integers(2**32))
        for _ in range(TRIES if width >= columns else 0):
            top = int(rng.integers(ROOF_ROWS, height - FLOOR_ROWS - rows + 1))
            left = int(rng.integers(0, width - columns + 1))
            behind = crops[-1].high[top : top + rows, left : left + columns]
            if depth_of(behind)[thing.mask > 0].mean() > GOODS:
                return _laid(thing, crops, (top, left), strength, noise)
        return crops


def apart(mask: np.ndarray) -> list[np.ndarray]:
    """The mask of each thing by itself, where columns part them."""
    columns = np.flatnonzero(mask.any(0))
    if len(columns) == 0:
        return []
    parts = []
    for run in np.split(columns, np.flatnonzero(np.diff(columns) > APART) + 1):
        alone = np.zeros_like(mask)
        alone[:, run[0] : run[-1] + 1] = mask[:, run[0] : run[-1] + 1]
        parts.append(alone)
    return parts


def _laid(thing: Thing, crops: Sequence[Crop], at: tuple[int, int], strength: float, noise: int) -> list[Crop]:
    """Each container with the thing there, under the same noise; its threat is where it was."""
    laid = [lay_in(thing, crop, at, strength, np.random.default_rng(noise)) for crop in crops]
    return [Crop(crop.facts, new.high, new.low, crop.mask) for crop, new in zip(crops, laid, strict=True)]


def _name_of(crop: Crop) -> tuple:
    """What tells one container from all others, with a threat in it or without."""
    return crop.facts["scanner"], crop.facts["seed"], crop.facts["offset"]
