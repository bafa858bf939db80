"""Makes tip-unet-int8 of tip-unet: 8-bit weights and activations (QDQ), calibrated on training tiles. See README.md."""

import argparse
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import onnx
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor

from tiles.projected import ThreatTiles
from tiles.scenes import SceneTiles


class Tiles(CalibrationDataReader):
    """Training tiles, one at a time, under the model's input name."""

    def __init__(self, tiles: Iterable[tuple[Tensor, ...]], count: int) -> None:
        self.tiles = islice(tiles, count)

    def get_next(self) -> dict | None:
        tile = next(self.tiles, None)
        return None if tile is None else {"attenuation": tile[0][None].numpy()}


def before_logits(graph: onnx.GraphProto) -> list[str]:
    """
    The convolutions up to the last of more than one pixel. What comes after it, the head and the verdict, stays float: their
    logits decide, and they cost next to nothing.
    """
    convolutions = [node for node in graph.node if node.op_type == "Conv"]
    sizes = {value.name: tuple(value.dims[2:]) for value in graph.initializer}
    while sizes[convolutions[-1].input[1]] == (1, 1):
        convolutions.pop()
    return [node.name for node in convolutions]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that prepare.sh filled, or prepare.js with --twins")
    parser.add_argument("--twins", action="store_true", help="a refined tip-unet: scenes with and without their threats, as it was refined on")
    parser.add_argument("--out", type=Path, required=True, help="folder with tip-unet/model.onnx, and for tip-unet-int8/")
    parser.add_argument("--tiles", type=int, default=160)
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()

    tiles = SceneTiles([options.data], 2, 0, options.seed) if options.twins else ThreatTiles(options.data, energies=2, display_share=0, seed=options.seed)
    source, target = options.out / "tip-unet" / "model.onnx", options.out / "tip-unet-int8" / "model.onnx"
    target.parent.mkdir(parents=True, exist_ok=True)
    prepared = target.with_name("prepared.onnx")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    convolutions = before_logits(onnx.load(str(prepared)).graph)
    quantize_static(
        str(prepared),
        str(target),
        Tiles(tiles, options.tiles),
        quant_format=QuantFormat.QDQ,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        per_channel=True,
        calibrate_method=CalibrationMethod.MinMax,
        nodes_to_quantize=convolutions,
    )
    prepared.unlink()
    print(f"{target}: {target.stat().st_size} bytes, {len(convolutions)} convolutions of 8 bits")


if __name__ == "__main__":
    main()
