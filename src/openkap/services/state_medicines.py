"""The client says what they take, or staff go through it with a bottle or a pharmacy at hand. Kept as it was typed:
nothing is corrected, and what openkap does not know stays and is marked as not known."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.health import keep as health
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import BadInput, Forbidden
from openkap.terms.text import line

__all__ = ["MOST_MEDICINES", "state_medicines"]

MOST_MEDICINES = 60


def state_medicines(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    client_id: UUID,
    lines: Sequence[tuple[str, str]],
    nothing: bool = False,
    source: str = "",
) -> None:
    """Keeps a whole list: (name, how much and how often) each. `nothing`: takes nothing at all, which is an answer; an
    empty list without it is not. source: with staff, who or what was asked.

    BadInput names the line ("typed-3") and what it takes.
    """
    if by.kind is ActorKind.CLIENT:
        if by.id != client_id:
            raise Forbidden("Only the client, or staff for the client, can say this.")
        asked = "the client"
    else:
        require(by, Doing.ENTER_RESULTS)
        asked = line(source, field="source", label="Who or what was asked")
    kept = []
    for place, (typed, how) in enumerate(lines):
        name = line(typed, field=f"typed-{place}", label="Medicine", longest=120, needed=False)
        use = line(how, field=f"how-{place}", label="How much and how often", longest=200, needed=False)
        if use and not name:
            raise BadInput(f"typed-{place}", "Write the name of the medicine beside how it is taken.")
        if name:
            kept.append({"typed": name, "how": use})
    if len(kept) > MOST_MEDICINES:
        raise BadInput("typed-0", f"There is room for {MOST_MEDICINES} medicines. Call us, and we write down the rest.")
    if not kept and not nothing:
        raise BadInput("typed-0", "Write what is taken, or choose “Nothing at all”.")
    if kept and nothing:
        raise BadInput("nothing", "There are medicines in the list. Take them out, or take away “Nothing at all”.")
    with transaction.atomic():
        health.medicines(Act(within=within, by=by, at=at), client_id=client_id, lines=kept, source=asked)
