"""Which containers of a validation set a look at an exported model counts, and how it judges them."""

from pathlib import Path

import numpy as np
import onnxruntime

from tiles.crops import OPEN_BEAM, Crop, read_crops
from tiles.display import to_display
from tiles.readings import attenuate
from tiles.shown import brought_to, shown_width

MULTIPLE_PX = 32
"""What rows and columns are a multiple of."""
GOODS_ROWS = {"autoencoder": 104, "patchcore": 210, "student-teacher": 210}
"""Technologies that judge goods alone, and at how many rows: `input.dynamic.heightPx` in their manifests."""
SMOOTH_PX = 8
"""By how many pixels of a scan the differences of a reconstruction are blurred: `output.smoothPx` in its manifest."""
HEAVY_KG = 10
"""Threats of this mass and more are what is aimed at."""


def read_containers(folder: Path, energies: int) -> list[Crop]:
    """The containers that a technology of one energy or two can judge; not a twin, which shows the scene of a threat once more."""
    return [crop for crop in read_crops(folder, threats=False) if not crop.facts.get("isTwin") and (energies == 1 or crop.low is not None)]


def is_benign(crop: Crop) -> bool:
    return crop.facts["threat"] is None


def is_heavy(crop: Crop) -> bool:
    """Whether a threat of 10 kg and more is in it."""
    return not is_benign(crop) and crop.facts["threat"]["massKg"] >= HEAVY_KG


def is_aimed_at(crop: Crop) -> bool:
    """Whether a threat of 10 kg and more is in it, and not below penetration."""
    return is_heavy(crop) and not crop.facts["threat"]["belowPenetration"]


def misfit_of(model: Path, crops: list[Crop]) -> str | None:
    """What is wrong where containers are not shown to a technology as the service shows them, and the cure; else none."""
    rows = GOODS_ROWS.get(model.parent.name)
    if all((crop.high.shape[0] if crop.is_goods else None) == rows for crop in crops):
        return None
    return f"{model.parent.name} judges " + ("whole containers: prepare them without --goods" if rows is None else f"goods: prepare them with --goods {rows}")


def score_of(session: onnxruntime.InferenceSession, crop: Crop, display: bool, rng: np.random.Generator) -> float:
    """The highest score of a container, as the service takes it."""
    return float(map_of(session, crop, display, rng).max())


def map_of(session: onnxruntime.InferenceSession, crop: Crop, display: bool, rng: np.random.Generator) -> np.ndarray:
    """
    A container's anomaly map, [h, w], as the service makes it: of its goods, or of all of it, as wide as the service shows it
    to a network; of a display picture of it where that is asked for.
    """
    (given,) = session.get_inputs()
    rebuilds = given.name == "transmission"
    planes = [plane.astype(np.float32) / OPEN_BEAM for plane in (crop.high, crop.low)[: given.shape[1]]]
    if display and not crop.is_display:
        planes = [to_display(planes[0], rng)[0]]
    if not crop.is_goods:
        width = shown_width(*planes[0].shape)
        planes = [brought_to(width, plane) for plane in planes]
    picture = np.stack([np.clip(plane, 0, 1) if rebuilds else attenuate(plane) for plane in planes])
    pads = [(0, -length % MULTIPLE_PX) for length in picture.shape[1:]]
    tensor = np.pad(picture, [(0, 0), *pads], mode="edge")[None].astype(np.float32)
    (answer,) = session.run(None, {given.name: tensor})
    if rebuilds:
        difference = np.abs(answer - tensor).mean(1)[0]
        return smoothed(of_picture(difference / (1 + difference), tensor, picture), SMOOTH_PX / crop.facts["scanPxPerRow"])
    return of_picture(np.clip(answer[0, 0], 0, 1), tensor, picture)


def of_picture(scores: np.ndarray, tensor: np.ndarray, picture: np.ndarray) -> np.ndarray:
    """The cells that are not wholly of what a picture was filled up with."""
    rows, columns = (-(-own * cells // whole) for own, cells, whole in zip(picture.shape[1:], scores.shape, tensor.shape[2:], strict=True))
    return scores[:rows, :columns]


def smoothed(scores: np.ndarray, sigma: float) -> np.ndarray:
    """Blurred with a Gaussian of so many cells, edges repeated, one axis after the other."""
    reach = int(np.ceil(3 * sigma))
    weights = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * sigma**2))
    for axis in (0, 1):
        pads = [(reach, reach) if own == axis else (0, 0) for own in (0, 1)]
        scores = np.apply_along_axis(np.convolve, axis, np.pad(scores, pads, mode="edge"), weights / weights.sum(), "valid")
    return scores
