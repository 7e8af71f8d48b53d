"""The hours in which this clinic offers appointments: its own, signed by a lead or prescriber, or the default."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.knowledge.sites import default_hours
from openkap.records.base import Act
from openkap.records.policy import find as find_policy
from openkap.records.policy import keep as policy
from openkap.records.policy.shapes import Choice
from openkap.terms.identity import Actor
from openkap.terms.opening import Week
from openkap.terms.refusal import BadInput
from openkap.terms.text import words

__all__ = ["HOURS", "OpeningHours", "choose_hours", "read_hours"]

# The key under which the record of the site's decisions keeps them.
HOURS = "hours"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """signed: the decision that they come from; None where the default stands."""

    week: Week
    signed: Choice | None


def read_hours(*, within: UUID) -> OpeningHours:
    signed = next(iter(find_policy.history(within=within, setting=HOURS)), None)
    return OpeningHours(Week.of(signed.value) if signed else default_hours(), signed)


def choose_hours(*, within: UUID, by: Actor, at: datetime, said: dict[str, str], reason: str) -> None:
    """Keeps the hours of all days together. said: by the day's name, as `parse_day` reads them.

    Raises BadInput that names the day, also for a week in which the clinic is never open.
    """
    require(by, Doing.SET_POLICY)
    week = Week.by_day(said)
    if not any(week.days):
        raise BadInput("monday", "Write the hours of one day at least.")
    why = words(reason, field="reason", label="Reason", longest=2000)
    with transaction.atomic():
        policy.choice(Act(within=within, by=by, at=at), setting=HOURS, value=str(week), reason=why)
