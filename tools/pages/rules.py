"""Every rule on paper, from the data: what it asks, what follows, who may go past it, and where it comes from."""

from collections.abc import Iterable

from openkap.knowledge.rules import Rule, rules, sources
from openkap.knowledge.rules.condition import AllOf, AnyOf, Comparison, Condition, Op
from openkap.knowledge.rules.examinations import examinations, greatest_age
from openkap.knowledge.rules.fact_spec import class_titles, fact_spec
from openkap.knowledge.rules.history import history_parts
from openkap.knowledge.rules.medicines import medicines
from openkap.knowledge.rules.order_checks import order_knowledge
from openkap.knowledge.rules.schema import Ground, Occasion
from openkap.knowledge.rules.settings import settings
from openkap.knowledge.thresholds import discharge_criteria, thresholds
from openkap.terms.quantity import write_number

__all__ = ["pages"]

_GROUPS = {
    "absolute": "Absolute contraindications",
    "contradictions": "Answers that cannot both be so",
    "relative": "Relative and conditional rules",
    "interactions": "Interactions",
    "tests": "Examinations and tests",
    "series": "The series, and when to look again",
    "day": "The day of the dose",
}
_SIGNS = {Op.AT_LEAST: "≥", Op.ABOVE: ">", Op.AT_MOST: "≤", Op.BELOW: "<"}
_STAND = (
    "These rules support a clinician's decision. They are not a standard of care. Confidence: S, the source was read; "
    "K, general knowledge; K?, not confirmed."
)


def pages() -> dict[str, str]:
    found = {f"{group}.md": _group(group, title) for group, title in _GROUPS.items()}
    found |= {
        "thresholds.md": _thresholds(),
        "discharge.md": _rule_page("Discharge criteria", discharge_criteria()),
        "orders.md": _orders(),
        "settings.md": _settings(),
        "medicines.md": _medicines(),
        "history.md": _history(),
        "examinations.md": _examinations(),
    }
    return {"README.md": _index(found), **found}


def _index(found: dict[str, str]) -> str:
    lines = ["# Rules", "", _STAND, "", "| page | what stands there |", "|---|---|"]
    lines += [f"| [{name}]({name}) | {text.splitlines()[0].removeprefix('# ')} |" for name, text in found.items()]
    lines += ["", "## Sources", "", "| id | source | read |", "|---|---|---|"]
    read = {"S": "yes", "K": "general knowledge"}
    lines += [f"| {one.id} | {_cell(one.title)} | {read.get(one.status, one.status)} |" for one in sources().values()]
    return "\n".join(lines)


def _group(group: str, title: str) -> str:
    return _rule_page(title, [rule for rule in rules() if rule.group == group])


def _rule_page(title: str, every: Iterable[Rule]) -> str:
    lines = [f"# {title}", "", _STAND, ""]
    for rule in every:
        lines += [f"## {rule.id} {rule.title}", "", rule.text, ""]
        lines += ["| | |", "|---|---|"]
        lines += [f"| {name} | {_cell(value)} |" for name, value in _facts(rule) if value]
        lines.append("")
    return "\n".join(lines)


def _facts(rule: Rule) -> list[tuple[str, str]]:
    asks = "must not be so" if rule.adverse else "must be so"
    return [
        ("edition", rule.edition),
        ("asked", ", ".join(occasion.value for occasion in rule.occasions)),
        ("in play where", "" if rule.applies is None else _condition(rule.applies)),
        (asks, _condition(rule.condition)),
        ("routes", ", ".join(rule.routes) or "every route of its drugs"),
        ("action", rule.action.value + (f", severity {rule.severity}" if rule.severity else "")),
        ("may be overridden by", rule.override.value),
        ("what would settle it", f"{rule.resolve} ({rule.by})" if rule.resolve else ""),
        ("question to the client", rule.client_question),
        ("said to the client", rule.client_text),
        *((f"stands for {drug.value}", _ground(ground)) for drug, ground in rule.grounds),
        *((f"{source} says", says) for source, says in rule.views),
    ]


def _ground(ground: Ground) -> str:
    cited = ", ".join(ground.sources) or "no source named"
    return f"{ground.kind.value} [{ground.confidence.value}]: {cited}"


