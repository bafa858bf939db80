"""
Projects threats into a folder of 8-bit display pictures by code that shares nothing with simulator, projection and tiles: what
a network makes of threats that nobody here drew for it. Writes the MVTec layout, which `scanbench evaluate --samples` reads.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

STEEL, LEAD, ORGANIC = 0.335, 0.52, 0.049
"""Attenuation per centimetre at 2 MeV: NIST XCOM's for iron, lead and water times 7.87, 11.34 and 1 g/cm3."""
CONTAINER_HEIGHT_CM = 259.0
PICTURES = {".jpg", ".jpeg", ".png"}
ATTEMPTS = 60
"""Places tried for each threat: in dark goods few change the picture."""

Shape = tuple[np.ndarray, float]
"""Centimetres of material, [h, w] at one centimetre a pixel, and its attenuation per centimetre."""


def crate_of_steel(rng: np.random.Generator) -> Shape:
    """A solid piece: tools, ammunition, machine parts."""
    thickness = np.full(rng.integers((8, 12), (30, 50)), rng.uniform(3, 12))
    return thickness, STEEL


def bars(rng: np.random.Generator) -> Shape:
    """Long guns, or their barrels, side by side, none quite straight."""
    canvas = Image.new("F", (110, 60))
    draw = ImageDraw.Draw(canvas)
    for number in range(rng.integers(3, 9)):
        row = 5 + 6 * number
        tilt = rng.uniform(-4, 4)
        draw.line([(4, row), (100, row + tilt)], fill=rng.uniform(1.5, 3), width=2)
        draw.line([(4, row), (32, row + tilt / 3)], fill=rng.uniform(2, 4), width=5)
    return np.asarray(canvas), STEEL


def handguns(rng: np.random.Generator) -> Shape:
    """Thrown together: slides and grips at all angles."""
    sum_of = np.zeros((60, 70))
    for _ in range(rng.integers(5, 14)):
        canvas = Image.new("F", (70, 60))
        draw = ImageDraw.Draw(canvas)
        x, y, angle = rng.uniform(18, 52), rng.uniform(18, 42), rng.uniform(0, 2 * np.pi)
        along, down = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
        corners = [(0, 0), (19, 0), (19, 3.5), (6, 3.5), (4, 12), (-1, 11), (0, 3.5)]
        draw.polygon([tuple(np.array([x, y]) + a * along + b * down) for a, b in corners], fill=rng.uniform(1, 2.2))
        sum_of += np.asarray(canvas)
    return sum_of, STEEL


def packages(rng: np.random.Generator) -> Shape:
    """Bricks of powder, with seams."""
    height, width = rng.integers((20, 25), (70, 80))
    thickness = np.full((height, width), rng.uniform(15, 60))
    thickness[:: int(rng.integers(6, 14))] *= 0.85
    thickness[:, :: int(rng.integers(10, 26))] *= 0.85
    return thickness, ORGANIC * 1.2


def shielded(rng: np.random.Generator) -> Shape:
    """A ball or a pot of lead."""
    radius = int(rng.integers(5, 14))
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    return 2 * np.sqrt(np.clip(radius**2 - y**2 - x**2, 0, None)) * rng.uniform(0.3, 0.8), LEAD


KINDS: dict[str, Callable[[np.random.Generator], Shape]] = {
    "crate": crate_of_steel,
    "bars": bars,
    "handguns": handguns,
    "packages": packages,
    "shielded": shielded,
}


Inside = tuple[int, int, int, int]
"""Top, bottom, left and right of where goods may stand, in pixels."""


def inside_of(grey: np.ndarray) -> Inside:
    """What is darker than the open beam, less its edges and what rolls below it."""
    darker = grey < 0.95 * np.percentile(grey, 99.5)
    rows, columns = np.flatnonzero(darker.mean(1) > 0.3), np.flatnonzero(darker.mean(0) > 0.3)
    if len(rows) < 50 or len(columns) < 50:
        raise SystemExit("No container found in a picture: give display pictures of one container each, dark on bright.")
    height, width = rows[-1] - rows[0], columns[-1] - columns[0]
    return rows[0] + height // 16, rows[-1] - height // 6, columns[0] + width // 30, columns[-1] - width // 30


def place(grey: np.ndarray, inside: Inside, shape: Shape, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The picture with the shape somewhere inside, greys taken for transmissions, and its mask."""
    top, bottom, left, right = inside
    thickness, per_centimetre = shape
    pixels = (bottom - top) / (CONTAINER_HEIGHT_CM * (1 - 1 / 16 - 1 / 6))
    size = [max(2, round(side * pixels)) for side in reversed(thickness.shape)]
    depth = per_centimetre * np.asarray(Image.fromarray(thickness.astype(np.float32)).resize(size, Image.Resampling.BILINEAR))
    depth = depth[: bottom - top, : right - left]
    y, x = rng.integers(top, bottom - depth.shape[0] + 1), rng.integers(left, right - depth.shape[1] + 1)
    added = np.zeros(grey.shape)
    added[y : y + depth.shape[0], x : x + depth.shape[1]] = depth
    return np.round(grey * np.exp(-added)), added > 0.02


def save(picture: np.ndarray, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(picture.astype(np.uint8)).save(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("benign", type=Path, help="folder of display pictures, 8 bit, one container each")
    parser.add_argument("--out", type=Path, required=True, help="folder for the samples")
    parser.add_argument("--each", type=int, default=15, help="threats for each picture, the kinds in turn")
    parser.add_argument("--least-change", type=float, default=15, help="greys that a threat changes the picture by where it lies, in the mean")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    pictures = sorted(file for file in options.benign.iterdir() if file.suffix.lower() in PICTURES)
    kinds = list(KINDS.items())
    written = 0
    for file in pictures:
        grey = np.asarray(Image.open(file).convert("L")).astype(np.float64)
        inside = inside_of(grey)
        save(grey, options.out / "test" / "good" / f"{file.stem}.png")
        for number in range(options.each):
            name, draw = kinds[number % len(kinds)]
            for _ in range(ATTEMPTS):
                picture, mask = place(grey, inside, draw(rng), rng)
                if (grey - picture)[mask].mean() >= options.least_change:
                    save(picture, options.out / "test" / name / f"{file.stem}-{number:02}.png")
                    save(255 * mask, options.out / "ground_truth" / name / f"{file.stem}-{number:02}_mask.png")
                    written += 1
                    break
    print(f"{len(pictures)} benign pictures and {written} of {options.each * len(pictures)} threats in {options.out}: the others found no place where they are seen")


if __name__ == "__main__":
    main()
