"""Rules of screening, of the day and of release, as dated and cited data, and the words in which they are written."""

from openkap.knowledge.rules.catalogue import contraindications, rule, rules
from openkap.knowledge.rules.schema import Action, Confidence, Drug, Ground, Kind, Override, Rule

__all__ = [
    "Action",
    "Confidence",
    "Drug",
    "Ground",
    "Kind",
    "Override",
    "Rule",
    "contraindications",
    "rule",
    "rules",
]