def _condition(condition: Condition) -> str:
    if isinstance(condition, Comparison):
        return _comparison(condition)
    word = " and " if isinstance(condition, AllOf) else " or "
    assert isinstance(condition, AllOf | AnyOf)  # noqa: S101 - for mypy
    return word.join(
        f"({_condition(part)})" if isinstance(part, AllOf | AnyOf) else _condition(part) for part in condition.parts
    )


def _comparison(test: Comparison) -> str:
    title = test.title or fact_spec(test.fact).title
    if test.op is Op.GIVEN:
        said = f"{title} recorded" if test.value else f"{title} not recorded"
    elif test.op is Op.IS:
        said = f"{title}: {'yes' if test.value is True else 'no' if test.value is False else test.value}"
    else:
        value = test.value if isinstance(test.value, str | bool) else write_number(test.value)
        said = f"{title} {_SIGNS[test.op]} {value} {test.unit}".rstrip()
    age = f", not older than {test.max_age}" if test.max_age else ""
    return f"{said}{age}{' (where known)' if test.when_known else ''}"


def _thresholds() -> str:
    lines = ["# Thresholds during the session", "", _STAND, ""]
    lines += ["| id | edition | title | level | trigger | what the protocol says | stands on |"]
    lines += ["|---|---|---|---|---|---|---|"]
    for one in thresholds():
        cells = (one.id, one.edition, one.title, one.level.value, one.trigger, one.action, _ground(one.ground))
        lines.append("| " + " | ".join(map(_cell, cells)) + " |")
    return "\n".join(lines)


def _orders() -> str:
    lines = ["# Checks of an order", "", _STAND, ""]
    lines += ["| id | edition | check | action | what would settle it | second person | stands on |"]
    lines += ["|---|---|---|---|---|---|---|"]
    for one in order_knowledge().checks.values():
        second = "confirms" if one.second_person else ""
        settles = f"{one.resolve} ({one.by})"
        cells = (one.id, one.edition, one.title, one.action.value, settles, second, _ground(one.ground))
        lines.append("| " + " | ".join(map(_cell, cells)) + " |")
    return "\n".join(lines)


def _settings() -> str:
    lines = ["# Values that a site decides", "", _STAND, ""]
    lines += ["A change is signed with a name and a reason. What is a label or the law can be made stricter only.", ""]
    lines += ["| id | value | default | may be | stricter | stands on |", "|---|---|---|---|---|---|"]
    for one in settings().values():
        ground = _ground(Ground(one.kind, one.confidence, one.sources))
        may = f"{write_number(one.low)} to {write_number(one.high)}"
        default = f"{write_number(one.default)} {one.unit}"
        lines.append(f"| `{one.id}` | {_cell(one.title)} | {default} | {may} | {one.stricter} | {ground} |")
    return "\n".join(lines)


def _medicines() -> str:
    titles = class_titles()
    lines = ["# Medicines that are recognised", ""]
    lines += ["Ingredients and well-known US brands (general knowledge). Whatever else is typed is kept, marked as"]
    lines += ["not known, and looked at by the prescriber."]
    lines += ["", "| ingredient | also found as | classes |", "|---|---|---|"]
    for one in medicines():
        also = ", ".join(one.names[1:])
        classes = ", ".join(titles.get(name, "no interaction known here") for name in one.classes)
        lines.append(f"| {one.ingredient} | {_cell(also)} | {_cell(classes)} |")
    return "\n".join(lines)


def _history() -> str:
    lines = ["# What a client is asked about their health", "", "Every question may be left open.", ""]
    for part in history_parts():
        lines += [f"## {part.title}", ""]
        for question in part.questions:
            answers = ", ".join((*question.choices, "rather not say")) if question.choices else "yes, no, not sure"
            after = f"; asked unless `{question.after}` was answered with its first answer" if question.after else ""
            lines.append(f"- {question.text} *`{question.fact}`: {answers}{after}*")
        lines.append("")
    return "\n".join(lines)


def _examinations() -> str:
    every = tuple(rule for rule in rules() if Occasion.SCREENING in rule.occasions)
    lines = ["# What is examined", "", "Entered by staff with date and source. How old it may be is site policy.", ""]
    lines += ["| examination | result | unit or answers | counts for |", "|---|---|---|---|"]
    for one in examinations():
        for fact in one.facts:
            spec, age = fact_spec(fact), greatest_age(every, fact)
            takes = spec.unit or ", ".join(spec.choices) or "yes, no"
            lines.append(f"| {one.title} | {_cell(spec.title)} | {takes} | {age or 'no limit'} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
