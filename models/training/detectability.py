"""How far threats stand out of noise and of clutter, without any technology: what physics lets an observer find. See README.md."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tiles.crops import OPEN_BEAM, Crop, read_crops

OPEN_BEAM_QUANTA = {"gate-6-4": (90e3, 50e3, 0.5), "gate-6-4-compact": (90e3, 50e3, 1.0), "portal-9-6": (150e3, 80e3, 0.4)}
"""Detected quanta of an element at the high and the low energy, and the elements' pitch in cm: src/simulator/scanner-presets.ts."""
GAIN_DEVIATION = 0.0015
"""What calibration leaves of an element's gain."""
MARGIN = 5
"""Pixels around a threat that its shape is compared with."""
OTHERS = 8
"""Benign containers that each threat's shape is looked for in."""
HEAVY_KG = 10
SEEN_FROM = 10
"""An index at which one place in a million alarms falsely and 999,999 threats of a million are found."""
ADDED = ("behind-doors", "false-wall", "roof")
"""Places where a threat comes in addition to what is there; elsewhere it takes the place of goods, foam or fittings."""


@dataclass(frozen=True)
class Visibility:
    """One threat, with the same pixels of the same scene without it."""

    facts: dict
    noise_only: float
    """Detectability index d' where the container without the threat is known and noise alone is in the way."""
    change: float
    """Mean change of attenuation where the threat is, high energy."""
    area: float
    """Square centimetres in the plane of the container's middle."""
    beaten: float
    """Share of other benign containers with a place that answers the threat's own shape and density more than the threat."""


def measure(data: Path, seed: int) -> Iterator[Visibility]:
    """Every threat of a folder that prepare.js filled with `--twins`."""
    crops = [crop for crop in read_crops(data, threats=False) if crop.facts["scanner"] in OPEN_BEAM_QUANTA]
    benign = [crop for crop in crops if crop.mask is None and not crop.facts.get("isTwin")]
    rng = np.random.default_rng(seed)
    for crop, twin in zip(crops, crops[1:]):
        if not twin.facts.get("isTwin"):
            continue
        inside = crop.mask > 0.3 * OPEN_BEAM
        if not inside.any():
            continue
        change = attenuate(crop.high) - attenuate(twin.high)
        rows, columns = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
        place = np.s_[max(0, rows[0] - MARGIN) : rows[-1] + 1 + MARGIN, max(0, columns[0] - MARGIN) : columns[-1] + 1 + MARGIN]
        shape = np.where(inside, change, 0)[place]
        shape = shape - shape.mean()
        answer = float((shape * attenuate(crop.high)[place]).sum())
        others = [one for one in benign if one.facts["scanner"] == crop.facts["scanner"] and one.high.shape[1] > shape.shape[1]]
        if len(others) < OTHERS:
            raise SystemExit(f"{data} has {len(others)} benign containers of {crop.facts['scanner']} to look for a threat in, {OTHERS} are needed: prepare a recipe with more.")
        chosen = rng.choice(len(others), OTHERS, replace=False)
        beaten = np.mean([correlate(attenuate(others[index].high), shape).max() >= answer for index in chosen])
        yield Visibility(crop.facts, noise_only(crop, twin, inside), float(change[inside].mean()), float(inside.sum()) * crop.facts["pixelCm"] ** 2, float(beaten))


def noise_only(crop: Crop, twin: Crop, inside: np.ndarray) -> float:
    """Root of the sum over pixels and energies of (change of attenuation / its deviation)^2."""
    high, low, pitch_cm = OPEN_BEAM_QUANTA[crop.facts["scanner"]]
    elements = (crop.facts["pixelCm"] / pitch_cm) ** 2
    total = 0.0
    for with_threat, without, quanta in ((crop.high, twin.high, high), (crop.low, twin.low, low)):
        before, after = attenuate(without)[inside], attenuate(with_threat)[inside]
        # Both pictures carry noise; what the brighter one has is the least that counts.
        variance = np.exp(before) / (quanta * elements) + np.exp(after) / (quanta * elements) + 2 * GAIN_DEVIATION**2 / elements
        total += float(((after - before) ** 2 / variance).sum()) - inside.sum()
    return float(np.sqrt(max(0.0, total)))


