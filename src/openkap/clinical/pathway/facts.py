"""The facts of one course: events as they were kept, and what they come to at a moment.

Events are added in any order and as often as they come: an event is known by its id, and the sum is made in order of
time. So a repeated or late fact gives the same answer as one that came once and in its place.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from operator import attrgetter

from openkap.terms.moment import day_begins

__all__ = ["EVENT_KINDS", "CourseFacts", "Event", "Moment", "SessionFacts", "gather"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `kind` says which (see `gather`), `what` the thing it is about, `value` how it came out.

    id: made by whoever knows of it; the same event keeps its id. session: where it belongs to one. until: an expiry, or
    the end of a planned time; starts: the beginning of a planned time.
    """

    id: str
    at: datetime
    kind: str
    what: str = ""
    session: str = ""
    value: int = 0
    starts: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When the question is asked. zone: of the practice, for "today"; consent_sha256: the hash of the present text.

    Whatever is held against the time is asked of the moment, which notes when that answer becomes another one: so an
    answer comes with the time until which it is good (`good_until`).
    """

    at: datetime
    zone: tzinfo
    consent_sha256: str = ""
    _limits: list[datetime] = field(default_factory=list, compare=False, repr=False)

    def has_reached(self, instant: datetime) -> bool:
        self._limits.append(instant)
        return self.at >= instant

    def is_after(self, instant: datetime) -> bool:
        self._limits.append(instant + _RESOLUTION)
        return self.at > instant

    def day_of(self, started_at: datetime | None) -> date:
        """The practice's day of what has begun; today, until it has."""
        if started_at is not None:
            return started_at.astimezone(self.zone).date()
        today = self.at.astimezone(self.zone).date()
        self._limits.append(day_begins(today + timedelta(days=1), self.zone))
        return today

    def note_span(self, begins: datetime, ends: datetime) -> None:
        """For an answer that changes as a span begins, and after it has ended."""
        self._limits.extend((begins, ends + _RESOLUTION))

    @property
    def good_until(self) -> datetime | None:
        """The first moment from which something that was asked is answered otherwise; None where that never comes."""
        return min((instant for instant in self._limits if instant > self.at), default=None)


_RESOLUTION = timedelta.resolution


@dataclass(slots=True)
class SessionFacts:
    """One session as it stands. `decided` is the latest gate decision: when, and whether it opens."""

    id: str
    kind: str
    planned_at: datetime
    planned_until: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    cancelled: bool = False
    dosed_at: datetime | None = None
    escort: bool | None = None
    go_ahead: tuple[bool, datetime] | None = None
    vitals_at: datetime | None = None
    decided: tuple[bool, datetime] | None = None
    overridden: tuple[str, ...] = ()
    attested: dict[str, datetime] = field(default_factory=dict)

    @property
    def is_planned(self) -> bool:
        return not self.cancelled and self.started_at is None and self.ended_at is None

    @property
    def is_live(self) -> bool:
        return self.started_at is not None and self.ended_at is None


@dataclass(slots=True)
class CourseFacts:
    """What stands at a moment. Absent is None, never zero: nobody's silence is taken for a yes.

    clearance: (decision, when, until); clearance_because: the parts by which it ran out, or what it waits for.
    measures: total and lowest answer of the latest whole response, with its time. asked: open forms by occasion.
    changed: what changed and when, latest first by kind. more_at: when the next event is known, where one lies ahead.
    """

    began_at: datetime | None = None
    sessions: dict[str, SessionFacts] = field(default_factory=dict)
    held: dict[str, list[datetime]] = field(default_factory=dict)
    doses: list[tuple[datetime, str]] = field(default_factory=list)
    words: dict[str, datetime] = field(default_factory=dict)
    measures: dict[str, tuple[int | None, int | None, datetime]] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)
    attested: dict[str, datetime] = field(default_factory=dict)
    consent: tuple[str, bool, datetime] | None = None
    clearance: tuple[str, datetime, datetime | None] | None = None
    clearance_because: tuple[str, ...] = ()
    changed: dict[str, datetime] = field(default_factory=dict)
    open_alerts: dict[str, datetime] = field(default_factory=dict)
    alerts_known: bool = False
    held_back: tuple[str, datetime] | None = None
    closed: tuple[str, datetime] | None = None
    more_at: datetime | None = field(default=None, compare=False)

    @property
    def last_dose_at(self) -> datetime | None:
        return self.doses[-1][0] if self.doses else None

    @property
    def live(self) -> SessionFacts | None:
        return next((one for one in self.sessions.values() if one.is_live), None)

    def planned(self, kind: str) -> SessionFacts | None:
        """The next session of this kind that is planned."""
        ahead = [one for one in self.sessions.values() if one.kind == kind and one.is_planned]
        return min(ahead, key=attrgetter("planned_at"), default=None)


def _by_time(event: Event) -> tuple[datetime, bool, str]:
    """In order of time; of one moment, what answers an alert comes after the alert."""
    return event.at, event.kind == "alert acted", event.id


