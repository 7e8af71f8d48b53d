"""How one entry is sealed to the one before it: HMAC-SHA-256 over a canonical text, keyed outside the database.

An edit or a removal in the middle breaks the chain. A cut tail or a full rewrite needs the head anchored elsewhere
(`openkap ledger verify` prints it).
"""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from openkap.terms.moment import iso

__all__ = ["seal"]


def seal(
    key: bytes,
    *,
    previous: str,
    practice_id: UUID,
    seq: int,
    at: datetime,
    actor_kind: str,
    actor_id: UUID | None,
    action: str,
    subject: str,
    subject_id: UUID | None,
    detail: dict[str, Any],
) -> str:
    """The digest (64 hexadecimal digits) of an entry, given its predecessor's."""
    text = json.dumps(
        [
            previous,
            str(practice_id),
            seq,
            iso(at),
            actor_kind,
            str(actor_id) if actor_id else None,
            action,
            subject,
            str(subject_id) if subject_id else None,
            detail,
        ],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return hmac.new(key, text.encode("ascii"), hashlib.sha256).hexdigest()
