"""Care models as data. `pathway(key)` reads one; every number in the files names its source."""

from openkap.knowledge.pathways.catalogue import pathway, pathways
from openkap.knowledge.pathways.schema import Criterion, LeftOut, Pathway, Phase, SessionKind, Window

__all__ = ["Criterion", "LeftOut", "Pathway", "Phase", "SessionKind", "Window", "pathway", "pathways"]
