"""Reads the routes once."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from openkap.knowledge.routes.dose_reading import read_dose, read_equivalence
from openkap.knowledge.routes.schema import Observation, Route
from openkap.knowledge.rules.reading import read_value
from openkap.knowledge.rules.schema import ROUTES, Confidence, Drug
from openkap.knowledge.rules.site import DEFAULT_SITE, Site, site_values
from openkap.knowledge.rules.table import Table, read_tables

__all__ = ["route", "routes"]


@lru_cache(maxsize=64)
def routes(site: Site = DEFAULT_SITE) -> tuple[Route, ...]:
    """Every route openkap knows."""
    return tuple(_read(name, site_values(site)) for name in ROUTES)


def route(id: str, site: Site = DEFAULT_SITE) -> Route:  # noqa: A002 - it is the word of the data
    """The route of this id. Raises KeyError with the id."""
    found = next((each for each in routes(site) if each.id == id), None)
    if found is None:
        raise KeyError(id)
    return found


def _read(name: str, values: Mapping[str, Decimal]) -> Route:
    top = read_tables(Path(__file__).with_name(f"{name}.toml"))
    observation, release, fasting, dose = (top.table(key) for key in ("observation", "release", "fasting", "dose"))
    if observation is None or release is None or fasting is None or dose is None:
        raise top.fault("needs observation, release, fasting and dose")
    found = Route(
        id=top.text("id"),
        edition=top.text("edition"),
        title=top.text("title"),
        drug=Drug(top.text("drug")),
        observation=_read_observation(observation),
        release_minutes=read_value(release, "minutes", values),
        release_counts_from=release.text("counts_from"),
        dose=read_dose(dose, values),
        equivalence=read_equivalence(top.table("equivalence")),
        fasting_food_minutes=read_value(fasting, "food_minutes", values),
        fasting_drink_minutes=read_value(fasting, "drink_minutes", values),
        amber_after_minutes=values["th-miss-amber"],
        red_after_minutes=values["th-miss-red"],
    )
    if (found.id, found.drug) != (name, ROUTES[name]):
        raise top.fault("id and drug must be those of its name")
    release.finish()
    fasting.finish()
    top.finish()
    return found


def _read_observation(table: Table) -> Observation:
    found = Observation(
        before=table.text("before"),
        during=table.text("during"),
        after=table.text("after"),
        booster=table.text("booster"),
        at_minutes=table.wholes("at_minutes"),
        during_every_minutes=table.whole("during_every_minutes"),
        then_every_minutes=table.whole("then_every_minutes"),
        visual_every_minutes=table.whole("visual_every_minutes"),
        confidence=Confidence(table.text("conf")),
        sources=table.texts("sources"),
    )
    table.finish()
    return found
