"""A lead confirms that the practice keeps the condition on which a measure's wording may be shown."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.knowledge.measures import measure
from openkap.knowledge.measures.wording import needs_confirming
from openkap.records.base import Act
from openkap.records.responses import find as find_responses
from openkap.records.responses import keep as responses
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput, RuleRefusal

__all__ = ["confirm_condition"]


def confirm_condition(*, within: UUID, by: Actor, at: datetime, key: str) -> None:
    """Keeps who confirmed which sentence, and when. From then on the wording is shown in this practice."""
    require(by, Doing.MANAGE_STAFF)
    asked = measure(key)
    if not needs_confirming(asked):
        raise BadInput("measure", f"{asked.short_title} has no condition to confirm.")
    if find_responses.confirmation(within=within, measure=key) is not None:
        raise RuleRefusal("This was confirmed already. Nothing was changed.")
    with transaction.atomic():
        responses.confirm(Act(within=within, by=by, at=at), measure=key, condition=asked.rights.condition)
