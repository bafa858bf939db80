"""
Oracle values for the drift of scores, by SciPy.

    pip install -r tests/peers/requirements.txt
    python tests/peers/drift_oracles.py           # writes tests/fixtures/oracles/drift.json
    python tests/peers/drift_oracles.py --check   # compares
"""

import numpy as np
import scipy
from scipy.special import kolmogorov
from scipy.stats import chi2, ks_2samp

from fixture import write_or_check

rng = np.random.default_rng(6)


def two_samples(calibration, live, shift, decimals):
    """Scores in 0…1 at calibration and later; few decimals make many ties, more than 100 values thin the summary out."""
    draw = lambda n, centre: np.round(1 / (1 + np.exp(-rng.normal(centre, 1, n))), decimals)
    before, now = draw(calibration, -1), draw(live, -1 + shift)
    found = ks_2samp(before, now, method="exact")
    return {"calibration": before.tolist(), "live": now.tolist(), "distance": found.statistic, "pValue": found.pvalue}


def expected_index(calibration, live):
    """The stability index over NumPy's deciles, written anew; for scores without ties."""
    edges = np.sort(calibration)[[round(len(calibration) * k / 10) - 1 for k in range(1, 10)]]
    classes = lambda scores: np.bincount(np.searchsorted(edges, scores, side="left"), minlength=10) + 0.5
    p, q = classes(live), classes(calibration)
    p, q = p / p.sum(), q / q.sum()
    return float(((p - q) * np.log(p / q)).sum())


untied = two_samples(200, 150, 0.7, 6)
write_or_check(
    "drift",
    {
        "madeWith": f"SciPy {scipy.__version__}: tests/peers/drift_oracles.py",
        "exact": [
            two_samples(80, 60, 0.0, 6),
            two_samples(90, 200, 0.3, 6),
            two_samples(60, 40, 1.0, 6),
            two_samples(400, 300, 0.3, 2),
        ],
        "thinned": [two_samples(600, 250, 0.4, 6), two_samples(1000, 400, 0.0, 6)],
        "kolmogorov": [{"x": x, "p": float(kolmogorov(x))} for x in [0.2, 0.3, 0.5, 0.8, 1, 1.36, 1.63, 2.5, 4]],
        "stabilityIndex": {**untied, "value": expected_index(untied["calibration"], untied["live"])},
        "chiSquared": [{"degrees": k, "limit": chi2.ppf(0.975, k)} for k in range(1, 10)],
    },
)
