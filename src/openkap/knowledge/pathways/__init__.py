"""Care models as data. `pathway(key)` reads one; every number in the files names its source."""

from openkap.knowledge.pathways.catalogue import pathway, pathway_keys, pathway_text, pathways
from openkap.knowledge.pathways.criterion_tests import CRITERION_TESTS
from openkap.knowledge.pathways.lines import line_of, lines_of
from openkap.knowledge.pathways.reader import Fault, PathwayRefused, conditions, read_pathway
from openkap.knowledge.pathways.schema import (
    AfterDose,
    Asked,
    Attested,
    Condition,
    Criterion,
    Gate,
    LeftOut,
    Pathway,
    Phase,
    Review,
    Rhythm,
    RoleNeeded,
    SessionKind,
    Setting,
    StopRule,
    Window,
)
from openkap.knowledge.pathways.writer import write_toml

__all__ = [
    "CRITERION_TESTS",
    "AfterDose",
    "Asked",
    "Attested",
    "Condition",
    "Criterion",
    "Fault",
    "Gate",
    "LeftOut",
    "Pathway",
    "PathwayRefused",
    "Phase",
    "Review",
    "Rhythm",
    "RoleNeeded",
    "SessionKind",
    "Setting",
    "StopRule",
    "Window",
    "conditions",
    "line_of",
    "lines_of",
    "pathway",
    "pathway_keys",
    "pathway_text",
    "pathways",
    "read_pathway",
    "write_toml",
]
