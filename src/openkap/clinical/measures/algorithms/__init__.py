"""The named rules that plain scales cannot say. A data file names one and keeps its lists and numbers.

Each takes the sheet and the rule, and gives derived values by name, None where the answers do not suffice.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from openkap.clinical.measures.algorithms.depression import provisional_depression
from openkap.clinical.measures.algorithms.ptsd import provisional_ptsd
from openkap.clinical.measures.algorithms.screens import (
    complete_mystical,
    health_state,
    mdq_positive,
    points_only_from_first,
)
from openkap.clinical.measures.algorithms.suicide import asq_triage, columbia_triage
from openkap.clinical.measures.result import Derived
from openkap.clinical.measures.sheet import Sheet
from openkap.knowledge.measures import Algorithm

__all__ = ["ALGORITHMS"]

ALGORITHMS: Mapping[str, Callable[[Sheet, Algorithm], dict[str, Derived]]] = MappingProxyType(
    {
        "asq_triage": asq_triage,
        "columbia_triage": columbia_triage,
        "complete_mystical": complete_mystical,
        "health_state": health_state,
        "mdq_positive": mdq_positive,
        "points_only_from_first": points_only_from_first,
        "provisional_depression": provisional_depression,
        "provisional_ptsd": provisional_ptsd,
    }
)
