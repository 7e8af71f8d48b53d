"""What is asked of a client, and when: from a schedule, the doses and what was answered to what is due. Reads no clock
and keeps nothing."""

from openkap.clinical.asking.burden import (
    SECONDS_FOR_A_QUESTION,
    Week,
    minutes_of,
    questions_of,
    weeks_of,
    weeks_of_pathway,
    why_not_asked,
)
from openkap.clinical.asking.facts import Asked, AskingFacts, Dosed, Visit
from openkap.clinical.asking.judge import Asking, Judgement, State, judge
from openkap.clinical.asking.slots import Slot, slots

__all__ = [
    "SECONDS_FOR_A_QUESTION",
    "Asked",
    "Asking",
    "AskingFacts",
    "Dosed",
    "Judgement",
    "Slot",
    "State",
    "Visit",
    "Week",
    "judge",
    "minutes_of",
    "questions_of",
    "slots",
    "weeks_of",
    "weeks_of_pathway",
    "why_not_asked",
]
