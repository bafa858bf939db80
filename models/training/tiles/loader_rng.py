"""Random numbers of a stream of tiles."""

import numpy as np
from torch.utils.data import get_worker_info


def loader_rng(seed: int) -> np.random.Generator:
    """One stream a loader process."""
    worker = get_worker_info()
    return np.random.default_rng([seed, worker.id if worker else 0])
