"""Goods of commerce that a simulator draws too evenly: soft columns with seams between them, and heaps that are poured."""

import numpy as np

from tiles.fields import rough_field, smooth_fields
from tiles.projection import Tile, lay_over

COLUMNS_SHARE = 0.65
NARROWEST, WIDEST = 8, 70
"""Pixels across a column."""
LIGHTEST, HEAVIEST = 0.4, 7.0
"""Attenuation where it is thickest."""
LEAST_UNEVEN, MOST_UNEVEN = 0.02, 0.35
"""Deviation of the logarithm of attenuation from what shapes make of it."""


def stack_up(tile: Tile, rng: np.random.Generator) -> None:
    """Stands columns of soft goods in a tile, or pours a heap; they are no threat."""
    shape = tile.high.shape
    depth = _columns(shape, tile.columns_share, rng) if rng.random() < COLUMNS_SHARE else _heap(shape, rng)
    depth[shape[0] - int(rng.integers(20, 45)) :] = 0
    distance = np.exp(rng.uniform(np.log(3), np.log(60), 2))
    uneven = np.exp(rng.uniform(np.log(LEAST_UNEVEN), np.log(MOST_UNEVEN)))
    depth *= np.exp(uneven * rough_field(shape, tuple(distance), rng))
    depth *= np.exp(rng.uniform(np.log(LIGHTEST), np.log(HEAVIEST)))
    lay_over(tile, np.s_[:, :], depth, depth * rng.uniform(1.1, 1.4), rng)


def _columns(shape: tuple[int, int], columns_share: float, rng: np.random.Generator) -> np.ndarray:
    """Thickness 0...1 of columns beside one another, none quite upright, each with a top and seams of its own."""
    height, width = shape
    pitch = np.exp(rng.uniform(np.log(NARROWEST), np.log(WIDEST))) * columns_share
    count = int(width / pitch * 1.3) + 3
    edges = np.cumsum(pitch * np.clip(1 + rng.normal(0, rng.uniform(0, 0.15), count), 0.5, 1.5)) - pitch
    lean = rng.uniform(0, 0.2) * pitch * smooth_fields(1, shape, (rng.uniform(20, 120), pitch * 2), rng)[0]
    x = np.arange(width)[None] + lean
    column = np.clip(np.searchsorted(edges, x), 1, count - 1)
    across = np.clip((x - edges[column - 1]) / (edges[column] - edges[column - 1]), 0, 1) * 2 - 1
    across = np.clip(across / (1 - rng.uniform(0, 0.12)), -1, 1)
    profile = np.sqrt(1 - np.abs(across) ** np.exp(rng.uniform(np.log(2), np.log(12))))

    y = np.arange(height, dtype=np.float32)[:, None]
    tops = rng.uniform(0.02, 0.6) * height + np.cumsum(rng.normal(0, rng.uniform(0, 0.4), count)) * pitch * 0.4
    if rng.random() < 0.3:
        # Some were unloaded.
        tops += np.where(np.arange(count) > rng.integers(count), rng.uniform(0, 0.6) * height, 0)
    dome = rng.uniform(0, 0.8) * pitch / 2 / columns_share * across**2
    below = y - np.clip(tops, 4, height)[column] - dome
    inside = np.clip(below / np.exp(rng.uniform(0, np.log(30))), 0, 1)

    item = pitch / columns_share * rng.uniform(0.2, 1.5)
    within = np.mod(y / item + rng.uniform(0, 1, count)[column], 1) * 2 - 1
    seams = 1 - rng.uniform(0, 0.6) * np.abs(within) ** np.exp(rng.uniform(np.log(2), np.log(20)))
    each = np.clip(1 + rng.normal(0, rng.uniform(0, 0.15), count), 0.5, 1.5)[column]
    denser_below = 1 + rng.uniform(0, 1.5) * y / height
    return (profile * inside * seams * each * denser_below).astype(np.float32)


def _heap(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Thickness 0...1 of loose goods under a ridge of a few cones, deeper the farther below it."""
    height, width = shape
    x, y = np.arange(width)[None], np.arange(height, dtype=np.float32)[:, None]
    cones = []
    for _ in range(int(rng.integers(1, 5))):
        rounded, slope = rng.uniform(2, 60), rng.uniform(0, 1.3)
        middle, top = rng.uniform(-0.2 * width, 1.2 * width), rng.uniform(0.08, 0.75) * height
        cones.append(top + slope * (np.hypot(x - middle, rounded) - rounded))
    ridge = np.min(cones, axis=0) + rng.uniform(0, 10) * smooth_fields(1, (1, width), (1, rng.uniform(3, 60)), rng)[0]
    return (1 - np.exp(-np.maximum(y - ridge, 0) / np.exp(rng.uniform(0, np.log(60))))).astype(np.float32)
