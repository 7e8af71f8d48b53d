"""What was given in one session, as a band with its landmarks. Computed once; the next look at it costs nothing.

A session may use several routes. The models of racemic ketamine share one disposition, and a virtual client is the same
in each of them, so that what each route brings adds up, client by client, before a percentile is taken.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from openkap.clinical.kinetics.body import draw
from openkap.clinical.kinetics.landmarks import find_landmarks
from openkap.clinical.kinetics.linear import areas, concentrations
from openkap.clinical.kinetics.question import Question, ask
from openkap.clinical.kinetics.reading import Landmark, default_analyte, landmark
from openkap.clinical.kinetics.scenario import Client, Dose
from openkap.clinical.kinetics.simulate import PERCENTILES
from openkap.clinical.kinetics.speaking import say_minutes
from openkap.knowledge.kinetics import Model, Use, read_model, read_uses
from openkap.terms.refusal import BadInput

__all__ = ["SHOWN_AFTER_MIN", "Administered", "Exposure", "expose", "tell_guide"]

Array = NDArray[np.float64]

# A screen shows no more than a thousand virtual clients can say: a percentile to within about 4 %.
_CLIENTS = 1000
_WINDOW_MIN, SHOWN_AFTER_MIN = 720, 180
_LONGEST_SESSION_MIN = 1440.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Administered:
    """Medicine as the record keeps it. route: of the record ("sl-rdt"); start_min: since the first one of the session.

    duration_min: of an infusion.
    """

    route: str
    mg: float
    start_min: float = 0.0
    duration_min: float = 0.0


@dataclass(frozen=True, slots=True)
class Exposure:
    """One session as the models see it: nine virtual clients in ten lie between low and high. ng/mL of base.

    minutes: since the first dose, up to three hours after the last one. warnings: what is unusual about this session.
    """

    models: tuple[Model, ...]
    drug: str
    analyte: str
    sampling: str
    certainty: str
    minutes: tuple[float, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    peak_min: Landmark
    half_down_min: Landmark
    peak_ng_per_ml: Landmark
    area_ng_h_per_ml: Landmark
    warnings: tuple[str, ...]

    @property
    def model_ids(self) -> tuple[str, ...]:
        return tuple(model.id for model in self.models)

    @property
    def unsure_because(self) -> str:
        """Why it is least certain; empty for any other."""
        notes = [model.confidence_note for model in self.models if _is_least_certain(model)]
        return "; ".join(notes)


@lru_cache(maxsize=512)
def expose(administered: tuple[Administered, ...], client: Client) -> Exposure:
    """The exposure to all that was administered in one session, by the models that `knowledge` names for the routes.

    Raises BadInput for racemate and esketamine in one session, for devices too close together, a missing weight, doses
    more than a day apart: whatever a model cannot answer.

    >>> exposure = expose((Administered(route="im", mg=50), Administered(route="oral", mg=50, start_min=20)),
    ...     Client(weight_kg=70))
    >>> exposure.model_ids, exposure.analyte, exposure.certainty
    (('hybrid-im', 'hybrid-oral'), 'effect-site', 'least certain')
    """
    questions = _questions(administered, client)
    first = questions[0]
    analyte = first.analytes[0]
    times, shown = _times(administered)
    crowds = [draw(one.model, one.usual, first=0, count=_CLIENTS) for one in questions]
    both = list(zip(questions, crowds, strict=True))
    usual = np.sum([concentrations(one, one.usual, times)[analyte] for one in questions], axis=0)[:, None]
    crowd = np.sum([concentrations(one, many, times)[analyte] for one, many in both], axis=0)
    area = np.sum([areas(one, one.usual)[analyte] for one in questions], axis=0)
    crowd_area = np.sum([areas(one, many)[analyte] for one, many in both], axis=0)
    own, theirs = find_landmarks(times, usual, np.inf), find_landmarks(times, crowd, np.inf)
    low, middle, high = np.percentile(crowd[:shown], PERCENTILES, axis=1).tolist()

    def figure(name: str) -> Landmark:
        return landmark(getattr(own, name), getattr(theirs, name))

    return Exposure(
        models=tuple(one.model for one in questions),
        drug=first.drug,
        analyte=analyte,
        sampling=first.seen(analyte).sampling,
        certainty="least certain" if any(_is_least_certain(one.model) for one in questions) else first.certainty,
        minutes=tuple(times[:shown].tolist()),
        low=tuple(low),
        middle=tuple(middle),
        high=tuple(high),
        **{name: figure(name) for name in ("peak_min", "half_down_min", "peak_ng_per_ml")},
        area_ng_h_per_ml=landmark(np.atleast_1d(area), crowd_area),
        warnings=tuple(dict.fromkeys(warning for one in questions for warning in one.warnings)),
    )


def tell_guide(exposure: Exposure, *, clock: Callable[[float], str]) -> tuple[str, ...]:
    """Where most people are by when, for whoever sits beside them. `clock` writes minutes since the first dose.

    >>> exposure = expose((Administered(route="im", mg=50),), Client(weight_kg=70))
    >>> tell_guide(exposure, clock=lambda minutes: f"minute {minutes:.0f}")[0]
    'Most people are past the peak by minute 52.'
    """
    lines = [f"Most people are past the peak by {clock(exposure.peak_min.high or 0.0)}."]
    low, usual, high = exposure.half_down_min.low, exposure.half_down_min.usual, exposure.half_down_min.high
    if low is None or usual is None or high is None or np.isinf(usual):
        lines.append(f"Half-way down usually comes {say_minutes(np.inf)} after the first dose.")
    elif np.isinf(high):
        lines.append(f"Half-way down usually comes about {clock(usual)}; for some it takes {say_minutes(high)}.")
    else:
        lines.append(
            f"Half-way down usually comes about {clock(usual)}; for most between {clock(low)} and {clock(high)}."
        )
    if exposure.unsure_because:
        lines.append("This is least certain: the model of this route rests on quoted ranges, not on measurements.")
    return tuple(lines)


def _is_least_certain(model: Model) -> bool:
    return any(route.certainty == "least certain" for route in model.routes.values())


def _questions(administered: Sequence[Administered], client: Client) -> list[Question]:
    """One for each model that is needed, in the order in which they come in."""
    if not administered:
        raise BadInput("doses", "give at least one dose.")
    uses = read_uses()
    doses: dict[str, list[Dose]] = {}
    for one in administered:
        if one.route not in uses:
            raise BadInput("route", f'no model is held for the route "{one.route}".')
        if one.start_min > _LONGEST_SESSION_MIN:
            raise BadInput("doses", "one curve is of one session: its doses lie at most a day apart.")
        use = uses[one.route]
        doses.setdefault(use.model, []).extend(_doses(one, use))
    models = [read_model(model_id) for model_id in doses]
    if len({model.drug for model in models}) > 1:
        raise BadInput("doses", "racemic ketamine and esketamine are different drugs: no curve is of both.")
    found = []
    for model, given in zip(models, doses.values(), strict=True):
        analyte = default_analyte(model, None)
        found.append(ask(model, client=client, doses=given, analytes=[analyte] if analyte else []))
    return found


def _doses(one: Administered, use: Use) -> list[Dose]:
    """A dose of several devices is one device after the other, as closely as the label allows."""
    devices = round(one.mg / use.device_mg) if use.device_mg and one.mg % use.device_mg == 0 else 1
    return [
        Dose(
            route=use.route,
            mg=one.mg / devices,
            start_min=one.start_min + at * use.device_gap_min,
            duration_min=one.duration_min,
            form=use.form or None,
        )
        for at in range(devices)
    ]


def _times(administered: Sequence[Administered]) -> tuple[Array, int]:
    """Every other minute until two hours after the last dose, then every ten; and how many of them are shown."""
    last = int(max(one.start_min + one.duration_min for one in administered))
    edges = {edge for one in administered for edge in (one.start_min, one.start_min + one.duration_min)}
    fine, coarse = np.arange(0, last + 121, 2), np.arange(last + 130, last + _WINDOW_MIN + 1, 10)
    times = np.unique([*fine, *coarse, *edges]).astype(np.float64)
    return times, int(np.searchsorted(times, last + SHOWN_AFTER_MIN, side="right"))
