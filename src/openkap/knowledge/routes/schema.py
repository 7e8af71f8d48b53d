"""What is known of a route: when the person is observed, how long they stay, what sources say about its doses."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from openkap.knowledge.routes.dose import DoseFacts, Equivalence
from openkap.knowledge.rules.schema import ROUTE_VALUE, Confidence, Drug

__all__ = ["Observation", "Route", "Schedule"]


@dataclass(frozen=True, slots=True)
class Schedule:
    """When readings are due, in minutes since the last dose or booster.

    at_minutes: the fixed ones, rising. then_every_minutes: how they go on; None where none is timed after the last.
    amber_after_minutes, red_after_minutes: how long an overdue reading stays plain (TH-MISS).
    """

    at_minutes: tuple[int, ...]
    then_every_minutes: int | None
    amber_after_minutes: Decimal
    red_after_minutes: Decimal

    def __post_init__(self) -> None:
        if not self.at_minutes and self.then_every_minutes is None:
            raise ValueError("a schedule has at least one reading")
        if list(self.at_minutes) != sorted(set(self.at_minutes)) or any(minute < 0 for minute in self.at_minutes):
            raise ValueError("the minutes of a schedule rise and are not negative")
        if self.then_every_minutes is not None and self.then_every_minutes < 1:
            raise ValueError("a schedule goes on every minute at the most")


@dataclass(frozen=True, slots=True)
class Observation:
    """How a route is watched: sentences for before, during and after, and the timed part.

    during_every_minutes: while an infusion runs, counted from its start; None for routes without one.
    visual_every_minutes: a look at the person between the readings; None where the source asks for none.
    """

    before: str
    during: str
    after: str
    booster: str
    at_minutes: tuple[int, ...]
    during_every_minutes: int | None
    then_every_minutes: int | None
    visual_every_minutes: int | None
    confidence: Confidence
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """One route of one drug. release_minutes, fasting_…: None where neither source nor site gives one: unknown."""

    id: str
    edition: str
    title: str
    drug: Drug
    observation: Observation
    release_minutes: Decimal | None
    release_counts_from: str
    dose: DoseFacts
    equivalence: Equivalence | None
    fasting_food_minutes: Decimal | None
    fasting_drink_minutes: Decimal | None
    amber_after_minutes: Decimal
    red_after_minutes: Decimal

    @property
    def values(self) -> Mapping[str, Decimal]:
        """The route's own numbers by the names that rules call them; those it has none for are left out."""
        named = {
            f"{ROUTE_VALUE}release-minutes": self.release_minutes,
            f"{ROUTE_VALUE}fasting-food-minutes": self.fasting_food_minutes,
            f"{ROUTE_VALUE}fasting-drink-minutes": self.fasting_drink_minutes,
        }
        return {name: value for name, value in named.items() if value is not None}

    def schedule(self, *, infusion_minutes: int | None = None) -> Schedule:
        """When readings of vital signs are due. An infusion needs its length; other routes have none.

        Raises ValueError where the length is missing, not above 0, or given for a route without an infusion.
        """
        seen = self.observation
        if seen.during_every_minutes is None:
            if infusion_minutes is not None:
                raise ValueError(f"{self.title} has no infusion time")
            return self._timed(seen.at_minutes, seen.then_every_minutes)
        if infusion_minutes is None or infusion_minutes < 1:
            raise ValueError(f"{self.title} needs its infusion time in minutes")
        during = (*range(seen.during_every_minutes, infusion_minutes, seen.during_every_minutes), infusion_minutes)
        return self._timed(during, seen.then_every_minutes)

    def visual_schedule(self) -> Schedule | None:
        """When someone looks at the person; None where the route has no such rule of its own."""
        every = self.observation.visual_every_minutes
        return None if every is None else self._timed((), every)

    def _timed(self, at_minutes: tuple[int, ...], then_every: int | None) -> Schedule:
        return Schedule(at_minutes, then_every, self.amber_after_minutes, self.red_after_minutes)
