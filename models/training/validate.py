"""Container-level AUROC and Pd of an exported model on crops of other seeds: a look while training, not a result."""

import argparse
from pathlib import Path

import numpy as np
import onnxruntime

from crops import OPEN_BEAM, Crop, read_crops
from display import to_display
from features import FLOOR_ROWS, ROOF_ROWS
from tiles import attenuate


def score_of(session: onnxruntime.InferenceSession, crop: Crop, goods: bool, display: bool, rng: np.random.Generator) -> float:
    """The highest score of a container, as the service takes it."""
    return float(map_of(session, crop, goods, display, rng).max())


def map_of(session: onnxruntime.InferenceSession, crop: Crop, goods: bool, display: bool, rng: np.random.Generator) -> np.ndarray:
    """A container's anomaly map, [h, w]: of goods alone, or of a display picture of it where that is asked for."""
    (given,) = session.get_inputs()
    planes = [plane.astype(np.float32) / OPEN_BEAM for plane in (crop.high, crop.low)[: given.shape[1]]]
    if display and not crop.is_display:
        planes = [to_display(planes[0], rng)[0]]
    if goods:
        planes = [plane[ROOF_ROWS:-FLOOR_ROWS] for plane in planes]
    picture = np.stack(planes if given.name == "transmission" else [attenuate(plane) for plane in planes])
    if given.name == "transmission":
        rows, columns = (length // 2 * 2 for length in picture.shape[1:])
        picture = np.clip(picture[:, :rows, :columns].reshape(1, rows // 2, 2, columns // 2, 2).mean((2, 4)), 0, 1)
    pads = [(0, -length % 32) for length in picture.shape[1:]]
    tensor = np.pad(picture, [(0, 0), *pads], mode="edge")[None].astype(np.float32)
    (answer,) = session.run(None, {given.name: tensor})
    return (np.abs(answer - tensor) if given.name == "transmission" else answer)[0, 0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder that prepare.js filled from another recipe")
    parser.add_argument("--goods", action="store_true", help="judge goods only")
    parser.add_argument("--display", action="store_true", help="turn readings into display pictures first")
    options = parser.parse_args()
    session = onnxruntime.InferenceSession(str(options.model), providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(5)
    energies = session.get_inputs()[0].shape[1]
    # A twin shows the scene of a threat once more: it is no container of its own.
    containers = [crop for crop in read_crops(options.data, threats=False) if not crop.facts.get("isTwin")]
    crops = [crop for crop in containers if energies == 1 or crop.low is not None]
    threat = np.array([crop.mask is not None for crop in crops])
    if not threat.any() or threat.all():
        parser.error(f"{options.data} has {(~threat).sum()} benign containers and {threat.sum()} threats: prepare a recipe with both")
    scores = np.array([score_of(session, crop, options.goods, options.display, rng) for crop in crops])
    heavy = np.array([bool(crop.facts["threat"]) and crop.facts["threat"]["massKg"] >= 10 for crop in crops])
    hidden = np.array([bool(crop.facts["threat"]) and bool(crop.facts["threat"].get("belowPenetration")) for crop in crops])
    print(f"{options.model.parent.name}: {(~threat).sum()} benign, {threat.sum()} threats")
    for name, chosen in (("all", threat), ("10 kg and more", threat & heavy), ("and not below penetration", threat & heavy & ~hidden)):
        benign, found = np.sort(scores[~threat]), scores[chosen]
        auroc = (np.searchsorted(benign, found, "left") + np.searchsorted(benign, found, "right")).mean() / 2 / len(benign)
        rates = "  ".join(f"Pd {np.mean(found > np.quantile(benign, 1 - pfa)):.3f} at {pfa:.0%}" for pfa in (0.01, 0.05))
        print(f"  {name}: n {len(found)}, AUROC {auroc:.3f}, {rates}")
    for scanner in sorted({crop.facts["scanner"] for crop in crops}):
        here = np.array([crop.facts["scanner"] == scanner for crop in crops])
        print(f"  {scanner}: Pd {np.mean(scores[here & threat & heavy & ~hidden] > np.quantile(scores[here & ~threat], 0.99)):.3f} at its own 1%")


if __name__ == "__main__":
    main()
