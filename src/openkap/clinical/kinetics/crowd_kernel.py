"""The compiled inner loops of the population engine. Imported only when a population is asked for: numba loads slowly.

The method is that of `exponential` and `march`: exact transitions from series of positive terms, and jumps. Clients are
taken 64 at a time, so that each operation runs down a short row of numbers that stays near the processor. Loops are
written out: numba compiles them in a tenth of the time that array expressions take.
"""

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["advance", "order_statistics"]

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

_LANES = 64
_TERMS = 14  # with a norm of one half at most, what is left out is below 1e-16 of the sum


@njit(cache=True)
def _apply(source: Places, target: Places, copies: Flags, rate: Floats, shift: Floats, a: Floats, out: Floats) -> None:
    """out = (flows + shift) · a. Rate (flows, lanes) and shift (lanes) hold the step; a: (states, columns, lanes)."""
    size, columns, lanes = a.shape
    for i in range(size):
        for j in range(columns):
            for c in range(lanes):
                out[i, j, c] = shift[c] * a[i, j, c]
    for f in range(source.size):
        origin, goal = source[f], target[f]
        for j in range(columns):
            if not copies[f]:
                for c in range(lanes):
                    out[origin, j, c] -= rate[f, c] * a[origin, j, c]
            if goal >= 0:
                for c in range(lanes):
                    out[goal, j, c] += rate[f, c] * a[origin, j, c]


@njit(cache=True)
def _grow(
    source: Places, target: Places, copies: Flags, rate: Floats, shift: Floats,
    total: Floats, term: Floats, spare: Floats,
) -> None:  # fmt: skip
    """total = exp(flows) · total by the series, for steps with a norm of one half at most."""
    size, columns, lanes = total.shape
    for i in range(size):
        for j in range(columns):
            for c in range(lanes):
                term[i, j, c] = total[i, j, c]
    for k in range(1, _TERMS + 1):
        _apply(source, target, copies, rate, shift, term, spare)
        for i in range(size):
            for j in range(columns):
                for c in range(lanes):
                    term[i, j, c] = spare[i, j, c] / k
                    total[i, j, c] += term[i, j, c]
    for c in range(lanes):
        term[0, 0, c] = math.exp(-shift[c])
    for i in range(size):
        for j in range(columns):
            for c in range(lanes):
                total[i, j, c] *= term[0, 0, c]


@njit(cache=True)
def _scaling(
    source: Places, target: Places, copies: Flags, rate: Floats, shift: Floats, loss: Floats, gain: Floats
) -> float:
    """Fills `shift` with the largest loss rate of each lane; gives the largest column sum once shifted, per minute."""
    norm = 0.0
    for c in range(shift.size):
        for i in range(loss.size):
            loss[i] = gain[i] = 0.0
        for f in range(source.size):
            loss[source[f]] += 0.0 if copies[f] else rate[f, c]
            gain[source[f]] += rate[f, c] if target[f] >= 0 else 0.0
        shift[c] = excess = 0.0
        for i in range(loss.size):
            shift[c] = max(shift[c], loss[i])
            excess = max(excess, gain[i] - loss[i])
        norm = max(norm, shift[c] + excess)
    return norm


@njit(cache=True)
def _transition(
    source: Places, target: Places, copies: Flags, reach: Flags, rate: Floats, shift: Floats, norm: float,
    minutes: float, rate_step: Floats, shift_step: Floats, phi: Floats, term: Floats, spare: Floats,
) -> None:  # fmt: skip
    """phi = exp(flows · minutes): (states, states, lanes). What ends in step, term and spare is room to work in."""
    size, _, lanes = phi.shape
    halvings = max(0, math.ceil(math.log2(max(2 * norm * minutes, 1.0))))
    step = minutes * 0.5**halvings
    for c in range(lanes):
        shift_step[c] = shift[c] * step
        for f in range(source.size):
            rate_step[f, c] = rate[f, c] * step
        for i in range(size):
            for j in range(size):
                phi[i, j, c] = 1.0 if i == j else 0.0
    _grow(source, target, copies, rate_step, shift_step, phi, term, spare)
    for _ in range(halvings):
        for i in range(size):
            for j in range(size):
                for c in range(lanes):
                    spare[i, j, c] = phi[i, j, c]
                    phi[i, j, c] = 0.0
        for i in range(size):
            for k in range(size):
                for j in range(size):
                    if reach[i, k] and reach[k, j]:
                        for c in range(lanes):
                            phi[i, j, c] += spare[i, k, c] * spare[k, j, c]


@njit(cache=True)
def _landed(
    source: Places, target: Places, copies: Flags, rate: Floats, shift: Floats, norm: float, since: Floats,
    rate_step: Floats, shift_step: Floats, total: Floats, term: Floats, spare: Floats,
) -> None:  # fmt: skip
    """total = exp(flows · since) · total, where each lane has its own number of minutes."""
    longest = 0.0
    for c in range(since.size):
        longest = max(longest, since[c])
    pieces = max(1, math.ceil(2 * norm * longest))
    for c in range(since.size):
        shift_step[c] = shift[c] * since[c] / pieces
        for f in range(source.size):
            rate_step[f, c] = rate[f, c] * since[c] / pieces
    for _ in range(pieces):
        _grow(source, target, copies, rate_step, shift_step, total, term, spare)


