"""
What a statistician with SciPy makes of the same planted outcomes as `npm run bench -- planted` has: 95 % bounds of each
difference, by other methods or other code than Scanbench's.

    pip install -r tests/peers/requirements.txt
    python tests/peers/planted_oracles.py           # writes tests/fixtures/oracles/planted.json
    python tests/peers/planted_oracles.py --check   # compares
"""

import numpy as np
import scipy
from scipy.stats import norm, ttest_1samp, ttest_ind

from fixture import write_or_check

RUNS = 100
THREATS, BENIGNS, ROUNDS = 250, 400, 12
SKILLS, CORRELATION, PFA = (2.2, 1.8), 0.6, 0.05
FACTOR, OWN_NOISE = 1.2, 0.03
Z = norm.ppf(0.975)
THRESHOLD = norm.ppf(1 - PFA)

rng = np.random.default_rng(20)


def alarms(scans, skills):
    """Which of the scans each of two technologies alarms on; scores are normal, and correlated on a scan."""
    scores = rng.multivariate_normal(skills, [[1, CORRELATION], [CORRELATION, 1]], scans, method="cholesky")
    return scores >= THRESHOLD


def paired(scans, skills):
    """Bonett and Price (2012): Wald's bounds with one pair added to either kind of discordance."""
    first, second = alarms(scans, skills).T
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    p, q = (only_first + 1) / (scans + 2), (only_second + 1) / (scans + 2)
    half = Z * np.sqrt((p + q - (p - q) ** 2) / (scans + 2))
    counts = [int((first & second).sum()), only_first, only_second, int((~first & ~second).sum())]
    return {"counts": counts, "bounds": [p - q - half, p - q + half]}


def independent(scans, skills):
    """Agresti and Caffo (2000): Wald's bounds with one success and one failure added to each."""
    counts = [int(alarms(scans, skills)[:, which].sum()) for which in (0, 1)]
    p, q = ((count + 1) / (scans + 2) for count in counts)
    half = Z * np.sqrt((p * (1 - p) + q * (1 - q)) / (scans + 2))
    return {"counts": counts, "bounds": [p - q - half, p - q + half]}


def noise():
    return OWN_NOISE * rng.normal(size=ROUNDS)


def interleaved():
    """SciPy's paired t interval of the logarithms."""
    logs = np.round(np.log(FACTOR) + noise() - noise(), 6)
    found = ttest_1samp(logs, 0).confidence_interval(0.95)
    return {"logs": logs.tolist(), "bounds": [found.low, found.high]}


def two_runs():
    """SciPy's interval after Welch of the logarithms."""
    first, second = np.round(noise(), 6), np.round(np.log(FACTOR) + noise(), 6)
    found = ttest_ind(second, first, equal_var=False).confidence_interval(0.95)
    return {"first": first.tolist(), "second": second.tolist(), "bounds": [found.low, found.high]}


def runs(draw):
    return [draw() for _ in range(RUNS)]


def pd(skill):
    return float(norm.sf(THRESHOLD - skill))


write_or_check(
    "planted",
    {
        "madeWith": f"SciPy {scipy.__version__}: tests/peers/planted_oracles.py",
        "pd": {"truth": pd(SKILLS[0]) - pd(SKILLS[1]), "runs": runs(lambda: paired(THREATS, SKILLS))},
        "pfa": {"truth": 0, "runs": runs(lambda: paired(BENIGNS, (0, 0)))},
        "otherScans": {
            "truth": pd(SKILLS[0]) - pd(SKILLS[1]),
            "scans": THREATS,
            "runs": runs(lambda: independent(THREATS, SKILLS)),
        },
        "interleaved": {"truth": float(np.log(FACTOR)), "runs": runs(interleaved)},
        "twoRuns": {"truth": float(np.log(FACTOR)), "runs": runs(two_runs)},
    },
)
