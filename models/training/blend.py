"""
Weights between two exports of one network, of which the second was trained on from the first: what a round has added, with less
of what it has cost (WiSE-FT, Wortsman et al., CVPR 2022, doi:10.1109/CVPR52688.2022.00780). See rounds.md.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper


def blend(first: onnx.ModelProto, second: onnx.ModelProto, share: float) -> onnx.ModelProto:
    """A copy of the second with (1 - share) of the first's weights and share of its own. Raises ValueError where they are not of one network."""
    weights = {value.name: numpy_helper.to_array(value) for value in first.graph.initializer}
    blended = onnx.ModelProto()
    blended.CopyFrom(second)
    if {name: one.shape for name, one in weights.items()} != {one.name: tuple(one.dims) for one in blended.graph.initializer}:
        raise ValueError("The two are no exports of one network: their weights have other names or shapes.")
    for value in blended.graph.initializer:
        own = numpy_helper.to_array(value)
        if np.issubdtype(own.dtype, np.floating):
            between = (1 - share) * weights[value.name].astype(np.float64) + share * own.astype(np.float64)
            value.CopyFrom(numpy_helper.from_array(between.astype(own.dtype), value.name))
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