def gather(events: Iterable[Event], at: datetime) -> CourseFacts:
    """What these events come to at `at`; what lies after it is not known yet.

    >>> from datetime import UTC, timedelta
    >>> noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    >>> said = Event("1", noon, "words", what="intention")
    >>> gather([said, said], noon) == gather([said], noon)
    True
    >>> gather([said], noon - timedelta(hours=1)).words
    {}
    """
    facts, once = CourseFacts(), dict[str, Event]()
    for event in events:
        if event.at <= at:
            once[event.id] = event
        elif facts.more_at is None or event.at < facts.more_at:
            facts.more_at = event.at
    for event in sorted(once.values(), key=_by_time):
        _ADD[event.kind](facts, event)
    return facts


def _began(facts: CourseFacts, event: Event) -> None:
    facts.began_at = event.at


def _planned(facts: CourseFacts, event: Event) -> None:
    one = _session(facts, event)
    one.kind = event.what
    one.planned_at = event.starts or event.at
    one.planned_until = event.until or one.planned_at


def _session(facts: CourseFacts, event: Event) -> SessionFacts:
    """The session an event speaks of. One that nobody planned is known by its id alone, and is of no kind yet."""
    one = facts.sessions.get(event.session)
    if one is None:
        one = facts.sessions[event.session] = SessionFacts(event.session, "", event.at, event.at)
    return one


def _started(facts: CourseFacts, event: Event) -> None:
    _session(facts, event).started_at = event.at


def _ended(facts: CourseFacts, event: Event) -> None:
    one = _session(facts, event)
    if one.ended_at is None:
        one.ended_at = event.at
        facts.held.setdefault(one.kind or event.what, []).append(event.at)


def _cancelled(facts: CourseFacts, event: Event) -> None:
    _session(facts, event).cancelled = True


def _dosed(facts: CourseFacts, event: Event) -> None:
    _session(facts, event).dosed_at = event.at
    facts.doses.append((event.at, event.session))


def _words(facts: CourseFacts, event: Event) -> None:
    facts.words[event.what] = event.at


def _asked(facts: CourseFacts, event: Event) -> None:
    facts.asked[event.what] = facts.asked.get(event.what, 0) + 1


def _answered(facts: CourseFacts, event: Event) -> None:
    facts.answered[event.what] = facts.answered.get(event.what, 0) + 1


def _scored(facts: CourseFacts, event: Event) -> None:
    facts.measures[event.what] = (event.value, None, event.at)


def _rated(facts: CourseFacts, event: Event) -> None:
    facts.measures[event.what] = (None, event.value, event.at)


def _attested(facts: CourseFacts, event: Event) -> None:
    said = _session(facts, event).attested if event.session else facts.attested
    said[event.what] = event.at


def _signed(facts: CourseFacts, event: Event) -> None:
    facts.consent = (event.what, bool(event.value), event.at)


def _clearance(facts: CourseFacts, event: Event) -> None:
    facts.clearance = (event.what, event.at, event.until)


def _changed(facts: CourseFacts, event: Event) -> None:
    facts.changed[event.what] = event.at


def _alerts_looked(facts: CourseFacts, event: Event) -> None:
    facts.alerts_known = True


def _alert(facts: CourseFacts, event: Event) -> None:
    facts.alerts_known = True
    facts.open_alerts[event.what] = event.at


def _alert_acted(facts: CourseFacts, event: Event) -> None:
    facts.alerts_known = True
    facts.open_alerts.pop(event.what, None)


def _escort(facts: CourseFacts, event: Event) -> None:
    _session(facts, event).escort = bool(event.value)


def _go_ahead(facts: CourseFacts, event: Event) -> None:
    _session(facts, event).go_ahead = (bool(event.value), event.at)


def _vitals(facts: CourseFacts, event: Event) -> None:
    _session(facts, event).vitals_at = event.at


def _decided(facts: CourseFacts, event: Event) -> None:
    one = _session(facts, event)
    one.decided = (bool(event.value), event.at)
    one.overridden = tuple(event.what.split()) if event.what else ()


def _hold(facts: CourseFacts, event: Event) -> None:
    facts.held_back = (event.what, event.at)


def _go_on(facts: CourseFacts, event: Event) -> None:
    facts.held_back = None


def _closed(facts: CourseFacts, event: Event) -> None:
    facts.closed = (event.what, event.at)


# Every kind of event there is. began, plan, start, end, cancel and dose are of sessions; ask and answer count forms by
# occasion; score is a measure's total, rate its lowest answer; decide is the gate's, `what` the criteria overridden.
_ADD: Mapping[str, Callable[[CourseFacts, Event], None]] = {
    "began": _began,
    "plan": _planned,
    "start": _started,
    "end": _ended,
    "cancel": _cancelled,
    "dose": _dosed,
    "words": _words,
    "ask": _asked,
    "answer": _answered,
    "score": _scored,
    "rate": _rated,
    "attest": _attested,
    "sign": _signed,
    "clearance": _clearance,
    "change": _changed,
    "alerts looked at": _alerts_looked,
    "alert": _alert,
    "alert acted": _alert_acted,
    "escort": _escort,
    "go ahead": _go_ahead,
    "vitals": _vitals,
    "decide": _decided,
    "hold": _hold,
    "go on": _go_on,
    "close": _closed,
}
EVENT_KINDS: frozenset[str] = frozenset(_ADD)
