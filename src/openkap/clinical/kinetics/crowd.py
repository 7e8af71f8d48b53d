"""Many clients of one question, moved through time together by compiled loops, on every core. Needs numba."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openkap.clinical.kinetics import crowd_kernel
from openkap.clinical.kinetics.body import BLOCK, draw
from openkap.clinical.kinetics.linear import Setting, setting
from openkap.clinical.kinetics.march import PUMP_PER_MIN, Jump, jumps
from openkap.clinical.kinetics.question import Question

__all__ = ["Crowd"]

Array = NDArray[np.float64]

_CLIENTS_AT_ONCE = 4 * BLOCK
_THREADS = os.cpu_count() or 1


class Crowd:
    """`count` clients around the one of the question. Keeps their amounts: times may be asked chunk by chunk."""

    def __init__(self, question: Question, count: int) -> None:
        self._question, self._count = question, count
        self._amounts: dict[tuple[int, int], Array] = {}
        self._reached = -np.inf

    def at_times(self, times_min: Array) -> NDArray[np.float32]:
        """ng/mL at sorted times, later than those asked before: shape (analytes, times, clients)."""
        out = np.zeros((len(self._question.analytes), times_min.size, self._count), dtype=np.float32)
        starts = range(0, self._count, _CLIENTS_AT_ONCE)
        chunks = [slice(start, min(start + _CLIENTS_AT_ONCE, self._count)) for start in starts]
        # The compiled loops leave the interpreter free, so plain threads use every core.
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(lambda who: self._advance(who, times_min, out[:, :, who]), chunks))
        self._reached = float(times_min[-1])
        return out

    def _advance(self, who: slice, times: Array, out: NDArray[np.float32]) -> None:
        advance: Any = crowd_kernel.advance
        question, count = self._question, who.stop - who.start
        body = draw(question.model, question.usual, first=who.start, count=count)
        for at, part in enumerate(question.parts):
            one = setting(question, part, body)
            found, fed = jumps(one.given, one.entries, states=len(one.system.states))
            amounts = self._amounts.setdefault((at, who.start), np.zeros((len(one.system.states) + len(fed), count)))
            due = [float(jump.at_min[0]) for jump in found if jump.shared]
            stops = np.unique([*times.tolist(), *(when for when in due if self._reached < when <= times[-1])])
            lengths, length_of, kept = _lengths(stops, self._reached)
            asked = np.full(stops.size, -1)
            asked[np.searchsorted(stops, times)] = np.arange(times.size)
            seen = np.zeros((len(one.shown), times.size, count), dtype=np.float32)
            advance(
                *_flows(one, fed, count), lengths, kept, length_of, asked,
                *_jump_arrays(found, stops, self._reached, count),
                np.array(one.places), np.ascontiguousarray(one.ng_per_ml_per_mg.T), amounts, seen,
            )  # fmt: skip
            for row, name in enumerate(one.shown):
                out[question.analytes.index(name)] += seen[row]

    @staticmethod
    def percentiles(values: NDArray[np.float32], levels: Sequence[float]) -> Array:
        """Shape (percentiles, analytes, times), between the two nearest ranks in proportion."""
        analytes, times, clients = values.shape
        at = (clients - 1) * np.asarray(levels) / 100
        ranks, back = np.unique(np.concatenate([np.floor(at), np.ceil(at)]).astype(np.int64), return_inverse=True)
        rows, found = values.reshape(-1, clients), np.empty((analytes * times, ranks.size), dtype=np.float32)
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(lambda row: crowd_kernel.order_statistics(rows[row], ranks, found[row]), range(len(rows))))
        low, high = found[:, back[: at.size]].astype(np.float64), found[:, back[at.size :]].astype(np.float64)
        found_at: Array = (low + (high - low) * (at - np.floor(at))).T
        return found_at.reshape(at.size, analytes, times)


def _lengths(stops: Array, reached: float) -> tuple[Array, NDArray[np.int64], int]:
    """The lengths of steps with those that recur first, which length leads to each stop (-1: none), how many recur."""
    steps = np.round(np.diff(stops, prepend=reached if np.isfinite(reached) else stops[0]), 10)
    lengths, which, repeats = np.unique(steps, return_inverse=True, return_counts=True)
    order = np.argsort(repeats == 1, kind="stable")
    rank = np.empty(order.size, dtype=np.int64)
    rank[order] = np.arange(order.size)
    return lengths[order], np.where(steps > 0, rank[which], -1), int(np.sum(repeats > 1))


def _flows(one: Setting, fed: Sequence[int], count: int) -> tuple[Any, ...]:
    """Source, target and whether it copies of each flow, the pumps' included; which state reaches which; the rates."""
    states, flows = len(one.system.states), one.system.flows
    rates = np.empty((len(flows) + len(fed), count))
    for at, flow in enumerate(flows):
        rates[at] = flow.rate.evaluate(one.body.values)
    rates[len(flows) :] = PUMP_PER_MIN
    source = [one.system.place(flow.source) for flow in flows] + [states + pump for pump in range(len(fed))]
    target = [one.system.place(flow.target) for flow in flows] + list(fed)
    copies = [flow.copies for flow in flows] + [True] * len(fed)
    reach = np.eye(states + len(fed), dtype=bool)
    for _ in range(len(reach)):
        for origin, goal in zip(source, target, strict=True):
            if goal >= 0:
                reach[goal] |= reach[origin]
    return np.array(source), np.array(target), np.array(copies), reach, rates


def _jump_arrays(found: Sequence[Jump], stops: Array, reached: float, count: int) -> tuple[Any, ...]:
    """Place and whether shared of each jump; and by client the stop that first sees it, the minutes to it, its size."""
    stop, since, size = (np.zeros((len(found), count)) for _ in range(3))
    for row, jump in enumerate(found):
        seen_at = np.searchsorted(stops, jump.at_min)
        due = (jump.at_min > reached) & (seen_at < stops.size)
        stop[row] = np.where(due, seen_at, -1)
        since[row] = np.where(due, stops[np.minimum(seen_at, stops.size - 1)] - jump.at_min, 0.0)
        size[row] = jump.size
    places, shared = [jump.place for jump in found], [jump.shared for jump in found]
    return np.array(places, np.int64), np.array(shared, np.bool_), stop.astype(np.int64), since, size
