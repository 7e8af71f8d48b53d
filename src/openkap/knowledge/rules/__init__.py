"""Rules of screening, of the day and of release, as dated and cited data, and the words in which they are written."""

from openkap.knowledge.rules.catalogue import contraindications, rule, rules
from openkap.knowledge.rules.schema import ROUTES, Action, Confidence, Drug, Ground, Kind, Occasion, Override, Rule
from openkap.knowledge.rules.site import DEFAULT_SITE, ChosenAction, ChosenValue, Site, site_values
from openkap.knowledge.rules.sources import Source, sources

__all__ = [
    "DEFAULT_SITE",
    "ROUTES",
    "Action",
    "ChosenAction",
    "ChosenValue",
    "Confidence",
    "Drug",
    "Ground",
    "Kind",
    "Occasion",
    "Override",
    "Rule",
    "Site",
    "Source",
    "contraindications",
    "rule",
    "rules",
    "site_values",
    "sources",
]
