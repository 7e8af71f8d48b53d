"""Makes a practice with one medicine session that goes on now, in whatever database the environment names; prints JSON.

Run as a process of its own by tests that talk to a served practice: the tests' own process has another database.
"""

import json
from datetime import UTC, datetime, timedelta

from openkap.project.django_ready import django_ready

__all__ = ["main"]


def main() -> None:
    with django_ready():
        from tests.support.course import in_the_room
        from tests.support.people import found
        from tests.support.zones import zone_where_it_is_noon

        from openkap.project.commands.init import migrate

        migrate()
        began = datetime.now(UTC) - timedelta(hours=2, seconds=10)
        place = found(began, "Alder House", time_zone=zone_where_it_is_noon())
        traveller = in_the_room(place, began, pathway="iv_only")
        print(json.dumps({"practice": str(place.id), "session": str(traveller.session)}))


if __name__ == "__main__":
    main()
