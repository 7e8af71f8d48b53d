"""The client looks at their health history again: nothing has changed, or something has in these parts, which are then
asked anew. What was said before stays readable, and counts for those parts no longer."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.knowledge.rules.history import history_parts
from openkap.records.base import Act
from openkap.records.courses import find as courses
from openkap.records.health import find as find_health
from openkap.records.health import keep as health
from openkap.records.responses import keep as responses
from openkap.services.health_form import HEALTH, health_edition
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import BadInput, Forbidden, RuleRefusal

__all__ = ["attest_health", "parts_of"]


def attest_health(
    *, within: UUID, by: Actor, at: datetime, client_id: UUID, changed: Sequence[str], nothing: bool
) -> UUID | None:
    """Gives the id of the form in which the changed parts are asked, or None where nothing has changed."""
    if by.kind is not ActorKind.CLIENT or by.id != client_id:
        raise Forbidden("Only the client can say this.")
    parts = [part.id for part in history_parts() if part.id in changed]
    if len(parts) != len(set(changed)):
        raise BadInput("changed", "There is no such part. Open the page again.")
    if bool(parts) == nothing:
        raise BadInput("changed", "Choose “Nothing has changed”, or the parts in which something has.")
    own = courses.of_client(within=within, client_id=client_id)
    if not own:
        raise RuleRefusal("There is nothing to look at again yet.")
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        response_id = None
        if parts:
            response_id = responses.ask(
                act,
                client_id=client_id,
                course_id=own[0].id,
                measure=HEALTH,
                edition=health_edition(),
                occasion="changes",
            )
        health.attestation(act, client_id=client_id, changed=parts, response_id=response_id)
    return response_id


def parts_of(*, within: UUID, client_id: UUID, response_id: UUID) -> tuple[str, ...] | None:
    """The parts that this form asks; None for the whole history."""
    looked = find_health.attestations(within=within, client_ids=[client_id]).get(client_id, [])
    return next((tuple(one.changed) for one in looked if one.response_id == response_id), None)
