"""The convolutions of an exported model, in which each normalisation is part of one: what two exports are held together by."""

from collections import deque
from collections.abc import Iterable

import numpy as np
import onnx
from onnx import numpy_helper

Weights = tuple[np.ndarray, np.ndarray | None]
"""Of a convolution, and what it adds."""


def convolutions(graph: onnx.GraphProto) -> list[list[str]]:
    """The names of weight and bias, or of the weight alone, of each convolution as they run."""
    return [list(node.input[1:]) for node in graph.node if node.op_type == "Conv"]


def weights_of(model: onnx.ModelProto) -> list[Weights]:
    """What the convolutions of a model weigh with and add, as they run."""
    values = {value.name: numpy_helper.to_array(value) for value in model.graph.initializer}
    # Weights that are equal, as of layers that have hardly been trained, are exported once and named anew.
    for node in model.graph.node:
        if node.op_type == "Identity" and node.input[0] in values:
            values[node.output[0]] = values[node.input[0]]
    return [(values[weight], values[bias[0]] if bias else None) for weight, *bias in convolutions(model.graph)]


def matched(layers: Iterable[tuple[tuple[int, ...], bool]], weights: Iterable[Weights]) -> list[Weights | None] | None:
    """
    For convolutions as they run, each of a shape and with something added or not, its exported weights, or none where the
    export has it not yet. What runs right after such a one may be given more channels by it, which count nothing. None at all
    where some weights are of no layer: the export is of another network.
    """
    found: list[Weights | None] = []
    left = deque(weights)
    for shape, has_bias in layers:
        is_grown = bool(found) and found[-1] is None
        found.append(_in_shape(left[0], shape, has_bias, is_grown) if left else None)
        if found[-1] is not None:
            left.popleft()
    return None if left else found


def _in_shape(weights: Weights, shape: tuple[int, ...], has_bias: bool, is_grown: bool) -> Weights | None:
    weight, bias = weights
    missing = shape[1] - weight.shape[1]
    if (shape[0], *shape[2:]) != (weight.shape[0], *weight.shape[2:]) or has_bias != (bias is not None):
        return None
    if missing < 0 or (missing > 0 and not is_grown):
        return None
    return np.pad(weight, [(0, 0), (0, missing), (0, 0), (0, 0)]), bias
