"""The monitoring form of an esketamine session: prepared, sent, acknowledged, within seven days (REMS).

openkap keeps how far it has come and by when it is due. The form itself is filled in where the REMS wants it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.knowledge.rules.schema import Drug
from openkap.records.base import Act
from openkap.records.sessions import find as sessions
from openkap.records.sessions import signed
from openkap.records.sessions.shapes import Dose, RemsStep
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput, RuleRefusal

__all__ = ["STEPS", "WITHIN", "RemsForm", "follow_rems_form", "rems_form"]

STEPS = ("prepared", "sent", "acknowledged")
WITHIN = timedelta(days=7)
_OWED_FOR = Drug.ESKETAMINE.value


@dataclass(frozen=True, slots=True)
class RemsForm:
    """steps: those taken. due_at: until when it has to be sent. next_step: empty once it was acknowledged."""

    steps: tuple[RemsStep, ...]
    due_at: datetime
    next_step: str

    @property
    def sent(self) -> bool:
        return any(one.step == "sent" for one in self.steps)


def rems_form(*, within: UUID, session_id: UUID, doses: tuple[Dose, ...]) -> RemsForm | None:
    """None for a session without esketamine: no form is owed."""
    owed = [dose for dose in doses if dose.drug == _OWED_FOR]
    if not owed:
        return None
    steps = tuple(signed.rems_steps(within=within, session_id=session_id))
    left = [step for step in STEPS if step not in {one.step for one in steps}]
    return RemsForm(steps, owed[-1].given_at + WITHIN, left[0] if left else "")


def follow_rems_form(*, within: UUID, by: Actor, at: datetime, session_id: UUID, step: str) -> None:
    """Keeps that the next step was taken. One that was taken already changes nothing."""
    require(by, Doing.SIGN_RECORD)
    session = sessions.session(within=within, session_id=session_id)
    if step not in STEPS:
        raise BadInput("step", f"Choose one of: {', '.join(STEPS)}.")
    doses = sessions.doses(within=within, course_ids=[session.course_id])
    form = rems_form(
        within=within, session_id=session_id, doses=tuple(one for one in doses if one.session_id == session_id)
    )
    if form is None:
        raise RuleRefusal("No esketamine was given in this session: no monitoring form is owed.")
    if step in {one.step for one in form.steps}:
        return
    if step != form.next_step:
        raise RuleRefusal(f"The form has not been {form.next_step} yet. Record that first.")
    with transaction.atomic():
        signed.take_rems_step(Act(within=within, by=by, at=at), session_id=session_id, step=step)
