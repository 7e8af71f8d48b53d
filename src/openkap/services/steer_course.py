"""A course is held, goes on, is closed, or is moved to another edition of its pathway: by name, with a reason."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.clinical.pathway.difference import Difference, differences
from openkap.clinical.pathway.lifecycles import COURSE, course_state
from openkap.records.base import Act
from openkap.records.courses import find as courses
from openkap.records.pathways import keep as pathways
from openkap.services.course_facts import course_facts, current_pathway, pathway_of
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput, RuleRefusal
from openkap.terms.text import words

__all__ = ["move_course", "read_move", "turn_course"]


def turn_course(
    *, within: UUID, by: Actor, at: datetime, course_id: UUID, turn: str, said: str, rule: str | None = None
) -> None:
    """turn: hold, go on or close. rule: which of the pathway's stop rules it follows, where it is one of them."""
    require(by, Doing.STEER_COURSE)
    kept = words(said, field="said", label="Reason", longest=4000)
    course = courses.course(within=within, course_id=course_id)
    rules = [one.key for one in pathway_of(within=within, course=course).stops]
    if rule is not None and rule not in rules:
        raise BadInput("rule", f"This pathway has no such rule. It has: {', '.join(rules)}.")
    facts = course_facts(within=within, courses=[course], at=at)[course_id]
    state = course_state(facts)
    if turn not in COURSE[state]:
        can = ", ".join(COURSE[state]) or "nothing"
        raise BadInput("turn", f"A course that is {state} can: {can}.")
    if turn == "close" and facts.live is not None:
        raise RuleRefusal("A session is going on. End it first, then close the course.")
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        pathways.turn(act, course_id=course_id, turn=turn, rule=rule, words=kept)


def read_move(*, within: UUID, course_id: UUID) -> tuple[str, str, tuple[Difference, ...]]:
    """The edition a course is on, the one that new courses begin on, and all that differs between them."""
    course = courses.course(within=within, course_id=course_id)
    present = pathway_of(within=within, course=course)
    newest = current_pathway(within=within, key=course.pathway)
    return present.edition, newest.edition, differences(present, newest)


def move_course(*, within: UUID, by: Actor, at: datetime, course_id: UUID, to_edition: str, reason: str) -> None:
    """Moves the course to the edition that new courses begin on, and keeps what differs as it was shown.

    Refused while a session goes on, when it is there already, and when another edition was signed since it was shown.
    """
    require(by, Doing.STEER_COURSE)
    kept = words(reason, field="reason", label="Reason", longest=4000)
    present, newest, difference = read_move(within=within, course_id=course_id)
    if to_edition != newest:
        raise RuleRefusal("Another edition has been signed since you opened this page. Look at what differs again.")
    if present == newest:
        raise RuleRefusal("This course is on that edition already.")
    course = courses.course(within=within, course_id=course_id)
    if course_facts(within=within, courses=[course], at=at)[course_id].live is not None:
        raise RuleRefusal("A session is going on. End it first, then move the course.")
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        pathways.move(
            act,
            course_id=course_id,
            from_edition=present,
            to_edition=newest,
            difference=[asdict(one) for one in difference],
            reason=kept,
        )
