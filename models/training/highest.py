"""
What keeps the threshold of an exported model high, and what it misses: the benign containers that score highest, as a picture
with a box where they do, and threats of 10 kg and more by place. Look at the picture: a number does not say what lies there.
"""

import argparse
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageDraw

from judged import is_aimed_at, is_benign, map_of, misfit_of, read_containers
from tiles.crops import Crop, depth_of

SHOWN_PX = 1100
"""Width of the picture; a longer container is cut."""
DARKEST = 4.0
"""Attenuation that is shown black."""
BOX_SHARE = 0.75
"""What scores as much of the highest is in the box."""


def place_of(crop: Crop, scores: np.ndarray) -> tuple[float, float, float, float]:
    """The box around the highest cells, in pixels of the crop: left, top, right, bottom."""
    rows, columns = np.nonzero(scores >= scores.max() * BOX_SHARE)
    down, across = (own / cells for own, cells in zip(crop.high.shape, scores.shape, strict=True))
    return across * columns.min(), down * rows.min(), across * (columns.max() + 1), down * (rows.max() + 1)


def strip(crop: Crop, scores: np.ndarray) -> Image.Image:
    shown = Image.fromarray(np.uint8(255 - 255 * np.clip(depth_of(crop.high) / DARKEST, 0, 1))).convert("RGB")
    draw = ImageDraw.Draw(shown)
    draw.rectangle(place_of(crop, scores), outline=(255, 0, 0))
    draw.text((4, 4), f"{scores.max():.3f} {crop.facts['cargo']} {crop.facts['scanner']}", fill=(255, 0, 0))
    whole = Image.new("RGB", (SHOWN_PX, crop.high.shape[0]), "white")
    whole.paste(shown, (0, 0))
    return whole


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder that prepare.js filled from another recipe")
    parser.add_argument("--out", type=Path, required=True, help="the picture to write, a PNG")
    parser.add_argument("--count", type=int, default=12, help="how many containers it shows")
    parser.add_argument("--display", action="store_true", help="turn readings into display pictures first")
    options = parser.parse_args()
    session = onnxruntime.InferenceSession(str(options.model), providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(5)
    crops = read_containers(options.data, session.get_inputs()[0].shape[1])
    if misfit := misfit_of(options.model, crops):
        parser.error(misfit)
    scored = [(crop, map_of(session, crop, options.display, rng)) for crop in crops]
    benign = sorted(((crop, scores) for crop, scores in scored if is_benign(crop)), key=lambda pair: -pair[1].max())
    if not benign:
        parser.error(f"{options.data} has no benign container")
    strips = [strip(*pair) for pair in benign[: options.count]]
    sheet = Image.new("RGB", (SHOWN_PX, sum(one.height for one in strips)))
    for index, one in enumerate(strips):
        sheet.paste(one, (0, sum(other.height for other in strips[:index])))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(options.out)
    print(f"{options.out}: the {len(strips)} highest of {len(benign)} benign containers")
    peaks = np.array([scores.max() for _, scores in benign])
    print("  " + ", ".join(f"{scores.max():.3f} {crop.facts['cargo']}" for crop, scores in benign[: options.count]))
    found: dict[str, list[float]] = {}
    for crop, scores in scored:
        if is_aimed_at(crop):
            found.setdefault(crop.facts["threat"]["place"], []).append(float(scores.max()))
    for place, own in sorted(found.items()):
        auroc = np.mean([(score > peaks).mean() + (score == peaks).mean() / 2 for score in own])
        above = [int((np.array(own) > np.quantile(peaks, 1 - rate)).sum()) for rate in (0.01, 0.05)]
        print(f"  {place}: n {len(own)}, AUROC {auroc:.3f}, above 99 % of benign containers {above[0]}, above 95 % {above[1]}")


if __name__ == "__main__":
    main()
