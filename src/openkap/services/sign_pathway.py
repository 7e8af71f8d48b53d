"""A lead signs the practice's own edition of a pathway. New courses begin on it; those that run stay where they are."""

import tomllib
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.clinical.pathway.checking import check_text
from openkap.clinical.pathway.difference import differences
from openkap.knowledge.pathways import pathway_text, read_pathway, write_toml
from openkap.records.base import Act
from openkap.records.pathways import find as find_pathways
from openkap.records.pathways import keep as pathways
from openkap.records.practice import find as practice
from openkap.services.course_facts import current_pathway
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput, RuleRefusal
from openkap.terms.text import words

__all__ = ["current_text", "sign_pathway"]

# What a practice does not change in its own edition: which pathway it is, and the text that is signed under it.
_FIXED = ("schema", "key", "consent")


def current_text(*, within: UUID, key: str) -> str:
    """The file of the edition that new courses begin on."""
    own = find_pathways.editions(within=within, key=key)
    return own[0].text if own else pathway_text(key)


def sign_pathway(*, within: UUID, by: Actor, at: datetime, key: str, text: str, from_edition: str, reason: str) -> str:
    """Gives the new edition's name. Refused while the checker finds anything, when nothing differs, and when another
    edition was signed since `from_edition` was opened."""
    require(by, Doing.SIGN_PATHWAY)
    kept_reason = words(reason, field="reason", label="What changed, and why", longest=4000)
    read, faults = check_text(text, name=key)
    if read is None or faults:
        raise RuleRefusal("This cannot be signed while something stands against it.", reasons=tuple(map(str, faults)))
    present = current_pathway(within=within, key=key)
    if present.edition != from_edition:
        raise RuleRefusal("Another edition has been signed since you opened this page. Open it again, and compare.")
    changed = [name for name in _FIXED if getattr(read, name) != getattr(present, name)]
    if changed:
        raise BadInput(changed[0], f"{changed[0]} stays as it is in an edition of {key}.")
    if not differences(present, read):
        raise RuleRefusal("Nothing differs from the edition that stands. There is nothing to sign.")
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        day = at.astimezone(practice.the_practice(within).zone).date()
        count = len(find_pathways.editions(within=within, key=key)) + 1
        edition = f"{day.isoformat()}-own-{count}"
        signed = write_toml(
            tomllib.loads(text) | {"edition": edition},
            heading=f"An edition of the practice's own, made from {from_edition}.",
        )
        read_pathway(signed, name=key)  # what is kept can be read again, or nothing is kept
        pathways.edition(act, key=key, edition=edition, text=signed, from_edition=from_edition, reason=kept_reason)
    return edition
