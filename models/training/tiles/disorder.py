"""Untidiness: a simulator stacks what is alike, upright and with crisp edges; people and lorries do not leave it so."""

import numpy as np
import torch
from torch.nn import functional

from tiles.display import blur
from tiles.projection import Tile

CLOSEST, FARTHEST = 14, 70
"""Pixels over which goods are pushed one way."""
FARTHEST_PUSH, LARGEST_PUSH = 0.22, 7
"""How far at most, as a share of that and in pixels: more would fold them."""
KEPT_ABOVE, KEPT_BELOW = 16, 44
"""Rows at the roof and at the floor over which it fades: the frame stays straight."""


def push_about(tile: Tile, rng: np.random.Generator) -> None:
    """Pushes goods, and the threats among them, a few pixels this way and that, evenly over some distance."""
    height, width = tile.high.shape
    distance = np.exp(rng.uniform(np.log(CLOSEST), np.log(FARTHEST)))
    furthest = min(FARTHEST_PUSH * distance, LARGEST_PUSH) * rng.uniform(0.2, 1)
    row = torch.arange(height)[:, None]
    fading = torch.clamp(torch.minimum(row / KEPT_ABOVE, (height - row) / KEPT_BELOW) - 0.5, 0, 1)
    push_x, push_y = _smooth_fields((height, width), distance, rng) * furthest * fading
    x = (torch.arange(width) + push_x) / (width - 1) * 2 - 1
    y = (row + push_y) / (height - 1) * 2 - 1
    places = torch.stack([x, y], dim=-1)[None]

    planes = [*tile.readings, tile.mask, *tile.threats]
    stack = torch.from_numpy(np.stack(planes).astype(np.float32))[None]
    pushed = list(functional.grid_sample(stack, places, padding_mode="border", align_corners=True)[0].numpy())
    tile.high = pushed.pop(0)
    tile.low = None if tile.low is None else pushed.pop(0)
    tile.mask, tile.threats = pushed[0], [threat > 0.5 for threat in pushed[1:]]


def soften(tile: Tile, rng: np.random.Generator) -> None:
    """Goods without crisp edges, as sacks, wool or scattered rays have none; what is projected later keeps its own."""
    radius = int(rng.integers(1, 4))
    for plane in tile.readings:
        plane[KEPT_ABOVE:-KEPT_BELOW] = blur(plane, radius)[KEPT_ABOVE:-KEPT_BELOW]


def _smooth_fields(shape: tuple[int, int], distance: float, rng: np.random.Generator) -> torch.Tensor:
    """Two fields of random values, [2, h, w], mostly between -1 and 1, that change over so many pixels."""
    coarse = np.clip(rng.standard_normal((2, *(int(side / distance) + 3 for side in shape))) / 1.5, -1, 1).astype(np.float32)
    return functional.interpolate(torch.from_numpy(coarse)[None], size=shape, mode="bicubic", align_corners=True)[0]