def attenuate(plane: np.ndarray) -> np.ndarray:
    return -np.log(np.clip(plane.astype(np.float64) / OPEN_BEAM, 1e-5, 1.2))


def correlate(picture: np.ndarray, shape: np.ndarray) -> np.ndarray:
    """A shape's answer at every place where it fits."""
    size = [a + b for a, b in zip(picture.shape, shape.shape, strict=True)]
    product = np.fft.irfft2(np.fft.rfft2(picture, size) * np.conj(np.fft.rfft2(shape, size)), size)
    return product[: picture.shape[0] - shape.shape[0] + 1, : picture.shape[1] - shape.shape[1] + 1]


def mass_of(facts: dict) -> str:
    kg = facts["threat"]["massKg"]
    return next((name for most, name in ((3, "under 3 kg"), (10, "3-10 kg"), (30, "10-30 kg"), (100, "30-100 kg")) if kg < most), "100 kg and more")


def print_per_gram(rows: list[Visibility]) -> None:
    """Change of attenuation times area by mass: the mass attenuation coefficient, whatever the shape, if shapes are right."""
    print("| category | threats with nothing taken away | attenuation x area / mass, quartiles (cm2/g) |\n| --- | --- | --- |")
    for category in sorted({row.facts["threat"]["category"] for row in rows}):
        here = [row for row in rows if row.facts["threat"]["category"] == category and row.facts["threat"]["place"] in ADDED]
        values = [row.change * row.area / (1000 * row.facts["threat"]["massKg"]) for row in here]
        if values:
            quartiles = " / ".join(f"{value:.3f}" for value in np.quantile(values, (0.25, 0.5, 0.75)))
            print(f"| {category} | {len(here)} | {quartiles} |")
    print()


def print_table(title: str, rows: list[Visibility], group_of: Callable[[dict], str]) -> None:
    print(f"| {title} | threats | d' over noise, lowest / median | change of attenuation, median | area, median (cm2) | beaten by benign containers |")
    print("| --- | --- | --- | --- | --- | --- |")
    for group in sorted({group_of(row.facts) for row in rows}):
        here = [row for row in rows if group_of(row.facts) == group]
        noise = [row.noise_only for row in here]
        change, area = (np.median([value(row) for row in here]) for value in (lambda row: row.change, lambda row: row.area))
        print(f"| {group} | {len(here)} | {min(noise):,.0f} / {np.median(noise):,.0f} | {change:.2f} | {area:.0f} | {np.mean([row.beaten for row in here]):.0%} |")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that prepare.js filled, with --twins")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rows = list(measure(options.data, options.seed))
    if not rows:
        parser.error(f"{options.data} has no threat of {', '.join(OPEN_BEAM_QUANTA)} with its twin: prepare a recipe with --twins")
    heavy = [row for row in rows if row.facts["threat"]["massKg"] >= HEAVY_KG and not row.facts["threat"]["belowPenetration"]]
    seen = [row.noise_only >= SEEN_FROM for row in heavy]
    print(f"d' over noise of {SEEN_FROM} or more: {sum(seen)} of {len(seen)} threats of {HEAVY_KG} kg and more, not below penetration\n")
    print_table("all", rows, lambda facts: "below penetration" if facts["threat"]["belowPenetration"] else "not below penetration")
    print_table("mass", rows, mass_of)
    print_per_gram([row for row in rows if not row.facts["threat"]["belowPenetration"]])
    print(f"Of {HEAVY_KG} kg and more, not below penetration:\n")
    print_table("category", heavy, lambda facts: facts["threat"]["category"])
    print_table("place", heavy, lambda facts: facts["threat"]["place"])
    print_table("cargo", heavy, lambda facts: facts["cargo"])


if __name__ == "__main__":
    main()
