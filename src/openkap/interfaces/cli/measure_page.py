"""One measure as a Markdown page: what `openkap measures show` prints and the reference pages hold."""

from openkap.knowledge.measures import (
    Algorithm,
    AnsweredBy,
    AskedIf,
    Better,
    ChangeRule,
    Citation,
    Confidence,
    CutOff,
    FlagRule,
    Item,
    Kind,
    Licence,
    Measure,
    Scale,
)
from openkap.terms.quantity import write_number

__all__ = ["index_page", "page"]

_LICENCES = {
    Licence.FREE: "A: the wording may be shipped",
    Licence.CONDITIONAL: "B: the wording may be shipped on a condition",
    Licence.SCORING_ONLY: "C: numbers, ranges and scoring only, until the holder permits more in writing",
    Licence.COMMERCIAL: "D: commercial; numbers, ranges and scoring only",
}
_KINDS = {
    Kind.SUM: "sum of",
    Kind.MEAN: "mean of",
    Kind.COUNT: "number of",
    Kind.SUM_OF_MAXIMA: "highest of each group, summed:",
    Kind.PERCENT_OF_RANGE: "percent of the possible range, over",
    Kind.SLEEP_EFFICIENCY: "percent of the time in bed that was slept, from",
}
_BETTER = {
    Better.LOWER: "Lower is better.",
    Better.HIGHER: "Higher is better.",
    Better.NEITHER: "Neither end is better.",
}


