"""Where curves turn: onset, peak, half-way down, below a level. For one curve or many at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Landmarks", "find_landmarks"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Minutes and ng/mL of each curve: shape (curves,). NaN: never. Infinity: not before the last time."""

    onset_min: Array
    peak_min: Array
    peak_ng_per_ml: Array
    half_down_min: Array
    below_min: Array


def find_landmarks(times_min: Array, ng_per_ml: Array, level_ng_per_ml: float) -> Landmarks:
    """times_min: (times,), sorted; ng_per_ml: (times, curves). Crossings are found between times, down ones as decay.

    >>> times = np.arange(0.0, 61.0)
    >>> decay = 100 * np.exp(-np.log(2) * times / 10)[:, None]
    >>> found = find_landmarks(times, decay, 25.0)
    >>> found.peak_min[0], round(float(found.half_down_min[0]), 6), round(float(found.below_min[0]), 6)
    (np.float64(0.0), 10.0, 20.0)
    """
    curves = np.arange(ng_per_ml.shape[1])
    at_peak = np.argmax(ng_per_ml, axis=0)
    peak = ng_per_ml[at_peak, curves]
    reaches = peak >= level_ng_per_ml
    last = len(times_min) - 1
    first_above = np.argmax(ng_per_ml >= level_ng_per_ml, axis=0)
    last_above = last - np.argmax((ng_per_ml >= level_ng_per_ml)[::-1], axis=0)
    rows = np.arange(len(times_min))[:, None]
    halved = (rows > at_peak) & (ng_per_ml <= peak / 2)
    first_halved = np.where(halved.any(axis=0), np.argmax(halved, axis=0), last + 1)
    level = np.full(curves.size, level_ng_per_ml, dtype=np.float64)
    return Landmarks(
        onset_min=np.where(reaches, _rising(times_min, ng_per_ml, first_above, level), np.nan),
        peak_min=times_min[at_peak],
        peak_ng_per_ml=peak,
        half_down_min=_falling(times_min, ng_per_ml, first_halved - 1, peak / 2),
        below_min=np.where(reaches, _falling(times_min, ng_per_ml, last_above, level), np.nan),
    )


def _rising(times: Array, values: Array, at: NDArray[np.intp], level: Array) -> Array:
    """When each curve comes up to its level, which it has by time number `at`."""
    curves, before = np.arange(at.size), np.maximum(at - 1, 0)
    low, high = values[before, curves], values[at, curves]
    share = np.divide(level - low, high - low, out=np.ones_like(level), where=high > low)
    return times[before] + np.clip(share, 0, 1) * (times[at] - times[before])


def _falling(times: Array, values: Array, at: NDArray[np.intp], level: Array) -> Array:
    """When each curve comes down to its level, which it still has at time number `at`; infinity at the last time."""
    curves, after = np.arange(at.size), np.minimum(at + 1, len(times) - 1)
    tiny = np.finfo(np.float64).tiny
    high, low = np.log(np.maximum(values[at, curves], tiny)), np.log(np.maximum(values[after, curves], tiny))
    share = np.divide(high - np.log(level), high - low, out=np.ones_like(level), where=high > low)
    found = times[at] + np.clip(share, 0, 1) * (times[after] - times[at])
    return np.where(at >= len(times) - 1, np.inf, found)
