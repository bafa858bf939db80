"""Which containers of a validation set a look at an exported model counts, and how it judges them."""

from pathlib import Path

import numpy as np
import onnxruntime

from networks.features import FLOOR_ROWS, ROOF_ROWS
from tiles.crops import OPEN_BEAM, Crop, read_crops
from tiles.display import to_display
from tiles.readings import attenuate
from tiles.shown import brought_to, shown_width

MULTIPLE_PX = 32
"""What rows and columns are a multiple of."""
HEAVY_KG = 10
"""Threats of this mass and more are what is aimed at."""


def read_containers(folder: Path, energies: int) -> list[Crop]:
    """The containers that a technology of one energy or two can judge; not a twin, which shows the scene of a threat once more."""
    return [crop for crop in read_crops(folder, threats=False) if not crop.facts.get("isTwin") and (energies == 1 or crop.low is not None)]


def is_benign(crop: Crop) -> bool:
    return crop.mask is None


def is_heavy(crop: Crop) -> bool:
    """Whether a threat of 10 kg and more is in it."""
    return not is_benign(crop) and crop.facts["threat"]["massKg"] >= HEAVY_KG


def is_aimed_at(crop: Crop) -> bool:
    """Whether a threat of 10 kg and more is in it, and not below penetration."""
    return is_heavy(crop) and not crop.facts["threat"]["belowPenetration"]


def score_of(session: onnxruntime.InferenceSession, crop: Crop, goods: bool, display: bool, rng: np.random.Generator) -> float:
    """The highest score of a container, as the service takes it."""
    return float(map_of(session, crop, goods, display, rng).max())


def map_of(session: onnxruntime.InferenceSession, crop: Crop, goods: bool, display: bool, rng: np.random.Generator) -> np.ndarray:
    """
    A container's anomaly map, [h, w]: of goods alone, or of a container as wide as the service shows it to a network; of a
    display picture of it where that is asked for.
    """
    (given,) = session.get_inputs()
    planes = [plane.astype(np.float32) / OPEN_BEAM for plane in (crop.high, crop.low)[: given.shape[1]]]
    if display and not crop.is_display:
        planes = [to_display(planes[0], rng)[0]]
    if goods:
        planes = [plane[ROOF_ROWS:-FLOOR_ROWS] for plane in planes]
    else:
        width = shown_width(*planes[0].shape)
        planes = [brought_to(width, plane) for plane in planes]
    picture = np.stack(planes if given.name == "transmission" else [attenuate(plane) for plane in planes])
    if given.name == "transmission":
        rows, columns = (length // 2 * 2 for length in picture.shape[1:])
        picture = np.clip(picture[:, :rows, :columns].reshape(1, rows // 2, 2, columns // 2, 2).mean((2, 4)), 0, 1)
    pads = [(0, -length % MULTIPLE_PX) for length in picture.shape[1:]]
    tensor = np.pad(picture, [(0, 0), *pads], mode="edge")[None].astype(np.float32)
    (answer,) = session.run(None, {given.name: tensor})
    return (np.abs(answer - tensor) if given.name == "transmission" else answer)[0, 0]
