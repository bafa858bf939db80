"""Things on the floors of benign containers, stood in others: what lies behind the doors is no threat for that alone."""

from collections.abc import Sequence

import numpy as np

from crops import Crop, added_depth, depth_of
from transplant import Thing, lay_in, taken_out

SEEN_DIFFERENCE = 2e-3
"""Change of the logarithm of a reading that is more than rounding: both scenes have the same noise."""
FREE_FLOOR = 0.5
"""Attenuation below which there is room: walls, and nothing else, are behind."""
TRIES = 8


class LeftBehind:
    """Things that lay on the floor of a container, by scanner: pairs of a container with them and the same one swept."""

    def __init__(self, pairs: Sequence[tuple[Crop, Crop]]) -> None:
        self.things: dict[str, list[Thing]] = {}
        for crop, swept in pairs:
            change = np.abs(added_depth(crop.high, swept.high))
            mask = (change > SEEN_DIFFERENCE).astype(np.uint16)
            if mask.any():
                self.things.setdefault(crop.facts["scanner"], []).append(taken_out(crop, swept, mask))

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
            if depth_of(behind)[thing.mask > 0].mean() < FREE_FLOOR:
                laid = [lay_in(thing, crop, (thing.top, left), strength, np.random.default_rng(noise)) for crop in crops]
                return [Crop(crop.facts, new.high, new.low, crop.mask) for crop, new in zip(crops, laid, strict=True)]
        return list(crops)
