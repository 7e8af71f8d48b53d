"""What every entry in a session's timeline has in common: a live session, a time that can be, and who may write."""

from datetime import datetime, timedelta
from uuid import UUID

from openkap.clinical.authority import Doing, require
from openkap.records.sessions import find as sessions
from openkap.records.sessions import signed
from openkap.records.sessions.shapes import Origin, Session
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput, RuleRefusal

__all__ = ["live_session", "require_possible_time"]

# A tablet's clock may run a little ahead of the server's.
_AHEAD = timedelta(minutes=2)


def live_session(
    *, within: UUID, by: Actor, session_id: UUID, doing: Doing = Doing.ENTER_ROOM, origin: Origin | None = None
) -> Session:
    """The session, if it is going on and this person may write in it.

    What a device wrote while it went on still belongs to it, when the device could not send it until after the end.
    """
    require(by, doing)
    session = sessions.session(within=within, session_id=session_id)
    if session.started_at is None:
        raise RuleRefusal("This session has not been started. Start it first.")
    if session.ended_at is not None and (origin is None or origin.written_at > session.ended_at):
        raise RuleRefusal("This session has ended. Sign its record, and add what is missing beside it.")
    if session.ended_at is not None and signed.signatures(within=within, session_id=session_id):
        raise RuleRefusal("The record of this session has been signed. Add what is missing beside it, as an addendum.")
    return session


def require_possible_time(session: Session, *, happened_at: datetime, now: datetime) -> None:
    """BadInput for a time before the session began or in the future."""
    if happened_at > now + _AHEAD:
        raise BadInput("happened_at", "This time is in the future. Enter when it happened.")
    if session.started_at is not None and happened_at < session.started_at:
        raise BadInput("happened_at", "This time is before the session was started. Enter a later one.")
