"""The session room in words: who, what they said, where the session stands, what is due, what was crossed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.urls import reverse

from openkap.clinical.monitoring import ThresholdFinding
from openkap.clinical.pathway import window_after
from openkap.interfaces.console.shown.lines import TimelineLine, lines, written_dose
from openkap.interfaces.console.shown.signs import Sign, latest_signs
from openkap.interfaces.kit import written
from openkap.interfaces.kit.free import one_of_each_day
from openkap.interfaces.kit.parts import ClientBanner, Line, Link
from openkap.knowledge.routes import route as route_named
from openkap.knowledge.rules.schema import Confidence
from openkap.knowledge.texts import phases, supports, topics
from openkap.knowledge.thresholds import Level
from openkap.records.people.shapes import Client
from openkap.records.practice.shapes import Practice
from openkap.services.free_times import read_free_times
from openkap.services.read_bedsides import Bedside
from openkap.services.read_room import Room
from openkap.terms.sitter import Sitter

__all__ = [
    "Due",
    "Now",
    "agreed",
    "banner",
    "booking",
    "crossed",
    "distress_words",
    "due_in",
    "free_links",
    "integration_window",
    "now_in",
    "pathway_words",
    "phases_of",
]

_CONFIDENCE = {
    Confidence.RETRIEVED: "source read",
    Confidence.GENERAL: "general knowledge",
    Confidence.UNCONFIRMED: "not confirmed",
}
_TONES = {Level.AMBER: "watch", Level.RED: "alert", Level.EMERGENCY: "alert"}


@dataclass(frozen=True, slots=True)
class Due:
    """When the next reading is due, and after how many seconds it is shown as amber and as red."""

    at: datetime
    watch_after: int
    alert_after: int


@dataclass(frozen=True, slots=True)
class Crossed:
    """A threshold that the latest reading crossed: a reminder of the protocol. tone: "watch" | "alert"."""

    tone: str
    level: str
    rule: str
    title: str
    because: str
    action: str
    source: str
    seen: str


@dataclass(frozen=True, slots=True)
class PhaseShown:
    """from_minute: since the first dose. said: the guide said that it has begun."""

    key: str
    label: str
    from_minute: int
    now: bool
    said: bool


@dataclass(frozen=True, slots=True)
class There:
    """Who is in the room: inside, each with since when; alone_since: where nobody is. alone: minutes without anybody so
    far. known: somebody has said who is there."""

    inside: tuple[tuple[str, str], ...]
    alone_since: datetime | None
    alone: int
    known: bool


@dataclass(frozen=True, slots=True)
class DistressShown:
    level: str
    words: str


@dataclass(frozen=True, slots=True)
class Now:
    """All that changes while a session goes on: one fragment, fetched again at each entry."""

    state: str
    seq: int
    dosed_at: datetime | None
    clock_label: str
    dose: str
    due: Due | None
    due_words: str
    signs: tuple[Sign, ...]
    crossed: tuple[Crossed, ...]
    stop_at: str
    lines: list[TimelineLine]
    marked: dict[str, str]
    discharged: bool
    phases: tuple[PhaseShown, ...]
    there: There
    distress: DistressShown


def now_in(room: Room, *, at: datetime, zone: tzinfo) -> Now:
    given = [f"{written_dose(dose)} at {written.clock(dose.given_at, zone)}" for dose in room.doses]
    stops = [one for one in room.entries if one.what == "stop_signal" and not one.struck]
    events = [one for one in room.entries if one.kind == "event" and not one.struck]
    return Now(
        state=room.session.state,
        seq=room.last_seq,
        dosed_at=room.last_dose.given_at if room.last_dose else None,
        clock_label="since dose" if len(room.doses) < 2 else f"since dose {len(room.doses)}",
        dose="; then ".join(given),
        due=None if room.discharged else due_in(room),
        due_words=_due_words(room),
        signs=latest_signs(room.readings, room.doses),
        crossed=crossed(room.crossed, seen=_seen(room, zone)) if room.session.state == "live" else (),
        stop_at=written.clock(stops[-1].at, zone) if stops else "",
        lines=lines(
            room.entries,
            day=(room.session.started_at or at).astimezone(zone).date(),
            zone=zone,
            open_to_strike=room.session.state == "live",
        ),
        marked={one.what: written.clock(one.at, zone) for one in events if one.what is not None},
        discharged=room.discharged,
        phases=phases_of(room, at),
        there=_there(room, zone),
        distress=distress_words(room, zone),
    )


def banner(client: Client, *, today: datetime) -> ClientBanner:
    return ClientBanner(
        name=written.name(client.family_name, client.given_name),
        born=written.born(client.born_on, today.date()) if client.born_on else "",
        identifier=client.identifier,
    )


def agreed(room: Room) -> list[Line]:
    """What was agreed beforehand, besides the intention; a pathway that agrees nothing has no lines."""
    if not room.course.pathway.topics:
        return []
    kept = [topic for topic in topics().values() if topic.in_room and topic.key != "intention"]
    first = sorted(kept, key=lambda topic: topic.key != "stop_signal")
    return [
        Line(term=topic.title, value=said.text if (said := room.words.get(topic.key)) else "", unknown="not said yet")
        for topic in first
    ]


def pathway_words(room: Room) -> str:
    """What differs in the room where the pathway asks for no intention; empty where it does."""
    if room.course.pathway.topics:
        return ""
    sitter = {
        Sitter.CONTINUOUS: "A sitter stays with the client; the sitter is not a therapist.",
        Sitter.INTERMITTENT: "A sitter comes and goes; the sitter is not a therapist.",
        Sitter.NONE: "There is no sitter.",
        None: "Whether a sitter comes has not been said yet.",
    }[room.course.course.sitter]
    return f"{room.course.pathway.title}: no intention is asked for in this pathway. {sitter}"


def crossed(findings: tuple[ThresholdFinding, ...], *, seen: Mapping[str, str] = {}) -> tuple[Crossed, ...]:
    """The most severe first. seen: by rule, who has seen it and when."""
    ranks = list(Level)
    ordered = sorted(findings, key=lambda finding: ranks.index(finding.level), reverse=True)
    return tuple(
        Crossed(
            tone=_TONES[finding.level],
            level=finding.level.value,
            rule=finding.rule,
            title=finding.title,
            because=finding.because,
            action=finding.resolve,
            source=f"{finding.kind.value}, {_CONFIDENCE[finding.confidence]}: {', '.join(finding.sources)}",
            seen=seen.get(finding.rule, ""),
        )
        for finding in ordered
    )


def integration_window(room: Room, zone: tzinfo, at: datetime) -> str:
    """From when to when integration belongs after the last dose; empty where the pathway has none."""
    window = room.course.pathway.window("integration")
    if window is None or room.last_dose is None:
        return ""
    state = window_after(window, room.last_dose.given_at, at)
    return f"{written.moment(state.opens_at, zone)} to {written.moment(state.closes_at, zone)}"


@dataclass(frozen=True, slots=True)
class Booking:
    """Integration that is not booked yet, though its window is known. url: empty for those who may not book."""

    words: str
    url: str


def booking(room: Room, zone: tzinfo, at: datetime, *, may_book: bool) -> Booking | None:
    """The offer to book it before the client leaves."""
    window = room.course.pathway.window("integration")
    planned = [one for one in room.course.sessions if one.kind == "integration" and one.state == "planned"]
    if window is None or room.last_dose is None or any(one.planned_at > room.last_dose.given_at for one in planned):
        return None
    url = f"{reverse('desk:book', args=[room.course.course.id])}?kind=integration" if may_book else ""
    return Booking(integration_window(room, zone, at), url)


def free_links(room: Room, practice: Practice, at: datetime) -> list[Link]:
    """The first free time of each day within the window; each books it."""
    times = read_free_times(within=practice.id, states=[room.course], at=at).get(room.course.course.id, [])
    return one_of_each_day(room.course.course.id, times, practice.zone)


def due_in(room: Bedside) -> Due | None:
    if room.due is None or room.due.due_at is None or room.last_dose is None:
        return None
    route = route_named(room.last_dose.route)
    return Due(room.due.due_at, int(route.amber_after_minutes * 60), int(route.red_after_minutes * 60))


def _due_words(room: Room) -> str:
    """Said where no reading is timed."""
    if room.session.state != "live":
        return ""
    if room.discharged:
        return "Discharged"
    if due_in(room) is not None:
        return ""
    return "" if room.last_dose is None else "No further timed reading"


def distress_words(room: Room, zone: tzinfo) -> DistressShown:
    """How hard it is by the last entry, and how it went: the peak, what helped, when it had settled."""
    went = room.distress
    if went.peak is None:
        return DistressShown("", "")
    labels = {support.key: support.label.lower() for support in supports()}
    said = [f"Peak {went.peak[1]} of 10 at {written.clock(went.peak[0], zone)}"]
    if went.offered:
        said.append(f"offered: {', '.join(labels[key] for key in went.offered)}")
    if went.helped:
        said.append(f"helped: {', '.join(labels[key] for key in went.helped)}")
    if went.settled_at is not None:
        after = int((went.settled_at - went.peak[0]).total_seconds() // 60)
        said.append(f"settled at {written.clock(went.settled_at, zone)}, {after} min after the peak")
    return DistressShown(str(went.levels[-1][1]), "; ".join(said) + ".")


def phases_of(room: Bedside, at: datetime) -> tuple[PhaseShown, ...]:
    """The one that the guide said last; before anybody says one, the one in which a session usually is by now."""
    said = [one.what[6:] for one in room.entries if one.what and one.what.startswith("phase:") and not one.struck]
    minute = (at - room.doses[0].given_at).total_seconds() / 60 if room.doses else -1
    usual = [phase.key for phase in phases() if phase.from_minute <= minute]
    now = said[-1] if said else usual[-1]
    return tuple(
        PhaseShown(phase.key, phase.label, phase.from_minute, phase.key == now, bool(said)) for phase in phases()
    )


def _there(room: Room, zone: tzinfo) -> There:
    present = room.presence
    return There(
        inside=tuple((who, written.clock(since, zone)) for who, since in present.inside),
        alone_since=present.alone_since,
        alone=int(present.alone.total_seconds() // 60),
        known=present.known_since is not None,
    )


def _seen(room: Room, zone: tzinfo) -> dict[str, str]:
    seen = {}
    for entry in room.entries:
        what, _, rule = (entry.what or "").partition(":")
        if what == "seen" and not entry.struck:
            seen[rule] = f"Seen by {entry.entered_by_name} at {written.clock(entry.at, zone)}."
        elif what == "resolved":
            seen.pop(rule, None)
    return seen
