"""`openkap order check`: holds an order against its route, the person's weight and last dose, and itself."""

import argparse
from typing import Any

from openkap.clinical.dosing import (
    ORDER_FIELDS,
    OrderDecision,
    OrderField,
    OrderFinding,
    check_order,
    order_decision,
    read_order,
)
from openkap.interfaces.cli.findings import cited, print_finding, read_input
from openkap.interfaces.cli.talk import print_json
from openkap.knowledge.routes import routes
from openkap.knowledge.rules import DEFAULT_SITE, rule, site_values
from openkap.knowledge.rules.order_checks import order_knowledge
from openkap.terms.quantity import write_number

__all__ = ["order_schema", "register", "run"]

_MEANING = {
    OrderDecision.IN_ORDER: "every check is met or confirmed",
    OrderDecision.NEEDS_REVIEW: "the prescriber looks at what stands open",
    OrderDecision.REFUSED: "it contradicts itself or a label, and cannot be given as written",
}
_REFUSED_BY_A_RULE = 3
_NEEDED = ("drug", "route", "dose", "planned_at")


def register(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="check")
    check = verbs.add_parser("check", help="check one order", allow_abbrev=False)
    what = check.add_mutually_exclusive_group(required=True)
    what.add_argument("--order", metavar="FILE", help="the order as JSON, or - for standard input")
    what.add_argument("--template", action="store_true", help="print an empty order with every field explained")
    what.add_argument("--schema", action="store_true", help="print the JSON schema of an order")
    check.add_argument("--json", action="store_true", help="answer as JSON, with the checks that are met")


def run(args: argparse.Namespace) -> int:
    if args.template:
        empty = dict.fromkeys(ORDER_FIELDS)
        print_json({**empty, "explained": {name: _explain(field) for name, field in ORDER_FIELDS.items()}})
        return 0
    if args.schema:
        print_json(order_schema())
        return 0
    order = read_order(read_input(args.order, field="order"))
    found = check_order(
        order=order,
        routes={each.id: each for each in routes()},
        values=site_values(DEFAULT_SITE),
        knowledge=order_knowledge(),
        frequency=rule("SE-01"),
    )
    outcome = order_decision(found)
    if args.json:
        answer = {"decision": outcome.value, "meaning": _MEANING[outcome]}
        print_json({**answer, "findings": [_as_json(each) for each in found]})
    else:
        _print(found, outcome)
    return _REFUSED_BY_A_RULE if outcome is OrderDecision.REFUSED else 0


def _print(found: tuple[OrderFinding, ...], outcome: OrderDecision) -> None:
    print(f"{outcome}: {_MEANING[outcome]}.")
    for each in found:
        shown = {
            "action": "" if each.met else each.action.value,
            "confirm": "a second person" if each.second_person and not each.met else "",
            "sources": "; ".join(f"{source['id']} {source['title']}" for source in cited(each.sources)),
        }
        print_finding(each, shown)
    print("\nThe prescriber decides on the dose. openkap checks what was written and proposes none.")


def _as_json(finding: OrderFinding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "edition": finding.edition,
        "title": finding.title,
        "standing": finding.standing.value,
        "action": finding.action.value,
        "because": finding.because,
        "resolve": finding.resolve,
        "by": finding.by,
        "second_person": finding.second_person,
        "kind": finding.kind.value,
        "confidence": finding.confidence.value,
        "sources": cited(finding.sources),
        "facts": list(finding.facts),
    }


def _explain(field: OrderField) -> str:
    low, high, example = (write_number(value) for value in (field.low, field.high, field.example))
    allowed = {
        "quantity": f"a text with its unit, from {low} to {high} {field.unit}, such as “{example} {field.unit}”",
        "whole": f"a whole number from {low} to {high}",
        "choice": f"one of: {', '.join(field.choices)}",
        "moment": "date, time and offset, such as 2026-11-23T14:30:00-06:00",
        "text": "a text",
        "list": "a list",
        "previous": "“none”, or an object",
    }[field.kind]
    return f"{field.explain} Write {allowed}; null where it is not said."


def order_schema() -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "openkap order check",
        "type": "object",
        "required": list(_NEEDED),
        "additionalProperties": False,
        "properties": {
            **{name: _field_schema(field) for name, field in ORDER_FIELDS.items()},
            "explained": {"type": "object"},
        },
    }


def _field_schema(field: OrderField) -> dict[str, Any]:
    text = {"type": ["string", "null"]}
    shapes: dict[str, dict[str, Any]] = {
        "whole": {"type": ["integer", "null"], "minimum": int(field.low), "maximum": int(field.high)},
        "choice": {"enum": [*field.choices, None]},
        "moment": text | {"format": "date-time"},
        "list": {"type": ["array", "null"], "items": {"type": "object"}},
        "previous": {"type": ["object", "string", "null"]},
    }
    shape = shapes.get(field.kind, text)
    if field.name == "device_times":
        shape = {"type": ["array", "null"], "items": {"type": "string"}}
    return {**shape, "description": _explain(field)}
