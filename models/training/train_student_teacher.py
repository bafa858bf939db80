"""Trains student-teacher: where a shallow student cannot follow its teacher is what neither saw. See README.md."""

import argparse
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from fitting.export import export_map
from fitting.loop import batches, device, train
from fitting.unlabelled import ScoredDistance, Teacher, extreme_distance, load_teacher
from networks.backbone import Student
from tiles.goods import BenignTiles
from tiles.readings import attenuate_tensor

HARDEST_SHARE = 0.1


class Disagreement(nn.Module):
    """Mean squared difference of both over the features, smoothed over 3x3 places."""

    def __init__(self, teacher: Teacher, student: Student) -> None:
        super().__init__()
        self.teacher, self.student = teacher, student

    def forward(self, attenuation: Tensor) -> Tensor:
        squared = (self.teacher(attenuation) - self.student(attenuation)).square().mean(1, keepdim=True)
        return functional.avg_pool2d(squared.sqrt(), 3, 1, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that prepare.sh filled")
    parser.add_argument("--out", type=Path, required=True, help="folder with backbone.pt, and for checkpoint and model.onnx")
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1, help="loader processes")
    options = parser.parse_args()

    torch.manual_seed(options.seed)
    teacher = load_teacher(options.out / "backbone.pt", options.data, options.seed).to(device()).eval()

    def loss_of(student: Student, batch: list[Tensor]) -> Tensor:
        attenuation = attenuate_tensor(batch[0])
        with torch.no_grad():
            wanted = teacher(attenuation).float()
        errors = (student(attenuation).float() - wanted).square().flatten()
        # The hardest features only (Batzner, Heckler, Koenig: EfficientAD, WACV 2024), and a little of all.
        hardest = errors.topk(int(HARDEST_SHARE * len(errors))).values.mean()
        return hardest + 0.2 * errors.mean()

    student = train(
        Student(),
        batches(BenignTiles(options.data, display_share=0.5, seed=options.seed), options.batch, options.processes),
        loss_of,
        steps=options.steps,
        rate=options.rate,
        checkpoint=options.out / "student-teacher.pt",
    )
    distance = Disagreement(teacher, student).eval()
    extreme = extreme_distance(distance, options.data, options.seed + 2)
    export_map(ScoredDistance(distance, extreme), 1, "attenuation", options.out / "student-teacher" / "model.onnx")


if __name__ == "__main__":
    main()
