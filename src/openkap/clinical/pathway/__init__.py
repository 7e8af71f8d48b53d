"""Judges where a course stands and whether its readiness gate opens. Facts in, findings out; asking changes nothing."""

from openkap.clinical.pathway.criteria import CRITERIA
from openkap.clinical.pathway.engine import State, stand
from openkap.clinical.pathway.facts import EVENT_KINDS, CourseFacts, Event, Moment, SessionFacts, gather
from openkap.clinical.pathway.gate import GateJudgement, GateState, Verdict, gate_state, judge_gate
from openkap.clinical.pathway.stage import Stage, stage_of
from openkap.clinical.pathway.step import Action, Step, StepStanding
from openkap.clinical.pathway.window import WindowState, window_after

__all__ = [
    "CRITERIA",
    "EVENT_KINDS",
    "Action",
    "CourseFacts",
    "Event",
    "GateJudgement",
    "GateState",
    "Moment",
    "SessionFacts",
    "Stage",
    "State",
    "Step",
    "StepStanding",
    "Verdict",
    "WindowState",
    "gate_state",
    "gather",
    "judge_gate",
    "stage_of",
    "stand",
    "window_after",
]
