"""The crops that prepare.ts and prepare-threats.ts write, read without copying."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

OPEN_BEAM = 60_000
"""The stored value of transmission 1."""


@dataclass(frozen=True)
class Crop:
    """One container as a network sees it, or one threat alone; planes are row-major uint16."""

    facts: dict
    high: np.ndarray
    low: np.ndarray | None
    mask: np.ndarray | None

    @property
    def is_display(self) -> bool:
        """Whether the planes are display greys (8 bit), not readings."""
        return self.facts.get("bitDepth") == 8

    def of_energies(self, count: int) -> "Crop":
        """Itself, or the high energy alone."""
        return self if count == 2 else Crop(self.facts, self.high, None, self.mask)

    @property
    def is_goods(self) -> bool:
        """Whether it is of goods alone, without the frame around them."""
        return self.facts.get("isGoods", False)


def depth_of(readings: np.ndarray) -> np.ndarray:
    """Attenuation of stored readings; what is brighter than the open beam has less than none."""
    return -np.log(np.maximum(readings, 1.0) / OPEN_BEAM)


def added_depth(shown: np.ndarray, without: np.ndarray) -> np.ndarray:
    """What is shown attenuates beyond the same readings without it; negative where something gave way."""
    return np.log(np.maximum(without, 1.0) / np.maximum(shown, 1.0))


def read_crops(folder: Path, threats: bool) -> list[Crop]:
    """Reads all crops of a folder: containers, or threats alone. Raises FileNotFoundError where there are none."""
    files = sorted(folder.glob("threats-*.jsonl" if threats else "containers-*.jsonl"))
    crops = [crop for file in files for crop in read_crop_file(file)]
    if not crops:
        what = "threats (prepare-threats.js)" if threats else "containers (prepare.js)"
        raise FileNotFoundError(f"{folder} holds no {what}: see models/training/README.md for the commands.")
    return crops


def read_crop_file(lines: Path) -> list[Crop]:
    """The crops of one file, in the order in which they were written."""
    written = lines.read_text().splitlines()
    if not written:
        # One job of more than there are scans.
        return []
    pixels = np.memmap(lines.with_suffix(".bin"), dtype="<u2", mode="r")
    crops = []
    for line in written:
        facts = json.loads(line)
        height, width = facts["heightPx"], facts["widthPx"]
        size, start = height * width, facts["offset"] // 2
        planes = []
        for present in (True, facts["low"], facts["mask"]):
            planes.append(pixels[start : start + size].reshape(height, width) if present else None)
            start += size if present else 0
        crops.append(Crop(facts, *planes))
    return crops


def benign_readings(crops: list[Crop]) -> list[Crop]:
    """Containers without a threat that are shown as read."""
    return [crop for crop in crops if crop.mask is None and not crop.is_display]
