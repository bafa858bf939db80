"""Container-level AUROC and Pd of an exported model on crops of other seeds: a look while training, not a result."""

import argparse
from pathlib import Path

import numpy as np
import onnxruntime

from judged import is_aimed_at, is_benign, is_heavy, misfit_of, read_containers, score_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder that prepare.js filled from another recipe, with --goods for a technology that judges goods")
    parser.add_argument("--display", action="store_true", help="turn readings into display pictures first")
    options = parser.parse_args()
    session = onnxruntime.InferenceSession(str(options.model), providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(5)
    crops = read_containers(options.data, session.get_inputs()[0].shape[1])
    if misfit := misfit_of(options.model, crops):
        parser.error(misfit)
    benign = np.array([is_benign(crop) for crop in crops])
    if benign.all() or not benign.any():
        parser.error(f"{options.data} has {benign.sum()} benign containers and {(~benign).sum()} threats: prepare a recipe with both")
    scores = np.array([score_of(session, crop, options.display, rng) for crop in crops])
    heavy = np.array([is_heavy(crop) for crop in crops])
    aimed_at = np.array([is_aimed_at(crop) for crop in crops])
    print(f"{options.model.parent.name}: {benign.sum()} benign, {(~benign).sum()} threats")
    for name, chosen in (("all", ~benign), ("10 kg and more", heavy), ("and not below penetration", aimed_at)):
        others, found = np.sort(scores[benign]), scores[chosen]
        if not len(found):
            print(f"  {name}: n 0")
            continue
        auroc = (np.searchsorted(others, found, "left") + np.searchsorted(others, found, "right")).mean() / 2 / len(others)
        rates = "  ".join(f"Pd {np.mean(found > np.quantile(others, 1 - pfa)):.3f} at {pfa:.0%}" for pfa in (0.01, 0.05))
        print(f"  {name}: n {len(found)}, AUROC {auroc:.3f}, {rates}")
    for scanner in sorted({crop.facts["scanner"] for crop in crops}):
        here = np.array([crop.facts["scanner"] == scanner for crop in crops])
        if not ((here & aimed_at).any() and (here & benign).any()):
            continue
        print(f"  {scanner}: Pd {np.mean(scores[here & aimed_at] > np.quantile(scores[here & benign], 0.99)):.3f} at its own 1%")


if __name__ == "__main__":
    main()
