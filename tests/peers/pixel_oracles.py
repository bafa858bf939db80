"""
Oracle values for the pixel measures, by anomalib (AUPRO, AUPIMO) and, to the last digit, by scikit-learn and SciPy.

    pip install -r tests/peers/requirements.txt
    python tests/peers/pixel_oracles.py           # writes tests/fixtures/oracles/pixels.json
    python tests/peers/pixel_oracles.py --check   # compares

No map is committed: each pixel's score is a hash of its place, the same in tests/evaluation/pixels/hashed-view.ts.
"""

import anomalib
import numpy as np
import scipy
import sklearn
import torch
from anomalib.metrics.aupro import _AUPRO
from anomalib.metrics.pimo.functional import aupimo_scores
from scipy import ndimage
from sklearn.metrics import auc, roc_auc_score, roc_curve

from fixture import write_or_check

WIDTH, HEIGHT = 400, 250  # ten views of benign scans have a million pixels: a rate of 1e-5 is ten of them
BENIGN_VIEWS = 10
FPR_LIMIT = 0.3

# [x, y, width, height] of what belongs to a threat, and by how much it stands out; a corner joins two boxes to one region.
THREAT_VIEWS = [
    {"boxes": [[20, 30, 25, 12]], "boost": 0.75},
    {"boxes": [[0, 0, 9, 9], [9, 9, 10, 5], [390, 240, 10, 10]], "boost": 0.9},
    {"boxes": [[100, 50, 60, 40], [200, 60, 3, 3]], "boost": 0.5},
    {"boxes": [[5, 200, 2, 50]], "boost": 0.95},
    {"boxes": [[300, 100, 30, 30]], "boost": 0.86},
]


def hashed(view: int) -> np.ndarray:
    """The finaliser of MurmurHash3 over each pixel's place in the set."""
    h = np.arange(view * WIDTH * HEIGHT, (view + 1) * WIDTH * HEIGHT, dtype=np.uint32)
    for shift, factor in [(16, 0x85EBCA6B), (13, 0xC2B2AE35)]:
        h = (h ^ (h >> np.uint32(shift))) * np.uint32(factor)
    return (h ^ (h >> np.uint32(16))) / 2**32


def levels(view: int, mask: np.ndarray, boost: float) -> np.ndarray:
    """Score levels with a thin upper tail, so that the highest benign pixels have few ties."""
    scores = 1 - np.sqrt(np.sqrt(hashed(view).reshape(HEIGHT, WIDTH)))
    return np.floor(65_535 * np.where(mask, boost + (1 - boost) * scores, scores)).astype(np.int64)


def mask_of(boxes) -> np.ndarray:
    mask = np.zeros((HEIGHT, WIDTH), dtype=bool)
    for x, y, width, height in boxes:
        mask[y : y + height, x : x + width] = True
    return mask


masks = [mask_of([])] * BENIGN_VIEWS + [mask_of(view["boxes"]) for view in THREAT_VIEWS]
boosts = [0.0] * BENIGN_VIEWS + [view["boost"] for view in THREAT_VIEWS]
maps = [levels(i, mask, boost) for i, (mask, boost) in enumerate(zip(masks, boosts))]
benign_pixels = np.concatenate([scores[~mask] for scores, mask in zip(maps, masks)])


def regions(scores, mask):
    labels, count = ndimage.label(mask, structure=np.ones((3, 3)))
    return [scores[labels == label] for label in range(1, count + 1)]


def area_within(curve_x, curve_y, limit):
    """The area under a curve up to a limit of x, as a share of the whole width."""
    inside = curve_x <= limit
    x = np.r_[curve_x[inside], limit]
    y = np.r_[curve_y[inside], np.interp(limit, curve_x, curve_y)]
    return auc(x, y) / limit


def region_curve(region):
    truth = np.r_[np.ones(len(region)), np.zeros(len(benign_pixels))]
    return roc_curve(truth, np.r_[region, benign_pixels], drop_intermediate=False)[:2]


tensor = torch.from_numpy(np.stack(maps)).double()
truth = torch.from_numpy(np.stack(masks))

aupro = _AUPRO(fpr_limit=FPR_LIMIT)
aupro.update(tensor, truth.float())

benign_maps = tensor[:BENIGN_VIEWS]
whole_levels = int(benign_maps.max() - benign_maps.min()) + 1
*_, aupimo, points = aupimo_scores(tensor, truth, num_thresholds=whole_levels)

all_regions = [region for scores, mask in zip(maps, masks) for region in regions(scores, mask)]
threat_pixels = np.concatenate(all_regions)
write_or_check(
    "pixels",
    {
        "madeWith": f"anomalib {anomalib.__version__}, scikit-learn {sklearn.__version__}, "
        f"SciPy {scipy.__version__}: tests/peers/pixel_oracles.py",
        "widthPx": WIDTH,
        "heightPx": HEIGHT,
        "benignViews": BENIGN_VIEWS,
        "threatViews": THREAT_VIEWS,
        "regionSizes": [len(region) for region in all_regions],
        "levelSum": int(sum(scores.sum() for scores in maps)),
        "pixelAuroc": roc_auc_score(
            np.r_[np.ones(len(threat_pixels)), np.zeros(len(benign_pixels))], np.r_[threat_pixels, benign_pixels]
        ),
        "aupro": float(np.mean([area_within(*region_curve(region), FPR_LIMIT) for region in all_regions])),
        "anomalibAupro": float(aupro.compute()),
        "anomalibAupimo": [float(value) for value in aupimo[BENIGN_VIEWS:]],
        "anomalibAupimoPoints": points,
    },
)
