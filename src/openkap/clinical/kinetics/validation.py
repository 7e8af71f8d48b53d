"""Holds the models against published values: simulated beside published, how many times apart, whether that is fine.

An arterial curve is never judged by a venous value. What does not depend on where blood is taken (clearance, volume,
availability, half-life) is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openkap.clinical.kinetics.landmarks import find_landmarks
from openkap.clinical.kinetics.linear import areas, concentrations, setting
from openkap.clinical.kinetics.question import Question, ask
from openkap.clinical.kinetics.scenario import Client, Dose
from openkap.clinical.kinetics.system import matrix
from openkap.knowledge.kinetics import Check, Model, Row

__all__ = ["Verdict", "validate"]

_ANYWHERE = ("clearance", "clearance_of_r", "volume", "availability", "half_life")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One published value with what the model says. fold: how many times apart, 1 within a range; None: not judged.

    standing: "inside", "outside" or "not judged"; because: why it is not judged; fails: where they are known to part.
    """

    row: Row
    check: Check
    published: str
    simulated: float | None
    fold: float | None
    standing: str
    because: str
    fails: str


def validate(rows: Sequence[Row], checks: Sequence[Check], models: Mapping[str, Model]) -> tuple[Verdict, ...]:
    """A verdict for every check, in the order of the rows. `models` holds every model that the checks name, by id."""
    by_id = {row.id: row for row in rows}
    missing = by_id.keys() - {check.row for check in checks}
    if missing:
        raise ValueError(f"no check for {', '.join(sorted(missing))}")
    return tuple(_judge(by_id[check.row], check, models) for check in checks)


def _judge(row: Row, check: Check, models: Mapping[str, Model]) -> Verdict:
    values = row.value.split(" / ")
    published = values[-1 if check.second else 0]
    if not check.model:
        return Verdict(row, check, published, None, None, "not judged", check.beyond, check.fails)
    simulated = _in_unit(_measure(check, models), row.unit, check)
    because = check.beyond or _why_not(row, check, models[check.model])
    if because:
        return Verdict(row, check, published, simulated, None, "not judged", because, check.fails)
    low, high = _range(published)
    fold = max(1.0, simulated / high, low / simulated)
    allowed = 1.0 if "range" in row.tolerance else float(row.tolerance)
    standing = "inside" if fold <= allowed else "outside"
    return Verdict(row, check, published, simulated, fold, standing, "", check.fails)


def _why_not(row: Row, check: Check, model: Model) -> str:
    if not row.value:
        return "the published number is not confirmed"
    site = "venous" if row.sampling.startswith("venous") else row.sampling or "not stated"
    own = _question(check, model).seen(check.analyte).sampling
    if check.measure in _ANYWHERE or site == own:
        return ""
    return f"the model is {own}, the value {site}"


def _range(published: str) -> tuple[float, float]:
    found = re.fullmatch(r"([\d.]+)(?:-([\d.]+))?", published)
    if found is None:
        raise ValueError(f'"{published}" is neither a number nor a range')
    return float(found[1]), float(found[2] or found[1])


def _question(check: Check, model: Model) -> Question:
    doses = [Dose(**dose) for dose in check.doses]
    client = Client(weight_kg=check.weight_kg, age_y=check.age_y)
    return ask(model, client=client, doses=doses, analytes=[check.analyte], drug=check.drug)


def _measure(check: Check, models: Mapping[str, Model]) -> float:
    """In ng/mL, minutes, ng·h/mL, L/h, L, or as a share."""
    question = _question(check, models[check.model])
    mg, area = sum(dose.mg for dose in question.doses), float(areas(question, question.usual)[check.analyte])
    match check.measure:
        case "at":
            return float(concentrations(question, question.usual, np.array([check.minutes]))[check.analyte][0])
        case "peak" | "peak_after_last_dose":
            times = np.arange(0, 600, 0.25)
            curve = concentrations(question, question.usual, times)[check.analyte][:, None]
            found = find_landmarks(times, curve, 1.0)
            last = max(dose.start_min for dose in question.doses)
            return float(found.peak_ng_per_ml[0] if check.measure == "peak" else found.peak_min[0] - last)
        case "area":
            times = np.linspace(0, check.minutes, 20_001)
            return float(np.trapezoid(concentrations(question, question.usual, times)[check.analyte], times)) / 60
        case "clearance":
            return mg * 1000 / area
        case "clearance_of_r":
            model = models[check.model]
            own = setting(question, question.parts[1], question.usual).body.values
            return float(own[model.racemate.clearance if model.racemate else ""]) * 60
        case "volume":
            return _volume_at_rest(question)
        case "availability":
            into_a_vein = Check(
                row=check.row,
                model=check.against or check.model,
                weight_kg=check.weight_kg,
                age_y=check.age_y,
                doses=({"route": "iv", "mg": mg, "start_min": 0},),
                analyte=check.analyte,
            )
            other = _question(into_a_vein, models[into_a_vein.model])
            return area / float(areas(other, other.usual)[check.analyte])
        case "half_life":
            one = setting(question, question.parts[0], question.usual)
            return float(np.log(2) / np.min(-np.linalg.eigvals(matrix(one.system, one.body)).real))
    raise ValueError(f'no measure is called "{check.measure}"')


def _volume_at_rest(question: Question) -> float:
    """All that is in the body under an endless infusion, over the concentration: the volume at steady state, L."""
    one = setting(question, question.parts[0], question.usual)
    flow = np.zeros(len(one.system.states))
    flow[one.entries[0]] = 1.0
    resting = np.linalg.solve(-matrix(one.system, one.body), flow)
    return float(resting.sum() / (resting[one.places[0]] * one.ng_per_ml_per_mg[0] / 1000))


def _in_unit(value: float, unit: str, check: Check) -> float:
    per_hour_to_minute = 1000 / 60
    factors = {
        "%": 100.0,
        "mL/min": per_hour_to_minute,
        "mL/min/kg": per_hour_to_minute / check.weight_kg,
        "h": 1 / 60,
    }
    return value * factors.get(unit, 1.0)
