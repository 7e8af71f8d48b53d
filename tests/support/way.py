"""Facts of a course made by hand, without a database: for tables and properties of the engine."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from openkap.clinical.pathway import CourseFacts, Event, Moment, gather

__all__ = ["CONSENT", "NOW", "Facts", "at_the_gate"]

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
CONSENT = "c" * 64
_IDS = count()
_GATE_TOPICS = (
    *("life_story", "motivations", "intention", "when_afraid"),
    *("boundaries", "touch", "stop_signal", "music"),
)


@dataclass(frozen=True)
class Facts:
    """A list of events that grows: each method gives the facts with one more. `ago` is how long before NOW."""

    events: tuple[Event, ...] = field(default=())

    def add(self, kind: str, what: str = "", *, ago: timedelta = timedelta(days=1), **more: object) -> "Facts":
        event = Event(id=str(next(_IDS)), at=NOW - ago, kind=kind, what=what)
        return replace(self, events=(*self.events, replace(event, **more)))

    def held(self, kind: str, times: int = 1, *, ago: timedelta = timedelta(days=3)) -> "Facts":
        found = self
        for place in range(times):
            name = f"{kind}-{len(self.events)}-{place}"
            found = found.plan(kind, name, ago=ago + timedelta(hours=2))
            found = found.add("start", kind, session=name, ago=ago + timedelta(hours=1))
            found = found.add("end", kind, session=name, ago=ago)
        return found

    def plan(self, kind: str, name: str, *, ago: timedelta = timedelta()) -> "Facts":
        """A session that is planned to begin so long ago (or, below zero, so far ahead)."""
        starts = NOW - ago
        return self.add(
            "plan", kind, ago=timedelta(days=300), session=name, starts=starts, until=starts + timedelta(hours=3)
        )

    def without(self, *which: str) -> "Facts":
        """Without the events of a kind, or about a thing."""
        return replace(self, events=tuple(one for one in self.events if not {one.kind, one.what} & set(which)))

    def at(self, moment: datetime = NOW) -> CourseFacts:
        return gather(self.events, moment)

    def now(self, moment: datetime = NOW) -> Moment:
        return Moment(moment, UTC, CONSENT)


def at_the_gate() -> Facts:
    """A client before a medicine session today, of whom everything is known that any shipped gate asks."""
    facts = Facts().add("began", ago=timedelta(days=20)).add("alerts looked at", ago=timedelta(days=20))
    facts = facts.held("consult", ago=timedelta(days=15)).add("ask", "intake").add("answer", "intake")
    facts = facts.add("clearance", "cleared", ago=timedelta(days=10), until=NOW + timedelta(days=150))
    facts = facts.add("sign", CONSENT, value=1, ago=timedelta(days=9)).held("preparation", 2)
    for topic in _GATE_TOPICS:
        facts = facts.add("words", topic, ago=timedelta(days=3))
    facts = facts.add("rate", "trust_sliders", value=7).plan("medicine", "today", ago=timedelta(hours=-1))
    for what in ("preparedness", "support_plan", "touch_agreement", "safety_plan", "rems_enrolled"):
        facts = facts.add("attest", what)
    for what in ("no_crisis", "next_day_free"):
        facts = facts.add("attest", what, session="today", ago=timedelta(hours=1))
    facts = facts.add("escort", session="today", value=1)
    return facts.add("go ahead", session="today", value=1, ago=timedelta(minutes=5))
