"""Threats of one scene in another: what a threat takes from the beam, where people hide it, in a container that it was not drawn for."""

import numpy as np

from crops import OPEN_BEAM, Crop
from projection import shaded

ADDED = ("behind-doors", "false-wall", "false-floor", "roof", "between-goods")
"""Places where a threat comes in addition to what is there: elsewhere goods give way to it, or there is a unit around it."""
AT_AN_END = ("behind-doors", "false-wall")


def may_move(crop: Crop) -> bool:
    """Whether a container's threat can be shown in another container of the same scanner."""
    return crop.facts["threat"]["place"] in ADDED


def transplant(crop: Crop, twin: Crop, host: Crop, rng: np.random.Generator) -> Crop:
    """
    The host with the threat that is in `crop` and not in its `twin`: at the same height, and as far from the end where it
    is hidden at one, else anywhere along the container. Attenuations add, a third more or less of it, with the noise due.
    """
    rows, columns = (np.flatnonzero(crop.mask.max(axis)) for axis in (1, 0))
    width, host_width = crop.mask.shape[1], host.high.shape[1]
    left, right = int(columns[0]), int(columns[-1]) + 1
    size = min(right - left, host_width)
    if crop.facts["threat"]["place"] in AT_AN_END:
        is_left = left + right < width
        to = left if is_left else host_width - (width - left)
    else:
        to = int(rng.integers(0, host_width - size + 1))
    to = int(np.clip(to, 0, host_width - size))
    source, place = np.s_[rows[0] : rows[-1] + 1, left : left + size], np.s_[rows[0] : rows[-1] + 1, to : to + size]
    is_threat = crop.mask[source] > 0
    strength = rng.uniform(0.7, 1.2)
    planes = []
    for shown, without, behind in ((crop.high, twin.high, host.high), (crop.low, twin.low, host.low)):
        depth = np.log(np.maximum(without[source], 1.0) / np.maximum(shown[source], 1.0)).clip(0) * is_threat * strength
        plane = behind.copy()
        plane[place] = np.minimum(shaded(plane[place] / OPEN_BEAM, depth, rng) * OPEN_BEAM, 65_535)
        planes.append(plane)
    mask = np.zeros(host.high.shape, np.uint16)
    mask[place] = crop.mask[source]
    return Crop({**host.facts, "threat": crop.facts["threat"]}, *planes, mask)
