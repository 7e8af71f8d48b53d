"""Reads the model files into typed values, each file once, and refuses what does not fit together."""

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from openkap.knowledge.kinetics.expression import Expression
from openkap.knowledge.kinetics.schema import (
    ELIMINATED,
    Analyte,
    Device,
    Flow,
    Input,
    Model,
    MucosalShare,
    Parameter,
    Racemate,
    Route,
    Spread,
)
from openkap.terms.quantity import write_number
from openkap.terms.refusal import BadInput

__all__ = ["model_ids", "read_model"]

_HERE = files("openkap.knowledge.kinetics")
_SCHEMA = 1

# Unit as printed → (factor to minutes and litres, weight at which the number counts; None means 70 kg or no weight).
_UNITS: dict[str, tuple[float, float | None]] = {
    "L": (1.0, None),
    "L/kg": (1.0, 1.0),
    "L/h": (1 / 60, None),
    "L/min": (1.0, None),
    "/h": (1 / 60, None),
    "/min": (1.0, None),
    "h": (60.0, None),
    "min": (1.0, None),
    "1": (1.0, None),
}
_HALF_LIFE = "min half-life"

# Free base, g/mol. A state that carries ketamine mass reads as its metabolite's mass by this ratio.
_MOLECULAR_WEIGHT = {"ketamine": 237.73, "norketamine": 223.70, "hydroxynorketamine": 239.70}


@cache
def model_ids() -> tuple[str, ...]:
    """The ids of all models, in alphabetical order."""
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in (_HERE / "models").iterdir()))


@cache
def read_model(model_id: str) -> Model:
    """The model of that id. Raises BadInput (field "model") when there is none.

    >>> read_model("kamp-2020").sampling
    'arterial'
    """
    if model_id not in model_ids():
        raise BadInput("model", f'there is no model "{model_id}". Known: {", ".join(model_ids())}.')
    whole = tomllib.loads((_HERE / "models" / f"{model_id}.toml").read_text("utf-8"))
    if whole["schema"] != _SCHEMA or whole["id"] != model_id:
        raise ValueError(f"{model_id}: the file is of another schema or id.")
    parts = [tomllib.loads((_HERE / "parts" / f"{part}.toml").read_text("utf-8")) for part in whole.get("parts", [])]
    return _assemble(whole, parts)


def _assemble(whole: Mapping[str, Any], parts: list[dict[str, Any]]) -> Model:
    tables = [*parts, whole]
    parameters = {name: _parameter(entry) for table in tables for name, entry in table.get("parameters", {}).items()}
    model = Model(
        **{
            name: whole[name]
            for name in (
                "id",
                "name",
                "dated",
                "drug",
                "sampling",
                "confidence",
                "confidence_note",
                "citation",
                "doi",
                "population",
                "structure",
                "people",
                "residual",
            )
        },
        sources=tuple(part["source"] for part in parts),
        limits=tuple(whole["limits"]),
        weight_range_kg=_pair(whole.get("weight_kg")),
        age_range_y=_pair(whole.get("age_y")),
        range_note=whole.get("range_note", ""),
        age_default=whole.get("age_default", ""),
        states=tuple(state for table in tables for state in table.get("states", [])),
        flows=tuple(_flow(entry) for table in tables for entry in table.get("flows", [])),
        # Models are read once and shared, so nobody may change them.
        parameters=MappingProxyType(parameters),
        routes=MappingProxyType({name: _route(entry) for name, entry in whole["routes"].items()}),
        analytes=MappingProxyType({name: _analyte(entry, whole) for name, entry in whole["analytes"].items()}),
        racemate=Racemate(**whole["racemate"]) if "racemate" in whole else None,
        spread=_spread(tables) if any("spread" in table for table in tables) else None,
    )
    _check(model)
    return model


def _pair(value: list[float] | None) -> tuple[float, float] | None:
    return None if value is None else (float(value[0]), float(value[1]))


def _parameter(entry: Mapping[str, Any]) -> Parameter:
    value, unit = float(entry["value"]), entry["unit"]
    printed = write_number(entry["value"]) + (f" {unit}" if unit != "1" else "")
    if unit == _HALF_LIFE:
        return Parameter(value=math.log(2) / value, printed=printed, unit="/min")
    scale, reference = _UNITS[unit]
    per_kg = reference is not None
    return Parameter(
        value=value * scale,
        printed=printed,
        unit={"L/h": "L/min", "/h": "/min", "h": "min", "L/kg": "L"}.get(unit, unit),
        weight_exponent=1.0 if per_kg else float(entry.get("weight_exponent", 0)),
        reference_weight_kg=reference or 70.0,
        per_year=float(entry.get("per_year", 0)) * scale,
        above_age_y=float(entry.get("above_age_y", 0)),
        factors=entry.get("factors"),
    )


