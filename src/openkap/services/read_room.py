"""Everything the session room shows, judged at one moment: timeline, readings, what is due, what was crossed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openkap.clinical.monitoring import NextDue, ThresholdFinding, Vitals, judge_reading, next_due
from openkap.clinical.monitoring import Reading as TimedReading
from openkap.knowledge.routes import route as route_named
from openkap.knowledge.rules import Site
from openkap.knowledge.thresholds import thresholds
from openkap.records.courses import find as find_courses
from openkap.records.courses.shapes import Words
from openkap.records.people import find as people
from openkap.records.people.shapes import Client
from openkap.records.sessions import find as sessions
from openkap.records.sessions import timeline
from openkap.records.sessions.shapes import Dose, Entry, Reading, Session
from openkap.services.read_courses import CourseState, read_course
from openkap.services.read_site import read_site
from openkap.terms.finding import Standing

__all__ = ["Room", "read_room", "vitals_of"]


@dataclass(frozen=True, slots=True)
class Room:
    """`entries` leaves out strikes (what they struck says so). `due` is None before a dose. `crossed`: thresholds that
    the latest reading has crossed. `words`: the client's own, by topic. `site`: the values it has signed."""

    session: Session
    client: Client
    course: CourseState
    words: dict[str, Words]
    entries: tuple[Entry, ...]
    doses: tuple[Dose, ...]
    readings: tuple[Entry, ...]
    due: NextDue | None
    crossed: tuple[ThresholdFinding, ...]
    last_seq: int
    site: Site

    @property
    def last_dose(self) -> Dose | None:
        return self.doses[-1] if self.doses else None

    @property
    def discharged(self) -> bool:
        return any(entry.kind == "discharge" and not entry.struck for entry in self.entries)


def read_room(*, within: UUID, session_id: UUID, at: datetime) -> Room:
    session = sessions.session(within=within, session_id=session_id)
    every = timeline.entries(within=within, session_id=session_id)
    entries = tuple(entry for entry in every if entry.kind != "strike")
    doses = tuple(
        sorted((e.dose for e in entries if e.dose is not None and not e.struck), key=lambda dose: dose.given_at)
    )
    readings = tuple(sorted((e for e in entries if e.reading is not None and not e.struck), key=lambda e: e.at))
    site = read_site(within=within)
    return Room(
        session=session,
        client=people.client(within=within, client_id=session.client_id),
        course=read_course(within=within, course_id=session.course_id, at=at, by_parts=False),
        words=find_courses.words(within=within, course_id=session.course_id),
        entries=entries,
        doses=doses,
        readings=readings,
        due=_due(doses, readings, at) if session.state == "live" else None,
        crossed=_crossed(doses, readings, site),
        site=site,
        last_seq=every[-1].seq if every else 0,
    )


def vitals_of(signs: Reading) -> Vitals:
    """A kept reading as clinical vital signs."""
    return Vitals(
        sbp=signs.systolic_mmhg,
        dbp=signs.diastolic_mmhg,
        hr=signs.heart_rate_per_min,
        spo2=signs.spo2_percent,
        rr=signs.respiratory_rate_per_min,
        moaas=signs.moaas,
    )


def _due(doses: tuple[Dose, ...], readings: tuple[Entry, ...], at: datetime) -> NextDue | None:
    """By the schedule of the last dose's route: a booster begins it anew."""
    if not doses:
        return None
    dose = doses[-1]
    since = [reading.at for reading in readings if reading.at >= dose.given_at]
    return next_due(
        route_schedule=route_named(dose.route).schedule(infusion_minutes=dose.infusion_min),
        dosed_at=dose.given_at,
        last_reading_at=since[-1] if since else None,
        now=at,
    )


def _crossed(doses: tuple[Dose, ...], readings: tuple[Entry, ...], site: Site) -> tuple[ThresholdFinding, ...]:
    """What was last known of each sign against the thresholds: a high blood pressure still stands when only the oxygen
    was taken since. The baseline, sign by sign too, is what was last known before the first dose.
    """
    timed = [(entry.at, entry.reading) for entry in readings if entry.reading is not None]
    if not timed:
        return ()
    before = [reading for at, reading in timed if doses and at <= doses[0].given_at]
    found = judge_reading(
        thresholds=thresholds(site),
        reading=TimedReading(timed[-1][0], vitals_of(_last_known([reading for _, reading in timed]))),
        baseline=vitals_of(_last_known(before)) if before else None,
        previous=[TimedReading(at, vitals_of(reading)) for at, reading in timed[:-1]],
    )
    return tuple(finding for finding in found if finding.standing is Standing.NOT_YET)


def _last_known(readings: list[Reading]) -> Reading:
    """The latest value of each sign; the two of a blood pressure stay together."""
    pressures = [one for one in readings if one.systolic_mmhg is not None]
    return Reading(
        systolic_mmhg=pressures[-1].systolic_mmhg if pressures else None,
        diastolic_mmhg=pressures[-1].diastolic_mmhg if pressures else None,
        heart_rate_per_min=_latest(one.heart_rate_per_min for one in readings),
        spo2_percent=_latest(one.spo2_percent for one in readings),
        respiratory_rate_per_min=_latest(one.respiratory_rate_per_min for one in readings),
        moaas=_latest(one.moaas for one in readings),
    )


def _latest(values: Iterable[int | None]) -> int | None:
    taken = [value for value in values if value is not None]
    return taken[-1] if taken else None
