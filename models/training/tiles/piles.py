"""Goods that no simulator draws: one thing many times over, as things lie that nobody stacks."""

import numpy as np

from tiles.fields import smooth_fields
from tiles.projection import Tile, lay_over, turned
from tiles.shapes import draw_assembly
from tiles.shells import draw_shell

FEWEST, MOST_THINGS = 4, 1500
THINNEST_PILE, THICKEST_PILE = 2, 8
"""How many things lie one behind another, on average."""
SHADE = 0.1
"""What is darker than so much of the darkest of a thing is covered by it."""
SIDES = 6
"""From how many sides a thing is seen that lies anyhow."""
HOLLOW_SHARE = 0.5
"""Of piles, those of a thing with nothing within its wall."""
SMALLEST, LARGEST, SMALLEST_HOLLOW, LARGEST_HOLLOW = 10, 60, 20, 90
"""Pixels across one thing."""
LIGHTEST, HEAVIEST = 0.07, 0.8
"""Attenuation of one thing, where it is thickest."""
MOST_UNEVEN_RIDGE = 60
"""Pixels that a pile is higher or lower here than there."""
SPREAD_IN_ROWS = 1 / 6
"""How far things in rows lie from their place, as a share of the distance between them."""


def pile_up(tile: Tile, rng: np.random.Generator) -> None:
    """Lays one thing many times over into a part of a tile, in rows or at random; it is no threat."""
    height, width = tile.high.shape
    in_rows = rng.random() < 0.5
    things = _draw_thing(tile, 1 if in_rows and rng.random() < 0.5 else SIDES, rng)
    rows, columns = size = tuple(max(thing.shape[axis] for thing in things) for axis in (0, 1))
    covered = float(np.mean([(thing > SHADE * thing.max()).sum() for thing in things]))
    top, bottom = int(rng.integers(20, height * 2 // 3)), height - int(rng.integers(20, 45))
    left = int(rng.integers(-width // 3, width * 2 // 3))
    right = left + int(rng.integers(width // 4, width * 3 // 2))
    area = max(1, (bottom - top) * (min(right, width) - max(left, 0)))
    behind_another = np.exp(rng.uniform(np.log(THINNEST_PILE), np.log(THICKEST_PILE)))
    count = int(np.clip(area / covered * behind_another, FEWEST, MOST_THINGS))
    apart = np.array(size) * (covered / (rows * columns) / behind_another) ** 0.5
    middles = _in_rows((top, bottom, left, right), apart, rng) if in_rows else rng.uniform((top, left), (bottom, right), (count, 2))
    ridge = top + rng.uniform(0, MOST_UNEVEN_RIDGE) * smooth_fields(1, (1, width), (1, rng.uniform(columns, 4 * columns)), rng)[0, 0]
    # A margin of one thing, which nothing sticks out of.
    depth = np.zeros((height + 2 * rows, width + 2 * columns), np.float32)
    for y, x in middles:
        thing = things[rng.integers(len(things))]
        row, column = round(y + rows / 2), round(x + columns / 2)
        if y > ridge[int(np.clip(x, 0, width - 1))] and 0 <= row <= height + rows and 0 <= column <= width + columns:
            depth[row : row + thing.shape[0], column : column + thing.shape[1]] += thing
    depth = depth[rows:-rows, columns:-columns]
    depth[bottom:] = 0
    place = depth > 0
    lay_over(tile, place, depth[place], depth[place] * rng.uniform(1.1, 1.4), rng)


def _draw_thing(tile: Tile, sides: int, rng: np.random.Generator) -> list[np.ndarray]:
    """One thing from so many sides: its attenuation, as wide as the tile shows its container."""
    if rng.random() < HOLLOW_SHARE:
        views, turns = draw_shell(rng, sides, SMALLEST_HOLLOW, LARGEST_HOLLOW), 0.0
    else:
        views, turns = [draw_assembly(rng, SMALLEST, LARGEST)[0]] * sides, 360.0
    strongest = np.exp(rng.uniform(np.log(LIGHTEST), np.log(HEAVIEST))) / max(view.max() for view in views)
    return [turned([view * strongest], rng.uniform(0, turns), rng.uniform(0.9, 1.1), tile.columns_share, rng.random() < 0.5)[0] for view in views]


def _in_rows(within: tuple[int, int, int, int], apart: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The middles of things, [count, 2], row above row, so far apart down and across."""
    top, bottom, left, right = within
    apart = apart * np.exp(rng.uniform(-0.5, 0.5) * np.array([1, -1]))
    row, column = np.mgrid[0 : max(1, int((bottom - top) / apart[0])), 0 : max(1, int((right - left) / apart[1]))]
    even = np.stack([bottom - (row.ravel() + 0.5) * apart[0], left + (column.ravel() + 0.5) * apart[1]], axis=1)
    chosen = even[rng.permutation(len(even))[:MOST_THINGS]]
    return chosen + rng.normal(0, SPREAD_IN_ROWS, chosen.shape) * apart
