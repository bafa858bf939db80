"""Hollow things seen from any side: tyres, pipes and drums, cartons; what they attenuate by lies at their edges."""

import numpy as np

from tiles.display import blur

POINTS = 12_000
"""Of a thing's wall: some tens for each pixel that it is seen across."""
TYRE_SHARE, DRUM_SHARE = 0.5, 0.25
"""Of things; the rest are boxes."""


def draw_shell(rng: np.random.Generator, sides: int, smallest: int, largest: int) -> list[np.ndarray]:
    """A thing from so many sides: attenuation 0...1 of its wall, [h, w] and so many pixels across at the most."""
    wall = _wall(rng)
    length = np.exp(rng.uniform(np.log(smallest), np.log(largest)))
    views = [_seen(wall @ _turn(rng), length) for _ in range(sides)]
    thickest = max(view.max() for view in views)
    return [view / thickest for view in views]


def _wall(rng: np.random.Generator) -> np.ndarray:
    """Points [n, 3] of a wall that is as thick everywhere, within a sphere of diameter 1."""
    kind = rng.random()
    around, along = rng.uniform(0, 2 * np.pi, POINTS), rng.uniform(-1, 1, POINTS)
    if kind < TYRE_SHARE:
        thick, wide = rng.uniform(0.2, 0.45), rng.uniform(0.7, 1.6)
        radius = 1 + thick * np.cos(along * np.pi)
        points = np.stack([radius * np.cos(around), radius * np.sin(around), thick * wide * np.sin(along * np.pi)], axis=1)
    elif kind < TYRE_SHARE + DRUM_SHARE:
        points = np.stack([np.cos(around), np.sin(around), rng.uniform(0.2, 3) * along], axis=1)
    else:
        points = rng.uniform(-1, 1, (POINTS, 3))
        points[np.arange(POINTS), rng.integers(0, 3, POINTS)] = rng.choice([-1, 1], POINTS)
        points *= rng.uniform(0.3, 1, 3)
    return points / (2 * np.linalg.norm(points, axis=1).max())


def _turn(rng: np.random.Generator) -> np.ndarray:
    """A rotation [3, 3], any as likely as any other."""
    turn, scale = np.linalg.qr(rng.standard_normal((3, 3)))
    return turn * np.sign(np.diag(scale))


def _seen(points: np.ndarray, length: float) -> np.ndarray:
    """How much of a wall lies behind each pixel of its shadow."""
    y, x = (points[:, :2] * length).T
    rows, columns = int(np.ptp(y)) + 5, int(np.ptp(x)) + 5
    index = np.rint(y - y.min() + 2).astype(int) * columns + np.rint(x - x.min() + 2).astype(int)
    return blur(np.bincount(index, minlength=rows * columns).reshape(rows, columns), 1).astype(np.float32)
