"""A client's one-time way in: made by staff, good once and not for long. Only its hash is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.people import find as find_people
from openkap.records.people import keep as people
from openkap.terms.identity import Actor

__all__ = ["LINK_LASTS", "hash_token", "make_link"]

# Site policy: long enough for an evening, short enough that a forwarded message soon opens nothing.
LINK_LASTS = timedelta(hours=72)


def make_link(*, within: UUID, by: Actor, at: datetime, client_id: UUID) -> str:
    """Gives the token (43 URL-safe characters, 256 random bits). It is shown to staff now, and never again."""
    require(by, Doing.INVITE)
    find_people.client(within=within, client_id=client_id)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        people.link(
            Act(within=within, by=by, at=at),
            client_id=client_id,
            token_sha256=hash_token(token),
            expires_at=at + LINK_LASTS,
        )
    return token


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
