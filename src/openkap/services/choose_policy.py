"""A lead or prescriber decides one of the site's values, by name and with a reason; or goes back to its default."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.knowledge.rules import ChosenValue, Site, site_values
from openkap.knowledge.rules.settings import settings
from openkap.records.base import Act
from openkap.records.policy import keep as policy
from openkap.services.read_site import read_site
from openkap.terms.identity import Actor
from openkap.terms.quantity import parse_decimal, write_number
from openkap.terms.refusal import BadInput
from openkap.terms.text import words

__all__ = ["choose_policy"]


def choose_policy(*, within: UUID, by: Actor, at: datetime, setting: str, value: str, reason: str) -> None:
    """Keeps the decision. An empty `value` goes back to the default.

    Raises BadInput for a value out of range or one that crosses another of the site's values, and RuleRefusal for one
    that is looser than a label or the law: `knowledge.rules.site` judges the site as it would then be.
    """
    require(by, Doing.SET_POLICY)
    asked = settings().get(setting)
    if asked is None:
        raise BadInput("value", "There is no such value. Open the page again.")
    why = words(reason, field="reason", label="Reason", longest=2000)
    chosen: Decimal | None = None
    if value.strip():
        chosen = parse_decimal(value, field="value", low=asked.low, high=asked.high, unit=asked.unit)
    site = read_site(within=within)
    others = tuple(one for one in site.values if one.setting != setting)
    own = () if chosen is None else (ChosenValue(setting, chosen, by.name, at.date()),)
    try:
        site_values(Site(values=(*others, *own), actions=site.actions))
    except BadInput as refusal:
        raise BadInput("value", refusal.message) from None
    with transaction.atomic():
        policy.choice(
            Act(within=within, by=by, at=at),
            setting=setting,
            value="" if chosen is None else write_number(chosen),
            reason=why,
        )
