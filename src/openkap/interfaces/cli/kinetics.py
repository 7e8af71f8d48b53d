"""`openkap kinetics`: where the client is on the curve, from published population models, and how sure that is."""

import argparse
from math import isfinite
from typing import TYPE_CHECKING, Any

from openkap.interfaces.cli.talk import print_json, print_table, read_json_object
from openkap.knowledge.kinetics import Model, model_ids, read_levels, read_model
from openkap.terms.quantity import write_number
from openkap.terms.refusal import BadInput

if TYPE_CHECKING:
    from openkap.clinical.kinetics import Curves, Reading, Scenario

__all__ = ["register", "run"]

_BAND = ("p5", "p50", "p95")
_TITLES = {"ng_per_ml": "ng/mL", "p5": "5 %", "p50": "50 %", "p95": "95 %"}


def register(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="simulate | compare | models")
    simulate = commands.add_parser("simulate", help="concentration by time and analyte", allow_abbrev=False)
    simulate.add_argument("--scenario", required=True, metavar="FILE", help="a JSON file, or - for standard input")
    simulate.add_argument("--clients", metavar="N", type=int, help="a band from N virtual clients (needs numba)")
    simulate.set_defaults(handle=_simulate)
    compare = commands.add_parser("compare", help="two routes or two sessions side by side", allow_abbrev=False)
    compare.add_argument("one", metavar="FILE", help="the first scenario")
    compare.add_argument("other", metavar="FILE", help="the second scenario")
    compare.set_defaults(handle=_compare)
    models = commands.add_parser("models", help="which models there are, for which drug and route", allow_abbrev=False)
    models.add_argument("id", nargs="?", help="one model, with all its numbers")
    models.set_defaults(handle=_models)
    for command in (simulate, compare, models):
        command.add_argument("--json", action="store_true", help="for machines")


def run(args: argparse.Namespace) -> int:
    return int(args.handle(args))


def _simulate(args: argparse.Namespace) -> int:
    # numpy is imported here and not above, so that `--help` and the list of models answer at once.
    from openkap.clinical.kinetics import read_scenario, simulate

    scenario = read_scenario(read_json_object(args.scenario, field="scenario"))
    model = read_model(scenario.model_id)
    curves = simulate(
        model,
        client=scenario.client,
        doses=scenario.doses,
        times_min=scenario.times_min,
        analytes=scenario.analytes,
        drug=scenario.drug,
        band=scenario.band or args.clients is not None,
    )
    bands = _bands(scenario, curves, args.clients)
    rows = []
    for at, minutes in enumerate(curves.times_min.tolist()):
        for name, values in curves.ng_per_ml.items():
            row = {"t_min": _plain(minutes), "analyte": name, "ng_per_ml": float(values[at])}
            if bands is not None:
                row |= {key: None if band is None else float(band[at]) for key, band in bands[name].items()}
            rows.append(row)
    if args.json:
        print_json({**_about(curves), "rows": rows, "warnings": list(curves.warnings), "notes": list(curves.notes)})
        return 0
    print(f"{model.name} ({model.id}, confidence {model.confidence}; this route: {curves.certainty})")
    print(
        f"{curves.drug}, ng/mL of base; " + ", ".join(f"{name} {site}" for name, site in curves.sampling.items()) + "\n"
    )
    columns = [key for key in _TITLES if rows[0].get(key) is not None]
    table = [("min", "analyte", *(_TITLES[key] for key in columns))]
    table += [(write_number(row["t_min"]), row["analyte"], *(_spoken(row[key]) for key in columns)) for row in rows]
    print_table(table)
    print("\nWhat it says:")
    print("\n".join(f"  {sentence}" for sentence in _sentences(scenario)))
    _print_remarks(curves.warnings, curves.notes)
    return 0


def _about(curves: "Curves") -> dict[str, Any]:
    model = curves.model
    return {
        "model": model.id,
        "edition": model.dated.isoformat(),
        "drug": curves.drug,
        "basis": "base",
        "sampling": model.sampling,
        "confidence": model.confidence,
        "certainty": curves.certainty,
        "citation": model.citation,
        "analytes": {
            name: {"sampling": curves.sampling[name], "confidence": curves.confidence[name]} for name in curves.sampling
        },
    }


def _bands(scenario: "Scenario", curves: "Curves", clients: int | None) -> dict[str, dict[str, Any]] | None:
    """p5, p50 and p95 by analyte, from the usual virtual clients or from as many as were asked for; None: not asked."""
    from openkap.clinical.kinetics import population

    if clients is not None:
        many = population(
            curves.model,
            client=scenario.client,
            doses=scenario.doses,
            times_min=scenario.times_min,
            analytes=scenario.analytes,
            drug=scenario.drug,
            clients=clients,
        )
        return {name: dict(zip(_BAND, values, strict=True)) for name, values in many.ng_per_ml.items()}
    if not scenario.band:
        return None
    if curves.band is None:
        return {name: dict.fromkeys(_BAND) for name in curves.ng_per_ml}
    return {
        name: dict(zip(_BAND, (band.p5_ng_per_ml, band.p50_ng_per_ml, band.p95_ng_per_ml), strict=True))
        for name, band in curves.band.items()
    }


