"""The gate of the day in words: its colour, each rule with its reason and questions, the readings, the decisions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest

from openkap.clinical.eligibility import Colour, GateItem, PressureState
from openkap.interfaces.console.day_forms import Answers, Correction, Escort, GoPast, Safety, Signs
from openkap.interfaces.kit import written
from openkap.knowledge.rules import Override, rule
from openkap.records.day.shapes import Decision, Fact
from openkap.records.day.shapes import Override as Given
from openkap.records.day.shapes import Signs as Taken
from openkap.services.read_day import Day
from openkap.terms.fact import Known
from openkap.terms.finding import Standing
from openkap.terms.identity import Role

__all__ = ["DayGlance", "DayItem", "DayPage", "Reading", "day_glance", "day_page"]

_COLOURS = {
    Colour.GREEN: ("ok", "Green", "Everything that is asked before medicine is there, or was gone past by name."),
    Colour.AMBER: ("watch", "Amber", "What is open can be decided by a named person."),
    Colour.RED: ("alert", "Red", "Something is open that nobody goes past. It has to be settled first."),
}
_TONES = {Colour.GREEN: ("ok", "met"), Colour.AMBER: ("watch", "open"), Colour.RED: ("alert", "open")}
_OF_THE_DAY = ("PD-", "RC-01", "RC-02")


@dataclass(frozen=True, slots=True)
class DayItem:
    """One rule. `asks`: its questions at the tablet. `past`: the form to go past it, where this person may. `waits`: an
    override that waits for a second clinician."""

    rule: str
    title: str
    tone: str
    standing: str
    because: str
    resolve: str
    by: str
    source: str
    said_by: str
    past_by: str
    may_past: str
    asks: list[forms.BoundField]
    past: GoPast | None = None
    waits: Given | None = None
    may_second: bool = False
    is_unknown: bool = False

    @property
    def only_waits(self) -> bool:
        """Whether all that it needs is an answer to its questions, which stand higher on the page."""
        is_refused = self.past is not None and self.past.is_bound
        return self.is_unknown and bool(self.asks) and self.waits is None and not is_refused


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading before the dose, with the form that corrects it while it stands."""

    when: str
    words: str
    who: str
    replaced: str
    id: str
    correction: Correction | None


@dataclass(frozen=True, slots=True)
class DayPage:
    tone: str
    title: str
    says: str
    opens: bool
    open: tuple[DayItem, ...]
    met: tuple[DayItem, ...]
    to_ask: tuple[DayItem, ...]
    answered: tuple[DayItem, ...]
    answers: Answers
    voice_open: bool
    readings: tuple[Reading, ...]
    hold: str
    hold_tone: str
    signs: Signs
    safety: Safety
    escort: Escort
    decisions: tuple[dict[str, Any], ...] = field(default=())

    @property
    def stands_open(self) -> tuple[DayItem, ...]:
        return tuple(one for one in self.open if not one.only_waits)

    @property
    def waits_for_answers(self) -> tuple[DayItem, ...]:
        return tuple(one for one in self.open if one.only_waits)


@dataclass(frozen=True, slots=True)
class DayGlance:
    """The gate in a few lines, for the room before its session. open: a tone and a title for each that is."""

    tone: str
    title: str
    says: str
    open: tuple[tuple[str, str], ...] = ()


def day_glance(day: Day) -> DayGlance:
    if day.gate is None:
        says = "What is asked today depends on the route that is ordered."
        return DayGlance("watch", "The gate of the day waits for the order", says)
    tone, colour, says = _COLOURS[day.gate.colour]
    still_open = [item for item in sorted(day.gate.items, key=_first) if item.colour is not Colour.GREEN]
    title = f"The gate of the day is {colour.lower()}"
    return DayGlance(tone, title, says, tuple((_TONES[one.colour][0], one.finding.title) for one in still_open))


def day_page(request: HttpRequest, day: Day, came_back: dict[str, forms.Form]) -> DayPage:
    """`came_back`: forms that could not be kept, by name; the others are fresh."""
    assert day.gate is not None and day.known is not None and day.hold is not None  # noqa: S101, PT018
    tone, title, says = _COLOURS[day.gate.colour]
    today = {
        name: fact
        for name, fact in day.known.entered.items()
        if fact.observed_at.astimezone(day.at.tzinfo).date() == day.at.date()
    }
    # What is open stands first, so a question that several rules ask is asked with the first of them that waits for it.
    ordered = sorted(day.gate.items, key=_first)
    answers: Any = came_back.get("answer") or Answers(rules=[one.finding.rule for one in ordered], entered=today)
    items = [(item, _item(request, day, item, answers, came_back)) for item in ordered]
    is_open = [shown for item, shown in items if item.colour is not Colour.GREEN]
    met = [shown for item, shown in items if item.colour is Colour.GREEN]
    facts = day.known.facts
    known = {name: getattr(facts.get(name), "value", "") for name in ("escort_name", "escort_phone")}
    return DayPage(
        tone=tone,
        title=title,
        says=says,
        opens=day.gate.may_go_ahead,
        open=tuple(is_open),
        met=tuple(met),
        to_ask=tuple(one for one in is_open if one.asks),
        answered=tuple(one for one in met if one.asks),
        answers=answers,
        voice_open=not _said_yes(facts.get("says_go_ahead_today")),
        readings=_readings(request, day.known.signs, came_back),
        hold="" if day.hold.state is PressureState.FINE else _hold(request, day),
        hold_tone="alert" if day.hold.state is PressureState.DEFERRED else "watch",
        signs=came_back.get("measure") or Signs(),  # type: ignore[arg-type]
        safety=came_back.get("safety") or Safety(entered=today.get("cssrs_since_last_contact")),  # type: ignore[arg-type]
        escort=came_back.get("escort") or Escort(initial=known),  # type: ignore[arg-type]
        decisions=tuple(_decided(request, one) for one in day.decisions),
    )


