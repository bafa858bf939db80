"""Trains the backbone of patchcore and student-teacher on benign goods, without labels: see README.md."""

import argparse
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from fitting.loop import batches, train
from networks.backbone import Backbone
from tiles.goods import BenignTiles
from tiles.readings import attenuate_tensor

PLACES = 96
"""Places of each tile that are compared."""


class Projected(nn.Module):
    """The backbone with the projector that the loss works on and that is thrown away after training."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = Backbone()
        width = self.backbone.body[-1].out_channels
        self.project = nn.Sequential(nn.Linear(width, 160), nn.BatchNorm1d(160), nn.ReLU(inplace=True), nn.Linear(160, 160))

    def forward(self, attenuation: Tensor, places: Tensor) -> Tensor:
        features = self.backbone(attenuation).flatten(2)
        picked = features.gather(2, places[:, None].expand(-1, features.shape[1], -1))
        return self.project(picked.transpose(1, 2).flatten(0, 1).float())


def vicreg_loss(first: Tensor, second: Tensor) -> Tensor:
    """Variance, invariance and covariance (Bardes, Ponce, LeCun: VICReg, ICLR 2022), over places instead of pictures."""
    invariance = functional.mse_loss(first, second)
    variance = covariance = first.new_zeros(())
    for z in (first, second):
        centred = z - z.mean(0)
        variance = variance + functional.relu(1 - (centred.var(0) + 1e-4).sqrt()).mean()
        products = centred.T @ centred / (len(z) - 1)
        covariance = covariance + (products.square().sum() - products.diagonal().square().sum()) / z.shape[1]
    return 25 * invariance + 25 * variance + covariance


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that prepare.sh filled")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint")
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1, help="loader processes")
    options = parser.parse_args()

    torch.manual_seed(options.seed)

    def loss_of(network: Projected, batch: list[Tensor]) -> Tensor:
        # Two displays of one window: what a place is must not depend on the curve it is shown with.
        rows, columns = (length // 8 for length in batch[0].shape[2:])
        places = torch.randint(rows * columns, (len(batch[0]), PLACES), device=batch[0].device)
        first, second = (network(attenuate_tensor(copy), places) for copy in batch)
        return vicreg_loss(first.float(), second.float())

    trained = train(
        Projected(),
        batches(BenignTiles(options.data, display_share=0.6, seed=options.seed, copies=2), options.batch, options.processes),
        loss_of,
        steps=options.steps,
        rate=options.rate,
        checkpoint=options.out / "backbone-run.pt",
    )
    torch.save(trained.backbone.state_dict(), options.out / "backbone.pt")


if __name__ == "__main__":
    main()
