"""Goods that no simulator draws: one thing many times over, as things lie that nobody stacks."""

import numpy as np

from projection import Tile, lay_over

MOST_THINGS = 600
SIDES = 6
"""From how many sides a thing is seen."""
SPREAD_IN_ROWS = 1 / 6
"""How far things in rows lie from their place, as a share of the distance between them."""


def pile_up(tile: Tile, rng: np.random.Generator) -> None:
    """Lays rings, discs, bars or boxes into a part of a tile, in rows or at random; they are no threats."""
    height, width = tile.high.shape
    things = _draw_thing(rng)
    size = things[0].shape[0]
    top, bottom = int(rng.integers(20, height * 2 // 3)), height - int(rng.integers(20, 45))
    left = int(rng.integers(-width // 3, width * 2 // 3))
    right = left + int(rng.integers(width // 5, width))
    area = max(1, (bottom - top) * (min(right, width) - max(left, 0)))
    count = int(np.clip(area / size**2 * np.exp(rng.uniform(np.log(0.7), np.log(6))), 4, MOST_THINGS))
    # A margin of one thing, which nothing sticks out of.
    depth = np.zeros((height + 2 * size, width + 2 * size), np.float32)
    for y, x in _places((top, bottom), (left, right), count, size, rng):
        thing = things[rng.integers(len(things))]
        row, column = round(y + size / 2), round(x + size / 2)
        if y > top and 0 <= row <= height + size and 0 <= column <= width + size:
            depth[row : row + size, column : column + size] += thing
    depth = depth[size:-size, size:-size]
    depth[bottom:] = 0
    place = depth > 0
    lay_over(tile, place, depth[place], depth[place] * rng.uniform(1.1, 1.4), rng)


def _places(
    rows: tuple[int, int], columns: tuple[int, int], count: int, size: int, rng: np.random.Generator
) -> list[tuple[float, float]]:
    """The middles of so many things: in rows from below, or anywhere."""
    if rng.random() < 0.5:
        return [(rng.uniform(*rows), rng.uniform(*columns)) for _ in range(count)]
    spacing = size * rng.uniform(0.3, 1.1)
    across = max(1, int((columns[1] - columns[0]) / spacing))
    off = rng.normal(0, spacing * SPREAD_IN_ROWS, (count, 2))
    return [(rows[1] - index // across * spacing + y, columns[0] + index % across * spacing + x) for index, (y, x) in enumerate(off)]


def _draw_thing(rng: np.random.Generator) -> list[np.ndarray]:
    """One thing from a few sides: its attenuation, each in a square of the same size; soft by a pixel at its edge."""
    radius = np.exp(rng.uniform(np.log(4), np.log(26)))
    strength = np.exp(rng.uniform(np.log(0.04), np.log(0.7)))
    wall, hollow, kind = rng.uniform(0.12, 0.5), rng.uniform(0, 0.95), rng.integers(4)
    size = int(2 * radius) + 4
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) - (size - 1) / 2

    def within(distance: np.ndarray, limit: float) -> np.ndarray:
        return np.clip((limit - distance) * radius / 1.5 + 0.5, 0, 1)

    sides = []
    for _ in range(SIDES):
        angle, flat = rng.uniform(0, np.pi), rng.uniform(0.35, 1)
        along = (x * np.cos(angle) + y * np.sin(angle)) / radius
        over = (y * np.cos(angle) - x * np.sin(angle)) / radius
        round_distance, square_distance = np.hypot(along, over / flat), np.maximum(np.abs(along), np.abs(over) / flat)
        if kind == 0:
            drawn = within(round_distance, 1) - hollow * within(round_distance, 1 - wall)
        elif kind == 1:
            drawn = np.sqrt(np.clip(1 - round_distance**2, 0, 1))
        elif kind == 2:
            drawn = within(np.maximum(np.abs(along), np.abs(over) * 2 / wall), 1)
        else:
            drawn = within(square_distance, 1) - hollow * within(square_distance, 1 - wall / 2)
        sides.append((strength * drawn).astype(np.float32))
    return sides
