"""
Two exported models on the same crops of other seeds, threats of 10 kg and more that are not below penetration: AUROC with
DeLong's paired test (1988, doi:10.2307/2531595), Pd at an observed Pfa with a bootstrap over containers, and by place how
often they alarm. A look while training, not a result.
"""

import argparse
import math
from pathlib import Path

import numpy as np
import onnxruntime

from judged import is_aimed_at, is_benign, misfit_of, read_containers, score_of
from tiles.crops import OPEN_BEAM, Crop
from tiles.readings import attenuate, read_by_pair
from tiles.ventilators import ventilated

RATES = (0.01, 0.05, 0.1)
RESAMPLES = 2000
NORMAL_95 = 1.96


def of_pair(crop: Crop, share: float) -> Crop:
    """A container as another pair of energies would read it: what the low energy loses beyond the high one, times this."""
    high, low = (attenuate(plane.astype(np.float32) / OPEN_BEAM) for plane in (crop.high, crop.low))
    other = np.exp(-read_by_pair(high, low, share)) * OPEN_BEAM
    return Crop(crop.facts, crop.high, np.rint(other).astype(np.uint16), crop.mask)


def placements(found: np.ndarray, benign: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """AUROC, and how each threat and each benign container stands among the others."""
    above = (found[:, None] > benign) + 0.5 * (found[:, None] == benign)
    return above.mean(), above.mean(1), above.mean(0)


def show_auroc(scores: list[np.ndarray], threats: np.ndarray, benign: np.ndarray) -> None:
    first, second = (placements(own[threats], own[benign]) for own in scores)
    spread = np.cov([first[1], second[1]]) / threats.sum() + np.cov([first[2], second[2]]) / benign.sum()
    for name, (auroc, *_), variance in zip(("first", "second"), (first, second), spread.diagonal(), strict=True):
        print(f"  AUROC {name} {auroc:.3f} ({auroc - NORMAL_95 * variance**0.5:.3f} to {auroc + NORMAL_95 * variance**0.5:.3f})")
    difference, error = second[0] - first[0], (spread[0, 0] + spread[1, 1] - 2 * spread[0, 1]) ** 0.5
    low, high = difference - NORMAL_95 * error, difference + NORMAL_95 * error
    p = math.erfc(abs(difference / error) / 2**0.5) if error > 0 else float(difference == 0)
    print(f"  second - first {difference:+.3f} ({low:+.3f} to {high:+.3f}), p {p:.4f}")


def show_rates(scores: list[np.ndarray], threats: np.ndarray, benign: np.ndarray) -> None:
    rng = np.random.default_rng(1)
    among, against = np.flatnonzero(threats), np.flatnonzero(benign)
    for pfa in RATES:
        pds = lambda one, other: [np.mean(own[one] > np.quantile(own[other], 1 - pfa)) for own in scores]
        draws = np.array([pds(rng.choice(among, len(among)), rng.choice(against, len(against))) for _ in range(RESAMPLES)])
        bounds = np.quantile(np.column_stack([draws, draws[:, 1] - draws[:, 0]]), [0.025, 0.975], axis=0).T
        texts = [f"{low:.0%} to {high:.0%}" for low, high in bounds]
        first, second = pds(among, against)
        print(f"  Pd at {pfa:.0%}: first {first:.0%} ({texts[0]}), second {second:.0%} ({texts[1]}), difference {texts[2]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder that prepare.js filled from another recipe")
    parser.add_argument("--display", action="store_true", help="turn readings into display pictures first")
    parser.add_argument("--ventilated", action="store_true", help="draw ventilators under the roof of each container first")
    parser.add_argument("--pair", type=float, default=1.0, help="other energies: what the low one loses beyond the high one, times this")
    options = parser.parse_args()
    crops = read_containers(options.data, energies=2)
    if misfit := misfit_of(options.first, crops) or misfit_of(options.second, crops):
        parser.error(misfit)
    if options.ventilated:
        rng = np.random.default_rng(7)
        crops = [ventilated(crop, rng) for crop in crops]
    if options.pair != 1:
        crops = [of_pair(crop, options.pair) for crop in crops]
    benign = np.array([is_benign(crop) for crop in crops])
    threats = np.array([is_aimed_at(crop) for crop in crops])
    if not (benign.any() and threats.any()):
        parser.error(f"{options.data} has {benign.sum()} benign containers and {threats.sum()} threats that count: prepare a recipe with both")
    scores = []
    for model in (options.first, options.second):
        session, rng = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"]), np.random.default_rng(5)
        scores.append(np.array([score_of(session, crop, options.display, rng) for crop in crops]))
    print(f"{benign.sum()} benign containers, {threats.sum()} threats")
    show_auroc(scores, threats, benign)
    show_rates(scores, threats, benign)
    limits = [np.quantile(own[benign], 0.95) for own in scores]
    places = np.array([crop.facts["threat"]["place"] if is_aimed_at(crop) else "" for crop in crops])
    for place in sorted(set(places[threats])):
        here = places == place
        print(f"  {place}: {(scores[0][here] > limits[0]).sum()} and {(scores[1][here] > limits[1]).sum()} of {here.sum()} at an observed Pfa of 5 %")


if __name__ == "__main__":
    main()