def _flow(entry: Mapping[str, Any]) -> Flow:
    return Flow(entry["from"], entry["to"], Expression.parse(entry["rate"]), entry.get("copies", False))


def _route(entry: Mapping[str, Any]) -> Route:
    inputs = tuple(
        Input(
            into=one["into"],
            share=Expression.parse(one.get("share", "1")),
            over=one.get("over"),
            swallowed=one.get("swallowed", False),
        )
        for one in entry["inputs"]
    )
    share = entry.get("mucosal_share")
    return Route(
        certainty=entry["certainty"],
        inputs=inputs,
        device=Device(**entry["device"]) if "device" in entry else None,
        mucosal_share=None
        if share is None
        else MucosalShare(share["parameter"], share["forms"], (share["studied"][0], share["studied"][1])),
    )


def _analyte(entry: Mapping[str, Any], whole: Mapping[str, Any]) -> Analyte:
    molar = entry.get("molar")
    return Analyte(
        state=entry["state"],
        volume=entry["volume"],
        factor=1.0 if molar is None else _MOLECULAR_WEIGHT[molar] / _MOLECULAR_WEIGHT["ketamine"],
        sampling=entry.get("sampling", whole["sampling"]),
        confidence=entry.get("confidence", whole["confidence"]),
        limit=entry.get("limit", ""),
    )


def _spread(tables: list[Any]) -> Spread:
    spreads = [table["spread"] for table in tables if "spread" in table]
    log_variance: dict[str, float] = {}
    for spread in spreads:
        log_variance |= {name: float(value) for name, value in spread.get("log_variance", {}).items()}
        log_variance |= {name: value**2 for name, value in spread.get("log_sd", {}).items()}
        # A coefficient of variation is turned into a variance of logarithms by ln(1 + CV²).
        log_variance |= {name: math.log1p((cv / 100) ** 2) for name, cv in spread.get("cv_percent", {}).items()}
    return Spread(
        source="; ".join(spread["source"] for spread in spreads),
        log_variance=log_variance,
        logit_variance={name: value for spread in spreads for name, value in spread.get("logit_variance", {}).items()},
        covariance={
            (entry["of"][0], entry["of"][1]): entry["value"]
            for spread in spreads
            for entry in spread.get("covariance", [])
        },
        plausible={
            name: (value[0], value[1]) for spread in spreads for name, value in spread.get("plausible", {}).items()
        },
    )


def _check(model: Model) -> None:
    """Every name that is used stands somewhere: a slip in a data file stops here, not in a curve."""
    states, names = {*model.states, ELIMINATED}, set(model.parameters)
    expressions = [flow.rate for flow in model.flows]
    expressions += [one.share for route in model.routes.values() for one in route.inputs]
    used_states = {state for flow in model.flows for state in (flow.source, flow.target)}
    used_states |= {one.into for route in model.routes.values() for one in route.inputs}
    used_states |= {analyte.state for analyte in model.analytes.values()}
    used = {name for expression in expressions for name in expression.names}
    used |= {one.over for route in model.routes.values() for one in route.inputs if one.over is not None}
    used |= {analyte.volume for analyte in model.analytes.values()}
    if model.spread is not None:
        used |= {*model.spread.log_variance, *model.spread.logit_variance, *model.spread.plausible}
    if unknown := (used_states - states) | (used - names):
        raise ValueError(f"{model.id}: not defined: {', '.join(sorted(unknown))}.")
    if idle := (names - used) | (set(model.states) - used_states):
        raise ValueError(f"{model.id}: defined and never used: {', '.join(sorted(idle))}.")
    if len(set(model.states)) != len(model.states):
        raise ValueError(f"{model.id}: a state stands twice.")
    for name, route in model.routes.items():
        reached = {one.into for one in route.inputs if not one.swallowed}
        while more := {flow.target for flow in model.flows if flow.source in reached} - reached:
            reached |= more
        if unreached := {analyte.state for analyte in model.analytes.values()} - reached:
            raise ValueError(f"{model.id}: route {name} never reaches {', '.join(sorted(unreached))}.")
