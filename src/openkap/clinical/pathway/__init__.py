"""Judges where a course stands and whether its readiness gate opens. Facts in, findings out; asking changes nothing."""

from openkap.clinical.pathway.criteria import CRITERIA
from openkap.clinical.pathway.facts import CourseFacts, GateFacts
from openkap.clinical.pathway.gate import GateJudgement, Verdict, judge_gate
from openkap.clinical.pathway.stage import Stage, stage_of
from openkap.clinical.pathway.window import WindowState, window_after

__all__ = [
    "CRITERIA",
    "CourseFacts",
    "GateFacts",
    "GateJudgement",
    "Stage",
    "Verdict",
    "WindowState",
    "judge_gate",
    "stage_of",
    "window_after",
]
