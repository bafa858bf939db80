"""
Weights between two exports of one network, of which the second was trained on from the first: what a round has added, with less
of what it has cost (WiSE-FT, Wortsman et al., CVPR 2022, doi:10.1109/CVPR52688.2022.00780). See rounds.md.
"""

import argparse
from collections import deque
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from fitting.exported import convolutions, fits, weights_of


def blend(first: onnx.ModelProto, second: onnx.ModelProto, share: float) -> onnx.ModelProto:
    """
    A copy of the second with (1 - share) of the first's weights and share of its own. What the first has not yet stays the
    second's, and channels that it is not given count nothing there. Raises ValueError where they are not of one network.
    """
    if energies_of(first) != energies_of(second):
        raise ValueError(f"The first is of {energies_of(first)} energies, the second of {energies_of(second)}.")
    left = deque(weights_of(first))
    blended = onnx.ModelProto()
    blended.CopyFrom(second)
    values = {value.name: value for value in blended.graph.initializer}
    for names in convolutions(blended.graph):
        if left and fits(tuple(values[names[0]].dims), len(names) > 1, left[0]):
            for name, other in zip(names, left.popleft()):
                values[name].CopyFrom(numpy_helper.from_array(between(other, numpy_helper.to_array(values[name]), share), name))
    if left:
        raise ValueError("The two are no exports of one network: their convolutions have other shapes.")
    return blended


def energies_of(model: onnx.ModelProto) -> int:
    return model.graph.input[0].type.tensor_type.shape.dim[1].dim_value


def between(first: np.ndarray, second: np.ndarray, share: float) -> np.ndarray:
    blended = share * second.astype(np.float64)
    shared = tuple(slice(min(lengths)) for lengths in zip(first.shape, second.shape, strict=True))
    blended[shared] += (1 - share) * first[shared].astype(np.float64)
    return blended.astype(second.dtype)


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
