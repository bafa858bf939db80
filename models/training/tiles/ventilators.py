"""The ventilators that dry containers carry under the roof, wherever their maker put them: the simulator draws one near each end."""

import numpy as np

from tiles.crops import OPEN_BEAM, Crop
from tiles.projection import Tile, lay_over

HIGHEST_ROW, LOWEST_ROW = 10, 48
"""Rows of 256 between which they sit: some 10 to 55 cm below the roof."""
THINNEST, THICKEST = 0.02, 0.35
"""Attenuation of one: half a centimetre of plastic, a centimetre of steel."""
BOTH_WALLS_SHARE = 0.8
"""Of places, those at which the far wall carries one, too; a beam that is not level shows them beside each other."""


def add_ventilators(tile: Tile, rng: np.random.Generator) -> None:
    """Puts one to four ventilators at even distances along a tile, of one make and at one height; they are no threats."""
    width = tile.high.shape[1]
    rows, columns = rng.uniform(3, 11), rng.uniform(4, 20)
    depth = np.exp(rng.uniform(np.log(THINNEST), np.log(THICKEST)))
    excess = rng.uniform(1.05, 1.3)
    middle = rng.uniform(HIGHEST_ROW, LOWEST_ROW)
    beside = rng.uniform(-16, 16), rng.uniform(-3, 3)
    distance = rng.uniform(60, 340)
    above = np.zeros_like(tile.high)
    for x in np.arange(rng.uniform(0, distance), width, distance)[:4]:
        above += depth * soft_box(above.shape, (middle, x), (rows, columns))
        if rng.random() < BOTH_WALLS_SHARE:
            above += depth * soft_box(above.shape, (middle + beside[1], x + beside[0]), (rows, columns))
    place = above > 0
    lay_over(tile, place, above[place], above[place] * excess, rng)


def ventilated(crop: Crop, rng: np.random.Generator) -> Crop:
    """A container with ventilators drawn into it."""
    planes = [None if plane is None else plane.astype(np.float32) / OPEN_BEAM for plane in (crop.high, crop.low)]
    tile = Tile(planes[0], planes[1], np.zeros_like(planes[0]), crop.is_display)
    add_ventilators(tile, rng)
    high, low = (None if plane is None else np.rint(plane * OPEN_BEAM).clip(0, 65535).astype(np.uint16) for plane in (tile.high, tile.low))
    return Crop(crop.facts, high, low, crop.mask)


def soft_box(shape: tuple[int, int], middle: tuple[float, float], size: tuple[float, float]) -> np.ndarray:
    """1 within a box, 0 outside, and between them over its edge, which a beam of some width blurs."""
    sides = [
        np.clip((extent / 2 - np.abs(np.arange(length) - centre)) / 2 + 0.5, 0, 1)
        for length, centre, extent in zip(shape, middle, size, strict=True)
    ]
    return np.outer(*sides).astype(np.float32)
