"""The convolutions of an exported model, in which each normalisation is part of one: what two exports are held together by."""

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
    return [(values[weight], values[bias[0]] if bias else None) for weight, *bias in convolutions(model.graph)]


def fits(shape: tuple[int, ...], has_bias: bool, weights: Weights) -> bool:
    """Whether weights can be those of a convolution of this shape; it may be given more channels since, or fewer."""
    weight, bias = weights
    outputs, _, *size = shape
    return (outputs, *size) == (weight.shape[0], *weight.shape[2:]) and has_bias == (bias is not None)
