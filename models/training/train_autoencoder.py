"""Trains the autoencoder: goods through a narrow middle and back; what it cannot rebuild it has not seen. See README.md."""

import argparse
from pathlib import Path

import torch
from torch.nn import functional

from fitting.export import export_map
from fitting.loop import batches, train
from networks.autoencoder import Autoencoder
from tiles.goods import BenignTiles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that prepare.sh filled")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint and model.onnx")
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1, help="loader processes")
    options = parser.parse_args()

    torch.manual_seed(options.seed)

    def loss_of(network, batch):
        # It sees 20 mm a pixel: half of what the tiles have.
        seen = functional.avg_pool2d(batch[0], 2)
        difference = network(seen).float() - seen
        return difference.abs().mean() + 4 * difference.square().mean()

    trained = train(
        Autoencoder(),
        batches(BenignTiles(options.data, display_share=0.5, seed=options.seed), options.batch, options.processes),
        loss_of,
        steps=options.steps,
        rate=options.rate,
        checkpoint=options.out / "autoencoder.pt",
    )
    export_map(trained, 1, "transmission", options.out / "autoencoder" / "model.onnx", "reconstruction", range_to=1)


if __name__ == "__main__":
    main()
