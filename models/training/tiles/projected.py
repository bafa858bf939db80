"""Endless training tiles: windows of simulated containers, with threats projected into some, as networks see them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import IterableDataset

from tiles.crops import Crop, benign_readings, read_crops
from tiles.display import DARKEST_GREY, LEAST_CONTRAST, to_display
from tiles.loader_rng import loader_rng
from tiles.projection import TILE_WIDTH, attenuations, cut, labels, project
from tiles.readings import attenuate, calibrate
from tiles.shapes import draw_assembly
from tiles.shown import shares_near_shown
from tiles.variety import TIDY, Variety, equip, vary

RING = 10
"""Pixels around a threat that it is compared with."""
LEAST_DIFFERENCE = 0.3
PROJECTED_SHARE, MOST_THREATS = 0.7, 6
"""Of tiles, those that threats are projected into, and how many: each teaches, and a tile costs the same with six."""
DRAWN_SHARE = 0.3
"""Of projected threats, those that are of no category."""


class ThreatTiles(IterableDataset):
    """(attenuation [1 or 2, 256, 384], target [1, ...], weight [1, ...]), half with a threat; see `labels`."""

    def __init__(self, data: Path, energies: int, display_share: float, seed: int, variety: Variety = TIDY) -> None:
        crops = [crop.of_energies(energies) for crop in read_crops(data, threats=False)]
        self.crops = [crop for crop in crops if crop.low is not None and not crop.is_display] if energies == 2 else crops
        self.benign = benign_readings(self.crops)
        self.threats = _by_scanner(read_crops(data, threats=True))
        self.energies, self.display_share, self.seed, self.variety = energies, display_share, seed, variety

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        rng = loader_rng(self.seed)
        while True:
            crop = self.crops[rng.integers(len(self.crops))]
            tile = cut(crop, TILE_WIDTH, rng, shares_near_shown(crop.high))
            vary(tile, self.benign, rng, self.variety)
            equip(tile, rng)
            if not tile.is_display and rng.random() < PROJECTED_SHARE:
                pool = self.threats.get(crop.facts["scanner"]) or self.threats["any"]
                for _ in range(int(rng.integers(1, MOST_THREATS + 1))):
                    is_drawn = rng.random() < DRAWN_SHARE
                    project(tile, draw_assembly(rng) if is_drawn else attenuations(pool[rng.integers(len(pool))]), rng)
            target, weight = labels(tile)
            if self.energies == 2:
                planes = [calibrate(plane, rng) for plane in (tile.high, tile.low)]
            elif tile.is_display or rng.random() >= self.display_share:
                planes = [tile.high]
            else:
                shown, contrast = to_display(tile.high, rng, tile.before)
                planes = [shown]
                hidden = shown < DARKEST_GREY if contrast is None else contrast < LEAST_CONTRAST
                weight[hidden & (target > 0)] = 0
            attenuation = np.stack([attenuate(plane) for plane in planes])
            for threat in tile.threats:
                if not stands_out(attenuation, threat):
                    weight[threat] = 0
            yield torch.from_numpy(attenuation), torch.from_numpy(target[None]), torch.from_numpy(weight[None])


def stands_out(attenuation: np.ndarray, mask: np.ndarray) -> bool:
    """
    Whether a threat differs from what is around it, in attenuation or in what the low energy loses more, by a fair part
    of the deviation around it. One that does not teaches nothing but to see threats where none are.
    """
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if len(rows) == 0:
        return True
    around = np.s_[max(0, rows[0] - RING) : rows[-1] + 1 + RING, max(0, columns[0] - RING) : columns[-1] + 1 + RING]
    inside, outside = mask[around], ~mask[around]
    signals = [attenuation[0][around]]
    if len(attenuation) == 2:
        signals.append(attenuation[1][around] / (signals[0] + 0.05))
    return any(
        abs(signal[inside].mean() - signal[outside].mean()) > LEAST_DIFFERENCE * (signal[outside].std() + 0.02) for signal in signals
    )


def _by_scanner(threats: list[Crop]) -> dict[str, list[Crop]]:
    pools: dict[str, list[Crop]] = {"any": threats}
    for threat in threats:
        pools.setdefault(threat.facts["scanner"], []).append(threat)
    return pools
