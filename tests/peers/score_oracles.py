"""
Oracle values for the measures of scan scores, by scikit-learn and SciPy.

    pip install -r tests/peers/requirements.txt
    python tests/peers/score_oracles.py           # writes tests/fixtures/oracles/scores.json
    python tests/peers/score_oracles.py --check   # compares
"""

import numpy as np
import scipy
import sklearn
from scipy.optimize import brentq
from scipy.special import betainc
from scipy.stats import binom, binomtest, bootstrap, norm
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from fixture import write_or_check

rng = np.random.default_rng(20_260)


def scores(threats, benigns, shift, decimals):
    """Scores of threats and benign scans; few decimals make many ties."""
    return (
        np.round(1 / (1 + np.exp(-rng.normal(shift, 1, threats))), decimals),
        np.round(1 / (1 + np.exp(-rng.normal(-shift, 1, benigns))), decimals),
    )


def measures(threats, benigns):
    truth = np.r_[np.ones(len(threats)), np.zeros(len(benigns))]
    pooled = np.r_[threats, benigns]
    pfa, pd, thresholds = roc_curve(truth, pooled, drop_intermediate=False)
    return {
        "threats": threats.tolist(),
        "benigns": benigns.tolist(),
        # The first threshold is infinite, which JSON does not know.
        "roc": {"pfa": pfa.tolist(), "pd": pd.tolist(), "thresholdsAfterFirst": thresholds[1:].tolist()},
        "auroc": roc_auc_score(truth, pooled),
        "averagePrecision": average_precision_score(truth, pooled),
    }


def jackknifed_bootstrap(threats, benigns):
    """SciPy's two intervals from one and the same set of resampled AUROCs."""

    def auroc(x, y, axis=-1):
        x, y = np.asarray(x)[..., :, None], np.asarray(y)[..., None, :]
        return ((x > y) + 0.5 * (x == y)).mean(axis=(-1, -2))

    samples = (threats, benigns)
    drawn = bootstrap(samples, auroc, n_resamples=499, vectorized=True, random_state=5, method="percentile")
    interval = lambda method: [
        float(end)
        for end in bootstrap(
            samples, auroc, n_resamples=0, bootstrap_result=drawn, vectorized=True, method=method
        ).confidence_interval
    ]
    leave_out = lambda values: [np.delete(values, i) for i in range(len(values))]
    return {
        "resampled": drawn.bootstrap_distribution.tolist(),
        "observed": float(auroc(*samples)),
        "leftOut": {
            "threats": [float(auroc(rest, benigns)) for rest in leave_out(threats)],
            "benigns": [float(auroc(threats, rest)) for rest in leave_out(benigns)],
        },
        "percentile": interval("percentile"),
        "bca": interval("BCa"),
        "standardError": float(drawn.standard_error),
    }


def newcombe_bounds(observed, threats, benigns):
    """Newcombe (2006), method 5, by a root finder; written from Hanley and McNeil's variance with equal numbers."""
    n = (threats + benigns) / 2

    def away(value):
        q1, q2 = value / (2 - value), 2 * value**2 / (1 + value)
        pairs = value * (1 - value) + (n - 1) * (q1 - value**2) + (n - 1) * (q2 - value**2)
        return (observed - value) ** 2 - norm.ppf(0.975) ** 2 * pairs / (threats * benigns)

    low = 0.0 if observed == 0 else brentq(away, 1e-12, observed - 1e-12, xtol=1e-14)
    high = 1.0 if observed == 1 else brentq(away, observed + 1e-12, 1 - 1e-12, xtol=1e-14)
    return {"observed": observed, "threats": threats, "benigns": benigns, "bounds": [low, high]}


def pd_band(set_of_scores, limit):
    """Tails of Clopper and Pearson as beta integrals, averaged over the benign scans above the threshold, without ties."""
    threats, benigns = (np.array(set_of_scores[kind]) for kind in ("threats", "benigns"))
    m, n = len(threats), len(benigns)
    descending = np.r_[np.inf, np.sort(benigns)[::-1], -np.inf]
    counts = np.arange(n + 1)
    chances = binom.pmf(counts, n, limit)
    fewest = (threats[None, :] >= descending[counts][:, None]).sum(axis=1)
    most = (threats[None, :] > descending[counts + 1][:, None]).sum(axis=1)
    at_least = lambda pd: chances @ np.where(fewest == 0, 1, betainc(np.maximum(fewest, 1), m - fewest + 1, pd))
    at_most = lambda pd: chances @ np.where(most == m, 1, 1 - betainc(most + 1, np.maximum(m - most, 1), pd))
    return {
        **set_of_scores,
        "limit": limit,
        "bounds": [
            0.0 if at_least(0) >= 0.025 else brentq(lambda pd: at_least(pd) - 0.025, 0, 1, xtol=1e-15),
            1.0 if at_most(1) >= 0.025 else brentq(lambda pd: at_most(pd) - 0.025, 0, 1, xtol=1e-15),
        ],
    }


