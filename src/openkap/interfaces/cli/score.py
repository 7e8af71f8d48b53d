"""`openkap score MEASURE --answers FILE`: one filled-in measure to its total, band, flags and what is missing."""

import argparse
from decimal import Decimal
from typing import Any

from openkap.clinical.measures import Derived, Number, Score, read_answers, refuse_not_asked, score
from openkap.interfaces.cli.talk import print_json, print_table, read_json_object
from openkap.knowledge.measures import Measure, measure
from openkap.terms.quantity import write_number
from openkap.terms.refusal import BadInput

__all__ = ["as_json", "register", "run"]


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("measure", metavar="MEASURE", help='its key, such as phq9 ("openkap measures list" shows all)')
    parser.add_argument(
        "--answers", required=True, metavar="FILE", help='a JSON file, or - : {"answers": {"1": 2, "2": null}}'
    )
    parser.add_argument("--edition", metavar="DATE", help="score by this edition (the newest when left out)")
    parser.add_argument("--json", action="store_true", help="JSON on standard output")


def run(args: argparse.Namespace) -> int:
    asked = measure(args.measure, args.edition)
    answers = read_answers(asked, _answers(read_json_object(args.answers, field="--answers")))
    refuse_not_asked(asked, answers)
    result = score(asked, answers)
    if args.json:
        print_json(as_json(result))
    else:
        _print_for_people(asked, result)
    return 0


def _answers(document: dict[str, Any]) -> dict[str, object]:
    if set(document) != {"answers"} or not isinstance(document["answers"], dict):
        raise BadInput("answers", 'Give one object with the answers by item: {"answers": {"1": 2, "2": null}}.')
    return document["answers"]


def as_json(result: Score) -> dict[str, Any]:
    """A score as the contract of `openkap score --json` has it."""
    return {
        "measure": result.measure,
        "edition": result.edition,
        "total": _plain(result.total),
        "missing": list(result.missing),
        "subscales": {key: _plain(value) for key, value in result.subscales.items()},
        "band": result.band,
        "flags": [
            {"code": flag.code, "item": flag.item, "value": flag.value, "sentence": flag.sentence}
            for flag in result.flags
        ],
        "derived": {key: _plain(value) for key, value in result.derived.items()},
    }


def _plain(value: Derived) -> Any:
    """JSON has no Decimal: two decimals survive a float unchanged."""
    if isinstance(value, tuple):
        return list(value)
    return float(value) if isinstance(value, Decimal) else value


def _print_for_people(asked: Measure, result: Score) -> None:
    rows: list[tuple[str, ...]] = [(asked.short_title, f"edition {result.edition}")]
    if asked.total is not None:
        span = f"of {write_number(asked.total.low)} to {write_number(asked.total.high)}"
        rows.append(("total", "none yet" if result.total is None else f"{write_number(result.total)} ({span})"))
    if result.band is not None:
        rows.append(("band", result.band))
    if result.missing:
        rows.append(("missing", f"item {', '.join(result.missing)}"))
    rows += [(scale.title, _spoken(result.subscales[scale.key])) for scale in asked.subscales]
    rows += [(name.replace("_", " "), _spoken(value)) for name, value in result.derived.items()]
    print_table(rows)
    for flag in result.flags:
        print(f"\nA person must see this (item {flag.item}): {flag.sentence}")


def _spoken(value: Derived | Number) -> str:
    match value:
        case None:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return "; ".join(value) or "none"
        case str():
            return value
        case _:
            return write_number(value)
