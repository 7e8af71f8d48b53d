"""The forms of an occasion are asked of a client, each under the edition that will score it. Inside a transaction."""

from uuid import UUID

from openkap.knowledge.measures import measure
from openkap.knowledge.pathways import Pathway
from openkap.records.base import Act
from openkap.records.responses import keep as responses
from openkap.services.health_form import HEALTH, health_edition

__all__ = ["ask_measures"]


def ask_measures(act: Act, *, client_id: UUID, course_id: UUID, model: Pathway, occasion: str) -> None:
    """Asks what the pathway asks on this occasion; at intake also the questions about health."""
    wanted = [(key, measure(key).edition) for key in model.asked_on(occasion)]
    if occasion == "intake":
        wanted.append((HEALTH, health_edition()))
    for key, edition in wanted:
        responses.ask(act, client_id=client_id, course_id=course_id, measure=key, edition=edition, occasion=occasion)
