"""`openkap kinetics`: where the client is on the curve, from published population models, and how sure that is."""

import argparse
from typing import Any

from openkap.interfaces.cli.talk import print_json, print_table, read_json_object
from openkap.knowledge.kinetics import Model, model_ids, read_model
from openkap.terms.quantity import write_number

__all__ = ["register", "run"]


def register(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="simulate | compare | models")
    simulate = commands.add_parser("simulate", help="concentration by time and analyte", allow_abbrev=False)
    simulate.add_argument("--scenario", required=True, metavar="FILE", help="a JSON file, or - for standard input")
    simulate.set_defaults(handle=_simulate)
    models = commands.add_parser("models", help="which models there are, for which drug and route", allow_abbrev=False)
    models.add_argument("id", nargs="?", help="one model, with all its numbers")
    models.set_defaults(handle=_models)
    for command in (simulate, models):
        command.add_argument("--json", action="store_true", help="for machines")


def run(args: argparse.Namespace) -> int:
    return int(args.handle(args))


def _simulate(args: argparse.Namespace) -> int:
    # numpy is imported here and not above, so that `--help` and refusals answer at once.
    from openkap.clinical.kinetics import read_scenario, simulate

    scenario = read_scenario(read_json_object(args.scenario, field="scenario"))
    curves = simulate(
        read_model(scenario.model_id),
        client=scenario.client,
        doses=scenario.doses,
        times_min=scenario.times_min,
        analytes=scenario.analytes,
        drug=scenario.drug,
        band=scenario.band,
    )
    rows = []
    for at, minutes in enumerate(curves.times_min.tolist()):
        for name, values in curves.ng_per_ml.items():
            row = {"t_min": _plain(minutes), "analyte": name, "ng_per_ml": float(values[at])}
            if scenario.band:
                band = None if curves.band is None else curves.band[name]
                row["p5"] = None if band is None else float(band.p5_ng_per_ml[at])
                row["p50"] = None if band is None else float(band.p50_ng_per_ml[at])
                row["p95"] = None if band is None else float(band.p95_ng_per_ml[at])
            rows.append(row)
    if args.json:
        print_json(
            {
                "model": curves.model.id,
                "edition": curves.model.dated.isoformat(),
                "drug": curves.drug,
                "basis": "base",
                "sampling": curves.model.sampling,
                "confidence": curves.model.confidence,
                "certainty": curves.certainty,
                "analytes": {
                    name: {"sampling": curves.sampling[name], "confidence": curves.confidence[name]}
                    for name in curves.ng_per_ml
                },
                "rows": rows,
                "warnings": list(curves.warnings),
                "notes": list(curves.notes),
                "citation": curves.model.citation,
            }
        )
        return 0
    print(
        f"{curves.model.name} ({curves.model.id}, confidence {curves.model.confidence}; this route: {curves.certainty})"
    )
    print(
        f"{curves.drug}, ng/mL of base; " + ", ".join(f"{name} {site}" for name, site in curves.sampling.items()) + "\n"
    )
    banded = scenario.band and curves.band is not None
    heading = ("min", "analyte", "ng/mL", *(("5 %", "50 %", "95 %") if banded else ()))
    columns = ("ng_per_ml", *(("p5", "p50", "p95") if banded else ()))
    print_table(
        [heading]
        + [(write_number(row["t_min"]), row["analyte"], *(_spoken(row[name]) for name in columns)) for row in rows]
    )
    _print_remarks(curves.warnings, curves.notes)
    return 0


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
