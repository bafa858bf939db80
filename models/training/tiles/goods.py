"""Endless training tiles of goods without threats, for technologies that learn what is benign."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import IterableDataset

from networks.features import FLOOR_ROWS, ROOF_ROWS
from tiles.crops import benign_readings, read_crops
from tiles.display import to_display
from tiles.loader_rng import loader_rng
from tiles.projection import TILE_WIDTH, cut
from tiles.variety import TIDY, equip, vary


class BenignTiles(IterableDataset):
    """
    Transmission [1, 224, 384] of goods without a threat, less frame and floor as technologies that judge goods see it.
    `copies` of one window differ in how they are displayed: as read, or by curves of their own.
    """

    def __init__(self, data: Path, display_share: float, seed: int, copies: int = 1) -> None:
        self.crops = [crop for crop in read_crops(data, threats=False) if crop.mask is None]
        self.benign = benign_readings(self.crops)
        self.display_share, self.seed, self.copies = display_share, seed, copies

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        rng = loader_rng(self.seed)
        while True:
            tile = cut(self.crops[rng.integers(len(self.crops))], TILE_WIDTH, rng)
            vary(tile, self.benign, rng, TIDY)
            equip(tile, rng)
            goods = np.pad(tile.high[ROOF_ROWS:-FLOOR_ROWS], ((0, ROOF_ROWS + FLOOR_ROWS - 32), (0, 0)), mode="edge")
            copies = []
            for _ in range(self.copies):
                as_shown = not tile.is_display and rng.random() < self.display_share
                copies.append(np.clip(to_display(goods, rng)[0] if as_shown else goods, 0, 1).astype(np.float32))
            yield tuple(torch.from_numpy(copy[None]) for copy in copies)
