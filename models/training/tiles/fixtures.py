"""Posts, rails and lashings, which soft-sided and open-top containers, flat racks and secured loads carry: the simulator draws few."""

import numpy as np

from tiles.projection import Tile, lay_over
from tiles.ventilators import soft_box

THINNEST, THICKEST = 0.02, 1.0
"""Attenuation of one: half a centimetre of plastic, three of steel."""
POSTS, RAILS, LASHINGS = 5, 2, 6
"""At most."""
SHORTEST_RAIL = 150
"""Two metres: what is shorter, a rifle may be."""


def add_fixtures(tile: Tile, rng: np.random.Generator) -> None:
    """Puts posts with their fittings, rails along the container or lashings into a tile, of one make; they are no threats."""
    draw = (_posts, _rails, _lashings)[rng.integers(3)]
    depth = np.exp(rng.uniform(np.log(THINNEST), np.log(THICKEST)))
    excess = rng.uniform(1.05, 1.3)
    above = depth * draw(tile.high.shape, rng)
    place = above > 0
    lay_over(tile, place, above[place], above[place] * excess, rng)


def _posts(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """At even distances, from the floor up or from the roof down, with a thicker fitting at the upper or lower end of some."""
    height, width = shape
    drawn = np.zeros(shape, np.float32)
    thickness, distance = rng.uniform(2, 12), rng.uniform(40, 340)
    top = rng.uniform(4, 24) if rng.random() < 0.8 else rng.uniform(24, height * 0.7)
    bottom = rng.uniform(height - 50, height) if rng.random() < 0.8 else rng.uniform(top + 20, height)
    fitting = rng.uniform(5, 28), thickness * rng.uniform(1, 3)
    at_top, at_bottom = rng.random(2) < 0.5
    for x in np.arange(rng.uniform(0, distance), width, distance)[:POSTS]:
        drawn += soft_box(shape, ((top + bottom) / 2, x), (bottom - top, thickness))
        for end, has_fitting in ((top + fitting[0] / 2, at_top), (bottom - fitting[0] / 2, at_bottom)):
            if has_fitting:
                drawn += rng.uniform(0.3, 1.5) * soft_box(shape, (end, x), fitting)
    return drawn


def _rails(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Along the whole window or a part of it, at any height."""
    drawn = np.zeros(shape, np.float32)
    for _ in range(int(rng.integers(1, RAILS + 1))):
        middle = rng.uniform(6, shape[0] - 6), rng.uniform(0, shape[1])
        length = 2 * shape[1] if rng.random() < 0.5 else rng.uniform(SHORTEST_RAIL, shape[1])
        drawn += soft_box(shape, middle, (rng.uniform(2, 9), length))
    return drawn


def _lashings(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Straps or rods aslant, alone or crossed, of one thickness."""
    drawn = np.zeros(shape, np.float32)
    thickness, is_crossed = rng.uniform(1, 4), rng.random() < 0.5
    reach = rng.uniform(30, 200), rng.uniform(40, 200)
    for _ in range(int(rng.integers(1, LASHINGS + 1))):
        top, left = rng.uniform(0, shape[0] - reach[1]), rng.uniform(-reach[0], shape[1])
        slant = 1 if rng.random() < 0.5 else -1
        for way in (slant, -slant) if is_crossed else (slant,):
            from_x, to_x = (left, left + reach[0])[::way]
            drawn += _soft_line(shape, (top, from_x), (top + reach[1], to_x), thickness)
    return drawn


def _soft_line(shape: tuple[int, int], start: tuple[float, float], end: tuple[float, float], thickness: float) -> np.ndarray:
    """1 within half the thickness of the line from one point (y, x) to another, 0 outside, soft at its edge."""
    y, x = np.ogrid[: shape[0], : shape[1]]
    along = np.subtract(end, start)
    share = (((y - start[0]) * along[0] + (x - start[1]) * along[1]) / (along @ along)).clip(0, 1)
    away = np.hypot(y - start[0] - share * along[0], x - start[1] - share * along[1])
    return np.clip((thickness / 2 - away) / 2 + 0.5, 0, 1).astype(np.float32)
