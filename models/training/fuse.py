"""
Puts the graph of `pattern-break` behind an exported `tip-unet-single`: what looks a little like a threat counts more where
nothing else in the container is like it. What is learned knows its threats, and what has learned nothing any goods. See rounds.md.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

from fitting.fusion import fused, network_of

LARGEST_DIFFERENCE = 1e-4
SIZES = ((256, 384), (256, 1280))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path, help="an export of tip-unet-single; of one that is fused, its network is taken")
    parser.add_argument("pattern_break", type=Path, help="models/pattern-break/model.onnx")
    parser.add_argument("--out", type=Path, required=True, help="the model to write; may be the first")
    options = parser.parse_args()
    network = network_of(onnx.load(str(options.network)))
    try:
        model = fused(network, onnx.load(str(options.pattern_break)))
    except ValueError as error:
        parser.error(f"{options.network}: {error}")
    lowered = max(_lowered_by(model, network, height, width) for height, width in SIZES)
    if lowered > LARGEST_DIFFERENCE:
        raise SystemExit(f"Some scores are {lowered:.1e} below those of the network alone, and none may be: the two were put together wrongly.")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(options.out))
    print(f"{options.out}: {options.out.stat().st_size} bytes, {options.network} with {options.pattern_break}")


def _lowered_by(model: onnx.ModelProto, network: onnx.ModelProto, height: int, width: int) -> float:
    """By how much a score is less than that of the network alone, on random attenuation."""
    given = np.random.default_rng(width).random((1, 1, height, width), np.float32) * 8
    both, alone = (_run(each, given) for each in (model, network))
    return float((alone - both).max())


def _run(model: onnx.ModelProto, given: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (answer,) = session.run(None, {session.get_inputs()[0].name: given})
    return answer


if __name__ == "__main__":
    main()
