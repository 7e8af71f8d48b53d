from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Asking:
    """An asking with how far its form has come. `task_id`: the task that told a person of it."""

    id: UUID
    course_id: UUID
    response_id: UUID
    key: str
    measure: str
    occasion: str
    opened_at: datetime
    asked_at: datetime
    late_at: datetime
    submitted_at: datetime | None
    task_id: UUID | None


@dataclass(frozen=True, slots=True)
class Reminder:
    client_id: UUID
    asking_id: UUID
    number: int
    on_day: date
    measure: str


@dataclass(frozen=True, slots=True)
class Choice:
    id: UUID
    client_id: UUID
    wants: bool
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Task:
    """A task that nobody has acted on: about an unanswered `measure`, or a choice to stop (`stopped`: its id), which a
    later choice may have overtaken."""

    id: UUID
    client_id: UUID
    course_id: UUID
    measure: str | None
    answered_at: datetime | None
    stopped: UUID | None
    overtaken: bool
    raised_at: datetime

    @property
    def is_moot(self) -> bool:
        """The client has answered meanwhile, or begun again."""
        return self.answered_at is not None or self.overtaken


@dataclass(frozen=True, slots=True)
class Deed:
    did: str
    done_by_name: str
    done_at: datetime
