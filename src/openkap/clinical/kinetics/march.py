"""Steps a linear system, for many clients at once, from one time to the next by exact transition matrices.

An input is a jump: a bolus adds to its state; an infusion switches on, and later off, a pump that is itself a state.
So durations may differ between clients, and nothing needs the modes to be distinct.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openkap.clinical.kinetics.exponential import transition
from openkap.clinical.kinetics.giving import Given

__all__ = ["PUMP_PER_MIN", "Jump", "jumps", "march", "rest", "with_pumps"]

Array = NDArray[np.float64]

# A pump empties into its state at this rate per minute times its (constant) content. Any number would do; one of the
# size of the models' own rates keeps the exponential's scaling small.
PUMP_PER_MIN = 0.05


@dataclass(frozen=True, slots=True)
class Jump:
    """`size` mg (or pump content) added to state `place` at `at_min`: shapes (1,), or (clients,) where they differ."""

    place: int
    at_min: Array
    size: Array

    @property
    def shared(self) -> bool:
        """Whether it happens to all clients at one time."""
        return self.at_min.size == 1


def jumps(given: Sequence[Given], places: Sequence[int], *, states: int) -> tuple[list[Jump], list[int]]:
    """The jumps of all inputs, and for each pump the state that it feeds; pumps are numbered after the states."""
    fed: list[int] = []
    found: list[Jump] = []
    for one, place in zip(given, places, strict=True):
        if place < 0:
            continue
        mg, duration = np.atleast_1d(np.asarray(one.mg)), np.atleast_1d(np.asarray(one.duration_min))
        start = np.array([one.start_min])
        if duration.max() <= 0:
            found.append(Jump(place, start, mg))
            continue
        if place not in fed:
            fed.append(place)
        pump, content = states + fed.index(place), mg / duration / PUMP_PER_MIN
        found += [Jump(pump, start, content), Jump(pump, start + duration, -content)]
    return found, fed


def with_pumps(generator: Array, fed: Sequence[int]) -> Array:
    """The matrix with one more state for each pump: shape (clients, n + pumps, n + pumps)."""
    count, states = generator.shape[0], generator.shape[1]
    whole = np.zeros((count, states + len(fed), states + len(fed)))
    whole[:, :states, :states] = generator
    for pump, place in enumerate(fed):
        whole[:, place, states + pump] = PUMP_PER_MIN
    return whole


def march(generator: Array, given: Sequence[Given], places: Sequence[int], times_min: Array) -> Array:
    """Amounts (mg) of every state, shape (times, clients, n), for sorted times; a bolus counts at its own time.

    generator: shape (clients, n, n), per minute.
    """
    count, states = generator.shape[0], generator.shape[1]
    found, fed = jumps(given, places, states=states)
    whole = with_pumps(generator, fed)
    # Every jump that all clients share is a stop of its own. Landing it at the next time asked would be as true, but
    # an infusion of seconds seen a day later would then be the small difference of two large numbers.
    shared: dict[float, list[Jump]] = {}
    for jump in found:
        if jump.shared and jump.at_min[0] <= times_min[-1]:
            shared.setdefault(float(jump.at_min[0]), []).append(jump)
    staggered = [jump for jump in found if not jump.shared]
    stops = np.unique(np.concatenate([times_min, list(shared)]))
    steps = _Steps(whole, np.diff(stops))
    first = min((jump.at_min.min() for jump in found), default=np.inf)
    state = np.zeros((count, whole.shape[1], 1))
    passed = np.zeros((stops.size, count, states))
    now = -np.inf
    for at, then in enumerate(stops.tolist()):
        if now >= first:  # before, every state is empty
            state = steps.before(at) @ state
        for jump in shared.get(then, ()):
            state[:, jump.place, 0] += jump.size
            rest(state, jump)
        for jump in staggered:
            _land(state, whole, jump, now, then)
        now = then
        passed[at] = state[:, :states, 0]
    return np.maximum(passed[np.searchsorted(stops, times_min)], 0.0)


def rest(state: Array, jump: Jump) -> None:
    """A pump that was switched off holds nothing: not the last digit by which two large numbers differ."""
    content = state[:, jump.place, 0]
    content[np.abs(content) < 1e-11 * np.abs(jump.size)] = 0.0


class _Steps:
    """Transition matrices from stop to stop; those of a length that recurs are made once.

    Lengths are compared to 1e-10 min, because the last digits of 0.1 + 0.2 and 0.3 differ.
    """

    def __init__(self, whole: Array, minutes: Array) -> None:
        lengths, which, repeats = np.unique(np.round(minutes, 10), return_inverse=True, return_counts=True)
        self._whole, self._minutes, self._which = whole, minutes, which.tolist()
        pairs = zip(lengths.tolist(), repeats.tolist(), strict=True)
        self._kept = [transition(whole, length) if times > 1 else None for length, times in pairs]

    def before(self, stop: int) -> Array:
        """From the stop before this one to it."""
        kept = self._kept[self._which[stop - 1]]
        return transition(self._whole, self._minutes[stop - 1]) if kept is None else kept


def _land(state: Array, whole: Array, jump: Jump, now: float, then: float) -> None:
    """Adds to `state` what the jump has become by `then`, for the clients for whom it fell due after `now`."""
    due = (jump.at_min > now) & (jump.at_min <= then)
    if due.any():
        size = jump.size if jump.size.size == 1 else jump.size[due]
        left = transition(whole[due], then - jump.at_min[due])
        state[due, :, 0] += left[:, :, jump.place] * size[:, None]
