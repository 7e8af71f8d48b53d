"""Whether a person is ready for medicine: holds the rules of screening and of the day against what is known."""

from openkap.clinical.eligibility.asked import asked_facts
from openkap.clinical.eligibility.day import Colour, DayGate, GateItem, day_gate
from openkap.clinical.eligibility.decision import Decision, decision
from openkap.clinical.eligibility.entry import read_fact, read_facts, read_moment
from openkap.clinical.eligibility.finding import RuleFinding
from openkap.clinical.eligibility.judge import judge
from openkap.clinical.eligibility.override import GivenOverride, check_override
from openkap.clinical.eligibility.pressure import Pressure, PressureHold, PressureState, pressure_hold
from openkap.clinical.eligibility.safety import SINCE_LAST_CONTACT, since_last_contact

__all__ = [
    "SINCE_LAST_CONTACT",
    "Colour",
    "DayGate",
    "Decision",
    "GateItem",
    "GivenOverride",
    "Pressure",
    "PressureHold",
    "PressureState",
    "RuleFinding",
    "asked_facts",
    "check_override",
    "day_gate",
    "decision",
    "judge",
    "pressure_hold",
    "read_fact",
    "read_facts",
    "read_moment",
    "since_last_contact",
]
