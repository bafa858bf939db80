"""What patchcore and student-teacher share: the backbone's features, whitened, and how distances become scores."""

from itertools import islice
from pathlib import Path

import torch
from torch import Tensor, nn

from fitting.loop import batches, device
from networks.backbone import Backbone
from tiles.goods import BenignTiles
from tiles.readings import attenuate_tensor

EXTREME_QUANTILE = 0.9999
"""The benign distance that counts as score 0.5."""


class Teacher(nn.Module):
    """The frozen backbone; each feature has mean 0 and deviation 1 over benign goods."""

    def __init__(self, backbone: Backbone, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.backbone = backbone.eval().requires_grad_(False)
        self.register_buffer("mean", mean.reshape(1, -1, 1, 1))
        self.register_buffer("deviation", deviation.reshape(1, -1, 1, 1))

    def forward(self, attenuation: Tensor) -> Tensor:
        return (self.backbone(attenuation) - self.mean) / self.deviation


def load_teacher(checkpoint: Path, data: Path, seed: int) -> Teacher:
    backbone = Backbone()
    backbone.load_state_dict(torch.load(checkpoint, map_location="cpu", weights_only=True))
    plain = Teacher(backbone, torch.zeros(1), torch.ones(1)).to(device())
    features = sample_features(plain, data, seed, tiles=160, per_tile=200)
    return Teacher(backbone, features.mean(0), features.std(0) + 1e-3)


def benign_attenuation(data: Path, seed: int, tiles: int):
    """Batches of benign tiles, in the share of display pictures that training has."""
    stream = batches(BenignTiles(data, display_share=0.5, seed=seed), 8, 1)
    return (attenuate_tensor(batch[0]) for batch in islice(stream, tiles // 8))


@torch.no_grad()
def sample_features(teacher: Teacher, data: Path, seed: int, tiles: int, per_tile: int) -> Tensor:
    """Features [n, width] of random places of benign tiles."""
    picked = []
    generator = torch.Generator().manual_seed(seed)
    for attenuation in benign_attenuation(data, seed, tiles):
        features = teacher(attenuation).flatten(2).transpose(1, 2)
        for one in features:
            picked.append(one[torch.randint(len(one), (per_tile,), generator=generator).to(one.device)].float())
    return torch.cat(picked)


class ScoredDistance(nn.Module):
    """A distance map to scores: 0 at no distance, 0.5 at the extreme of benign goods, towards 1 beyond."""

    def __init__(self, distance: nn.Module, extreme: float) -> None:
        super().__init__()
        self.distance, self.extreme = distance, extreme

    def forward(self, attenuation: Tensor) -> Tensor:
        distance = self.distance(attenuation)
        return distance / (distance + self.extreme)


@torch.no_grad()
def extreme_distance(distance: nn.Module, data: Path, seed: int, tiles: int = 240) -> float:
    values = torch.cat([distance(attenuation).flatten().float().cpu() for attenuation in benign_attenuation(data, seed, tiles)])
    return float(values.sort().values[int(EXTREME_QUANTILE * (len(values) - 1))])
