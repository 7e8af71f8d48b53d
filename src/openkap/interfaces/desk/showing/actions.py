"""What each rule does at this site, for each drug it concerns: what was chosen and by whom, and what the rule says."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from openkap.interfaces.desk.showing.policy import SettingGroup, signed_by
from openkap.interfaces.kit.parts import Cell, Column, Line, Row
from openkap.knowledge.rules.catalogue import rules
from openkap.knowledge.rules.schema import Action, Drug, Ground, Kind, Override, Rule
from openkap.knowledge.rules.sources import sources
from openkap.records.policy.shapes import Choice
from openkap.services.read_site import action_key, read_action

__all__ = ["ACTION_COLUMNS", "action_groups", "action_lines", "initial", "said"]

ACTION_COLUMNS = (
    Column(label="Rule"),
    Column(label="For"),
    Column(label="While it is not met"),
    Column(label="Authority"),
    Column(label="Signed by"),
)
_TITLES = {
    "absolute": "Contraindications",
    "contradictions": "Answers that contradict each other",
    "relative": "Relative contraindications",
    "interactions": "Interactions",
    "tests": "Tests",
    "series": "The series",
    "day": "The day of the dose",
}


def action_groups(request: HttpRequest, choices: list[Choice]) -> list[SettingGroup]:
    chosen = {one.setting: one for one in choices}
    return [
        SettingGroup(title, [row for rule in rules() if rule.group == group for row in _rows(request, rule, chosen)])
        for group, title in _TITLES.items()
    ]


def action_lines(rule: Rule, drug: Drug, ground: Ground, standing: Choice | None) -> list[Line]:
    strict = ground.kind in (Kind.LABEL_CONTRAINDICATION, Kind.LAW)
    return [
        Line(term="Rule", value=rule.text, note=rule.id),
        Line(term="For", value=drug.value),
        Line(term="Stands here", value=said(standing.value) if standing and standing.value else _default(rule)),
        Line(term="Default", value=_default(rule), note="not a standard of care"),
        Line(
            term="Authority",
            value=ground.kind.value,
            note="a site may make it stricter, not looser" if strict else "",
        ),
        Line(term="Sources", value="; ".join(sources()[one].title for one in ground.sources), unknown="none named"),
    ]


def initial(rule: Rule, standing: Choice | None) -> dict[str, str]:
    """What the form begins with: what stands here."""
    if standing is None or not standing.value:
        return {"action": "", "override": rule.override.value}
    action, override = read_action(standing.value)
    return {"action": action.value, "override": override.value}


def _rows(request: HttpRequest, rule: Rule, chosen: dict[str, Choice]) -> Iterator[Row]:
    for drug, ground in rule.grounds:
        one = chosen.get(action_key(rule.id, drug))
        address = f"{reverse('desk:action')}?{urlencode({'rule': rule.id, 'drug': drug.value})}"
        yield Row(
            cells=(
                Cell(text=f"{rule.id} {rule.title}", url=address),
                drug.value,
                said(one.value) if one and one.value else _default(rule),
                ground.kind.value,
                signed_by(request, one),
            )
        )


def _default(rule: Rule) -> str:
    return _words(rule.action, rule.override)


def said(value: str) -> str:
    """A kept action in words."""
    return _words(*read_action(value))


def _words(action: Action, override: Override) -> str:
    """
    >>> _words(Action.DEFER, Override.NOBODY)
    'defer; nobody may go on'
    """
    return f"{action}; {override} may go on"
