"""
Weights between two exports of one network, of which the second was trained on from the first: what a round has added, with less
of what it has cost (WiSE-FT, Wortsman et al., CVPR 2022, doi:10.1109/CVPR52688.2022.00780). See rounds.md.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from fitting.exported import convolutions, matched, weights_of


def blend(first: onnx.ModelProto, second: onnx.ModelProto, share: float) -> onnx.ModelProto:
    """
    A copy of the second with (1 - share) of the first's weights and share of its own. What the first has not yet stays the
    second's, and channels that it is not given count nothing there. Raises ValueError where they are not of one network.
    """
    blended = onnx.ModelProto()
    blended.CopyFrom(second)
    values = {value.name: value for value in blended.graph.initializer}
    layers = convolutions(blended.graph)
    others = matched(((tuple(values[names[0]].dims), len(names) > 1) for names in layers), weights_of(first))
    if others is None:
        raise ValueError("The two are no exports of one network: their convolutions have other shapes.")
    for names, other in zip(layers, others, strict=True):
        for name, weights in zip(names, other or ()):
            own = numpy_helper.to_array(values[name])
            between = (1 - share) * weights.astype(np.float64) + share * own.astype(np.float64)
            values[name].CopyFrom(numpy_helper.from_array(between.astype(own.dtype), name))
    return blended


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path, help="the export that the round began at")
    parser.add_argument("second", type=Path, help="the export of the round")
    parser.add_argument("--share", type=float, required=True, help="of the second: 0 to 1")
    parser.add_argument("--out", type=Path, required=True, help="the model to write; may be one of the two")
    options = parser.parse_args()
    if not 0 <= options.share <= 1:
        parser.error(f"--share {options.share} is not between 0 and 1")
    try:
        model = blend(onnx.load(str(options.first)), onnx.load(str(options.second)), options.share)
    except ValueError as error:
        parser.error(str(error))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(options.out))
    print(f"{options.out}: {options.share:g} of {options.second}, the rest of {options.first}")


if __name__ == "__main__":
    main()
