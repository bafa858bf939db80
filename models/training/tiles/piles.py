"""Goods that no simulator draws: one thing many times over, as things lie that nobody stacks."""

import numpy as np

from tiles.projection import Tile, lay_over, turned
from tiles.shapes import draw_assembly

FEWEST, MOST_THINGS = 4, 600
THINNEST_PILE, THICKEST_PILE = 0.8, 8
"""How many things lie one behind another, on average."""
SIDES = 6
"""From how many sides a thing is seen that lies anyhow."""
SMALLEST, LARGEST = 10, 60
"""Pixels across one thing."""
LIGHTEST, HEAVIEST = 0.04, 0.7
"""Attenuation of one thing, where it is thickest."""
SPREAD_IN_ROWS = 1 / 6
"""How far things in rows lie from their place, as a share of the distance between them."""


def pile_up(tile: Tile, rng: np.random.Generator) -> None:
    """Lays one thing many times over into a part of a tile, in rows or at random; it is no threat."""
    height, width = tile.high.shape
    in_rows = rng.random() < 0.5
    things = _draw_thing(tile, 1 if in_rows and rng.random() < 0.5 else SIDES, rng)
    rows, columns = size = tuple(max(thing.shape[axis] for thing in things) for axis in (0, 1))
    top, bottom = int(rng.integers(20, height * 2 // 3)), height - int(rng.integers(20, 45))
    left = int(rng.integers(-width // 3, width * 2 // 3))
    right = left + int(rng.integers(width // 5, width))
    area = max(1, (bottom - top) * (min(right, width) - max(left, 0)))
    behind_another = np.exp(rng.uniform(np.log(THINNEST_PILE), np.log(THICKEST_PILE)))
    count = int(np.clip(area / (rows * columns) * behind_another, FEWEST, MOST_THINGS))
    middles = _in_rows((bottom, left, right), size, count, rng) if in_rows else rng.uniform((top, left), (bottom, right), (count, 2))
    # A margin of one thing, which nothing sticks out of.
    depth = np.zeros((height + 2 * rows, width + 2 * columns), np.float32)
    for y, x in middles:
        thing = things[rng.integers(len(things))]
        row, column = round(y + rows / 2), round(x + columns / 2)
        if y > top and 0 <= row <= height + rows and 0 <= column <= width + columns:
            depth[row : row + thing.shape[0], column : column + thing.shape[1]] += thing
    depth = depth[rows:-rows, columns:-columns]
    depth[bottom:] = 0
    place = depth > 0
    lay_over(tile, place, depth[place], depth[place] * rng.uniform(1.1, 1.4), rng)


def _draw_thing(tile: Tile, sides: int, rng: np.random.Generator) -> list[np.ndarray]:
    """One thing from so many sides: its attenuation, as wide as the tile shows its container."""
    high, _ = draw_assembly(rng, SMALLEST, LARGEST)
    high *= np.exp(rng.uniform(np.log(LIGHTEST), np.log(HEAVIEST))) / high.max()
    return [turned([high], rng.uniform(0, 360), rng.uniform(0.9, 1.1), tile.columns_share, rng.random() < 0.5)[0] for _ in range(sides)]


def _in_rows(within: tuple[int, int, int], size: tuple[int, int], count: int, rng: np.random.Generator) -> np.ndarray:
    """The middles of so many things, [count, 2], row above row from the bottom, between left and right."""
    bottom, left, right = within
    spacing = np.array(size) * rng.uniform(0.3, 1.1)
    row, column = np.divmod(np.arange(count), max(1, int((right - left) / spacing[1])))
    even = np.stack([bottom - row * spacing[0], left + column * spacing[1]], axis=1)
    return even + rng.normal(0, SPREAD_IN_ROWS, (count, 2)) * spacing
