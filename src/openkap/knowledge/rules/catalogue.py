"""Reads the rule files once and hands out their rules, with a site's own decisions where it has made any."""

from functools import cache, lru_cache
from pathlib import Path

from openkap.knowledge.rules.reading import read_rules
from openkap.knowledge.rules.schema import Occasion, Rule
from openkap.knowledge.rules.site import DEFAULT_SITE, Site, apply_actions, site_values

__all__ = ["contraindications", "rule", "rules"]

# In the order in which a clinician reads them.
_FILES = ("absolute", "contradictions", "relative", "interactions", "tests", "series", "day")


@lru_cache(maxsize=64)
def rules(occasion: Occasion | None = None, site: Site = DEFAULT_SITE) -> tuple[Rule, ...]:
    """The rules of one occasion, or every rule. Raises what `site_values` and `apply_actions` raise."""
    if occasion is not None:
        return tuple(each for each in rules(site=site) if occasion in each.occasions)
    values = site_values(site)
    here = Path(__file__).parent
    found = tuple(each for name in _FILES for each in read_rules(here / f"{name}.toml", group=name, values=values))
    return apply_actions(found, site)


def rule(id: str) -> Rule:  # noqa: A002 - it is the word of the data
    """The rule of this id by its defaults. Raises KeyError with the id."""
    return _by_id()[id]


def contraindications(site: Site = DEFAULT_SITE) -> tuple[Rule, ...]:
    """CI-01 to CI-13."""
    return tuple(each for each in rules(site=site) if each.group == "absolute")


@cache
def _by_id() -> dict[str, Rule]:
    return {each.id: each for each in rules()}
