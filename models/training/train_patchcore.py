"""Builds patchcore: features of benign goods, a few of them kept; far from all of them is an anomaly. See README.md."""

import argparse
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from fitting.export import export_map
from fitting.loop import device
from fitting.unlabelled import ScoredDistance, Teacher, extreme_distance, load_teacher, sample_features


class NearestMemory(nn.Module):
    """Distance of each place's features to the nearest kept ones, by one 1x1 convolution: |f - c|2 = |f|2 - 2fc + |c|2."""

    def __init__(self, teacher: Teacher, memory: Tensor) -> None:
        super().__init__()
        self.teacher = teacher
        self.register_buffer("kernel", (-2 * memory)[:, :, None, None])
        self.register_buffer("squares", memory.square().sum(1))

    def forward(self, attenuation: Tensor) -> Tensor:
        features = self.teacher(attenuation)
        products = functional.conv2d(features, self.kernel, self.squares)
        squared = products.amin(1, keepdim=True) + features.square().sum(1, keepdim=True)
        return functional.avg_pool2d(squared.clamp(min=0).sqrt(), 3, 1, 1)


def keep_farthest(features: Tensor, count: int) -> Tensor:
    """Greedy k-centre coreset (Roth et al.: Towards Total Recall in Industrial Anomaly Detection, CVPR 2022)."""
    nearest = torch.full((len(features),), float("inf"), device=features.device)
    chosen = [0]
    for _ in range(count - 1):
        nearest = torch.minimum(nearest, (features - features[chosen[-1]]).square().sum(1))
        chosen.append(int(nearest.argmax()))
    return features[chosen]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that prepare.sh filled")
    parser.add_argument("--out", type=Path, required=True, help="folder with backbone.pt, and for model.onnx")
    parser.add_argument("--memory", type=int, default=768, help="features to keep")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    torch.manual_seed(options.seed)
    teacher = load_teacher(options.out / "backbone.pt", options.data, options.seed).to(device())
    memory = keep_farthest(sample_features(teacher, options.data, options.seed + 1, tiles=400, per_tile=100), options.memory)
    distance = NearestMemory(teacher, memory).to(device()).eval()
    extreme = extreme_distance(distance, options.data, options.seed + 2)
    export_map(ScoredDistance(distance, extreme), 1, "attenuation", options.out / "patchcore" / "model.onnx")


if __name__ == "__main__":
    main()
