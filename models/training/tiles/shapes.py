"""Threats of no category: assemblies of boxes, discs, tubes and rings, so that no catalogue of shapes is learned by heart."""

import numpy as np


def draw_assembly(rng: np.random.Generator, smallest: int = 8, largest: int = 90) -> list[np.ndarray]:
    """Attenuation of both energies, [h, w] at 13 mm a pixel: one to five parts, so many pixels across together."""
    side = int(np.exp(rng.uniform(np.log(smallest), np.log(largest))))
    shape = max(4, round(side * rng.uniform(0.25, 1))), side
    thickness = np.zeros(shape, np.float32)
    for part in range(int(rng.integers(1, 6))):
        drawn = _part(shape, 0.9 if part == 0 else rng.uniform(0.2, 0.7), rng)
        # Parts lie behind one another, or stand in each other's place.
        thickness = thickness + drawn if rng.random() < 0.5 else np.maximum(thickness, drawn)
    # What is longer through is not denser: large things are mostly light ones.
    strongest = np.exp(rng.uniform(np.log(0.12), np.log(2.5 if side < 45 else 1.2)))
    high = thickness / max(float(thickness.max()), 1e-6) * strongest
    return [high, high * rng.uniform(1.0, 1.3)]


def _part(shape: tuple[int, int], size: float, rng: np.random.Generator) -> np.ndarray:
    """Thickness 0...1 of one part, turned, somewhere in the middle; soft by a pixel at its edge."""
    height, width = shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    spare = (1 - size) / 2
    y = (y + 0.5) / height * 2 - 1 - rng.uniform(-spare, spare)
    x = (x + 0.5) / width * 2 - 1 - rng.uniform(-spare, spare)
    angle = rng.uniform(0, np.pi) if rng.random() < 0.4 else 0.0
    across = (x * np.cos(angle) + y * np.sin(angle)) / size
    down = (y * np.cos(angle) - x * np.sin(angle)) / (size * rng.uniform(0.3, 1))
    kind = rng.random()
    distance = np.maximum(np.abs(across), np.abs(down)) if kind < 0.45 else np.hypot(across, down)
    pixel = 2 / (size * min(shape))
    solid = np.clip((1 - distance) / pixel, 0, 1)
    if kind < 0.6:
        profile = 1.0
    elif kind < 0.85:
        profile = np.sqrt(np.clip(1 - distance**2, 0, 1))
    else:
        hollow = rng.uniform(0.5, 0.9)
        profile = 1 - np.clip((hollow - distance) / pixel, 0, 1) * rng.uniform(0.6, 1)
    return (solid * profile * rng.uniform(0.4, 1)).astype(np.float32)
