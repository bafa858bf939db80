"""Readings as the service turns them into attenuation, and what calibrations and other pairs of energies make of them."""

import numpy as np
import torch

DEEPEST = 11.7
"""The service's attenuation where a 16-bit reading is 0."""


def attenuate(transmission: np.ndarray) -> np.ndarray:
    """-ln T as the service computes it: 0 in air, at most 11.7."""
    return -np.log(np.clip(transmission, np.exp(-DEEPEST), 1)).astype(np.float32)


def attenuate_tensor(transmission: torch.Tensor) -> torch.Tensor:
    """As `attenuate`, for a batch."""
    return -torch.log(transmission.clamp(min=float(np.exp(-DEEPEST)), max=1))


def calibrate(transmission: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What a calibration leaves: a wrong open-beam level, scatter not subtracted."""
    return transmission * rng.normal(1, 0.006) + max(0, rng.normal(0, 0.0005))


def read_by_pair(high: np.ndarray, low: np.ndarray, factor: float | np.ndarray) -> np.ndarray:
    """Low attenuation where the low energy loses so many times as much beyond the high one, as other pairs of energies do."""
    return np.maximum(high + (low - high) * factor, 0)
