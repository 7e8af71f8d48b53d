"""One thing to do next on a course, and how it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Action", "Step", "StepStanding"]


class StepStanding(StrEnum):
    DONE = "done"
    OVERDUE = "overdue"
    DUE = "due"
    OPEN = "open"
    WAITING = "waiting"
    BLOCKED = "blocked"

    @property
    def is_live(self) -> bool:
        """Whether somebody can do it now."""
        return self in _LIVE


_LIVE = frozenset({StepStanding.OVERDUE, StepStanding.DUE, StepStanding.OPEN})


class Action(StrEnum):
    """The one thing a line of a worklist offers."""

    BOOK = "book"
    HOLD = "hold"
    RECORD = "record"
    ENTER_ROOM = "enter the room"
    ANSWER = "answer"
    DECIDE_CLEARANCE = "decide the clearance"
    SIGN = "sign"
    DECIDE_GATE = "decide at the gate"
    GIVE = "give the medicine"
    ATTEST = "say that it is done"
    LOOK_BACK = "look back"
    RESOLVE_HOLD = "look at the hold"
    CLOSE = "close"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Step:
    """`key` names it within the course; `by` is the role whose turn it is; `because` why it is there, or blocked.

    opens_at and due_by: instants, where there are any. session: which it is about; kind: which kind is to be booked.
    """

    key: str
    action: Action
    title: str
    by: str
    standing: StepStanding
    because: str = ""
    opens_at: datetime | None = None
    due_by: datetime | None = None
    session: str = ""
    kind: str = ""
