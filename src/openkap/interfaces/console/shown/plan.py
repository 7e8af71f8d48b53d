"""What a tablet needs to know, to go on counting to the next reading without a network (static/console/js/plan.js)."""

import json

from openkap.knowledge.routes import routes
from openkap.services.read_room import Room

__all__ = ["plan"]


def plan(room: Room) -> str:
    """JSON: the last dose, the last reading, and each route's schedule as its data states it."""
    dose, readings = room.last_dose, room.readings
    return json.dumps(
        {
            "dose": None
            if dose is None
            else {"route": dose.route, "at": dose.given_at.isoformat(), "infusion_min": dose.infusion_min},
            "reading": readings[-1].at.isoformat() if readings else None,
            "open": room.session.state == "live" and not room.discharged,
            "routes": {
                route.id: {
                    "at": route.observation.at_minutes,
                    "during": route.observation.during_every_minutes,
                    "then": route.observation.then_every_minutes,
                    "amber": float(route.amber_after_minutes),
                    "red": float(route.red_after_minutes),
                }
                for route in routes()
            },
        },
        separators=(",", ":"),
    )
