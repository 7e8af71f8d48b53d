"""`openkap screen`: how the rules of screening stand for one person. It answers and keeps nothing."""

import argparse
from typing import Any

from openkap.clinical.eligibility import (
    Decision,
    RuleFinding,
    asked_facts,
    decision,
    judge,
    read_facts,
    read_moment,
)
from openkap.interfaces.cli.findings import cited, now, print_finding, read_input
from openkap.interfaces.cli.talk import print_json, print_table
from openkap.knowledge.rules import ROUTES, Drug, Occasion, rules
from openkap.knowledge.rules.fact_spec import FactKind, FactSpec
from openkap.terms.finding import Standing
from openkap.terms.quantity import write_number
from openkap.terms.refusal import BadInput

__all__ = ["register", "run", "screen_schema"]

_MEANING = {
    Decision.CLEAR: "every rule is met",
    Decision.NEEDS_CLEARANCE: "a named clinician settles what stands open",
    Decision.DEFER: "something has to be found out, or to pass, first",
    Decision.BLOCKED: "a rule stands that nobody may override",
}
_REFUSED_BY_A_RULE = 3


def register(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--facts", metavar="FILE", help="facts as JSON, or - for standard input")
    what.add_argument("--template", action="store_true", help="print an empty input with every field explained")
    what.add_argument("--schema", action="store_true", help="print the JSON schema of the input")
    parser.add_argument("--json", action="store_true", help="answer as JSON, with the rules that are met")


def run(args: argparse.Namespace) -> int:
    if args.template:
        print_json(_template())
        return 0
    if args.schema:
        print_json(screen_schema())
        return 0
    given = read_input(args.facts, field="facts")
    extra = sorted(set(given) - {"drug", "route", "at", "facts"})
    if extra or not isinstance(given.get("facts"), dict):
        raise BadInput("facts", "Give drug, route and facts (an object); --template prints an empty one.")
    at = now() if given.get("at") is None else read_moment("at", given["at"])
    drug, route = (_chosen(given, name, choices) for name, choices in (("drug", tuple(Drug)), ("route", tuple(ROUTES))))
    found = judge(rules=rules(Occasion.SCREENING), facts=read_facts(given["facts"]), drug=drug, route=route, at=at)
    outcome = decision(found)
    if args.json:
        answer = {"decision": outcome.value, "meaning": _MEANING[outcome], "drug": drug, "route": route}
        print_json({**answer, "at": at.isoformat(), "findings": [_as_json(each) for each in found]})
    else:
        _print(found, outcome)
    return _REFUSED_BY_A_RULE if outcome is Decision.BLOCKED else 0


def _chosen(given: dict[str, Any], name: str, choices: tuple[str, ...]) -> str:
    value = given.get(name)
    if value not in choices:
        raise BadInput(name, f"Choose one of {', '.join(choices)}.")
    return str(value)


def _print(found: tuple[RuleFinding, ...], outcome: Decision) -> None:
    print(f"{outcome}: {_MEANING[outcome]}.")
    strictest_first = sorted(found, key=lambda finding: -finding.action.severity)
    for each in strictest_first:
        if each.standing is Standing.NOT_YET:
            views = "; ".join(f"{source}: {says}" for source, says in each.views)
            shown = {
                "action": each.action.value,
                "override": each.override.value,
                "basis": f"{each.kind} [{each.confidence}]",
                "sources": "; ".join(f"{source['id']} {source['title']}" for source in cited(each.sources)),
                "differ": views,
            }
            print_finding(each, shown)
    unknown = [each for each in strictest_first if each.standing is Standing.UNKNOWN]
    if unknown:
        print("\nNot known yet, and what is not known never passes:")
        print_table([(each.rule, each.action.value, each.because) for each in unknown])
    print(f"\n{sum(each.met for each in found)} of {len(found)} rules are met.")
    print("This supports a clinician's decision. It is not one.")


def _as_json(finding: RuleFinding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "edition": finding.edition,
        "title": finding.title,
        "standing": finding.standing.value,
        "action": finding.action.value,
        "because": finding.because,
        "resolve": finding.resolve,
        "by": finding.by,
        "override": "" if finding.standing is Standing.MET else finding.override.value,
        "kind": finding.kind.value,
        "confidence": finding.confidence.value,
        "severity": finding.severity,
        "sources": cited(finding.sources),
        "views": [{"source": source, "says": says} for source, says in finding.views],
        "client_text": finding.client_text,
        "facts": [
            {
                "name": fact.name,
                "title": fact.title,
                "said": fact.said,
                "known": fact.known,
                "since": None if fact.since is None else fact.since.isoformat(),
                "age_minutes": None if fact.age is None else int(fact.age.total_seconds() // 60),
            }
            for fact in finding.used
        ],
    }


def _template() -> dict[str, Any]:
    asked = asked_facts(rules(Occasion.SCREENING))
    explained = {
        "drug": f"One of: {', '.join(Drug)}.",
        "route": f"One of: {', '.join(ROUTES)}. in-esketamine carries esketamine, the others racemic ketamine.",
        "at": "The moment of asking, with offset; null for now.",
        "facts": 'A value alone, or {"value": …, "at": …} where the moment matters; null where it is not known.',
    }
    return {
        "drug": None,
        "route": None,
        "at": None,
        "facts": {spec.name: {"value": None, "at": None} if dated else None for spec, dated in asked},
        "explained": explained | {spec.name: _explain(spec, dated) for spec, dated in asked},
    }


def _explain(spec: FactSpec, dated: bool) -> str:
    allowed = {
        FactKind.YES_NO: "true, false, or null where it is not known",
        FactKind.CHOICE: f"one of: {', '.join(spec.choices)}",
        FactKind.MEDICINES: 'a list of names, such as ["Xanax", "lisinopril"]; [] where there are none',
        FactKind.MOMENT: "date, time and offset",
        FactKind.TEXT: "a text",
    }.get(spec.kind) or f"a number from {_bound(spec.low)} to {_bound(spec.high)} {spec.unit}"
    moment = " Its moment matters." if dated else ""
    return f"{spec.title}: {allowed}. {spec.explain}".rstrip() + moment


def _bound(value: Any) -> str:
    return "" if value is None else write_number(value)


def screen_schema() -> dict[str, Any]:
    asked = asked_facts(rules(Occasion.SCREENING))
    moment = {"type": "string", "format": "date-time"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "openkap screen",
        "type": "object",
        "required": ["drug", "route", "facts"],
        "additionalProperties": False,
        "properties": {
            "drug": {"enum": list(Drug)},
            "route": {"enum": list(ROUTES)},
            "at": {"anyOf": [moment, {"type": "null"}]},
            "explained": {"type": "object"},
            "facts": {
                "type": "object",
                "additionalProperties": False,
                "properties": {spec.name: _fact_schema(spec, moment) for spec, _ in asked},
            },
        },
    }


def _fact_schema(spec: FactSpec, moment: dict[str, str]) -> dict[str, Any]:
    shapes: dict[FactKind, dict[str, Any]] = {
        FactKind.YES_NO: {"type": ["boolean", "null"]},
        FactKind.CHOICE: {"enum": [*spec.choices, None]},
        FactKind.MEDICINES: {"type": ["array", "null"], "items": {"type": "string"}},
        FactKind.MOMENT: {"anyOf": [moment, {"type": "null"}]},
        FactKind.TEXT: {"type": ["string", "null"]},
        FactKind.NUMBER: {
            "type": ["integer" if spec.places == 0 else "number", "null"],
            "minimum": float(spec.low or 0),
            "maximum": float(spec.high or 0),
        },
    }
    value = shapes[spec.kind]
    dated = {"value": value, "at": {"anyOf": [moment, {"type": "null"}]}}
    entry = {"type": "object", "required": ["value"], "additionalProperties": False, "properties": dated}
    return {"title": spec.title, "description": _explain(spec, dated=False), "anyOf": [value, entry]}
