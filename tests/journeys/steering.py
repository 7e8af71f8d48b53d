"""A served practice with people who stand before a gate and on an older edition, for journeys that begin there.

python -m tests.journeys.steering       founds it; prints the ids as JSON
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser
from tests.journeys.world import World
from tests.support.served import served_story
from tests.support.zones import zone_where_it_is_noon


@dataclass(frozen=True)
class Steering:
    """blocked: whose gate stands closed for want of somebody to take them home (at Birch Clinic); overridden: for want
    of their life story, where two people are asked; older: whose course is on an older edition than the practice's own.
    """

    world: World
    blocked: str
    overridden: str
    older: str


@contextmanager
def served_before_the_gate(folder: Path, browser: Browser) -> Iterator[Steering]:
    zone = zone_where_it_is_noon()
    with served_story(folder, "tests.journeys.steering", zone) as story:
        world = World(story.server, browser, story.clock, ZoneInfo(zone))
        yield Steering(world, **story.told)
        assert world.complaints == []


def _found(zone: str) -> dict[str, str]:
    from tests.support.course import begin
    from tests.support.editions import without_the_life_story
    from tests.support.people import found

    began = datetime.now(UTC) - timedelta(days=30)
    place = found(began, "Alder House", time_zone=zone)
    older = begin(place, began)
    overridden = without_the_life_story(place, began + timedelta(hours=1))
    # Two days and six hours from the first consult to the gate, in a practice whose guide is free then.
    other = found(began, "Birch Clinic", time_zone=zone)
    blocked = begin(other, overridden.at - timedelta(days=2, hours=6)).fill_intake()
    blocked.at += timedelta(hours=2)
    blocked.hold(blocked.consult_id)
    blocked.clear().sign().prepare().plan_medicine().attest().choose()
    return {
        "blocked": str(blocked.session),
        "overridden": str(overridden.session),
        "older": str(older.client_id),
        "at": (max(blocked.at, overridden.at) + timedelta(minutes=1)).isoformat(),
    }


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(_found(sys.argv[1])))
