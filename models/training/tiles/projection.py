"""Threat image projection into crops: transmissions multiply, so attenuations (-ln T) add."""

from dataclasses import dataclass, field

import numpy as np

from tiles.crops import OPEN_BEAM, Crop, depth_of

TILE_WIDTH = 384
QUANTA_PER_PIXEL = 2e5
"""Detected quanta of the open beam in a pixel of 13 mm: what the coarsest of the scanners counts."""
VISIBLE_ATTENUATION = 0.015
"""Less than this is no threat that any detector could see: about 0.3 g/cm2 of organic matter."""
LOWEST_TRANSMISSION = 2e-3
"""Behind less than this a threat is out of reach, and neither label is right."""
OTHER_SPEEDS = (0.70, 1.14)
"""Between which shares of its length scanners of other speeds show a container."""


@dataclass
class Tile:
    """Transmissions of one window, and what is known of its threat; all float32 of one shape."""

    high: np.ndarray
    low: np.ndarray | None
    mask: np.ndarray
    is_display: bool
    columns_share: float = 1.0
    """How many columns it has of each that its container had."""
    before: np.ndarray | None = None
    """High transmission before the first threat was projected."""
    threats: list[np.ndarray] = field(default_factory=list)
    """The mask of each threat by itself."""

    @property
    def readings(self) -> list[np.ndarray]:
        """The transmission of one energy, or of both, the high one first."""
        return [self.high] if self.low is None else [self.high, self.low]


