"""Reads a curve for a guide: how soon, how high, how long, with the range between clients and how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openkap.clinical.kinetics.body import draw
from openkap.clinical.kinetics.landmarks import Landmarks, find_landmarks
from openkap.clinical.kinetics.linear import areas, concentrations
from openkap.clinical.kinetics.question import Question, ask
from openkap.clinical.kinetics.scenario import Client, Dose, number
from openkap.clinical.kinetics.simulate import BAND_CLIENTS
from openkap.knowledge.kinetics import Level, Model
from openkap.terms.refusal import BadInput

__all__ = ["Landmark", "Reading", "default_analyte", "landmark", "lowest_studied", "read_curve"]

Array = NDArray[np.float64]

WINDOW_MIN = 720.0
_LONGEST_SESSION_MIN = 1440.0


@dataclass(frozen=True, slots=True)
class Landmark:
    """One figure of the curve. None: never; infinity: not within the window.

    low, high: for nine virtual clients in ten of those who have it at all, who are `share` of all; None without a band.
    """

    usual: float | None
    low: float | None = None
    high: float | None = None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A curve in figures: minutes after the first dose, ng/mL, ng·h/mL. `banded` is False without a spread."""

    question: Question
    analyte: str
    level_ng_per_ml: float
    onset_min: Landmark
    peak_min: Landmark
    peak_ng_per_ml: Landmark
    half_down_min: Landmark
    below_min: Landmark
    area_ng_h_per_ml: Landmark
    banded: bool

    @property
    def sampling(self) -> str:
        return self.question.seen(self.analyte).sampling

    @property
    def drug(self) -> str:
        return self.question.drug

    @property
    def model_ids(self) -> tuple[str, ...]:
        return (self.question.model.id,)

    @property
    def unsure_because(self) -> str:
        """Why the route is least certain; empty for any other."""
        return self.question.model.confidence_note if self.question.certainty == "least certain" else ""


def default_analyte(model: Model, drug: str | None) -> str | None:
    """The effect site where there is one, for it is what is felt; else (None) the drug that was given."""
    return "effect-site" if "effect-site" in model.analytes and drug in (None, model.drug) else None


def lowest_studied(levels: Sequence[Level], drug: str) -> float:
    """The lowest steady level of the drug at which effects were measured, ng/mL."""
    return min(level.ng_per_ml for level in levels if level.of == drug)


def read_curve(
    model: Model,
    *,
    client: Client,
    doses: Sequence[Dose],
    level_ng_per_ml: float,
    analyte: str | None = None,
    drug: str | None = None,
) -> Reading:
    """The landmarks of one analyte, to about half a minute, within 12 hours after the last dose of a session.

    Raises BadInput as `simulate` does, and for doses that are more than a day apart.

    >>> from openkap.knowledge.kinetics import read_model
    >>> reading = read_curve(
    ...     read_model("kamp-2020"),
    ...     client=Client(weight_kg=70),
    ...     doses=[Dose(route="iv", mg=35, start_min=0, duration_min=40)],
    ...     level_ng_per_ml=100,
    ... )
    >>> reading.analyte, round(reading.peak_ng_per_ml.usual), round(reading.below_min.usual)
    ('effect-site', 217, 75)
    """
    level_ng_per_ml = number(level_ng_per_ml, "level_ng_per_ml", low=0, high=100_000, above=True)
    analyte = analyte or default_analyte(model, drug)
    question = ask(model, client=client, doses=doses, analytes=[analyte] if analyte else [], drug=drug)
    name = question.analytes[0]
    starts = [dose.start_min for dose in doses]
    if max(starts) - min(starts) > _LONGEST_SESSION_MIN:
        raise BadInput("doses", "a reading is of one session: give doses that are at most a day apart.")
    first, times = min(starts), _times(question)
    curve = concentrations(question, question.usual, times)[name][:, None]
    usual = find_landmarks(times - first, curve, level_ng_per_ml)
    usual_area = areas(question, question.usual)[name]
    crowd = crowd_area = None
    if model.spread is not None:
        many = draw(model, question.usual, first=0, count=BAND_CLIENTS)
        crowd = find_landmarks(times - first, concentrations(question, many, times)[name], level_ng_per_ml)
        crowd_area = areas(question, many)[name]

    def found(field: str) -> Landmark:
        return landmark(getattr(usual, field), None if crowd is None else getattr(crowd, field))

    return Reading(
        question=question,
        analyte=name,
        level_ng_per_ml=level_ng_per_ml,
        **{field: found(field) for field in Landmarks.__slots__},
        area_ng_h_per_ml=landmark(np.atleast_1d(usual_area), crowd_area),
        banded=crowd is not None,
    )


def _times(question: Question) -> Array:
    """Every minute while doses go in and two hours on, then every five; and the edges of every dose."""
    doses = question.doses
    first, last = min(dose.start_min for dose in doses), max(dose.start_min + dose.duration_min for dose in doses)
    edges = [edge for dose in doses for edge in (dose.start_min, dose.start_min + dose.duration_min)]
    return np.unique([*np.arange(first, last + 120), *np.arange(last + 120, last + WINDOW_MIN + 1, 5), *edges])


def landmark(usual: Array, crowd: Array | None) -> Landmark:
    """One figure of the typical client (in an array of one), with its range over a crowd where there is one."""
    value = None if np.isnan(usual[0]) else float(usual[0])
    if crowd is None:
        return Landmark(value)
    have = crowd[~np.isnan(crowd)]
    if have.size == 0:
        return Landmark(value, share=0.0)
    # The nearest client, not a mean of two: one of them may be at infinity.
    low, high = np.percentile(have, (5, 95), method="inverted_cdf")
    return Landmark(value, float(low), float(high), share=have.size / crowd.size)