def _said_yes(fact: Any) -> bool:
    return isinstance(fact, Known) and fact.value is True


def _first(item: GateItem) -> tuple[bool, bool, bool]:
    """What is open first; of it the day's own questions, then what the records hold, first what nobody goes past."""
    is_of_the_day = item.finding.rule.startswith(_OF_THE_DAY)
    return (item.colour is Colour.GREEN, not is_of_the_day, not is_of_the_day and item.colour is Colour.AMBER)


def _item(
    request: HttpRequest, day: Day, item: GateItem, answers: Answers, came_back: dict[str, forms.Form]
) -> DayItem:
    assert day.known is not None  # noqa: S101
    finding = item.finding
    tone, standing = _TONES[item.colour]
    may_past = item.colour is Colour.AMBER and _may_go_past(request, finding.override)
    waits = next((one for one in day.waiting if one.rule == finding.rule), None)
    given = item.override
    second = f" and {given.second.name}" if given and given.second else ""
    past: Any = came_back.get(f"past-{finding.rule}") or GoPast(rule=finding.rule)
    return DayItem(
        rule=finding.rule,
        title=finding.title,
        tone="note" if given else tone,
        standing="gone past" if given else standing,
        because=finding.because,
        resolve=finding.resolve,
        by=finding.by,
        source=f"{finding.rule}, edition {finding.edition}, {finding.kind.value}: {', '.join(finding.sources)}",
        said_by=_said_by(request, finding.rule, day.known.entered),
        past_by=f"{given.by.name}{second}: {given.reason}" if given else "",
        may_past=finding.override.value if item.colour is Colour.AMBER else "",
        asks=answers.of(finding.rule),
        past=past if may_past and waits is None else None,
        waits=waits,
        may_second=waits is not None and waits.given_by_id != request.actor.id,
        is_unknown=finding.standing is Standing.UNKNOWN,
    )


def _may_go_past(request: HttpRequest, override: Override) -> bool:
    return override is Override.STAFF or (override.allowed and Role.PRESCRIBER in request.actor.roles)


def _said_by(request: HttpRequest, id_: str, entered: dict[str, Fact] | Any) -> str:
    """Who answered this last today, and when."""
    names = {test.fact for test in rule(id_).comparisons}
    kept = [fact for name, fact in entered.items() if name in names]
    if not kept:
        return ""
    last = max(kept, key=lambda fact: fact.entered_at)
    return f"{last.entered_by_name}, {written.clock(last.entered_at, request.practice.zone)}"


def _hold(request: HttpRequest, day: Day) -> str:
    assert day.hold is not None  # noqa: S101
    if day.hold.repeat_from is None:
        return day.hold.because
    return f"{day.hold.because} Not before {written.clock(day.hold.repeat_from, request.practice.zone)}."


def _readings(request: HttpRequest, signs: Iterable[Taken], came_back: dict[str, forms.Form]) -> tuple[Reading, ...]:
    zone = request.practice.zone
    lines = []
    for number, one in enumerate(signs):
        others = (
            (one.heart_rate_per_min, "/min"),
            (one.spo2_percent, "% oxygen"),
            (one.respiratory_rate_per_min, "breaths/min"),
        )
        words = [written.blood_pressure(one.systolic_mmhg, one.diastolic_mmhg)]
        words += [written.amount(value, unit) for value, unit in others if value is not None]
        fresh: Any = came_back.get(f"correct-{one.id}") or Correction(number=number)
        lines.append(
            Reading(
                when=written.clock(one.taken_at, zone),
                words=", ".join(words),
                who=one.entered_by_name,
                replaced=one.replaced_because or "",
                id=str(one.id),
                correction=fresh if one.stands else None,
            )
        )
    return tuple(reversed(lines))


def _decided(request: HttpRequest, decision: Decision) -> dict[str, Any]:
    tone, title, _ = _COLOURS[Colour(decision.colour)]
    past = [one for one in decision.findings if one.get("overridden_by")]
    return {
        "title": title,
        "tone": tone,
        "who": decision.decided_by_name,
        "when": written.moment(decision.decided_at, request.practice.zone),
        "open": [one["title"] for one in decision.findings if one["open"]],
        "past": [f"{one['title']}: {one['overridden_by']}, {one['reason']}" for one in past],
    }