def cut(crop: Crop, width: int, rng: np.random.Generator, shares: tuple[float, float] = OTHER_SPEEDS) -> Tile:
    """
    Cuts a window of full height out of a crop, mostly so that a threat is in it; repeats the edge where it is short. Its
    columns are brought to between these shares.
    """
    high = crop.high
    narrowest, widest = shares
    seen = round(width * rng.uniform(1 / widest, 1 / narrowest))
    spare = high.shape[1] - seen
    left = int(rng.integers(0, spare + 1)) if spare > 0 else 0
    if crop.mask is not None and spare > 0 and rng.random() < 0.85:
        columns = np.flatnonzero(crop.mask.max(axis=0))
        left = int(np.clip(rng.integers(columns[0], columns[-1] + 1) - rng.integers(seen // 8, seen * 7 // 8), 0, spare))
    window = slice(left, left + seen)

    def take(plane: np.ndarray | None) -> np.ndarray | None:
        if plane is None:
            return None
        part = plane[:, window].astype(np.float32) / OPEN_BEAM
        return np.pad(part, ((0, 0), (0, seen - part.shape[1])), mode="edge")

    warp = _warp(high.shape[0], seen, width, rng)
    planes = [None if plane is None else warp(plane) for plane in (take(high), take(crop.low), take(crop.mask))]
    mask = np.zeros_like(planes[0]) if planes[2] is None else planes[2]
    threats = [mask > 0.5] if mask.max() > 0.5 else []
    return Tile(planes[0], planes[1], mask, crop.is_display, width / seen, threats=threats)


def _warp(height: int, seen: int, width: int, rng: np.random.Generator):
    """Mirrors, brings `seen` columns to `width`, and moves a little: a container is never located to the pixel."""
    mirrored = rng.random() < 0.5
    stretch, shift = rng.uniform(0.97, 1.03), rng.uniform(-5, 5)
    rows = np.clip((np.arange(height) - height / 2) * stretch + height / 2 + shift, 0, height - 1.001)
    above = rows.astype(int)
    share = (rows - above)[:, None].astype(np.float32)
    columns = np.linspace(0, seen - 1.001, width)
    left = columns.astype(int)
    part = (columns - left)[None].astype(np.float32)

    def warp(plane: np.ndarray) -> np.ndarray:
        plane = plane[above] * (1 - share) + plane[above + 1] * share
        plane = plane[:, left] * (1 - part) + plane[:, left + 1] * part
        return np.ascontiguousarray(plane[:, ::-1]) if mirrored else plane

    return warp


def attenuations(threat: Crop) -> list[np.ndarray]:
    """-ln T of a threat alone, of both energies."""
    return [depth_of(plane).clip(0) for plane in (threat.high, threat.low)]


def project(tile: Tile, threat: list[np.ndarray], rng: np.random.Generator) -> None:
    """
    Projects a threat's attenuation of both energies into a tile in place: turned, mirrored, scaled, as wide as the tile shows
    its container, moved, its density varied, with the noise due.
    """
    height, width = tile.high.shape
    if tile.before is None:
        tile.before = tile.high.copy()
    angle = rng.choice([0, 90, 180, 270]) + (rng.normal(0, 8) if rng.random() < 0.7 else rng.uniform(-45, 45))
    planes = turned(threat, angle, rng.uniform(0.85, 1.2), tile.columns_share, rng.random() < 0.5)
    # Behind goods the beam is harder and a threat takes less of it: down to about 0.8 of its attenuation.
    attenuation = np.stack(planes) * rng.uniform(0.65, 1.3)
    rows, columns = attenuation.shape[1:]
    rows, columns = min(rows, height), min(columns, width)
    attenuation = attenuation[:, :rows, :columns]
    top = height - rows - int(rng.integers(8, 40)) if rng.random() < 0.3 else int(rng.integers(0, height - rows + 1))
    top = max(0, top)
    left = int(rng.integers(0, width - columns + 1))
    place = np.s_[top : top + rows, left : left + columns]
    lay_over(tile, place, attenuation[0], attenuation[1], rng)
    mask = np.zeros(tile.mask.shape, bool)
    mask[place] = attenuation[0] > VISIBLE_ATTENUATION
    tile.threats.append(mask)
    tile.mask = np.maximum(tile.mask, mask)


def lay_over(tile: Tile, place: np.ndarray | tuple[slice, ...], high_depth: np.ndarray, low_depth: np.ndarray, rng: np.random.Generator) -> None:
    """Adds an attenuation of both energies to a tile where `place` says, as an index of its planes."""
    for plane, depth in zip(tile.readings, (high_depth, low_depth), strict=False):
        plane[place] = shaded(plane[place], depth, rng)


def shaded(behind: np.ndarray, depth: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A transmission behind something of this attenuation more, with the noise due; behind less of it, noise stays."""
    through = np.exp(-depth)
    # T_b T_t carries the variance T_t^2 N_b where T_t N_b is due.
    deficit = np.sqrt(np.maximum(behind, 0) * through * np.maximum(1 - through, 0) / QUANTA_PER_PIXEL)
    return np.maximum(behind * through + deficit * rng.standard_normal(depth.shape), 0)


def labels(tile: Tile) -> tuple[np.ndarray, np.ndarray]:
    """(target, weight): 1 where a threat is; weight 0 where too little comes through to tell, and on a mask's border."""
    target = (tile.mask > 0.5).astype(np.float32)
    weight = np.ones_like(target)
    weight[(tile.mask > 0.05) & (tile.mask <= 0.5)] = 0
    if not tile.is_display:
        weight[(tile.high < LOWEST_TRANSMISSION) & (target > 0)] = 0
    return target, weight


def turned(planes: list[np.ndarray], degrees: float, scale: float, columns_share: float, mirrored: bool) -> list[np.ndarray]:
    """Attenuation of both energies, turned and scaled about the middle, then wider or narrower, with bilinear interpolation."""
    if mirrored:
        planes = [plane[:, ::-1] for plane in planes]
    height, width = planes[0].shape
    angle = np.deg2rad(degrees)
    cos, sin = np.cos(angle), np.sin(angle)
    rows = max(1, round(scale * (abs(height * cos) + abs(width * sin))))
    columns = max(1, round(scale * columns_share * (abs(height * sin) + abs(width * cos))))
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    y, x = (y - (rows - 1) / 2) / scale, (x - (columns - 1) / 2) / (scale * columns_share)
    from_y = cos * y - sin * x + (height - 1) / 2 + 1
    from_x = sin * y + cos * x + (width - 1) / 2 + 1
    return [_bilinear(np.pad(plane, 1), from_y, from_x).astype(np.float32) for plane in planes]


def _bilinear(plane: np.ndarray, y: np.ndarray, x: np.ndarray) -> np.ndarray:
    y = y.clip(0, plane.shape[0] - 1.001)
    x = x.clip(0, plane.shape[1] - 1.001)
    top, left = y.astype(int), x.astype(int)
    down, right = y - top, x - left
    above = plane[top, left] * (1 - right) + plane[top, left + 1] * right
    below = plane[top + 1, left] * (1 - right) + plane[top + 1, left + 1] * right
    return above * (1 - down) + below * down
