"""Random fields: what changes evenly over some distance, and what is uneven at every scale."""

import numpy as np
import torch
from torch.nn import functional

FINEST, LEAST_CURVED = 2.0, 12.0
"""Pixels: what is finer is noise, and what changes faster may have kinks."""


def smooth_fields(count: int, shape: tuple[int, int], distance: float | tuple[float, float], rng: np.random.Generator) -> np.ndarray:
    """So many fields of random values, [count, h, w], of mean 0 and mostly between -1 and 1, that change over so many rows and columns."""
    down, across = distance if isinstance(distance, tuple) else (distance, distance)
    size = int(shape[0] / down) + 3, int(shape[1] / across) + 3
    coarse = np.clip(rng.standard_normal((count, *size)) / 1.5, -1, 1).astype(np.float32)
    # Where it changes fast nobody sees the kinks of the cheaper one.
    mode = "bicubic" if max(down, across) > LEAST_CURVED else "bilinear"
    return functional.interpolate(torch.from_numpy(coarse)[None], size=shape, mode=mode, align_corners=True)[0].numpy()


def rough_field(shape: tuple[int, int], distance: tuple[float, float], rng: np.random.Generator) -> np.ndarray:
    """
    One field, [h, w], of mean 0 and deviation about 1: what changes over so many rows and columns, and finer, each halving
    of the distance as strong as the one before or weaker, as goods seen through one another are.
    """
    weaker, strength = rng.uniform(0.4, 1), 1.0
    field, power = np.zeros(shape, np.float32), 0.0
    while max(distance) >= FINEST:
        # A distance of less than a pixel is none.
        field += strength * smooth_fields(1, shape, (max(1, distance[0]), max(1, distance[1])), rng)[0]
        power += strength**2
        distance, strength = (distance[0] / 2, distance[1] / 2), strength * weaker
    # A smooth field deviates by about 0.45.
    return field / (0.45 * max(power, 1e-6) ** 0.5)
