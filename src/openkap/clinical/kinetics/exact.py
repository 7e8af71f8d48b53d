"""One client, exactly: for every input a sum of exponentials; where modes coincide, the matrix exponential."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from openkap.clinical.kinetics.giving import Given
from openkap.clinical.kinetics.walk import walk

__all__ = ["amounts"]

Array = NDArray[np.float64]

# Above this condition of the eigenvectors rounding would show: 1e-16 · 1e5 · a peak of 1000 ng/mL is 1e-8 ng/mL.
# The models stand at 2 to 200; two nearly equal rates give 1e6 and more; equal ones (the chains of Simons 2022) 1e16.
_WORST_CONDITION = 1e5


def amounts(generator: Array, given: Sequence[Given], places: Sequence[int], times_min: Array) -> Array:
    """Amount (mg) in every state at every time: shape (n, times). Times in any order; a bolus counts at its own time.

    places: for each input the state it enters, -1 for one that cannot matter.
    """
    modes = _modes(generator)
    if modes is None:
        order = np.argsort(times_min, kind="stable")
        sorted_amounts = walk(generator, given, places, times_min[order])
        out = np.empty_like(sorted_amounts)
        out[:, order] = sorted_amounts
        return out
    kept = [(one, place) for one, place in zip(given, places, strict=True) if place >= 0]
    entered = np.zeros((generator.shape[0], len(kept)))
    for column, (one, place) in enumerate(kept):
        entered[place, column] = float(one.mg)
    rates, vectors = modes
    weights = np.linalg.solve(vectors, entered)  # (modes, inputs)
    course = np.zeros((rates.size, times_min.size))
    for column, (one, _) in enumerate(kept):
        course += weights[:, column, None] * _unit_course(
            rates[:, None], times_min - one.start_min, float(one.duration_min)
        )
    # Rounding may leave -1e-16 where nothing has arrived yet; amounts are never negative.
    return np.maximum(vectors @ course, 0.0)


def _modes(generator: Array) -> tuple[Array, Array] | None:
    """Rates per minute and their vectors; None where they coincide, or are so close that rounding would show."""
    leaving = np.sort(np.diagonal(generator))
    if (leaving[1:] == leaving[:-1]).any():
        return None  # states that empty alike, as those of a chain do: walking is exact, and finding modes is not
    rates, vectors = np.linalg.eig(generator)
    if np.iscomplexobj(rates) or np.linalg.cond(vectors) > _WORST_CONDITION:
        return None
    return rates, vectors


def _unit_course(modes: Array, since_min: Array, duration_min: float) -> Array:
    """What 1 mg leaves of each mode, given at once or over `duration_min`: shape (modes, times)."""
    after = np.maximum(since_min - duration_min, 0.0)
    left = np.exp(modes * after) * (since_min >= 0)
    if duration_min == 0:
        return left
    during = np.clip(since_min, 0.0, duration_min)
    return left * np.expm1(modes * during) / (modes * duration_min)
