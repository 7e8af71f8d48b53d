"""One client from time to time, where modes coincide: as exact as `march`, and many equal steps at once."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from openkap.clinical.kinetics.exponential import transition
from openkap.clinical.kinetics.giving import Given
from openkap.clinical.kinetics.march import Jump, jumps, rest, with_pumps

__all__ = ["walk"]

Array = NDArray[np.float64]
Whole = NDArray[np.intp]

_MOST_AT_ONCE = 500  # matrices of different lengths made together; more would fill the memory of a small machine


def walk(generator: Array, given: Sequence[Given], places: Sequence[int], times_min: Array) -> Array:
    """Amounts (mg) of every state, shape (n, times), for sorted times; a bolus counts at its own time.

    generator: shape (n, n), per minute.
    """
    states = generator.shape[0]
    found, fed = jumps(given, places, states=states)
    whole = with_pumps(generator[None], fed)[0]
    due: dict[float, list[Jump]] = {}
    for jump in found:
        if jump.at_min[0] <= times_min[-1]:
            due.setdefault(float(jump.at_min[0]), []).append(jump)
    stops = np.unique(np.concatenate([times_min, list(due)]))
    # Compared to 1e-10 min, because the last digits of 0.1 + 0.2 and 0.3 differ.
    gaps: Array = stops[1:] - stops[:-1]
    lengths, which = np.unique(gaps.round(10), return_inverse=True)
    together = transition(whole, lengths) if lengths.size <= _MOST_AT_ONCE else None
    passed = np.zeros((whole.shape[0], stops.size))
    landings = np.searchsorted(stops, sorted(due)).tolist()
    for landing, until in pairwise([*landings, stops.size]):
        state = passed[:, landing : landing + 1]
        for jump in due[float(stops[landing])]:
            state[jump.place] += jump.size
            rest(state[None], jump)
        for first, last in _alike(which[landing:until]):
            kind = which[landing + first]
            step = transition(whole, float(lengths[kind])) if together is None else together[kind]
            reached = slice(landing + first + 1, landing + last + 1)
            passed[:, reached] = _again_and_again(step, passed[:, landing + first, None], last - first)
    return np.maximum(passed[:states, np.searchsorted(stops, times_min)], 0.0)


def _alike(steps: Whole) -> Iterator[tuple[int, int]]:
    """Where runs of the same step begin and end."""
    if steps.size:
        changes = np.flatnonzero(np.diff(steps)) + 1
        yield from pairwise([0, *changes.tolist(), int(steps.size)])


def _again_and_again(step: Array, state: Array, times: int) -> Array:
    """step · state, step² · state, … step^times · state as columns, by doubling what is there."""
    columns = step @ state
    while columns.shape[1] < times:
        columns = np.hstack([columns, step @ columns])
        step = step @ step
    return columns[:, :times]
