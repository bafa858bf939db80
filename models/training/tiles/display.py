"""Display pictures of unknown scanners: what happens between detector readings and an 8-bit JPEG."""

import io

import numpy as np
from PIL import Image

DARKEST_GREY = 2.5 / 255
"""What a display picture shows darker than this it does not show."""
LEAST_CONTRAST = 1.5 / 255
"""A threat that differs by less from what lies behind is not shown, and neither label is right."""


def to_display(
    transmission: np.ndarray, rng: np.random.Generator, before: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray | None]:
    """
    A display picture of a tile, 0...1: a random curve, sharpening, blur, noise, 8 bits, JPEG. Air stays white. With the
    transmission `before` a threat was projected, also how far the curve shows the threat apart from what lies behind.
    """
    curve = int(rng.integers(2**32))
    grey = _curve(np.clip(transmission, 0, 1), np.random.default_rng(curve))
    contrast = None if before is None else np.abs(_curve(np.clip(before, 0, 1), np.random.default_rng(curve)) - grey)
    if rng.random() < 0.3:
        # Edges where the radius is small, local contrast where it is large.
        radius = np.exp(rng.uniform(0, np.log(40)))
        grey = _sharpen(grey, rng.uniform(0.2, 1.5) / (1 + radius / 20), int(radius))
    if rng.random() < 0.3:
        grey = blur(grey, int(rng.integers(1, 3)))
    if rng.random() < 0.4:
        grey = grey + rng.normal(0, rng.uniform(0.001, 0.012), grey.shape)
    eight_bits = np.rint(np.clip(grey, 0, 1) * 255).astype(np.uint8)
    if rng.random() < 0.6:
        eight_bits = _compress(eight_bits, int(rng.integers(55, 97)))
    return np.maximum(eight_bits, 0.5).astype(np.float32) / 255, contrast


def _curve(transmission: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Monotone: a power, a logarithm with a depth, or a blend; sometimes bent, lifted, or a window that cuts off either end."""
    kind = rng.random()
    power = transmission ** np.exp(rng.uniform(np.log(0.3), np.log(1.6)))
    if kind < 0.5:
        grey = power
    else:
        depth = rng.uniform(2.5, 6.5)
        logarithm = np.clip(1 + np.log(np.maximum(transmission, 1e-5)) / depth, 0, 1) ** rng.uniform(0.7, 1.6)
        share = 1.0 if kind < 0.75 else rng.uniform(0.2, 0.8)
        grey = share * logarithm + (1 - share) * power
    if rng.random() < 0.3:
        grey = _bend(grey, rng)
    if rng.random() < 0.3:
        black = rng.uniform(0, 0.12)
        grey = np.clip((grey - black) / (1 - black), 0, 1)
    if rng.random() < 0.35:
        # Scatter and dark current that nobody subtracts, or a screen's own.
        lowest = rng.uniform(0, 0.06)
        grey = lowest + (1 - lowest) * grey
    if rng.random() < 0.2:
        white = rng.uniform(0.85, 1)
        grey = np.clip(grey / white, 0, 1)
    return grey


def _bend(grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A curve through seven points, each rise between a quarter of the mean one and four times as much: as equalising does."""
    rises = np.exp(rng.uniform(-1.4, 1.4, 6))
    return np.interp(grey, np.linspace(0, 1, 7), np.concatenate([[0], np.cumsum(rises) / rises.sum()]))


def _sharpen(grey: np.ndarray, amount: float, radius: int) -> np.ndarray:
    return grey + amount * (grey - blur(grey, radius))


def blur(grey: np.ndarray, radius: int) -> np.ndarray:
    """Box means, one axis after the other."""
    size = 2 * radius + 1
    for axis in (0, 1):
        pads = [(radius + 1, radius) if a == axis else (0, 0) for a in (0, 1)]
        sums = np.cumsum(np.pad(grey, pads, mode="edge"), axis=axis, dtype=np.float64)
        grey = (np.take(sums, range(size, sums.shape[axis]), axis) - np.take(sums, range(sums.shape[axis] - size), axis)) / size
    return grey


def _compress(eight_bits: np.ndarray, quality: int) -> np.ndarray:
    file = io.BytesIO()
    Image.fromarray(eight_bits).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))
