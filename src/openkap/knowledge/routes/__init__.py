"""The routes by which ketamine and esketamine are given, as dated and cited data."""

from openkap.knowledge.routes.catalogue import route, routes
from openkap.knowledge.routes.dose import Devices, DoseFacts, Equivalence, Range, Step
from openkap.knowledge.routes.schema import Observation, Route, Schedule

__all__ = [
    "Devices",
    "DoseFacts",
    "Equivalence",
    "Observation",
    "Range",
    "Route",
    "Schedule",
    "Step",
    "route",
    "routes",
]
