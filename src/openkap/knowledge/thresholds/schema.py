"""What a threshold is: a limit on entered values or a sign that a person saw, its level, and what the protocol says."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from openkap.knowledge.rules.condition import Condition
from openkap.knowledge.rules.schema import Ground

__all__ = ["Level", "Threshold", "Watch"]


class Level(StrEnum):
    """How much attention is asked for, from the least up."""

    AMBER = "amber"
    RED = "red"
    EMERGENCY = "emergency"


class Watch(StrEnum):
    """Who notices: the entered values, a person's eye, or the clock."""

    VALUES = "values"
    PERSON = "person"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Threshold:
    """One threshold of the session.

    trigger: the limit in words. action: what the protocol says a person does; it names options and chooses none.
    condition: over the values of one reading; None where a sign or the clock alone decides.
    on_signs: signs of which one has to be entered. repeated_after_minutes: the condition has to stand on two readings
    at least this far apart. after_expected_end_minutes: of the clock; how long past the route's release minutes nobody
    was released.
    """

    id: str
    edition: str
    title: str
    level: Level
    watch: Watch
    trigger: str
    action: str
    ground: Ground
    condition: Condition | None = None
    on_signs: tuple[str, ...] = ()
    repeated_after_minutes: Decimal | None = None
    after_expected_end_minutes: Decimal | None = None
