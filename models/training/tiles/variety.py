"""More variety than a simulator draws: what is laid over containers before any threat is projected and before they are displayed."""

from dataclasses import dataclass

import numpy as np

from tiles.clutter import add_grain, fill_up, stand_behind
from tiles.crops import Crop
from tiles.disorder import push_about, soften
from tiles.fixtures import add_fixtures
from tiles.piles import pile_up
from tiles.projection import Tile, cut
from tiles.ventilators import add_ventilators

VENTILATED_SHARE, FIXED_SHARE = 0.3, 0.2
"""Of tiles, those with more ventilators than were simulated, and with posts, rails or lashings."""


@dataclass(frozen=True)
class Variety:
    """Of tiles, those with goods behind goods, one thing many times over, goods pushed about or without crisp edges, more of them, grain."""

    doubled: float
    piled: float
    pushed: float
    softened: float
    filled: float
    grainy: float


TIDY = Variety(doubled=0.3, piled=0, pushed=0, softened=0, filled=0.25, grainy=0.35)
"""As simulators stack goods, and more of it."""
UNTIDY = Variety(doubled=0.3, piled=0.35, pushed=0.4, softened=0.25, filled=0.55, grainy=0.35)
"""As people stack them, and as full: what makes display pictures of commerce dark and irregular."""


def vary(tile: Tile, benign: list[Crop], rng: np.random.Generator, variety: Variety) -> None:
    """More goods, otherwise stacked, and grain."""
    if tile.is_display:
        return
    if rng.random() < variety.doubled:
        other = cut(benign[rng.integers(len(benign))], tile.high.shape[1], rng)
        if tile.low is None or other.low is not None:
            stand_behind(tile, other, rng)
    if rng.random() < variety.piled:
        pile_up(tile, rng)
    if rng.random() < variety.pushed:
        push_about(tile, rng)
    if rng.random() < variety.softened:
        soften(tile, rng)
    if rng.random() < variety.filled:
        fill_up(tile, rng)
    if rng.random() < variety.grainy:
        add_grain(tile, rng)


def equip(tile: Tile, rng: np.random.Generator) -> None:
    """Ventilators and fixtures."""
    if tile.is_display:
        return
    if rng.random() < VENTILATED_SHARE:
        add_ventilators(tile, rng)
    if rng.random() < FIXED_SHARE:
        add_fixtures(tile, rng)
