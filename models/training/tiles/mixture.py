"""Tiles of scenes as they are simulated, and between them tiles with projected threats: neither kind is forgotten."""

from collections.abc import Iterator

import numpy as np
import torch
from torch.utils.data import IterableDataset

from tiles.projected import ThreatTiles
from tiles.scenes import SceneTiles


class Mixture(IterableDataset):
    """As `SceneTiles`; a share of the tiles is of `ThreatTiles`, of no container that is remembered."""

    def __init__(self, scenes: SceneTiles, projected: ThreatTiles, projected_share: float, seed: int) -> None:
        self.scenes, self.projected, self.projected_share, self.seed = scenes, projected, projected_share, seed

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        rng = np.random.default_rng(self.seed)
        scenes, projected = iter(self.scenes), iter(self.projected)
        while True:
            yield (*next(projected), torch.tensor(-1)) if rng.random() < self.projected_share else next(scenes)
