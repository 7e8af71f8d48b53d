"""A hundred thousand virtual clients, or a million: percentiles of the curve, in chunks of clients and of times."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from openkap.clinical.kinetics.question import ask
from openkap.clinical.kinetics.scenario import Client, Dose, number
from openkap.clinical.kinetics.simulate import PERCENTILES, checked_times
from openkap.knowledge.kinetics import Model
from openkap.terms.refusal import BadInput, Refusal

if TYPE_CHECKING:
    from openkap.clinical.kinetics.crowd import Crowd

__all__ = ["Population", "population"]

Array = NDArray[np.float64]

_MOST_VALUES = 100_000_000  # of four bytes: 400 MB at a time, whatever is asked
_MOST_CLIENTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Population:
    """Percentiles between `clients` virtual clients: ng/mL by analyte, shape (percentiles, times), times as asked."""

    model: Model
    drug: str
    clients: int
    times_min: Array
    percentiles: tuple[float, ...]
    ng_per_ml: dict[str, Array]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]


def population(
    model: Model,
    *,
    client: Client,
    doses: Sequence[Dose],
    times_min: ArrayLike,
    analytes: Sequence[str] = (),
    drug: str | None = None,
    clients: int = 100_000,
    percentiles: Sequence[float] = PERCENTILES,
) -> Population:
    """Percentiles of ng/mL at `times_min` between `clients` who differ around `client` as the model's spread says.

    The same virtual clients as the band of `simulate`, whose 2 000 are the first of these. Raises BadInput as
    `simulate` does, and for a model without a spread; Refusal, with what to install, where numba is missing.
    """
    question = ask(model, client=client, doses=doses, analytes=analytes, drug=drug)
    times = checked_times(times_min)
    count = int(number(clients, "clients", low=1, high=_MOST_CLIENTS))
    levels = tuple(number(level, "percentiles", low=0, high=100) for level in percentiles)
    if model.spread is None:
        raise BadInput("model", f"no spread between clients is held for {model.id}: it has no population.")
    crowd_of = _crowd()
    sorted_times, back = np.unique(times, return_inverse=True)
    found = np.empty((len(levels), len(question.analytes), sorted_times.size))
    rows = max(1, _MOST_VALUES // (count * len(question.analytes)))
    crowd = crowd_of(question, count)
    for first in range(0, sorted_times.size, rows):
        some = slice(first, first + rows)
        found[:, :, some] = crowd.percentiles(crowd.at_times(sorted_times[some]), levels)
    return Population(
        model=model,
        drug=question.drug,
        clients=count,
        times_min=times,
        percentiles=levels,
        ng_per_ml={name: found[:, at, back] for at, name in enumerate(question.analytes)},
        warnings=question.warnings,
        notes=(*question.notes, f"Band between clients: {model.spread.source}."),
    )


def _crowd() -> "type[Crowd]":
    try:
        from openkap.clinical.kinetics.crowd import Crowd
    except ModuleNotFoundError as missing:
        if missing.name != "numba":
            raise
        raise Refusal("Populations need the library numba. Install it beside openkap: pip install numba.") from None
    return Crowd
