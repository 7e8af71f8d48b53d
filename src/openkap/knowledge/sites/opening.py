"""The opening hours that stand until a lead has signed the clinic's own."""

from functools import cache

from openkap.knowledge.reading import read_toml
from openkap.terms.opening import Week

__all__ = ["default_hours"]


@cache
def default_hours() -> Week:
    return Week.by_day(read_toml("sites", "opening")["hours"])
