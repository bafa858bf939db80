"""Refines tip-unet or tip-unet-single on scenes as they are simulated, each with and without its threat: see README.md."""

import argparse
from itertools import islice
from pathlib import Path

import torch

from fitting.export import check_parity, export_map
from fitting.from_onnx import load_exported
from fitting.loop import batches, compiled, train
from fitting.losses import contrast_loss, segmentation_loss
from networks.unet import AnomalyMap, Unet
from tiles.mixture import Mixture
from tiles.projected import ThreatTiles
from tiles.scenes import SceneTiles
from tiles.variety import TIDY, UNTIDY
from train_tip_unet import DISPLAY_SHARE

DECISION_WEIGHT = 1.0
"""What a tile's own decision counts: it is the container's highest score that alarms."""
STATISTICS_BATCHES = 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("technology", choices=["tip-unet", "tip-unet-single"])
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders that prepare.js filled, with --twins")
    parser.add_argument("--projected", type=Path, help="folder that prepare.sh filled: projected threats in between")
    parser.add_argument("--projected-share", type=float, default=0.4, help="of the tiles, where --projected is given")
    parser.add_argument("--varied", action="store_true", help="more goods and grain in the scenes than were drawn")
    parser.add_argument("--untidy", action="store_true", help="and stacked, pushed about and filled up as goods of commerce are; projected threats among them, too")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint and model.onnx")
    parser.add_argument("--start", type=Path, required=True, help="an exported model to start from, e.g. models/tip-unet/model.onnx")
    parser.add_argument("--changed", action="store_true", help="the network answers otherwise than its start by design, as one energy from a start of both: do not hold them against each other")
    parser.add_argument("--steps", type=int, default=1500, help="0 exports the start once more, by what the export is now")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--contrast", type=float, default=0.0, help="what a threat counts against the highest elsewhere")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()

    torch.manual_seed(options.seed)
    energies = 2 if options.technology == "tip-unet" else 1
    variety = UNTIDY if options.untidy else TIDY if options.varied else None
    scenes = SceneTiles(options.data, energies, DISPLAY_SHARE, options.seed, variety)
    tiles = scenes
    if options.projected:
        projected = ThreatTiles(options.projected, energies, DISPLAY_SHARE, options.seed, variety or TIDY)
        tiles = Mixture(scenes, projected, options.projected_share, options.seed)
    network = Unet(energies)
    # One, not more: each would begin with the very same tiles.
    stream = batches(tiles, options.batch, processes=1)
    load_exported(network, options.start, energies, (batch[0] for batch in islice(stream, STATISTICS_BATCHES)))
    if not options.changed:
        check_parity(AnomalyMap(network, energies).eval(), energies, "attenuation", options.start)

    @compiled
    def judge(net: Unet, attenuation: torch.Tensor, target: torch.Tensor, weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The loss of a batch, and each tile's highest logit."""
        logits = net(attenuation).float()
        loss = segmentation_loss(logits, target, weight, DECISION_WEIGHT)
        if options.contrast:
            loss = loss + options.contrast * contrast_loss(logits, target, weight)
        return loss, logits.detach().flatten(1).amax(1)

    def loss_of(net: Unet, batch: list[torch.Tensor]) -> torch.Tensor:
        attenuation, target, weight, containers = batch
        loss, peaks = judge(net, attenuation, target, weight)
        for container, peak in zip(containers.tolist(), peaks.tolist(), strict=True):
            scenes.remember(container, peak)
        return loss

    checkpoint = options.out / f"{options.technology}-refined-{options.seed}.pt"
    trained = train(network, stream, loss_of, steps=options.steps, rate=options.rate, checkpoint=checkpoint)
    export_map(AnomalyMap(trained, energies), energies, "attenuation", options.out / options.technology / "model.onnx")


if __name__ == "__main__":
    main()
