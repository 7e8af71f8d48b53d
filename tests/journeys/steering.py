"""A served practice with people who stand before a gate and on an older edition, for journeys that begin there.

python -m tests.journeys.steering       founds it; prints the ids as JSON
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.journeys.world import World
from tests.support import looks
from tests.support.zones import zone_where_it_is_noon

from openkap.project.server import Server

_ROOT = Path(__file__).parents[2]


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
def served_before_the_gate(folder: Path) -> Iterator[Steering]:
    clock = folder / "clock"
    clock.write_text("0")
    zone = zone_where_it_is_noon()
    environment = {
        "OPENKAP_DATA": str(folder),
        "OPENKAP_DATABASE_URL": "",
        "OPENKAP_LOCAL": "1",
        "OPENKAP_DEMO": "1",
        "OPENKAP_CLOCK": str(clock),
        "DJANGO_SETTINGS_MODULE": "openkap.project.settings",
        "PYTHONPATH": str(_ROOT),
    }
    with Server(environment=environment, migrate=True) as server:
        told = _run(environment, zone)
        story = datetime.fromisoformat(told.pop("at"))
        clock.write_text(str((story - datetime.now(UTC)).total_seconds() / 60))
        with looks.chromium() as browser:
            world = World(server, browser, clock, ZoneInfo(zone))
            yield Steering(world, **told)
            assert world.complaints == []


def _run(environment: dict[str, str], zone: str) -> dict[str, str]:
    command = [sys.executable, "-m", "tests.journeys.steering", zone]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


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
