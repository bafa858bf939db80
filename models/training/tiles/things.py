"""Things by themselves: what each takes from the beam, taken out of a scene or simulated alone, and laid over a container."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tiles.crops import OPEN_BEAM, Crop, added_depth, read_crop_file
from tiles.projection import shaded


@dataclass(frozen=True)
class Thing:
    """What a thing adds to the attenuation of both energies, less what gave way to it, in the smallest box around it."""

    depths: tuple[np.ndarray, np.ndarray]
    mask: np.ndarray
    top: int
    left: int
    container_width: int

    @property
    def is_left(self) -> bool:
        """Whether it lies nearer to the left end."""
        return 2 * self.left + self.mask.shape[1] < self.container_width

    def at_the(self, is_left: bool) -> "Thing":
        """The thing at that end, mirrored where it lay at the other."""
        if self.is_left == is_left:
            return self
        high, low = (depth[:, ::-1] for depth in self.depths)
        left = self.container_width - self.left - self.mask.shape[1]
        return Thing((high, low), self.mask[:, ::-1], self.top, left, self.container_width)

    def as_far_from_end(self, host_width: int) -> int:
        """The column at which it lies as far from its end in a container of another length."""
        return self.left if self.is_left else host_width - (self.container_width - self.left)


def taken_out(crop: Crop, twin: Crop, mask: np.ndarray) -> Thing:
    """The thing that is in a container and not in its twin; where the mask is 0, nothing is."""
    rows, columns = (np.flatnonzero(mask.max(axis)) for axis in (1, 0))
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    is_there = mask[box] > 0
    depths = [
        added_depth(shown[box], without[box]) * is_there
        for shown, without in ((crop.high, twin.high), (crop.low, twin.low))
    ]
    return Thing((depths[0], depths[1]), mask[box], int(rows[0]), int(columns[0]), mask.shape[1])


def lay_in(thing: Thing, host: Crop, at: tuple[int, int], strength: float, rng: np.random.Generator) -> Crop:
    """The host with the thing at a row and a column, as much of it as fits. Attenuations add, with the noise due."""
    top, left = at
    rows, columns = (min(size, end - start) for size, end, start in zip(thing.mask.shape, host.high.shape, at, strict=True))
    place = np.s_[top : top + rows, left : left + columns]
    planes = []
    for depth, behind in zip(thing.depths, (host.high, host.low), strict=True):
        plane = behind.copy()
        plane[place] = np.minimum(shaded(plane[place] / OPEN_BEAM, depth[:rows, :columns] * strength, rng) * OPEN_BEAM, 65_535)
        planes.append(plane)
    mask = np.zeros(host.high.shape, np.uint16)
    mask[place] = thing.mask[:rows, :columns]
    return Crop(host.facts, *planes, mask)


@dataclass(frozen=True)
class Placed:
    """One thing where its container could hold it; of a threat what is known of it."""

    host: Crop
    thing: Thing
    threat: dict | None

    @property
    def at(self) -> tuple[int, int]:
        return self.thing.top, self.thing.left


def read_things(folder: Path) -> list[Placed]:
    """What prepare-things.js wrote to a folder, but for threats behind which nothing comes through; none where it wrote nothing."""
    return [placed for lines in sorted(folder.glob("things-*.jsonl")) for placed in _read_file(lines)]


def _read_file(lines: Path) -> list[Placed]:
    hosts = read_crop_file(lines.with_name(lines.name.replace("things-", "containers-", 1)))
    written = lines.read_text().splitlines()
    values = np.memmap(lines.with_suffix(".bin"), dtype="<f4", mode="r") if written else np.empty(0, "<f4")
    placed = []
    for facts in map(json.loads, written):
        host, threat = hosts[facts["container"]], facts["threat"]
        if host.low is None or (threat and threat["belowPenetration"]):
            continue
        rows, columns, start = facts["height"], facts["width"], facts["offset"] // 4
        high, low, share = values[start : start + 3 * rows * columns].reshape(3, rows, columns)
        mask = np.rint(share * OPEN_BEAM).astype(np.uint16)
        placed.append(Placed(host, Thing((high, low), mask, facts["y"], facts["x"], host.high.shape[1]), threat))
    return placed
