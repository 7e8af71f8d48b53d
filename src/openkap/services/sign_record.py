"""The record of an ended session is signed, and from then on only added to beside it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.sessions import find as sessions
from openkap.records.sessions import signed
from openkap.terms.identity import Actor
from openkap.terms.refusal import RuleRefusal
from openkap.terms.text import words

__all__ = ["add_to_record", "sign_record"]


def sign_record(*, within: UUID, by: Actor, at: datetime, session_id: UUID) -> None:
    """Signs what stands on the timeline now. Signed twice by one person, it is signed once."""
    require(by, Doing.SIGN_RECORD)
    session = sessions.session(within=within, session_id=session_id)
    if session.ended_at is None:
        raise RuleRefusal("This session has not ended. Its record is signed afterwards.")
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        if all(one.by_id != by.id for one in signed.signatures(within=within, session_id=session_id)):
            signed.sign(act, session_id=session_id, digest=signed.digest(within=within, session_id=session_id))


def add_to_record(*, within: UUID, by: Actor, at: datetime, session_id: UUID, text: str) -> None:
    """Keeps an addendum to a signed record. What was signed stays as it was."""
    require(by, Doing.SIGN_RECORD)
    sessions.session(within=within, session_id=session_id)
    if not signed.signatures(within=within, session_id=session_id):
        raise RuleRefusal("This record has not been signed yet. Sign it first; what is missing then stands beside it.")
    kept = words(text, field="text", label="Addendum", longest=4000)
    with transaction.atomic():
        signed.add(Act(within=within, by=by, at=at), session_id=session_id, text=kept)
