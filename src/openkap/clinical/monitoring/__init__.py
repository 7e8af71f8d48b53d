"""What happens while the medicine is at work: readings, when they are due, their thresholds, and the way home."""

from openkap.clinical.monitoring.distress import Course, Said, course_of
from openkap.clinical.monitoring.limits import ThresholdFinding, judge_reading, judge_recovery
from openkap.clinical.monitoring.presence import Passage, Presence, who_was_there
from openkap.clinical.monitoring.reading import Reading
from openkap.clinical.monitoring.release import ReleaseFinding, discharge_findings
from openkap.clinical.monitoring.schedule import DueState, NextDue, next_due
from openkap.clinical.monitoring.vitals import ENTRY_LIMITS, EntryLimit, Vitals, read_vitals

__all__ = [
    "ENTRY_LIMITS",
    "Course",
    "DueState",
    "EntryLimit",
    "NextDue",
    "Passage",
    "Presence",
    "Reading",
    "ReleaseFinding",
    "Said",
    "ThresholdFinding",
    "Vitals",
    "course_of",
    "discharge_findings",
    "judge_reading",
    "judge_recovery",
    "next_due",
    "read_vitals",
    "who_was_there",
]