@njit(cache=True, nogil=True)
def advance(
    source: Places, target: Places, copies: Flags, reach: Flags, rate: Floats, lengths: Floats, kept: int,
    length_of: Places, asked: Places, jump_place: Places, jump_shared: Flags, jump_stop: Places, jump_since: Floats,
    jump_size: Floats, seen_place: Places, seen_scale: Floats, states: Floats, out: Any,
) -> None:  # fmt: skip
    """Moves every client from stop to stop, and writes what is seen at the asked ones into `out`.

    source, target, copies: (flows,); reach: (states, states), what can come to i from j; rate: (flows, clients), per
    minute. lengths: steps in minutes, of which the first `kept` recur; length_of, asked: (stops,), which length leads
    to a stop (-1: none) and its row in `out` (-1: not asked). jump_place, jump_shared: (jumps,); jump_stop, jump_since,
    jump_size: (jumps, clients), the stop that first sees a jump (-1: none), the minutes from jump to stop, the size.
    seen_place: (analytes,); seen_scale: (analytes, clients), ng/mL per mg. states: (states, clients), changed in place.
    out: (analytes, rows, clients), float32.
    """
    size, clients = states.shape
    jumps, lanes = jump_place.size, _LANES
    phis = np.empty((kept + 1, size, size, lanes))
    term, spare, column_term = np.empty((size, size, lanes)), np.empty((size, size, lanes)), np.empty((size, 1, lanes))
    state, moved, landed = np.empty((size, 1, lanes)), np.empty((size, 1, lanes)), np.empty((jumps, size, 1, lanes))
    lane_rate, rate_step = np.empty((source.size, lanes)), np.empty((source.size, lanes))
    shift, shift_step, since = np.empty(lanes), np.empty(lanes), np.empty(lanes)
    loss, gain = np.empty(size), np.empty(size)
    for first in range(0, clients, lanes):
        width = min(lanes, clients - first)
        for c in range(lanes):  # a last short row is filled up with copies of its first client
            client = first + (c if c < width else 0)
            for f in range(source.size):
                lane_rate[f, c] = rate[f, client]
            for i in range(size):
                state[i, 0, c] = states[i, client]
        norm = _scaling(source, target, copies, lane_rate, shift, loss, gain)
        for which in range(kept):
            _transition(
                source, target, copies, reach, lane_rate, shift, norm, lengths[which],
                rate_step, shift_step, phis[which], term, spare,
            )  # fmt: skip
        for jump in range(jumps):  # what comes to each client at another time: what is left of it at the next stop
            if not jump_shared[jump]:
                for c in range(lanes):
                    client = first + (c if c < width else 0)
                    since[c] = jump_since[jump, client]
                    for i in range(size):
                        landed[jump, i, 0, c] = jump_size[jump, client] if i == jump_place[jump] else 0.0
                _landed(
                    source, target, copies, lane_rate, shift, norm, since,
                    rate_step, shift_step, landed[jump], column_term, moved,
                )  # fmt: skip
        for at in range(length_of.size):
            which = length_of[at]
            if which >= kept:
                _transition(
                    source, target, copies, reach, lane_rate, shift, norm, lengths[which],
                    rate_step, shift_step, phis[kept], term, spare,
                )  # fmt: skip
                which = kept
            if which >= 0:
                for i in range(size):
                    for c in range(lanes):
                        moved[i, 0, c] = 0.0
                    for j in range(size):
                        if reach[i, j]:
                            for c in range(lanes):
                                moved[i, 0, c] += phis[which, i, j, c] * state[j, 0, c]
                for i in range(size):
                    for c in range(lanes):
                        state[i, 0, c] = moved[i, 0, c]
            for jump in range(jumps):
                place = jump_place[jump]
                if not jump_shared[jump]:
                    for c in range(width):
                        if jump_stop[jump, first + c] == at:
                            for i in range(size):
                                state[i, 0, c] += landed[jump, i, 0, c]
                elif jump_stop[jump, first] == at:
                    for c in range(width):
                        added = jump_size[jump, first + c]
                        content = state[place, 0, c] + added
                        # A pump that was switched off holds nothing, not the last digit of a difference.
                        state[place, 0, c] = 0.0 if abs(content) < 1e-11 * abs(added) else content
            if asked[at] >= 0:
                for a in range(seen_place.size):
                    for c in range(width):
                        seen = state[seen_place[a], 0, c] * seen_scale[a, first + c]
                        out[a, asked[at], first + c] = max(seen, 0.0)
        for c in range(width):
            for i in range(size):
                states[i, first + c] = state[i, 0, c]


@njit(cache=True, nogil=True)
def order_statistics(values: Any, ranks: Places, out: Any) -> None:
    """The values (clients,; float32, none negative) that stand at the sorted `ranks`, into `out` (ranks,).

    Numbers that are not negative sort as their bit patterns do: counting the upper and then the lower halves of the
    patterns finds a rank without sorting, five times faster than a partial sort.
    """
    bits, found = values.view(np.uint32), out.view(np.uint32)
    upper = np.zeros(65536, np.int64)
    for c in range(bits.size):
        upper[bits[c] >> 16] += 1
    below, high, rank = 0, 0, 0
    while rank < ranks.size:
        while below + upper[high] <= ranks[rank]:
            below += upper[high]
            high += 1
        lower = np.zeros(65536, np.int64)
        for c in range(bits.size):
            if bits[c] >> 16 == high:
                lower[bits[c] & 65535] += 1
        low, below_low = 0, below
        while rank < ranks.size and ranks[rank] < below + upper[high]:
            while below_low + lower[low] <= ranks[rank]:
                below_low += lower[low]
                low += 1
            found[rank] = (high << 16) | low
            rank += 1
