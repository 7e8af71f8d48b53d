"""From doses to what reaches the states of a model: shares, devices of a session, salt to base, durations."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from openkap.clinical.kinetics.body import Body
from openkap.clinical.kinetics.scenario import Dose
from openkap.knowledge.kinetics import Device, Model, MucosalShare, Route
from openkap.terms.refusal import BadInput

__all__ = ["Given", "check_doses", "give"]

Array = NDArray[np.float64]

# Labels: 10 mg of base in 11.53 mg of ketamine hydrochloride (Ketalar), 28 mg in 32.3 mg of esketamine's (Spravato).
_BASE_IN_SALT = {"racemic ketamine": 10 / 11.53, "esketamine": 28 / 32.3}


@dataclass(frozen=True, slots=True)
class Given:
    """`mg` of base into a state: at once (duration 0), or evenly. Amount and duration may differ between clients."""

    state: str
    mg: float | Array
    start_min: float
    duration_min: float | Array


def check_doses(model: Model, doses: Sequence[Dose], drug: str) -> tuple[str, ...]:
    """Sentences for what is unusual; raises BadInput naming the dose for a route, form or spacing that cannot be."""
    warnings: list[str] = []
    for at, dose in enumerate(doses):
        route = model.routes.get(dose.route)
        if route is None:
            covered = ", ".join(model.routes)
            raise BadInput(
                f"doses[{at}].route", f'{model.id} does not cover route "{dose.route}"; it covers {covered}.'
            )
        warnings += _check_mouth(at, dose, route, model)
        if route.device is not None and dose.mg != route.device.holds_mg:
            warnings.append(
                f"Dose {at + 1}: the share through the nose was measured with devices of {route.device.holds_mg:g} mg; "
                f"{dose.mg:g} mg was read as one device."
            )
        if dose.basis == "hydrochloride":
            base = dose.mg * _BASE_IN_SALT[drug]
            warnings.append(f"Dose {at + 1}: {dose.mg:g} mg of hydrochloride was read as {base:.4g} mg of base.")
    for route_id, route in model.routes.items():
        if route.device is not None:
            _check_gaps([(at, dose) for at, dose in enumerate(doses) if dose.route == route_id], route.device)
    return tuple(warnings)


def _check_mouth(at: int, dose: Dose, route: Route, model: Model) -> list[str]:
    share = route.mucosal_share
    if share is None:
        if dose.form is not None or dose.mucosal_fraction is not None:
            raise BadInput(f"doses[{at}].form", f"{model.id} has one measured form and takes no other share.")
        return []
    if dose.form is not None and dose.form not in share.forms:
        raise BadInput(f"doses[{at}].form", f'"{dose.form}" is not known; choose {" or ".join(share.forms)}.')
    low, high = share.studied
    if dose.mucosal_fraction is not None and not low <= dose.mucosal_fraction <= high:
        return [
            f"Dose {at + 1}: a share of {dose.mucosal_fraction:g} through the mouth is outside the {low:g} to {high:g} "
            "that published bioavailability supports."
        ]
    if dose.form is None and dose.mucosal_fraction is None:
        first = next(iter(share.forms))
        return [
            f"Dose {at + 1}: no form is given, so a {first} was taken ({share.forms[first]:g} through the mouth). "
            f"Give form ({', '.join(share.forms)}) or mucosal_fraction."
        ]
    return []


def _check_gaps(devices: list[tuple[int, Dose]], device: Device) -> None:
    ordered = sorted(devices, key=lambda entry: entry[1].start_min)
    for (_, before), (at, after) in pairwise(ordered):
        if after.start_min - before.start_min < device.gap_min:
            raise BadInput(
                f"doses[{at}].start_min",
                f"devices stand {after.start_min - before.start_min:g} min apart; leave at least {device.gap_min:g} "
                "min between them, and enter each device as its own dose.",
            )


def give(model: Model, body: Body, doses: Sequence[Dose], drug: str) -> list[Given]:
    """What each dose puts into the states, in the order of the doses. The doses have passed `check_doses`."""
    later = _later_devices(model, doses)
    given = []
    for at, dose in enumerate(doses):
        route = model.routes[dose.route]
        values = dict(body.values)
        if route.device is not None and at in later:
            name = route.device.parameter
            values[name] = body.with_typical(name, body.typical[name] * route.device.later_factor)
        if route.mucosal_share is not None:
            name = route.mucosal_share.parameter
            values[name] = body.with_typical(name, _mucosal(route.mucosal_share, dose))
        base_mg = dose.mg * (_BASE_IN_SALT[drug] if dose.basis == "hydrochloride" else 1.0)
        for one in route.inputs:
            if not (one.swallowed and dose.spat_out):
                duration = dose.duration_min if one.over is None else values[one.over]
                given.append(Given(one.into, base_mg * one.share.evaluate(values), dose.start_min, duration))
    return given


def _mucosal(share: MucosalShare, dose: Dose) -> float:
    if dose.mucosal_fraction is not None:
        return dose.mucosal_fraction
    return share.forms[dose.form or next(iter(share.forms))]


def _later_devices(model: Model, doses: Sequence[Dose]) -> frozenset[int]:
    """The places in `doses` of devices that follow another one in the same session."""
    later = set()
    for route_id, route in model.routes.items():
        devices = sorted((dose.start_min, at) for at, dose in enumerate(doses) if dose.route == route_id)
        for (before, _), (start, at) in pairwise(devices):
            if route.device is not None and start - before <= route.device.session_gap_min:
                later.add(at)
    return frozenset(later)
