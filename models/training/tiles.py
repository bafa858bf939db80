"""Endless training tiles: windows of simulated containers, with threats projected into some, as networks see them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import IterableDataset, get_worker_info

from clutter import add_grain, fill_up, stand_behind
from crops import Crop, read_crops
from display import to_display
from features import FLOOR_ROWS, ROOF_ROWS
from fixtures import add_fixtures
from piles import pile_up
from projection import Tile, attenuations, cut, labels, project
from shapes import draw_assembly
from shown import shares_near_shown
from ventilators import add_ventilators

TILE_WIDTH = 384
DEEPEST = 11.7
"""The service's attenuation where a 16-bit reading is 0."""

DARKEST_GREY = 2.5 / 255
"""What a display picture shows darker than this it does not show."""
RING = 10
"""Pixels around a threat that it is compared with."""
LEAST_DIFFERENCE = 0.3
PROJECTED_SHARE, MOST_THREATS = 0.7, 6
"""Of tiles, those that threats are projected into, and how many: each teaches, and a tile costs the same with six."""
DRAWN_SHARE = 0.3
"""Of projected threats, those that are of no category."""
VENTILATED_SHARE, FIXED_SHARE = 0.3, 0.2
"""Of tiles, those with more ventilators than were simulated, and with posts, rails or lashings."""
LEAST_CONTRAST = 1.5 / 255
"""A threat that differs by less from what lies behind is not shown, and neither label is right."""


class ThreatTiles(IterableDataset):
    """(attenuation [1 or 2, 256, 384], target [1, ...], weight [1, ...]), half with a threat; see `labels`."""

    def __init__(self, data: Path, energies: int, display_share: float, seed: int, piled_share: float = 0.0) -> None:
        crops = read_crops(data, threats=False)
        self.crops = [crop for crop in crops if crop.low is not None and not crop.is_display] if energies == 2 else crops
        self.benign = _benign_readings(self.crops)
        self.threats = _by_scanner(read_crops(data, threats=True))
        self.energies, self.display_share, self.seed, self.piled_share = energies, display_share, seed, piled_share

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        rng = _generator(self.seed)
        while True:
            crop = self.crops[rng.integers(len(self.crops))]
            tile = cut(crop, TILE_WIDTH, rng, shares_near_shown(crop.high))
            vary(tile, self.benign, rng, self.piled_share)
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


class BenignTiles(IterableDataset):
    """
    Transmission [1, 224, 384] of goods without a threat, less frame and floor as technologies that judge goods see it.
    `copies` of one window differ in how they are displayed: as read, or by curves of their own.
    """

    def __init__(self, data: Path, display_share: float, seed: int, copies: int = 1) -> None:
        self.crops = [crop for crop in read_crops(data, threats=False) if crop.mask is None]
        self.benign = _benign_readings(self.crops)
        self.display_share, self.seed, self.copies = display_share, seed, copies

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        rng = _generator(self.seed)
        while True:
            tile = cut(self.crops[rng.integers(len(self.crops))], TILE_WIDTH, rng)
            vary(tile, self.benign, rng)
            equip(tile, rng)
            goods = np.pad(tile.high[ROOF_ROWS:-FLOOR_ROWS], ((0, ROOF_ROWS + FLOOR_ROWS - 32), (0, 0)), mode="edge")
            copies = []
            for _ in range(self.copies):
                as_shown = not tile.is_display and rng.random() < self.display_share
                copies.append(np.clip(to_display(goods, rng)[0] if as_shown else goods, 0, 1).astype(np.float32))
            yield tuple(torch.from_numpy(copy[None]) for copy in copies)


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


def attenuate(transmission: np.ndarray) -> np.ndarray:
    """-ln T as the service computes it: 0 in air, at most 11.7."""
    return -np.log(np.clip(transmission, np.exp(-DEEPEST), 1)).astype(np.float32)


def read_by_pair(high: np.ndarray, low: np.ndarray, factor: float | np.ndarray) -> np.ndarray:
    """Low attenuation where the low energy loses so many times as much beyond the high one, as other pairs of energies do."""
    return np.maximum(high + (low - high) * factor, 0)


def vary(tile: Tile, benign: list[Crop], rng: np.random.Generator, piled_share: float = 0.0) -> None:
    """More goods and grain, before any threat is projected and before anything is displayed; in a share of tiles piles as well."""
    if tile.is_display:
        return
    if rng.random() < 0.3:
        other = cut(benign[rng.integers(len(benign))], TILE_WIDTH, rng)
        if tile.low is None or other.low is not None:
            stand_behind(tile, other, rng)
    if piled_share and rng.random() < piled_share:
        pile_up(tile, rng)
    if rng.random() < 0.25:
        fill_up(tile, rng)
    if rng.random() < 0.35:
        add_grain(tile, rng)


def equip(tile: Tile, rng: np.random.Generator) -> None:
    """Ventilators and fixtures in a share of tiles, as `vary` before any threat is projected and before anything is displayed."""
    if tile.is_display:
        return
    if rng.random() < VENTILATED_SHARE:
        add_ventilators(tile, rng)
    if rng.random() < FIXED_SHARE:
        add_fixtures(tile, rng)


def _benign_readings(crops: list[Crop]) -> list[Crop]:
    return [crop for crop in crops if crop.mask is None and not crop.is_display]


def calibrate(transmission: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What a calibration leaves: a wrong open-beam level, scatter not subtracted."""
    return transmission * rng.normal(1, 0.006) + max(0, rng.normal(0, 0.0005))


def _by_scanner(threats: list[Crop]) -> dict[str, list[Crop]]:
    pools: dict[str, list[Crop]] = {"any": threats}
    for threat in threats:
        pools.setdefault(threat.facts["scanner"], []).append(threat)
    return pools


def _generator(seed: int) -> np.random.Generator:
    """One stream a loader process."""
    worker = get_worker_info()
    return np.random.default_rng([seed, worker.id if worker else 0])


def attenuate_tensor(transmission: torch.Tensor) -> torch.Tensor:
    """As `attenuate`, for a batch."""
    return -torch.log(transmission.clamp(min=float(np.exp(-DEEPEST)), max=1))
