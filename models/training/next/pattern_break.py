"""
Adds to an exported `tip-unet-single` what `pattern-break` says of the same container, place by place: the larger of two logits,
smoothly. `python pattern_break.py BASE.onnx OUT.onnx`, run in models/training with PYTHONPATH=.
"""

import sys

import onnx
import torch
from onnx import compose, helper
from torch import Tensor, nn
from torch.nn import functional

ROOF_ROWS, FLOOR_ROWS, POST_COLUMNS = 16, 40, 24
"""What is not asked: the frame, by more than it takes, for a container is never located to the pixel."""
CELL = 4
LAGS = (
    [(0, right) for right in range(10, 47)]
    + [(down, 0) for down in range(10, 35, 2)]
    + [(down, right) for right in range(10, 39, 4) for down in (-12, -8, -4, 4, 8, 12)]
)
"""Cells down and to the right, those of models/pattern-break/graph.ts; each is tried in its opposite direction, too."""
OUTSIDE, LARGEST = 1e3, 11.8
LACK_WEIGHT = 0.3
NOISE_FLOOR, NOISE_SHARE, GREY_NOISE = 0.05, 0.04, 0.002
"""What noise explains: in attenuation, as a share of it, and of a display picture's greys, which tell less the darker it is."""
HALF_SCORE = 4
BENIGN, BENIGN_LOGIT, SPAN, SPAN_LOGITS = -1.32, -0.2, 2.0, 1.2
"""The logit of the score in the middle of ten benign scans, which logit that is to the network, and so on upwards."""


def box_mean(plane: Tensor, height: int, width: int) -> Tensor:
    plane = functional.avg_pool2d(plane, (height, 1), 1, (height // 2, 0), count_include_pad=False)
    return functional.avg_pool2d(plane, (1, width), 1, (0, width // 2), count_include_pad=False)


def shifted(plane: Tensor, down: int, right: int) -> Tensor:
    padded = functional.pad(plane, (max(right, 0), max(-right, 0), max(down, 0), max(-down, 0)), value=OUTSIDE)
    top, left = max(-down, 0), max(-right, 0)
    return padded[:, :, top : top + plane.shape[2], left : left + plane.shape[3]]


def pattern_break(attenuation: Tensor) -> Tensor:
    """Attenuation [1, 1, h, w] to scores [1, 1, h/2, w/2] of its inside, as models/pattern-break/graph.ts computes them."""
    cells = functional.avg_pool2d(attenuation[:, :, ROOF_ROWS:-FLOOR_ROWS, POST_COLUMNS:-POST_COLUMNS], CELL)
    plane = functional.pad(cells, (1, 1, 1, 1), mode="replicate")
    best = second = plane * 0 + OUTSIDE
    for down, right in LAGS:
        there = shifted(plane, -down, -right)
        beyond, lacking = box_mean(torch.relu(plane - there), 3, 3), box_mean(torch.relu(there - plane), 3, 3)
        for residual in (beyond + LACK_WEIGHT * lacking, shifted(lacking + LACK_WEIGHT * beyond, down, right)):
            second = torch.minimum(second, torch.maximum(best, residual))
            best = torch.minimum(best, residual)
    residual = torch.where(second < LARGEST, second, torch.zeros_like(second))[:, :, 1:-1, 1:-1]
    noise = NOISE_FLOOR + NOISE_SHARE * cells + GREY_NOISE * torch.exp(cells.clamp(max=7))
    relative = residual / (box_mean(residual, 9, 121) + noise)
    scores = box_mean(relative / (relative + HALF_SCORE), 3, 3)
    return functional.interpolate(scores, scale_factor=2.0, mode="bilinear", align_corners=False)


def logit(score: Tensor) -> Tensor:
    score = score.clamp(1e-4, 1 - 1e-4)
    return torch.log(score / (1 - score))


class Either(nn.Module):
    """A network's scores and the attenuation they are of, to scores that are high where either is."""

    def forward(self, scores: Tensor, attenuation: Tensor) -> Tensor:
        broken = BENIGN_LOGIT + SPAN_LOGITS * (logit(pattern_break(attenuation)) - BENIGN) / SPAN
        sides = [length // 2 for length in (POST_COLUMNS, POST_COLUMNS, ROOF_ROWS, FLOOR_ROWS)]
        one, other = logit(scores), functional.pad(broken, sides, value=-30.0)
        return torch.sigmoid(torch.maximum(one, other) + functional.softplus(-(one - other).abs()))


def renamed(names: list[str], before: str, after: str) -> None:
    names[:] = [after if name == before else name for name in names]


def main(base: str, out: str) -> None:
    sizes = {"scores": {2: "a", 3: "b"}, "attenuation": {2: "height", 3: "width"}, "map": {2: "map_height", 3: "map_width"}}
    example = torch.rand(1, 1, 128, 192), torch.rand(1, 1, 256, 384)
    torch.onnx.export(Either().eval(), example, out, input_names=["scores", "attenuation"], output_names=["map"], dynamic_axes=sizes, opset_version=17, dynamo=False)
    network, either = onnx.load(base), compose.add_prefix(onnx.load(out), "either/")
    for node in network.graph.node:
        renamed(node.input, "map", "scores")
        renamed(node.output, "map", "scores")
    for node in either.graph.node:
        renamed(node.input, "either/attenuation", "attenuation")
        renamed(node.input, "either/scores", "scores")
        renamed(node.output, "either/map", "map")
    graph = helper.make_graph(
        [*network.graph.node, *either.graph.node], "either", network.graph.input, network.graph.output, [*network.graph.initializer, *either.graph.initializer]
    )
    onnx.save(helper.make_model(graph, opset_imports=network.opset_import, ir_version=network.ir_version), out)


if __name__ == "__main__":
    main(*sys.argv[1:])
