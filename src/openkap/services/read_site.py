"""What this site has decided for itself, as the rules take it. Every judgement of a practice works with these."""

from decimal import Decimal
from uuid import UUID

from openkap.knowledge.rules import ChosenValue, Site
from openkap.records.policy import find as policy

__all__ = ["read_site"]


def read_site(*, within: UUID) -> Site:
    """The signed values that differ from the defaults. They were checked against the rules when they were signed."""
    return Site(
        values=tuple(
            ChosenValue(
                setting=chosen.setting,
                value=Decimal(chosen.value),
                signed_by=chosen.signed_by_name,
                signed_on=chosen.signed_at.date(),
            )
            for chosen in policy.choices(within=within)
            if chosen.value
        )
    )
