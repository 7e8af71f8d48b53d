"""Checks the chain, and tells what it says was touched since one of its links."""

import hmac
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from openkap.records.ledger.chain import seal
from openkap.records.ledger.models import Entry, Head

__all__ = ["ChainReport", "Link", "actions", "head", "subjects_since", "verify"]


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a practice's chain: its place, and the digest that stands for everything up to it."""

    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """`entries` checked; `broken_at` is the first entry that does not follow from the one before it, or None."""

    entries: int
    head: str
    broken_at: int | None

    @property
    def whole(self) -> bool:
        return self.broken_at is None


def verify(within: UUID) -> ChainReport:
    """Recomputes every link of one practice's chain."""
    previous, count = "", 0
    for entry in Entry.objects.filter(practice_id=within).order_by("seq").iterator(chunk_size=2000):
        count += 1
        expected = seal(
            settings.OPENKAP_LEDGER_KEY,
            previous=previous,
            practice_id=within,
            seq=count,
            at=entry.at,
            actor_kind=entry.actor_kind,
            actor_id=entry.actor_id,
            action=entry.action,
            subject=entry.subject,
            subject_id=entry.subject_id,
            detail=entry.detail,
        )
        if entry.seq != count or entry.previous != previous or not hmac.compare_digest(entry.digest, expected):
            return ChainReport(entries=count, head=previous, broken_at=entry.seq)
        previous = entry.digest
    head = Head.objects.get(practice_id=within)
    if head.seq != count or head.digest != previous:
        return ChainReport(entries=count, head=previous, broken_at=count + 1)
    return ChainReport(entries=count, head=previous, broken_at=None)


def actions(*, within: UUID, subject_id: UUID) -> list[str]:
    """The actions that were written about one subject, in order: for investigation and for tests."""
    rows = Entry.objects.filter(practice_id=within, subject_id=subject_id).order_by("seq")
    return list(rows.values_list("action", flat=True))


def head(within: UUID) -> Link:
    found = Head.objects.get(practice_id=within)
    return Link(found.seq, found.digest)


def subjects_since(link: Link, *, within: UUID) -> set[tuple[str, str, UUID | None]] | None:
    """(action, subject, its id) of everything written after this link, in the order of commits. None where the chain
    does not have this link any more, as after a backup was brought back."""
    rows = Entry.objects.filter(practice_id=within, seq__gte=link.seq).order_by("seq")
    told = list(rows.values_list("seq", "digest", "action", "subject", "subject_id"))
    if link.seq and (not told or told[0][:2] != (link.seq, link.digest)):
        return None
    return {(action, subject, id_) for seq, _, action, subject, id_ in told if seq > link.seq}
