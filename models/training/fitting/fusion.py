"""An exported network and the graph of `pattern-break` as one model, and the network out of it again."""

import onnx
from onnx import compose, parser

PREFIX = "pattern-break/"
"""Of all names in the part that is not the network."""
NETWORK_MAP = "network-map"
ROOF_ROWS, FLOOR_ROWS, POST_COLUMNS = 16, 40, 24
"""What `pattern-break` is not asked about: the frame, by more than it takes of 256 rows, for no container is located to the pixel."""
DARKEST = 4.0
"""Attenuation of which a display picture keeps its last greys: beyond it a step of one looks like a break."""
GAIN = 8.0
"""By how many times the odds of `pattern-break` what the network says of a place counts more. See rounds.md."""
EVEN = 1.0
"""Odds beyond which it counts no more: a score of one half and more is raised as one of one half is."""

# Twice as large, as scans are about twice 256 rows: its cells of 8 pixels are 4 of these, and 2 of those of the network's map.
BEFORE = f"""
before (float[1, 1, height, width] attenuation) => (float[1, 1, rows, columns] enlarged) {{
    starts = Constant <value_ints = [{ROOF_ROWS}, {POST_COLUMNS}]> ()
    ends = Constant <value_ints = [{-FLOOR_ROWS}, {-POST_COLUMNS}]> ()
    axes = Constant <value_ints = [2, 3]> ()
    readings = Slice (attenuation, starts, ends, axes)
    darkest = Constant <value_float = {DARKEST}> ()
    inside = Min (readings, darkest)
    twice = Constant <value_floats = [1.0, 1.0, 2.0, 2.0]> ()
    enlarged = Resize <mode = "nearest", coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"> (inside, , twice)
}}
"""
AFTER = f"""
after (float[1, 1, map_height, map_width] network, float[1, 1, rows, columns] broken) => (float[1, 1, map_height, map_width] map) {{
    one = Constant <value_float = 1.0> ()
    finer = Constant <value_floats = [1.0, 1.0, 2.0, 2.0]> ()
    fine = Resize <mode = "linear", coordinate_transformation_mode = "half_pixel"> (broken, , finer)
    fine_rest = Sub (one, fine)
    fine_odds = Div (fine, fine_rest)
    gain = Constant <value_float = {GAIN}> ()
    gained = Mul (fine_odds, gain)
    frame = Constant <value_ints = [0, 0, {ROOF_ROWS // 2}, {POST_COLUMNS // 2}, 0, 0, {FLOOR_ROWS // 2}, {POST_COLUMNS // 2}]> ()
    framed = Pad (gained, frame)
    rest = Sub (one, network)
    odds = Div (network, rest)
    even = Constant <value_float = {EVEN}> ()
    at_most_even = Min (odds, even)
    added = Mul (framed, at_most_even)
    both = Add (odds, added)
    both_and_one = Add (both, one)
    neither = Div (one, both_and_one)
    map = Sub (one, neither)
}}
"""


def fused(network: onnx.ModelProto, pattern_break: onnx.ModelProto) -> onnx.ModelProto:
    """
    A model of attenuation [1, 1, 256, w], w at least 64, to scores [1, 1, 128, w/2]: place by place the odds that the network
    gives, the more the higher those of `pattern-break` are, so that what neither repeats nor looks harmless comes first. Of a
    model that is fused already the network is taken. Raises ValueError where it is not of one energy.
    """
    if network.graph.input[0].type.tensor_type.shape.dim[1].dim_value != 1:
        raise ValueError("It is not of one energy.")
    model = network_of(network)
    _rename(model.graph, "map", NETWORK_MAP)
    graphs = parser.parse_graph(BEFORE), pattern_break.graph, parser.parse_graph(AFTER)
    before, broken, after = (compose.add_prefix_graph(graph, PREFIX) for graph in graphs)
    for part, name, joined in (
        (before, "attenuation", network.graph.input[0].name),
        (broken, "attenuation", f"{PREFIX}enlarged"),
        (broken, "map", f"{PREFIX}broken"),
        (after, "network", NETWORK_MAP),
        (after, "map", "map"),
    ):
        _rename(part, PREFIX + name, joined)
    for part in (before, broken, after):
        model.graph.node.extend(part.node)
        model.graph.initializer.extend(part.initializer)
    onnx.checker.check_model(model, full_check=True)
    return model


def network_of(model: onnx.ModelProto) -> onnx.ModelProto:
    """A copy of the network alone, as it was exported."""
    alone = onnx.ModelProto()
    alone.CopyFrom(model)
    own = [node for node in model.graph.node if not _is_added(node)]
    del alone.graph.node[:], alone.graph.initializer[:]
    alone.graph.node.extend(own)
    alone.graph.initializer.extend(value for value in model.graph.initializer if not value.name.startswith(PREFIX))
    _rename(alone.graph, NETWORK_MAP, "map")
    return alone


def _is_added(node: onnx.NodeProto) -> bool:
    return any(name.startswith(PREFIX) for name in (*node.input, *node.output))


def _rename(graph: onnx.GraphProto, before: str, after: str) -> None:
    for node in graph.node:
        for names in (node.input, node.output):
            names[:] = [after if name == before else name for name in names]
