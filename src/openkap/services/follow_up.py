"""Where questionnaires need a person: three reminders that were not answered, or a client who has stopped them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.asking import find as find_asking
from openkap.records.asking import keep as asking
from openkap.records.asking.shapes import Task
from openkap.records.base import Act
from openkap.records.people import find as people
from openkap.terms.identity import Actor
from openkap.terms.refusal import RuleRefusal
from openkap.terms.text import words

__all__ = ["FollowUp", "follow_up", "read_unanswered"]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is to be talked about with one client. unanswered: measures that reminders did not reach. stopped: the
    client has stopped questionnaires. since: when the first of it was raised."""

    client_id: UUID
    course_id: UUID
    unanswered: tuple[str, ...]
    stopped: bool
    since: datetime

    @property
    def what(self) -> str:
        if self.stopped:
            return "Has stopped questionnaires on the phone. Talk about it when you meet."
        forms = len(self.unanswered)
        return f"{forms} questionnaire{'s' if forms > 1 else ''} unanswered after the reminders. Ask how it is."


def read_unanswered(*, within: UUID, client_id: UUID | None = None) -> list[FollowUp]:
    """One for each client in whom something stands open, the longest waiting first, in one query.

    What the client has answered meanwhile, or begun again, needs nobody any more.
    """
    by_client: dict[UUID, list[Task]] = {}
    for task in find_asking.open_tasks(within=within, client_id=client_id):
        by_client.setdefault(task.client_id, []).append(task)
    found = [one for tasks in by_client.values() if (one := _follow_up(tasks)) is not None]
    return sorted(found, key=lambda one: one.since)


def follow_up(*, within: UUID, by: Actor, at: datetime, client_id: UUID, did: str) -> None:
    """Keeps what was done and closes all that stands open for this client. Refuses where nothing does."""
    require(by, Doing.FOLLOW_UP)
    people.client(within=within, client_id=client_id)
    kept = words(did, field="did", label="What you did", longest=4000)
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        tasks = find_asking.open_tasks(within=within, client_id=client_id)
        if not tasks:
            raise RuleRefusal("Nothing stands open here. Someone may have said a moment ago what was done.")
        for task in tasks:
            asking.deed(act, task_id=task.id, client_id=client_id, did=kept)


def _follow_up(tasks: Iterable[Task]) -> FollowUp | None:
    standing = [task for task in tasks if not task.is_moot]
    if not standing:
        return None
    return FollowUp(
        client_id=standing[0].client_id,
        course_id=standing[0].course_id,
        unanswered=tuple(task.measure for task in standing if task.measure is not None),
        stopped=any(task.stopped for task in standing),
        since=min(task.raised_at for task in standing),
    )
