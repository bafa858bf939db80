"""Things of one scene in another: what they take from the beam, laid over a container that they were not drawn for."""

import numpy as np

from tiles.crops import Crop, depth_of
from tiles.things import lay_in, taken_out

ADDED = ("behind-doors", "false-wall", "false-floor", "roof")
"""Places where a threat comes in addition to what is there."""
AMONG_GOODS = ("between-goods", "inside-goods")
"""Places where goods lie around a threat, or give way to it: it can be moved to where goods are like those."""
AT_AN_END = ("behind-doors", "false-wall")
IN_UNIT = "refrigeration-unit"
TRIES = 12
LIKE_GOODS = 0.2
"""Goods are alike where their attenuations differ by less than this share of the first."""
FURTHEST_UP = 40
"""Rows by which a threat is moved up or down among goods at most: half a metre."""
FURTHEST_ALONG_UNIT = 8
"""Columns by which one is moved along a refrigeration unit, which is some 30 deep."""
FROM_ANOTHER_SHARE = 0.4
"""Of threats among goods, those that are shown in another container with such goods; the others are moved in their own."""


def may_move(crop: Crop) -> bool:
    """Whether a container's threat can be shown in another container of the same scanner."""
    return crop.facts["threat"]["place"] in ADDED


def is_among_goods(crop: Crop) -> bool:
    return crop.facts["threat"]["place"] in AMONG_GOODS


def is_in_unit(crop: Crop) -> bool:
    return crop.facts["threat"]["place"] == IN_UNIT


def transplant(crop: Crop, twin: Crop, host: Crop, rng: np.random.Generator) -> Crop:
    """
    The host with the threat that is in `crop` and not in its `twin`: at the same height, and as far from the end where it
    is hidden at one, else anywhere along the container; a third more or less of it.
    """
    threat = taken_out(crop, twin, crop.mask)
    spare = max(0, host.high.shape[1] - threat.mask.shape[1])
    is_at_end = crop.facts["threat"]["place"] in AT_AN_END
    to = threat.as_far_from_end(host.high.shape[1]) if is_at_end else int(rng.integers(0, spare + 1))
    return _with_threat(crop, lay_in(threat, host, (threat.top, int(np.clip(to, 0, spare))), rng.uniform(0.7, 1.2), rng))


def move_among_goods(crop: Crop, twin: Crop, host: Crop, rng: np.random.Generator) -> Crop | None:
    """The host with a threat that lies among goods, where its goods are like those around it; null where none were found."""
    threat = taken_out(crop, twin, crop.mask)
    rows, columns = threat.mask.shape
    source = _attenuation(twin, (threat.top, threat.left), threat.mask.shape)
    if host.high.shape[1] < columns:
        return None
    for _ in range(TRIES):
        top = int(np.clip(threat.top + rng.integers(-FURTHEST_UP, FURTHEST_UP + 1), 0, host.high.shape[0] - rows))
        left = int(rng.integers(0, host.high.shape[1] - columns + 1))
        if abs(_attenuation(host, (top, left), threat.mask.shape) - source) < LIKE_GOODS * source:
            return _with_threat(crop, lay_in(threat, host, (top, left), rng.uniform(0.8, 1.2), rng))
    return None


def move_in_unit(crop: Crop, twin: Crop, host: Crop, is_unit_left: bool, rng: np.random.Generator) -> Crop:
    """The host with a threat that is hidden in a refrigeration unit, elsewhere in its own; a fifth more or less of it."""
    threat = taken_out(crop, twin, crop.mask).at_the(is_unit_left)
    rows, columns = threat.mask.shape
    spare_down, spare_along = (max(0, size - own) for size, own in zip(host.high.shape, (rows, columns), strict=True))
    top = int(np.clip(threat.top + rng.integers(-FURTHEST_UP, FURTHEST_UP + 1), 0, spare_down))
    along = threat.as_far_from_end(host.high.shape[1]) + rng.integers(-FURTHEST_ALONG_UNIT, FURTHEST_ALONG_UNIT + 1)
    return _with_threat(crop, lay_in(threat, host, (top, int(np.clip(along, 0, spare_along))), rng.uniform(0.8, 1.2), rng))


def _with_threat(crop: Crop, moved: Crop) -> Crop:
    return Crop({**moved.facts, "threat": crop.facts["threat"]}, moved.high, moved.low, moved.mask)


def _attenuation(crop: Crop, at: tuple[int, int], size: tuple[int, int]) -> float:
    """Mean of the high energy over a box."""
    box = crop.high[at[0] : at[0] + size[0], at[1] : at[1] + size[1]]
    return float(depth_of(box).mean())