def pd_difference(seed, limit, threats, benigns, draws=20_000):
    """The difference of two bands from Dirichlet draws of NumPy's, at once and without ties."""
    own = np.random.default_rng(seed)
    first, second = own.normal(size=(2, threats + benigns)) * 0.8 + own.normal(size=threats + benigns) * 0.6
    first[:threats] += 2.6
    second[:threats] += 2.1
    shares = own.dirichlet(np.ones(benigns + 1), draws)
    votes = own.dirichlet(np.ones(threats + 1), draws)

    def hits(scores):
        order = np.argsort(-scores[threats:])
        descending = np.r_[np.inf, scores[threats:][order], -np.inf]
        above = np.cumsum(shares[:, order], axis=1)
        before = shares[:, -1:] + np.c_[np.zeros(draws), above[:, :-1]]
        fewest = descending[(before <= limit).sum(axis=1)]
        most = descending[(above <= limit).sum(axis=1) + 1]
        is_open = before[:, :1] > limit
        coin = ~is_open & (own.random((draws, 1)) < 0.5)
        found = np.where(coin, scores[None, :threats] >= fewest[:, None], scores[None, :threats] > most[:, None])
        return (votes[:, :-1] * (found & ~is_open)).sum(axis=1), (votes[:, :-1] * found).sum(axis=1)

    (least_first, most_first), (least_second, most_second) = hits(first), hits(second)
    of_nobody = np.where(own.random(draws) < 0.5, 1, -1) * votes[:, -1]
    low, high = least_first - most_second + of_nobody, most_first - least_second + of_nobody
    bounds = [float(np.quantile(low, 0.025)), float(np.quantile(high, 0.975))]
    kinds = lambda scores: {"threats": scores[:threats].tolist(), "benigns": scores[threats:].tolist()}
    return {"first": kinds(first), "second": kinds(second), "limit": limit, "bounds": bounds}


even = {"threats": [(701 + 4 * i) / 1000 for i in range(80)], "benigns": [i / 500 for i in range(500)]}
good = {"threats": [(980 + i) / 1000 for i in range(60)], "benigns": [i / 200 for i in range(200)]}
ties = scores(40, 60, 0.5, 1)
fine = scores(50, 30, 0.8, 6)
write_or_check(
    "scores",
    {
        "madeWith": f"scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}: tests/peers/score_oracles.py",
        "sets": [measures(*ties), measures(*fine), measures(np.array([0.2, 0.9]), np.array([0.9, 0.1, 0.2]))],
        "bootstraps": [jackknifed_bootstrap(*fine), jackknifed_bootstrap(*scores(12, 25, 0.7, 2))],
        "newcombe": [newcombe_bounds(*case) for case in [(1, 20, 30), (1, 1000, 2000), (0, 7, 3), (0.5, 25, 25)]],
        "pdBands": [pd_band(even, 0.02), pd_band(even, 0.2), pd_band(good, 0.01), pd_band(good, 0.05)],
        "pdDifferences": [pd_difference(1, 0.05, 40, 200), pd_difference(2, 0.1, 60, 150), pd_difference(3, 0.01, 20, 120)],
        "mcnemar": [
            {"onlyFirst": a, "onlySecond": b, "pValue": binomtest(a, a + b, 0.5).pvalue}
            for a, b in [(0, 1), (5, 5), (3, 12), (30, 11), (0, 40), (480, 520), (1500, 1200)]
        ],
        "normalTail": [{"z": z, "p": norm.sf(z)} for z in [-3, -0.4, 0, 0.1, 1, 1.96, 2.49, 2.5, 3.7, 6, 12, 30]],
        "normalQuantile": [{"p": p, "z": norm.ppf(p)} for p in [1e-300, 1e-12, 0.001, 0.025, 0.3, 0.5, 0.77, 0.999999]],
    },
)