def _sentences(scenario: "Scenario") -> tuple[str, ...]:
    from openkap.clinical.kinetics import say_reading

    try:
        return say_reading(_reading(scenario))
    except BadInput as refusal:
        return (f"No reading: {refusal.message}",)


def _reading(scenario: "Scenario") -> "Reading":
    from openkap.clinical.kinetics import lowest_studied, read_curve

    model = read_model(scenario.model_id)
    level = scenario.level_ng_per_ml or lowest_studied(read_levels(), scenario.drug or model.drug)
    return read_curve(
        model,
        client=scenario.client,
        doses=scenario.doses,
        level_ng_per_ml=level,
        analyte=scenario.analytes[0] if len(scenario.analytes) == 1 else None,
        drug=scenario.drug,
    )


def _compare(args: argparse.Namespace) -> int:
    from openkap.clinical.kinetics import compare, read_scenario, say_reading

    readings = []
    for place in ("one", "other"):
        try:
            readings.append(_reading(read_scenario(read_json_object(getattr(args, place), field="scenario"))))
        except BadInput as refusal:
            raise BadInput(f"{place}: {refusal.field}", refusal.message) from None
    found = compare(*readings)
    if args.json:
        sides = {
            place: {"model": reading.question.model.id, "analyte": reading.analyte, "sampling": reading.sampling}
            | {"certainty": reading.question.certainty, "level_ng_per_ml": reading.level_ng_per_ml, **_figures(reading)}
            for place, reading in zip(("one", "other"), readings, strict=True)
        }
        print_json({**sides, "sentences": list(found.sentences)})
        return 0
    for title, sentences in (
        ("The first:", say_reading(found.one)),
        ("The second:", say_reading(found.other)),
        ("Side by side:", found.sentences),
    ):
        print("\n  ".join([title, *sentences]) + "\n")
    return 0


def _figures(reading: "Reading") -> dict[str, Any]:
    """Each figure with its range; null for never and for not within the window."""
    names = ("onset_min", "peak_min", "peak_ng_per_ml", "half_down_min", "below_min", "area_ng_h_per_ml")
    found = {}
    for name in names:
        landmark = getattr(reading, name)
        values = {"usual": landmark.usual, "p5": landmark.low, "p95": landmark.high}
        found[name] = {key: value if value is not None and isfinite(value) else None for key, value in values.items()}
    return found


def _models(args: argparse.Namespace) -> int:
    if args.id is not None:
        return _one_model(read_model(args.id), as_json=args.json)
    models = [read_model(model_id) for model_id in model_ids()]
    if args.json:
        print_json({"models": [_summary(model) for model in models]})
        return 0
    print_table(
        [("model", "drug", "routes", "sampling", "confidence", "analytes")]
        + [
            (
                model.id,
                model.drug,
                ", ".join(f"{name} ({route.certainty})" for name, route in model.routes.items()),
                model.sampling,
                model.confidence,
                ", ".join(model.analytes),
            )
            for model in models
        ]
    )
    return 0


def _one_model(model: Model, *, as_json: bool) -> int:
    if as_json:
        parameters = {name: parameter.printed for name, parameter in model.parameters.items()}
        print_json({**_summary(model), "parameters": parameters, "limits": list(model.limits)})
        return 0
    print(f"{model.name} ({model.id})\n{model.citation}\n{model.structure}\nPeople: {model.population}\n")
    print_table(
        [("parameter", "value", "weight exponent")]
        + [
            (name, parameter.printed, write_number(parameter.weight_exponent) if parameter.weight_exponent else "none")
            for name, parameter in model.parameters.items()
        ]
    )
    _print_remarks((), (*model.sources, *model.limits, *([model.range_note] if model.range_note else [])))
    return 0


def _summary(model: Model) -> dict[str, Any]:
    return {
        "id": model.id,
        "name": model.name,
        "edition": model.dated.isoformat(),
        "drug": model.drug,
        "routes": {name: route.certainty for name, route in model.routes.items()},
        "analytes": {name: analyte.sampling for name, analyte in model.analytes.items()},
        "sampling": model.sampling,
        "confidence": model.confidence,
        "population": model.population,
        "people": model.people,
        "band": model.spread is not None,
        "citation": model.citation,
        "doi": model.doi or None,
    }


def _print_remarks(warnings: tuple[str, ...], notes: tuple[str, ...]) -> None:
    for title, sentences in (("Please note", warnings), ("About the model", notes)):
        if sentences:
            print(f"\n{title}:")
            for sentence in sentences:
                print(f"  - {sentence}")


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _spoken(ng_per_ml: float) -> str:
    """Three figures say all that such a model knows; below a tenth of a nanogram it is none to speak of."""
    return "under 0.1" if 0 < ng_per_ml < 0.1 else write_number(float(f"{ng_per_ml:.3g}"))
