"""What stands beside the timeline of an ended session: signatures, addenda, the way of the REMS form."""

import hashlib
import json
from uuid import UUID

from openkap.records.base import Act, shaped
from openkap.records.ledger import keep as ledger
from openkap.records.sessions import models, timeline
from openkap.records.sessions.shapes import Addendum, RemsStep, Signature

__all__ = ["add", "addenda", "digest", "rems_steps", "sign", "signatures", "take_rems_step"]


def digest(*, within: UUID, session_id: UUID) -> str:
    """SHA-256 of the timeline as it stands, strikes and all."""
    rows = [str(entry) for entry in timeline.entries(within=within, session_id=session_id)]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def signatures(*, within: UUID, session_id: UUID) -> list[Signature]:
    rows = models.Signature.objects.filter(practice_id=within, session_id=session_id)
    return shaped(rows.order_by("at", "id"), Signature, by_name="by__name")


def addenda(*, within: UUID, session_id: UUID) -> list[Addendum]:
    rows = models.Addendum.objects.filter(practice_id=within, session_id=session_id)
    return shaped(rows.order_by("at", "id"), Addendum, by_name="by__name")


def rems_steps(*, within: UUID, session_id: UUID) -> list[RemsStep]:
    rows = models.RemsStep.objects.filter(practice_id=within, session_id=session_id)
    return shaped(rows.order_by("at", "id"), RemsStep, by_name="by__name")


def sign(act: Act, *, session_id: UUID, digest: str) -> None:
    models.Signature.objects.create(
        id=act.new_id(), practice_id=act.within, session_id=session_id, digest=digest, at=act.at, by_id=act.by.id
    )
    ledger.write(act, "record.sign", "session", session_id, digest=digest)


def add(act: Act, *, session_id: UUID, text: str) -> None:
    models.Addendum.objects.create(
        id=act.new_id(), practice_id=act.within, session_id=session_id, text=text, at=act.at, by_id=act.by.id
    )
    ledger.write(act, "record.add", "session", session_id)


def take_rems_step(act: Act, *, session_id: UUID, step: str) -> None:
    models.RemsStep.objects.create(
        id=act.new_id(), practice_id=act.within, session_id=session_id, step=step, at=act.at, by_id=act.by.id
    )
    ledger.write(act, f"rems.{step}", "session", session_id)
