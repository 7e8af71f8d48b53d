"""The exponential of a compartment matrix, for one or many at once, where eigenvalues coincide or clients differ."""

import math

import numpy as np
from numpy.typing import NDArray

__all__ = ["transition"]

Array = NDArray[np.float64]

# Taylor to degree 16 in four blocks of four (Paterson and Stockmeyer): seven products instead of sixteen.
_BLOCKS = 4
_COEFFICIENTS = [1 / math.factorial(k) for k in range(17)]


def transition(generator: Array, minutes: float | Array) -> Array:
    """exp(generator · minutes), shape (..., n, n).

    generator: per minute, no negative number off the diagonal, which is what flows between compartments always give.
    minutes: 0 or more; a number, or one for each matrix. The diagonal is shifted so that every term of the series is
    positive: nothing cancels, no entry turns negative, and small entries are as exact as large ones.

    >>> bool(np.allclose(transition(np.array([[-1.0, 0.0], [1.0, 0.0]]), math.log(2)), [[0.5, 0], [0.5, 1]]))
    True
    """
    scaled = generator * np.asarray(minutes, dtype=np.float64)[..., None, None]
    identity = np.eye(scaled.shape[-1])
    shift = np.max(-np.diagonal(scaled, axis1=-2, axis2=-1), axis=-1)[..., None, None]
    norm = np.max((scaled + shift * identity).sum(axis=-2), axis=-1)
    halvings = np.ceil(np.log2(np.maximum(norm, 1.0))).astype(int)
    part = 2.0 ** -halvings[..., None, None]
    total: Array = np.exp(-shift * part) * _series((scaled + shift * identity) * part, identity)
    for done in range(int(halvings.max(initial=0))):
        unfinished = halvings > done
        total[unfinished] = total[unfinished] @ total[unfinished]
    return total


def _series(step: Array, identity: Array) -> Array:
    """exp(step) for positive matrices of norm 1 at most, by its first 17 terms: the rest is below 1e-14 of it."""
    square = step @ step
    cube, fourth = square @ step, square @ square
    total: Array = _COEFFICIENTS[16] * fourth
    for block in reversed(range(_BLOCKS)):
        one, two, three, four = _COEFFICIENTS[4 * block : 4 * block + 4]
        total = total + (one * identity + two * step + three * square + four * cube)
        if block > 0:
            total = total @ fourth
    return total
