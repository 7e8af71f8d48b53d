"""What is asked of a client, and when: relative to the dose, never to the calendar. Every row names its source."""

from openkap.knowledge.schedules.catalogue import schedule, schedule_keys, schedules
from openkap.knowledge.schedules.schema import HEALTH, Anchor, Ask, LeftOut, Occasion, Reminders, Schedule

__all__ = [
    "HEALTH",
    "Anchor",
    "Ask",
    "LeftOut",
    "Occasion",
    "Reminders",
    "Schedule",
    "schedule",
    "schedule_keys",
    "schedules",
]
