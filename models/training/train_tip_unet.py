"""Trains tip-unet (dual energy) or tip-unet-single (one energy, readings and display pictures): see README.md."""

import argparse
from pathlib import Path

import torch

from fitting.export import export_map
from fitting.loop import batches, train
from fitting.losses import segmentation_loss
from networks.unet import AnomalyMap, Unet
from tiles.projected import ThreatTiles


DISPLAY_SHARE = 0.75
"""Of tiles of one energy, those that are shown as a display picture."""


def start_from(network: Unet, checkpoint: Path) -> None:
    """Takes over the averaged weights that have the same shape: all but the stem, where the number of energies differs."""
    saved = torch.load(checkpoint, map_location="cpu", weights_only=True)["parts"][1]
    own = network.state_dict()
    network.load_state_dict({name: saved[name] if saved[name].shape == value.shape else value for name, value in own.items()})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("technology", choices=["tip-unet", "tip-unet-single"])
    parser.add_argument("--data", type=Path, required=True, help="folder that prepare.sh filled")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint and model.onnx")
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1, help="loader processes")
    parser.add_argument("--start", type=Path, help="a checkpoint to start from, e.g. that of tip-unet-single: all weights that fit")
    options = parser.parse_args()

    torch.manual_seed(options.seed)
    energies = 2 if options.technology == "tip-unet" else 1
    network = Unet(energies)
    if options.start:
        start_from(network, options.start)
    tiles = ThreatTiles(options.data, energies, display_share=DISPLAY_SHARE, seed=options.seed)
    trained = train(
        network,
        batches(tiles, options.batch, options.processes),
        lambda net, batch: segmentation_loss(net(batch[0]).float(), batch[1], batch[2]),
        steps=options.steps,
        rate=options.rate,
        checkpoint=options.out / f"{options.technology}.pt",
    )
    export_map(AnomalyMap(trained, energies), energies, "attenuation", options.out / options.technology / "model.onnx")


if __name__ == "__main__":
    main()
