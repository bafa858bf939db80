"""What crosses the strip at a container's floor: the simulator's undersides are all alike, and level with the beam or nearly so."""

import numpy as np

from tiles.projection import Tile, lay_over
from tiles.ventilators import soft_box

LOWEST_STRIP, HIGHEST_STRIP = 8, 44
"""Rows that it takes: as many as a beam from far below or above spreads it over."""
THINNEST, THICKEST = 0.04, 1.5
"""Attenuation of one part: a centimetre of wood, five of steel."""
STEEPEST = 0.03
"""Rows a column by which a rail rises or falls: a chassis is not level, or longer than what stands on it."""


def add_underside(tile: Tile, rng: np.random.Generator) -> None:
    """Puts crossmembers, fork pockets, rails and wheels, some of them, over the floor of a tile; they are no threats."""
    shape = tile.high.shape
    strip = rng.uniform(LOWEST_STRIP, HIGHEST_STRIP)
    above = np.zeros(shape, np.float32)
    for draw, chance in ((_members, 0.7), (_pockets, 0.5), (_rails, 0.7), (_wheels, 0.4)):
        if rng.random() < chance:
            above += draw(shape, strip, rng)
    place = above > 0
    lay_over(tile, place, above[place], above[place] * rng.uniform(1.05, 1.3), rng)


def _depth(rng: np.random.Generator) -> float:
    return float(np.exp(rng.uniform(np.log(THINNEST), np.log(THICKEST))))


def _members(shape: tuple[int, int], strip: float, rng: np.random.Generator) -> np.ndarray:
    """Upright and thin, at even distances, some missing, some thicker."""
    height, width = shape
    drawn = np.zeros(shape, np.float32)
    thickness, distance, depth = rng.uniform(1, 4), rng.uniform(9, 50), _depth(rng)
    for x in np.arange(rng.uniform(0, distance), width, distance):
        if rng.random() < 0.1:
            continue
        length = strip * rng.uniform(0.8, 1.1)
        middle = height - strip / 2 + rng.uniform(-2, 2), x + rng.uniform(-1.5, 1.5)
        drawn += depth * rng.uniform(0.6, 1.4) * soft_box(shape, middle, (length, thickness * rng.uniform(0.8, 1.6)))
    return drawn


def _pockets(shape: tuple[int, int], strip: float, rng: np.random.Generator) -> np.ndarray:
    """Pairs of dark boxes: pockets for forks, bolsters, stops."""
    height, width = shape
    drawn = np.zeros(shape, np.float32)
    size, apart, depth = (strip * rng.uniform(0.5, 1.3), rng.uniform(5, 28)), rng.uniform(12, 110), _depth(rng)
    is_hollow = rng.random() < 0.4
    for _ in range(int(rng.integers(1, 4))):
        x, y = rng.uniform(0, width), height - strip * rng.uniform(0.2, 0.7)
        for side in (x, x + apart):
            drawn += depth * soft_box(shape, (y, side), size)
            if is_hollow:
                drawn -= 0.8 * depth * soft_box(shape, (y, side), (size[0] - 5, size[1] - 5))
    return drawn.clip(0)


def _rails(shape: tuple[int, int], strip: float, rng: np.random.Generator) -> np.ndarray:
    """Along the floor, level or not quite, whole or ending somewhere."""
    height, width = shape
    drawn = np.zeros(shape, np.float32)
    x, y = np.arange(width), np.arange(height)[:, None]
    for _ in range(int(rng.integers(1, 5))):
        middle = height - rng.uniform(0, strip) + (x - width / 2) * rng.uniform(-STEEPEST, STEEPEST)
        line = np.clip((rng.uniform(1, 7) / 2 - np.abs(y - middle)) / 2 + 0.5, 0, 1)
        if rng.random() < 0.4:
            end = rng.uniform(0, width)
            line = line * ((x > end) if rng.random() < 0.5 else (x < end))
        drawn += _depth(rng) * line
    return drawn


def _wheels(shape: tuple[int, int], strip: float, rng: np.random.Generator) -> np.ndarray:
    """The upper part of what turns below: rings and discs about a middle at or under the lower edge."""
    height, width = shape
    drawn = np.zeros(shape, np.float32)
    radius = rng.uniform(12, 48)
    y, x = np.ogrid[:height, :width]
    low = height - strip * rng.uniform(0, 0.8) + radius
    hollow, depth = rng.uniform(0, 0.9), _depth(rng)
    for middle in rng.uniform(0, width, int(rng.integers(1, 4))):
        away = np.hypot(y - low, x - middle)
        drawn += depth * np.clip((radius - away) / 2 + 0.5, 0, 1) * np.clip((away - hollow * radius) / 2 + 0.5, 0, 1)
    return drawn
