"""A client stops questionnaires, or begins again: on the phone, without a reason. Their guide is told of a stop.

The forms that a course cannot do without are still talked about in person; nothing is asked on the phone meanwhile.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.records.asking import find as find_asking
from openkap.records.asking import keep as asking
from openkap.records.base import Act
from openkap.records.courses import find as find_courses
from openkap.records.ledger import keep as ledger
from openkap.services.ask_what_is_due import ask_course
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import Forbidden, RuleRefusal

__all__ = ["choose_questionnaires"]


def choose_questionnaires(*, within: UUID, by: Actor, at: datetime, wants: bool) -> None:
    """Keeps the client's word. Saying again what stands already changes nothing."""
    if by.kind is not ActorKind.CLIENT or by.id is None:
        raise Forbidden("Only the client can stop, or begin again, their own questionnaires.")
    own = find_courses.of_client(within=within, client_id=by.id)
    if not own:
        raise RuleRefusal("Nothing is asked of you yet. There is nothing to stop.")
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        ledger.take_turn(act)
        standing = find_asking.choices(within=within, client_ids=[by.id]).get(by.id)
        if wants == (standing is None or standing.wants):
            return
        choice_id = asking.choice(act, client_id=by.id, wants=wants)
        if wants:
            ask_course(act, course_id=own[0].id)
        else:
            asking.task(act, client_id=by.id, course_id=own[0].id, choice_id=choice_id)
