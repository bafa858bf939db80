"""How wide a network is shown a container: what `input.dynamic.widths` says in the manifests of the U-Nets."""

import numpy as np

WIDTHS = ((2.15, 384), (4.6, 736))
"""What is up to so many times as long as high, 20 feet and 40, is so many columns wide."""
LEAST_COLUMNS, MOST_COLUMNS = 0.78, 1.28
"""Columns of a training tile, as shares of what the service shows: a container is never located to the pixel, and some are higher."""


def shown_width(rows: int, columns: int) -> int:
    """Columns that a container of so many rows and columns is brought to; what is longer keeps its proportion to the last."""
    for heights, width in WIDTHS:
        if columns <= heights * rows:
            return width
    return round(columns / rows * width / heights)


def shares_near_shown(plane: np.ndarray) -> tuple[float, float]:
    """Of a container's columns, those that the service shows, less and more."""
    share = shown_width(*plane.shape) / plane.shape[1]
    return LEAST_COLUMNS * share, MOST_COLUMNS * share


def brought_to(width: int, plane: np.ndarray) -> np.ndarray:
    """Transmissions of so many columns, as the service resizes them: means where they shrink, linear where they grow."""
    columns = plane.shape[1]
    if width >= columns:
        centres = np.clip((np.arange(width) + 0.5) * columns / width - 0.5, 0, columns - 1)
        left = np.minimum(centres.astype(int), max(0, columns - 2))
        share = (centres - left).astype(np.float32)
        return plane[:, left] * (1 - share) + plane[:, np.minimum(left + 1, columns - 1)] * share
    sums = np.pad(np.cumsum(plane, axis=1, dtype=np.float64), [(0, 0), (1, 0)])
    edges = np.linspace(0, columns, width + 1)
    whole = np.minimum(edges.astype(int), columns - 1)
    at_edges = sums[:, whole] + (edges - whole) * plane[:, whole]
    return (np.diff(at_edges, axis=1) * width / columns).astype(np.float32)
