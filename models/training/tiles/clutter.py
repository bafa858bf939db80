"""More variety than a simulator draws: fuller loads, a second row of goods behind the first, and the grain of goods."""

import numpy as np

from tiles.projection import Tile

DEPTH_OF_WALLS = 0.3
"""Attenuation of both side walls, at the most."""
LEAST_FILLED, MOST_FILLED = 2.0, 9.0
"""What three quarters of a filled-up load attenuate at the most: few grey levels are left of it on a display."""
MOST_TIMES = 4.0


def stand_behind(tile: Tile, other: Tile, rng: np.random.Generator) -> None:
    """Puts another benign window's goods behind a tile's, thinned: transmissions multiply."""
    share = rng.uniform(0.15, 0.8)
    tile.high *= np.clip(other.high, 1e-4, None) ** share
    if tile.low is not None and other.low is not None:
        tile.low *= np.clip(other.low, 1e-4, None) ** share


def fill_up(tile: Tile, rng: np.random.Generator) -> None:
    """More of the same load one behind the other, up to four times as much, so that it is as dark as full containers are."""
    goods = [_depth_of_goods(plane) for plane in tile.readings]
    present = goods[0][goods[0] > 0]
    if len(present) == 0:
        return
    aimed = np.exp(rng.uniform(np.log(LEAST_FILLED), np.log(MOST_FILLED)))
    power = float(np.clip(aimed / np.percentile(present, 75), 1.1, MOST_TIMES))
    for plane, depth in zip(tile.readings, goods, strict=True):
        plane *= np.exp(-(power - 1) * depth)


def _depth_of_goods(transmission: np.ndarray) -> np.ndarray:
    """Attenuation less what the walls have of it."""
    return np.maximum(-np.log(np.clip(transmission, 1e-5, 1)) - DEPTH_OF_WALLS, 0)


def add_grain(tile: Tile, rng: np.random.Generator) -> None:
    """Goods are never even: up to some per cent more or less attenuation, in grains of 2 to 30 cm."""
    height, width = tile.high.shape
    cell = int(np.exp(rng.uniform(np.log(2), np.log(30))))
    stretch = int(rng.integers(1, 4)), int(rng.integers(1, 4))
    coarse = rng.standard_normal((height // (cell * stretch[0]) + 2, width // (cell * stretch[1]) + 2)).astype(np.float32)
    y = np.linspace(0, coarse.shape[0] - 1.001, height)
    x = np.linspace(0, coarse.shape[1] - 1.001, width)
    top, left = y.astype(int), x.astype(int)
    down, right = (y - top)[:, None].astype(np.float32), (x - left)[None].astype(np.float32)
    rows = coarse[top] * (1 - down) + coarse[top + 1] * down
    grain = 1 + rng.uniform(0.01, 0.12) * (rows[:, left] * (1 - right) + rows[:, left + 1] * right)
    grain = np.clip(grain, 0.5, 1.5)
    for plane in tile.readings:
        plane[:] = np.clip(plane, 1e-5, None) ** grain
