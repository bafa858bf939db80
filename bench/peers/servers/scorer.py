"""What every peer does with a scan: PNG bytes in, the score of `local-contrast` out, as Scanbench prepares and reads it.

The container's box and the open-beam reading are given (SCORER_CASE names a JSON file): to find them is Scanbench's own work.
"""

import json
import os

import cv2
import numpy as np
import onnxruntime

MULTIPLE_PX = 32
"""The graph takes heights and widths that are multiples of it; what is missing repeats the edge."""


class Scorer:
    def __init__(self) -> None:
        with open(os.environ["SCORER_CASE"], encoding="utf-8") as file:
            case = json.load(file)
        cv2.setNumThreads(1)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(case["model"], options, providers=["CPUExecutionProvider"])
        self.box = case["box"]
        readings = np.maximum(np.arange(65_536), 0.5)  # a reading of nothing counts as half a step
        self.attenuations = np.maximum(0, np.log(case["airLevel"]) - np.log(readings)).astype(np.float32)

    def score(self, png: bytes) -> float:
        readings = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
        x, y, width, height = (self.box[side] for side in ("x", "y", "width", "height"))
        attenuation = self.attenuations[readings[y : y + height, x : x + width]]
        missing = ((0, -height % MULTIPLE_PX), (0, -width % MULTIPLE_PX))
        tensor = np.pad(attenuation, missing, mode="edge")[None, None]
        (anomaly_map,) = self.session.run(["map"], {"attenuation": tensor})
        cell_px = tensor.shape[3] // anomaly_map.shape[3]
        return float(anomaly_map[0, 0, : -(-height // cell_px), : -(-width // cell_px)].max())
