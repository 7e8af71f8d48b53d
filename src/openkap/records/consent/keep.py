from typing import Any
from uuid import UUID

from openkap.records.base import Act
from openkap.records.consent import models
from openkap.records.ledger import keep as ledger

__all__ = ["signature", "withdrawal"]


def signature(
    act: Act,
    *,
    client_id: UUID,
    course_id: UUID,
    text_key: str,
    edition: str,
    text: str,
    sha256: str,
    meaning: str,
    typed_name: str,
    understood: dict[str, Any],
    understood_right: int,
) -> UUID:
    kept = models.Signature.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        client_id=client_id,
        course_id=course_id,
        text_key=text_key,
        edition=edition,
        text=text,
        sha256=sha256,
        meaning=meaning,
        typed_name=typed_name,
        understood=understood,
        understood_right=understood_right,
        understood_asked=len(understood),
        signed_at=act.at,
    )
    ledger.write(act, "consent.sign", "course", course_id, text=text_key, edition=edition, sha256=sha256)
    return kept.id


def withdrawal(act: Act, *, signature_id: UUID, course_id: UUID, reason: str) -> None:
    models.Withdrawal.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        signature_id=signature_id,
        reason=reason,
        withdrawn_at=act.at,
    )
    ledger.write(act, "consent.withdraw", "course", course_id, signature=signature_id)
