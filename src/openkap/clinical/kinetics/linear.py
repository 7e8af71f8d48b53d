"""Answers a checked question for one body or many: concentrations at times, and areas under the whole curve."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openkap.clinical.kinetics.body import Body
from openkap.clinical.kinetics.exact import amounts
from openkap.clinical.kinetics.giving import Given, give
from openkap.clinical.kinetics.march import march
from openkap.clinical.kinetics.question import Part, Question
from openkap.clinical.kinetics.system import matrix, readout, structure

__all__ = ["Setting", "areas", "concentrations", "setting"]

Array = NDArray[np.float64]
MINUTES_IN_HOUR = 60.0


@dataclass(frozen=True, slots=True)
class Setting:
    """A part of a question as numbers: matrix, inputs with the states they enter, and how the analytes are read."""

    generator: Array
    given: list[Given]
    entries: list[int]
    analytes: tuple[str, ...]
    places: list[int]
    ng_per_ml_per_mg: Array


def setting(question: Question, part: Part, body: Body) -> Setting:
    model = question.model
    if model.racemate and part.clearance_ratio != 1:
        name = model.racemate.clearance
        body = Body({**body.values, name: body.values[name] * part.clearance_ratio}, body.typical, body.count)
    given = give(model, body, part.doses, question.drug)
    system = structure(
        model,
        dosed={one.state for one in given},
        seen={model.analytes[name].state for name in part.analytes},
    )
    places, scale = readout(system, model, body, part.analytes)
    entries = [system.place(one.state) for one in given]
    return Setting(matrix(system, body), given, entries, part.analytes, places, scale)


def concentrations(question: Question, body: Body, times_min: Array) -> dict[str, Array]:
    """ng/mL by analyte asked: shape (times,) for one client, (times, clients) for many, whose times must be sorted."""
    return _sum_parts(question, [_course(setting(question, part, body), times_min, body) for part in question.parts])


def _course(one: Setting, times_min: Array, body: Body) -> dict[str, Array]:
    shape = (times_min.size, *body.shape)
    if body.count is None:
        mg = amounts(one.generator, one.given, one.entries, times_min)
    else:
        mg = np.moveaxis(march(one.generator, one.given, one.entries, times_min), 2, 0)
    return {
        name: np.zeros(shape) if place < 0 else mg[place] * one.ng_per_ml_per_mg[..., at]
        for at, (name, place) in enumerate(zip(one.analytes, one.places, strict=True))
    }


def areas(question: Question, body: Body) -> dict[str, Array]:
    """Area under the whole curve, ng·h/mL, by analyte: shape () for one client, (clients,) for many.

    In a linear system the area of all amounts is the inverse of the matrix times what went in.
    """
    return _sum_parts(question, [_area(setting(question, part, body)) for part in question.parts])


def _area(one: Setting) -> dict[str, Array]:
    entered = np.zeros(one.generator.shape[:-1])
    for given, entry in zip(one.given, one.entries, strict=True):
        if entry >= 0:
            entered[..., entry] += given.mg
    mg_min = np.linalg.solve(-one.generator, entered[..., None])[..., 0]
    return {
        name: np.zeros(mg_min.shape[:-1])
        if place < 0
        else mg_min[..., place] * one.ng_per_ml_per_mg[..., at] / MINUTES_IN_HOUR
        for at, (name, place) in enumerate(zip(one.analytes, one.places, strict=True))
    }


def _sum_parts(question: Question, parts: Sequence[dict[str, Array]]) -> dict[str, Array]:
    racemate = question.model.racemate
    return {
        name: parts[0][racemate.sums] + parts[1][racemate.sums]
        if racemate and len(parts) == 2 and name == racemate.analyte
        else parts[0][name]
        for name in question.analytes
    }
