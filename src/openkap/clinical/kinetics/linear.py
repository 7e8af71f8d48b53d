"""Answers a checked question for one body or many: concentrations at times, and areas under the whole curve."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openkap.clinical.kinetics.body import Body
from openkap.clinical.kinetics.exact import amounts
from openkap.clinical.kinetics.giving import Given, give
from openkap.clinical.kinetics.march import march
from openkap.clinical.kinetics.question import Part, Question
from openkap.clinical.kinetics.system import Structure, matrix, readout, structure

__all__ = ["Setting", "areas", "concentrations", "setting"]

Array = NDArray[np.float64]
MINUTES_IN_HOUR = 60.0


@dataclass(frozen=True, slots=True)
class Setting:
    """A part of a question as numbers: states and flows, inputs with the states they enter, how the analytes are read.

    An entry is -1 where an input cannot matter. ng_per_ml_per_mg: (analytes,) or (clients, analytes).
    """

    system: Structure
    body: Body
    given: list[Given]
    entries: list[int]
    shown: tuple[str, ...]
    places: list[int]
    ng_per_ml_per_mg: Array


def setting(question: Question, part: Part, body: Body) -> Setting:
    model = question.model
    if model.racemate and part.clearance_ratio != 1:
        name = model.racemate.clearance
        body = Body({**body.values, name: body.values[name] * part.clearance_ratio}, body.typical, body.count)
    given = give(model, body, part.doses, question.drug)
    analytes = [analyte for _, analyte in part.reads]
    system = structure(
        model, dosed={one.state for one in given}, seen={model.analytes[name].state for name in analytes}
    )
    places, scale = readout(system, model, body, analytes)
    entries = [system.place(one.state) for one in given]
    return Setting(system, body, given, entries, tuple(shown for shown, _ in part.reads), places, scale)


def concentrations(question: Question, body: Body, times_min: Array) -> dict[str, Array]:
    """ng/mL by analyte asked: shape (times,) for one client, (times, clients) for many, whose times must be sorted."""
    return _add(question, (_course(setting(question, part, body), times_min) for part in question.parts))


def _course(one: Setting, times_min: Array) -> dict[str, Array]:
    generator = matrix(one.system, one.body)
    if one.body.count is None:
        mg = amounts(generator, one.given, one.entries, times_min)
    else:
        mg = np.moveaxis(march(generator, one.given, one.entries, times_min), 2, 0)
    return {
        name: mg[place] * one.ng_per_ml_per_mg[..., at]
        for at, (name, place) in enumerate(zip(one.shown, one.places, strict=True))
    }


def areas(question: Question, body: Body) -> dict[str, Array]:
    """Area under the whole curve, ng·h/mL, by analyte: shape () for one client, (clients,) for many.

    In a linear system the area of all amounts is the inverse of the matrix times what went in.
    """
    return _add(question, (_area(setting(question, part, body)) for part in question.parts))


def _area(one: Setting) -> dict[str, Array]:
    generator = matrix(one.system, one.body)
    entered = np.zeros(generator.shape[:-1])
    for given, entry in zip(one.given, one.entries, strict=True):
        if entry >= 0:
            entered[..., entry] += given.mg
    mg_min = np.linalg.solve(-generator, entered[..., None])[..., 0]
    return {
        name: mg_min[..., place] * one.ng_per_ml_per_mg[..., at] / MINUTES_IN_HOUR
        for at, (name, place) in enumerate(zip(one.shown, one.places, strict=True))
    }


def _add(question: Question, parts: Iterable[dict[str, Array]]) -> dict[str, Array]:
    """What the parts add to each analyte asked, in the order asked."""
    found: dict[str, Array] = {}
    for part in parts:
        for name, values in part.items():
            found[name] = found[name] + values if name in found else values
    return {name: found[name] for name in question.analytes}
