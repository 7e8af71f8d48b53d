"""The life-cycles, as tables: from which state what leads to which. docs/reference/lifecycles.md draws them.

Properties hold the engine to them: whatever the facts, no state follows another in a way that no table knows.
"""

from collections.abc import Mapping

from openkap.clinical.pathway.facts import CourseFacts
from openkap.clinical.pathway.gate import GateState

__all__ = ["COURSE", "GATE", "LIFECYCLES", "OVERRIDE", "SESSION", "course_state"]

# state → what happens → the state it leads to
Table = Mapping[str, Mapping[str, str]]

SESSION: Table = {
    "planned": {"it begins": "live", "it is recorded afterwards": "ended", "it is cancelled": "cancelled"},
    "live": {"it ends": "ended"},
    "ended": {},
    "cancelled": {},
}
GATE: Table = {
    GateState.UNDECIDED: {
        "decided: ready": GateState.PASSED,
        "decided: not yet": GateState.REFUSED,
        "overridden by name": GateState.OVERRIDDEN,
    },
    GateState.REFUSED: {
        "decided: ready": GateState.PASSED,
        "overridden by name": GateState.OVERRIDDEN,
        "another day": GateState.REOPENED,
    },
    GateState.PASSED: {
        "something closes": GateState.REOPENED,
        "another day": GateState.REOPENED,
        "decided: not yet": GateState.REFUSED,
        "overridden by name": GateState.OVERRIDDEN,
    },
    GateState.OVERRIDDEN: {
        "something else closes": GateState.REOPENED,
        "another day": GateState.REOPENED,
        "decided: not yet": GateState.REFUSED,
        "decided: ready": GateState.PASSED,
    },
    GateState.REOPENED: {
        "what closed is settled the same day": GateState.PASSED,
        "what closed is settled, the rest stays overridden": GateState.OVERRIDDEN,
        "decided: not yet": GateState.REFUSED,
    },
}
OVERRIDE: Table = {
    "asked": {"a second person agrees": "agreed", "a second person does not agree": "not agreed"},
    "agreed": {},
    "not agreed": {},
}
COURSE: Table = {
    "open": {"hold": "held", "close": "closed"},
    "held": {"go on": "open", "close": "closed"},
    "closed": {},
}
LIFECYCLES: Mapping[str, Table] = {
    "A session": SESSION,
    "The gate of a session": GATE,
    "An override where two people are asked": OVERRIDE,
    "A course": COURSE,
}


def course_state(facts: CourseFacts) -> str:
    if facts.closed is not None:
        return "closed"
    return "held" if facts.held_back is not None else "open"
