"""A named person looks, and says that something is so: a plan is written, a call was made, a form was sent."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.knowledge.pathways import Pathway
from openkap.records.base import Act
from openkap.records.courses import find as courses
from openkap.records.pathways import keep as pathways
from openkap.records.sessions import find as sessions
from openkap.services.course_facts import pathway_of
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput
from openkap.terms.text import words

__all__ = ["attest", "attestable"]


def attest(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    course_id: UUID,
    what: str,
    session_id: UUID | None = None,
    said: str = "",
) -> None:
    """Keeps who said so and when, with words where there are any. Saying it again is a new look, and makes it fresh.

    `what` is something the course's pathway asks somebody to say; where it is asked for each session, one is named.
    """
    require(by, Doing.ATTEST)
    course = courses.course(within=within, course_id=course_id)
    known = attestable(pathway_of(within=within, course=course))
    if what not in known:
        raise BadInput("what", f"This pathway asks nobody to say that. It asks for: {', '.join(known)}.")
    if known[what] and session_id is None:
        raise BadInput("session", "This is said of one session. Name which.")
    if session_id is not None:
        session = sessions.session(within=within, session_id=session_id)
        if session.course_id != course_id:
            raise BadInput("session", "This session belongs to another course. Open the page again.")
    kept = words(said, field="words", label="What you want to add", longest=4000, needed=False)
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        pathways.attestation(act, course_id=course_id, session_id=session_id, what=what, words=kept or None)


def attestable(pathway: Pathway) -> dict[str, bool]:
    """What can be said on this pathway, and whether it is said of one session."""
    found = {one.key: one.each == "session" for one in pathway.attested}
    found |= {one.key: True for one in pathway.after_dose}
    return found | {f"review_{one.key}": False for one in pathway.reviews}
