"""Concentrations over time of one client, and how far clients differ."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from openkap.clinical.kinetics.body import draw
from openkap.clinical.kinetics.linear import concentrations
from openkap.clinical.kinetics.question import Question, ask
from openkap.clinical.kinetics.scenario import Client, Dose
from openkap.knowledge.kinetics import Model
from openkap.terms.refusal import BadInput

__all__ = ["BAND_CLIENTS", "PERCENTILES", "Band", "Curves", "answer", "checked_times", "simulate"]

Array = NDArray[np.float64]

PERCENTILES = (5.0, 50.0, 95.0)
# 2 000 virtual clients give the 5th and 95th percentile within 2 to 3 % for a log SD of 0.3.
BAND_CLIENTS = 2000
_MOST_BAND_TIMES = 1500  # a day of minutes; more would fill the memory of a small machine


@dataclass(frozen=True, slots=True)
class Band:
    """The 5th, 50th and 95th percentile between clients, ng/mL, shape (times,). No residual error is added."""

    p5_ng_per_ml: Array
    p50_ng_per_ml: Array
    p95_ng_per_ml: Array


@dataclass(frozen=True, slots=True)
class Curves:
    """The answer: ng/mL of base by analyte, shape (times,), in the order in which the times were asked.

    sampling and confidence: by analyte; certainty: of the least certain route used.
    band: by analyte; None when it was not asked for, or when no spread is held for the model.
    warnings: about this question; notes: known limits of the model and where its spread comes from.
    """

    model: Model
    drug: str
    times_min: Array
    ng_per_ml: dict[str, Array]
    sampling: dict[str, str]
    confidence: dict[str, str]
    certainty: str
    band: dict[str, Band] | None
    warnings: tuple[str, ...]
    notes: tuple[str, ...]


def simulate(
    model: Model,
    *,
    client: Client,
    doses: Sequence[Dose],
    times_min: ArrayLike,
    analytes: Sequence[str] = (),
    drug: str | None = None,
    band: bool = False,
) -> Curves:
    """Concentrations in ng/mL of base at `times_min` (0 or more, any order) after `doses`, solved exactly.

    analytes: names from `model.analytes`; empty for the drug given. drug: the model's own unless an esketamine model is
    asked for "racemic ketamine", which some can. band: adds the 5th, 50th and 95th percentile between clients, drawn
    with a fixed seed. A bolus counts at its own time. Raises BadInput naming the field for a route, drug or analyte
    that the model does not cover, a missing weight, or devices too close together.

    >>> from openkap.knowledge.kinetics import read_model
    >>> curves = simulate(
    ...     read_model("kamp-2020"),
    ...     client=Client(weight_kg=70, age_y=45),
    ...     doses=[Dose(route="iv", mg=35, start_min=0, duration_min=40)],
    ...     times_min=[40, 60],
    ... )
    >>> curves.ng_per_ml["ketamine"].round(1).tolist(), curves.sampling["ketamine"]
    ([253.1, 95.9], 'arterial')
    """
    question = ask(model, client=client, doses=doses, analytes=analytes, drug=drug)
    return answer(question, checked_times(times_min), band=band)


def checked_times(times_min: ArrayLike) -> Array:
    times = np.asarray(times_min, dtype=np.float64).reshape(-1)
    if times.size == 0 or not np.all(np.isfinite(times)) or np.any(times < 0):
        raise BadInput("times_min", "give at least one time, each 0 minutes or more.")
    return times


def answer(question: Question, times_min: Array, *, band: bool) -> Curves:
    """The curves of a checked question."""
    model, warnings, notes = question.model, question.warnings, question.notes
    if question.certainty == "least certain":
        warnings += (f"This route is least certain: {model.confidence_note}.",)
    bands = None
    if band and model.spread is None:
        warnings += (f"No spread between clients is held for {model.id}, so there is no band.",)
    elif band and model.spread is not None:
        if np.unique(times_min).size > _MOST_BAND_TIMES:
            raise BadInput("times_min", f"with a band give at most {_MOST_BAND_TIMES} times.")
        bands = _bands(question, times_min)
        notes += (f"Band between clients: {model.spread.source}.",)
    return Curves(
        model=model,
        drug=question.drug,
        times_min=times_min,
        ng_per_ml=concentrations(question, question.usual, times_min),
        sampling={name: question.seen(name).sampling for name in question.analytes},
        confidence={name: question.seen(name).confidence for name in question.analytes},
        certainty=question.certainty,
        band=bands,
        warnings=warnings,
        notes=notes,
    )


def _bands(question: Question, times_min: Array) -> dict[str, Band]:
    sorted_times, back = np.unique(times_min, return_inverse=True)
    crowd = draw(question.model, question.usual, first=0, count=BAND_CLIENTS)
    found = {}
    for name, values in concentrations(question, crowd, sorted_times).items():
        low, middle, high = np.percentile(values, PERCENTILES, axis=1)
        found[name] = Band(low[back], middle[back], high[back])
    return found