def page(measure: Measure) -> str:
    """The page. A figure marked [K] is general knowledge that still wants checking at its source."""
    parts = [
        f"# {_full_title(measure)}",
        _about(measure),
        _section("Good to know", _bullets(measure.notes)),
        _section("Not confirmed, and therefore left out", _bullets(measure.unconfirmed)),
        _section("Items", _items(measure)),
        _section("Scales", _table(("scale", "how", "range"), [_scale(one) for one in measure.scales])),
        _section("Bands", _table(("from", "to", "band"), _bands(measure))),
        _section("Cut-offs", _bullets(tuple(_cut_off(one) for one in measure.cut_offs))),
        _section("Change", _table(("kind", "definition", "source"), [_change(one) for one in measure.change])),
        _section("Answers that a person must see", _bullets(tuple(_flag(one) for one in measure.flags))),
        _section("Derived", _bullets(tuple(_algorithm(one) for one in measure.algorithms))),
        _section("Rights", _rights(measure)),
        _section("Sources", _bullets(tuple(_citation(one) for one in measure.citations))),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def index_page(measures: tuple[Measure, ...]) -> str:
    """The list of all measures, each linked to its page `KEY.md` in the same folder."""
    rows: list[tuple[str, ...]] = [
        (
            f"[{one.short_title}]({one.key}.md)",
            one.title,
            str(len(one.items)),
            one.rights.licence.value,
            "yes" if one.has_text else "no",
        )
        for one in measures
    ]
    return f"# Measures\n\n{_table(('measure', 'title', 'items', 'licence class', 'wording shipped'), rows)}\n"


def _full_title(measure: Measure) -> str:
    if measure.title == measure.short_title:
        return measure.title
    return f"{measure.title} ({measure.short_title})"


def _about(measure: Measure) -> str:
    who = "the client" if measure.answered_by is AnsweredBy.CLIENT else "a clinician"
    lines = [f"Key `{measure.key}`, edition {measure.edition}. Answered by {who}. {_BETTER[measure.better]}"]
    if not measure.validated:
        lines.append("**Not validated**: a local checklist, not a scale with published properties.")
    lines.append(f"When: {measure.when}" + (f" Looks back over {measure.recall}." if measure.recall else ""))
    if measure.answer_key:
        lines.append(f"Answers: {measure.answer_key}.")
    return "\n\n".join(lines)


def _section(heading: str, body: str) -> str:
    return f"## {heading}\n\n{body}" if body else ""


def _bullets(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(heading: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    lines = [heading, tuple("---" for _ in heading), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _items(measure: Measure) -> str:
    stem = f"> {measure.stem}\n\n" if measure.stem else ""
    rows = [_item(item) for item in measure.items]
    if not any(row[1] for row in rows):
        rows = [(row[0], row[2], row[3]) for row in rows]
        return stem + _table(("item", "takes", "remarks"), rows)
    return stem + _table(("item", "asks", "takes", "remarks"), rows)


def _item(item: Item) -> tuple[str, ...]:
    takes = ", ".join(f"{option.value} {option.text}" if option.text else str(option.value) for option in item.options)
    remarks = ["reversed"] if item.reverse else []
    remarks += [] if item.scored else ["not scored"]
    remarks += [_asked_if(item.asked_if)] if item.asked_if else []
    remarks += [f"LOINC {item.loinc}"] if item.loinc else []
    return (item.number, item.text or item.name or "", takes or item.allowed, "; ".join(remarks))


def _asked_if(rule: AskedIf) -> str:
    refused = " or refused" if rule.or_skipped else ""
    return f"asked if {_run(rule.items, 'or')} is {rule.at_least} or more{refused}"


def _scale(scale: Scale) -> tuple[str, ...]:
    if scale.groups:
        groups = " + ".join("max(" + ", ".join(g) + ")" if len(g) > 1 else g[0] for g in scale.groups)
        how = f"{_KINDS[scale.kind]} {groups}"
    else:
        parts = [_run(scale.items, "and")] if scale.items else []
        parts += [f"scales {', '.join(scale.scales)}"] if scale.scales else []
        how = f"{_KINDS[scale.kind]} {' and '.join(parts)}"
    if grades := scale.grades or scale.grades_below:
        word = "reached" if scale.grades else "not reached"
        how += f"; one point for each of {', '.join(write_number(grade) for grade in grades)} {word}"
    if scale.at_least is not None:
        how += f" at {scale.at_least} or more"
    span = f"{write_number(scale.low)} to {write_number(scale.high)}"
    return (scale.title, how + _mark(scale.confidence), span)


def _run(numbers: tuple[str, ...], word: str) -> str:
    """ "items 1 to 9" where they are a run, else "items 1, 2 and 10"."""
    if len(numbers) == 1:
        return f"item {numbers[0]}"
    if len(numbers) > 2 and all(one.isdigit() for one in numbers):
        values = [int(one) for one in numbers]
        if values == list(range(values[0], values[-1] + 1)):
            return f"items {values[0]} to {values[-1]}"
    return f"items {', '.join(numbers[:-1])} {word} {numbers[-1]}"


def _bands(measure: Measure) -> list[tuple[str, ...]]:
    return [(write_number(band.low), write_number(band.high), band.name) for band in measure.bands]


def _cut_off(rule: CutOff) -> str:
    return f"{rule.sentence}. {rule.source}{_mark(rule.confidence)}"


def _change(rule: ChangeRule) -> tuple[str, ...]:
    return (rule.kind, rule.definition, rule.source + _mark(rule.confidence))


def _algorithm(rule: Algorithm) -> str:
    return f"`{rule.name}`: {rule.source}{_mark(rule.confidence)}"


def _flag(rule: FlagRule) -> str:
    limit = f"{rule.at_least} or more" if rule.at_most is None else f"{rule.at_most} or less"
    if rule.at_least is not None and rule.at_most is not None:
        limit = f"{rule.at_least} to {rule.at_most}" if rule.at_least < rule.at_most else str(rule.at_least)
    many = f"{rule.together} or more of " if rule.together else ""
    refused = " or refused" if rule.refused else ""
    policy = " Local policy: the practice signs this threshold." if rule.local_policy else ""
    where = f"{many}{_run(rule.items, 'or')} at {limit}{refused}"
    return f"`{rule.code}`: {where}. {rule.sentence}{policy}{_mark(rule.confidence)}"


def _rights(measure: Measure) -> str:
    rights = measure.rights
    lines = [
        f"Class {_LICENCES[rights.licence]}.",
        f"Holder: {rights.holder.rstrip('.')}. {rights.terms}{_mark(rights.confidence)}",
    ]
    if rights.condition:
        lines.append(f"Condition: {rights.condition}")
    lines.append(rights.url or "")
    read = f"{rights.verified_on} by {rights.verified_by}" if rights.verified_on else "not yet"
    lines.append(f"Terms read at the holder's own page: {read}.")
    if measure.notice:
        lines.append(f"> {measure.notice}")
    return "\n\n".join(line for line in lines if line)


def _citation(one: Citation) -> str:
    return f"{one.text}, doi:{one.doi}" if one.doi else one.text


def _mark(confidence: Confidence) -> str:
    return " [K]" if confidence is Confidence.GENERAL else ""
