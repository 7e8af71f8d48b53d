"""What a person does at the gate of the day: finds out, measures, goes past a rule by name, and decides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.clinical.eligibility import SINCE_LAST_CONTACT, Colour, check_override, read_fact, since_last_contact
from openkap.clinical.eligibility.override import GivenOverride
from openkap.clinical.monitoring import read_vitals
from openkap.knowledge.measures import measure as scale
from openkap.knowledge.rules import Override
from openkap.records.base import Act
from openkap.records.day import find as find_day
from openkap.records.day import keep as day
from openkap.records.responses import keep as responses
from openkap.records.sessions import find as find_sessions
from openkap.records.sessions import keep as sessions
from openkap.records.sessions.shapes import Session
from openkap.services.answer_item import answer_item
from openkap.services.day_facts import AT_THE_TABLET
from openkap.services.read_day import Day, read_day
from openkap.services.record_weight import record_weight
from openkap.services.submit_response import submit_response
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput, NotFound, RuleRefusal
from openkap.terms.text import words

__all__ = ["ask_safety", "decide_day", "find_out", "go_past", "measure", "second_override"]

_REASON = 10
_SCREENER = "cssrs_screen"


def find_out(*, within: UUID, by: Actor, at: datetime, session_id: UUID, said: Mapping[str, Any]) -> None:
    """Keeps what was found out now, by name of the fact; None where it was asked and is not known.

    BadInput names the fact and what it can be; then nothing is kept.
    """
    require(by, Doing.CHECK_DAY)
    for name, value in said.items():
        if name not in AT_THE_TABLET:
            raise BadInput(name, "This is not asked at the gate of the day. Open the page again.")
        read_fact(name, value)
    if not said:
        raise BadInput("said", "Answer at least one question.")
    with transaction.atomic():
        _turn(within, session_id)
        day.facts(Act(within=within, by=by, at=at), session_id=session_id, said=dict(said), observed_at=at)


def ask_safety(
    *, within: UUID, by: Actor, at: datetime, session_id: UUID, answers: Mapping[str, bool | None]
) -> str | None:
    """Keeps the answers since the last contact. Any yes is a concern, and raises the alerts of the scale as well."""
    require(by, Doing.CHECK_DAY)
    if not set(answers) <= set(SINCE_LAST_CONTACT):
        raise BadInput("answers", "There is no such question. Open the page again.")
    came_to = since_last_contact(answers)
    given = {item: answer for item, answer in answers.items() if answer is not None}
    if not given:
        raise BadInput("answers", "Answer the questions, or leave this for later.")
    with transaction.atomic():
        session = _turn(within, session_id)
        day.facts(
            Act(within=within, by=by, at=at),
            session_id=session_id,
            said={"cssrs_since_last_contact": came_to},
            observed_at=at,
            detail=given,
        )
        if came_to == "concern":
            _raise_alerts(within, by, at, session, given)
    return came_to


def measure(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    session_id: UUID,
    signs: Mapping[str, str],
    weight: str = "",
    replaces: UUID | None = None,
    because: str = "",
) -> None:
    """Keeps vital signs (sbp, dbp, hr, spo2, rr as typed) and, where given, the weight. A correction says why.

    BadInput names the sign and what can be entered; then nothing is kept.
    """
    require(by, Doing.CHECK_DAY)
    any_sign = any(typed.strip() for typed in signs.values())
    if not any_sign and not weight.strip():
        raise BadInput("sbp", "Enter the blood pressure, or the weight.")
    vitals = read_vitals(signs) if any_sign else None
    if vitals is not None and (vitals.sbp is None or vitals.dbp is None):
        raise BadInput("sbp" if vitals.sbp is None else "dbp", "Enter both numbers of the blood pressure.")
    reason = words(because, field="because", label="What was wrong", longest=500, needed=replaces is not None)
    with transaction.atomic():
        session = _turn(within, session_id)
        if vitals is not None:
            _require_replaceable(within, session_id, replaces)
            day.signs(
                Act(within=within, by=by, at=at),
                session_id=session_id,
                replaces=replaces,
                because=reason if replaces else None,
                systolic_mmhg=vitals.sbp,
                diastolic_mmhg=vitals.dbp,
                heart_rate_per_min=vitals.hr,
                spo2_percent=vitals.spo2,
                respiratory_rate_per_min=vitals.rr,
                taken_at=at,
            )
        if weight.strip():
            record_weight(within=within, by=by, at=at, client_id=session.client_id, weight=weight)


def go_past(*, within: UUID, by: Actor, at: datetime, session_id: UUID, rule: str, reason: str) -> None:
    """One rule is gone past by name and with a reason, where it allows that; with a second clinician where it asks.

    RuleRefusal where nobody may, or not this person; where nothing is open any more.
    """
    require(by, Doing.CHECK_DAY)
    kept = words(reason, field="reason", label="Reason", longest=2000)
    if len(kept) < _REASON:
        raise BadInput("reason", f"Write the reason in at least {_REASON} characters.")
    with transaction.atomic():
        found = _judged(within, _turn(within, session_id), at)
        finding = next((one.finding for one in found.gate.items if one.finding.rule == rule), None)  # type: ignore[union-attr]
        if finding is None:
            raise BadInput("rule", "This rule is not asked at this gate. Open the page again.")
        if finding.met:
            raise RuleRefusal(f"{finding.title}: this is met. There is nothing to go past.")
        # The second clinician comes afterwards, from their own account: until then it waits and counts for nothing.
        stand_in = Actor(by.kind, name=f"not {by.name}", roles=by.roles)
        second = stand_in if finding.override is Override.PRESCRIBER_AND_SECOND else None
        check_override(finding, GivenOverride(rule=rule, by=by, reason=kept, at=at, second=second), at=found.at)
        day.override(Act(within=within, by=by, at=at), session_id=session_id, rule=rule, reason=kept)


def second_override(*, within: UUID, by: Actor, at: datetime, session_id: UUID, override_id: UUID) -> None:
    """The second clinician stands beside an override. Never the one who gave it."""
    require(by, Doing.CHECK_DAY)
    with transaction.atomic():
        _turn(within, session_id)
        kept = next(
            (one for one in find_day.overrides(within=within, session_id=session_id) if one.id == override_id), None
        )
        if kept is None:
            raise NotFound("There is no such override at this gate.")
        if kept.given_by_id == by.id:
            raise RuleRefusal("You gave this override. Another clinician stands beside it.")
        if kept.seconded_at is not None:
            raise RuleRefusal("A second clinician stands beside this already.")
        day.second(
            Act(within=within, by=by, at=at), override_id=override_id, session_id=session_id, given_by=kept.given_by_id
        )


def decide_day(*, within: UUID, by: Actor, at: datetime, session_id: UUID) -> Colour:
    """Judges now and keeps the decision with every finding. Red and amber are kept too: they are part of the story.

    RuleRefusal where no order is in force: the gate is decided for one order.
    """
    require(by, Doing.CHECK_DAY)
    with transaction.atomic():
        found = _judged(within, _turn(within, session_id), at)
        gate, order = found.gate, found.order
        assert gate is not None and order is not None  # noqa: S101, PT018 - _judged refuses without them
        if not order.in_force:
            raise RuleRefusal(
                "The order is not in force. It waits for a second person, or has to be signed anew.",
                reasons=tuple(f"{one.title}: {one.because}" for one in order.opened),
            )
        day.decision(
            Act(within=within, by=by, at=at),
            session_id=session_id,
            order_id=order.order.id,
            colour=gate.colour.value,
            findings=_kept(found),
        )
    return gate.colour


def _judged(within: UUID, session: Session, at: datetime) -> Day:
    found = read_day(within=within, session=session, at=at)
    if found.gate is None:
        raise RuleRefusal("There is no order for this session yet. A prescriber signs one first.")
    return found


def _kept(found: Day) -> list[dict[str, Any]]:
    assert found.gate is not None  # noqa: S101
    return [
        {
            "rule": item.finding.rule,
            "edition": item.finding.edition,
            "title": item.finding.title,
            "standing": item.finding.standing.value,
            "because": item.finding.because,
            "resolve": item.finding.resolve,
            "open": item.colour is not Colour.GREEN,
            "colour": item.colour.value,
            "overridden_by": item.override.by.name if item.override else None,
            "reason": item.override.reason if item.override else None,
            "second": item.override.second.name if item.override and item.override.second else None,
            "facts": [str(fact) for fact in item.finding.used],
        }
        for item in found.gate.items
    ]


def _raise_alerts(within: UUID, by: Actor, at: datetime, session: Session, given: Mapping[str, bool]) -> None:
    """The same answers as the screener keeps them: behaviour since the last contact is behaviour ever, and recent."""
    response_id = responses.ask(
        Act(within=within, by=by, at=at),
        client_id=session.client_id,
        course_id=session.course_id,
        measure=_SCREENER,
        edition=scale(_SCREENER).edition,
        occasion="day",
    )
    items = {item: given[item] for item in ("1", "2", "3", "4", "5") if item in given}
    if given.get("6"):
        items |= {"6": True, "6b": True}
    for item, answer in items.items():
        answer_item(within=within, by=by, at=at, response_id=response_id, item=item, value="1" if answer else "0")
    submit_response(within=within, by=by, at=at, response_id=response_id, leave_open=True)


def _require_replaceable(within: UUID, session_id: UUID, replaces: UUID | None) -> None:
    if replaces is None:
        return
    standing = [one.id for one in find_day.signs(within=within, session_id=session_id) if one.stands]
    if replaces not in standing:
        raise RuleRefusal("This reading was corrected already, or is of another session. Open the page again.")


def _turn(within: UUID, session_id: UUID) -> Session:
    sessions.take_turn(within=within, session_id=session_id)
    session = find_sessions.session(within=within, session_id=session_id)
    if session.kind != "medicine":
        raise BadInput("session", "Only a medicine session has a gate of the day.")
    if session.state in ("ended", "cancelled"):
        raise RuleRefusal("This session is over. Nothing more is entered at its gate.")
    return session
