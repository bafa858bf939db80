"""PyTorch to ONNX, with the parity of both measured."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn

from fitting.fusion import network_of

OPSET = 17
LARGEST_DIFFERENCE = 1e-4


def export_map(network: nn.Module, channels: int, input_name: str, path: Path, output_name: str = "map", range_to: float = 8.0) -> None:
    """Exports a network with dynamic height and width and asserts parity at two sizes, on random input 0...range_to."""
    network = network.cpu().float().eval().to(memory_format=torch.contiguous_format)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        network,
        (torch.rand(1, channels, 256, 384),),
        str(path),
        input_names=[input_name],
        output_names=[output_name],
        dynamic_axes={input_name: {2: "height", 3: "width"}, output_name: {2: "map_height", 3: "map_width"}},
        opset_version=OPSET,
        dynamo=False,
    )
    print(f"{path}: {path.stat().st_size} bytes, largest difference to PyTorch {check_parity(network, channels, input_name, path, range_to):.1e}")


def check_parity(network: nn.Module, channels: int, input_name: str, path: Path, range_to: float = 8.0) -> float:
    """
    Largest difference between a network in evaluation mode and an exported model, without `pattern-break` where it is fused;
    ends the command where it is above 1e-4.
    """
    session = onnxruntime.InferenceSession(network_of(onnx.load(str(path))).SerializeToString(), providers=["CPUExecutionProvider"])
    largest = 0.0
    for height, width in ((256, 384), (128, 1280)):
        given = torch.rand(1, channels, height, width, generator=torch.Generator().manual_seed(height)) * range_to
        with torch.no_grad():
            expected = network(given).numpy()
        (answer,) = session.run(None, {input_name: given.numpy()})
        largest = max(largest, float(np.abs(answer - expected).max()))
    if largest > LARGEST_DIFFERENCE:
        raise SystemExit(f"{path} differs from PyTorch by {largest:.1e}, more than {LARGEST_DIFFERENCE}: it is no export of this network.")
    return largest
