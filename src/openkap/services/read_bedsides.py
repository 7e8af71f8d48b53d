"""What is judged at the bed: a session's timeline, what is due there and what was crossed; of many rooms at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from openkap.clinical.monitoring import NextDue, ThresholdFinding, Vitals, judge_reading, judge_recovery, next_due
from openkap.clinical.monitoring import Reading as TimedReading
from openkap.knowledge.routes import route as route_named
from openkap.knowledge.rules import Site
from openkap.knowledge.thresholds import Threshold, Watch, signs, thresholds
from openkap.records.people import find as people
from openkap.records.people.shapes import Client
from openkap.records.sessions import timeline
from openkap.records.sessions.shapes import Dose, Entry, Reading, Session
from openkap.services.read_site import read_site
from openkap.terms.finding import Standing

__all__ = ["Bedside", "read_bedsides"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bedside:
    """`entries`, by when they happened, leave out strikes (what they struck says so). `due` is None before a dose.
    `crossed`: thresholds that the latest reading, a sign that was seen, or the clock has crossed. `last_seq`: the
    newest entry's number, 0 before one. `site`: what it has signed."""

    session: Session
    client: Client
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
        return _went_home(self.entries)


def read_bedsides(*, within: UUID, sessions: Iterable[Session], at: datetime) -> list[Bedside]:
    """In the order of the sessions; as many queries for fifty rooms as for one."""
    wanted = list(sessions)
    site = read_site(within=within)
    ids = {session.client_id for session in wanted}
    clients = {client.id: client for client in people.clients(within=within, ids=ids, limit=len(ids))}
    written: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for session_id, entry in timeline.of_sessions(within=within, session_ids=[session.id for session in wanted]):
        written[session_id].append(entry)
    return [_bedside(session, clients[session.client_id], written[session.id], site, at) for session in wanted]


def _bedside(session: Session, client: Client, written: list[Entry], site: Site, at: datetime) -> Bedside:
    entries = tuple(sorted((entry for entry in written if entry.kind != "strike"), key=lambda entry: entry.order))
    doses = tuple(e.dose for e in entries if e.dose is not None and not e.struck)
    readings = tuple(e for e in entries if e.reading is not None and not e.struck)
    return Bedside(
        session=session,
        client=client,
        entries=entries,
        doses=doses,
        readings=readings,
        due=_due(doses, readings, at) if session.state == "live" else None,
        crossed=(*_crossed(doses, readings, entries, site), *_prolonged(session, doses, entries, site, at)),
        last_seq=written[-1].seq if written else 0,
        site=site,
    )


def _went_home(entries: Iterable[Entry]) -> bool:
    return any(entry.kind == "discharge" and not entry.struck for entry in entries)


def _vitals_of(signs: Reading) -> Vitals:
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


def _crossed(
    doses: tuple[Dose, ...], readings: tuple[Entry, ...], entries: tuple[Entry, ...], site: Site
) -> tuple[ThresholdFinding, ...]:
    """What was last known of each sign against the thresholds: a high blood pressure still stands when only the oxygen
    was taken since. The baseline, sign by sign too, is what was last known before the first dose.

    What a person saw stands until it is struck, or until the reminder was resolved; so does a crossed value, until a
    reading that was taken after that crosses it again.
    """
    events = [entry for entry in entries if entry.kind == "event" and not entry.struck]
    seen = [entry for entry in events if entry.what in signs()]
    resolved = {
        entry.what.partition(":")[2]: entry.at for entry in events if entry.what and entry.what[:9] == "resolved:"
    }
    timed = [(entry.at, entry.reading) for entry in readings if entry.reading is not None]
    before = [reading for at, reading in timed if doses and at <= doses[0].given_at]
    baseline = _vitals_of(_last_known(before)) if before else None
    previous = [TimedReading(at, _vitals_of(reading)) for at, reading in timed[:-1]]

    def found(threshold: Threshold) -> Iterable[ThresholdFinding]:
        since = resolved.get(threshold.id)
        signs_now = [entry for entry in seen if since is None or entry.at > since]
        fresh = [(at, reading) for at, reading in timed if since is None or at > since]
        moments = [at for at, _ in fresh] + [entry.at for entry in signs_now if entry.what in threshold.on_signs]
        if not moments:
            return ()
        vitals = _vitals_of(_last_known([reading for _, reading in fresh])) if fresh else None
        reading = TimedReading(max(moments), vitals, frozenset(entry.what for entry in signs_now if entry.what))
        return judge_reading(thresholds=[threshold], reading=reading, baseline=baseline, previous=previous)

    judged = [
        finding for threshold in thresholds(site) if threshold.watch is not Watch.CLOCK for finding in found(threshold)
    ]
    return tuple(finding for finding in judged if finding.standing is Standing.NOT_YET)


def _prolonged(
    session: Session, doses: tuple[Dose, ...], entries: tuple[Entry, ...], site: Site, at: datetime
) -> tuple[ThresholdFinding, ...]:
    """What the clock says of somebody who is still here, until a person resolved it; nothing where the route has no
    release minutes."""
    said = {entry.what for entry in entries if entry.kind == "event" and not entry.struck}
    if session.state != "live" or not doses or _went_home(entries):
        return ()
    stays = route_named(doses[-1].route, site).release_minutes
    if stays is None:
        return ()
    ends = max(dose.ends_at for dose in doses) + timedelta(minutes=float(stays))
    found = [
        judge_recovery(threshold=threshold, expected_end=ends, now=at)
        for threshold in thresholds(site)
        if f"resolved:{threshold.id}" not in said
    ]
    return tuple(finding for finding in found if finding is not None)


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
