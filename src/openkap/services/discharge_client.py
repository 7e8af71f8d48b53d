"""The monitor discharges a client from a medicine session. The criteria are computed and shown; a person decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing
from openkap.clinical.monitoring import ReleaseFinding, discharge_findings
from openkap.knowledge.routes import route as route_named
from openkap.knowledge.rules.condition import Value
from openkap.knowledge.rules.schema import Override
from openkap.knowledge.thresholds import discharge_criteria
from openkap.records.base import Act
from openkap.records.sessions import keep as sessions
from openkap.records.sessions.shapes import Reading
from openkap.services.in_the_room import live_session
from openkap.services.read_room import Room, read_room
from openkap.terms.fact import Fact, Known
from openkap.terms.identity import Actor, Role
from openkap.terms.quantity import parse_decimal
from openkap.terms.refusal import RuleRefusal
from openkap.terms.text import words

__all__ = ["ATTESTED", "Attestation", "discharge_client", "read_release"]


@dataclass(frozen=True, slots=True)
class Attestation:
    """What the monitor looks at and ticks. `yes`: the value of the fact when it is ticked."""

    fact: str
    text: str
    yes: bool = True
    only_route: str = ""


ATTESTED = (
    Attestation("oriented", "Knows who they are, where they are, and the day"),
    Attestation("walks_unaided", "Walks unaided and steadily"),
    Attestation("speaks_coherently", "Speaks coherently"),
    Attestation("psychosis_now", "No psychosis now", yes=False),
    Attestation("hr_at_baseline", "Heart rate as before the dose"),
    Attestation("spo2_at_baseline", "Oxygen saturation as before the dose"),
    Attestation("nausea_controlled", "Nausea settled"),
    Attestation("tolerates_sips", "Drinks in sips"),
    Attestation("dissociation_minimal", "The client says: I am back to myself"),
    Attestation("safe_since_start", "Asked about thoughts of suicide since the start; none that need more care"),
    Attestation("iv_removed", "Line removed", only_route="iv"),
    Attestation("iv_site_ok", "Site is well", only_route="iv"),
    Attestation("escort_present", "The escort is here"),
    Attestation("escort_briefed", "The escort has been told what to watch for"),
    Attestation("written_instructions_given", "Written instructions given: no driving, alcohol or big decisions today"),
    Attestation("phone_for_24_h_given", "A phone number for the next 24 hours given"),
    Attestation("controlled_drug_reconciled", "Controlled drug counted"),
    Attestation("waste_signed", "Waste signed, with a witness"),
)


def read_release(
    *, room: Room, attested: frozenset[str], aldrete: str, at: datetime, padss: str = "", padss_before: str = ""
) -> tuple[ReleaseFinding, ...]:
    """How each criterion of release stands now. What is not ticked is not known, and unknown is not met."""
    dose = room.last_dose
    if dose is None:
        return ()
    facts: dict[str, Fact[Value]] = {item.fact: Known(item.yes, at) for item in ATTESTED if item.fact in attested}
    scores = {"aldrete": ("aldrete_total", aldrete), "padss": ("padss_total", padss)}
    for field, (fact, typed) in {**scores, "padss_before": ("padss_total_before", padss_before)}.items():
        if typed.strip():
            total = parse_decimal(typed, field=field, low=Decimal(0), high=Decimal(10), unit="points", places=0)
            facts[fact] = Known(total, at)
    facts["last_dose_ended_at"] = Known(max(one.ends_at for one in room.doses))
    facts.update(_pressures(room))
    facts["integration_expected"] = Known(room.course.pathway.window("integration") is not None)
    after = [
        one
        for one in room.course.sessions
        if one.kind == "integration" and one.state == "planned" and one.planned_at > dose.given_at
    ]
    if after:
        facts["integration_at"] = Known(after[0].planned_at)
    return discharge_findings(
        criteria=discharge_criteria(room.site),
        facts=facts,
        route=route_named(dose.route, room.site),
        at=at,
    )


def discharge_client(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    session_id: UUID,
    entry_id: UUID,
    attested: frozenset[str],
    aldrete: str,
    reason: str = "",
    padss: str = "",
    padss_before: str = "",
) -> None:
    """Keeps the discharge with every criterion as it stood. Sent twice with the same entry id, it is kept once.

    A criterion that is open refuses the discharge, unless a prescriber may go on by that rule and says why.
    """
    kept_reason = words(reason, field="reason", label="Reason", longest=2000, needed=False)
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        # Judged and kept in one turn: of two people who discharge at once, the second reads the first's.
        sessions.take_turn(within=within, session_id=session_id)
        live_session(within=within, by=by, session_id=session_id, doing=Doing.DISCHARGE)
        room = read_room(within=within, session_id=session_id, at=at)
        scores = {"aldrete": aldrete, "padss": padss, "padss_before": padss_before}
        findings = _judged(room, by=by, entry_id=entry_id, attested=attested, scores=scores, reason=kept_reason, at=at)
        if sessions.entry(act, entry_id=entry_id, session_id=session_id, kind="discharge", at=at):
            sessions.discharge(
                act,
                entry_id=entry_id,
                session_id=session_id,
                criteria={finding.rule: finding.standing.value for finding in findings},
                left_open=[finding.rule for finding in findings if not finding.met],
                reason=kept_reason,
            )


def _judged(
    room: Room,
    *,
    by: Actor,
    entry_id: UUID,
    attested: frozenset[str],
    scores: Mapping[str, str],
    reason: str,
    at: datetime,
) -> tuple[ReleaseFinding, ...]:
    """The findings with which this person may discharge; RuleRefusal, with the reasons, when they may not."""
    if room.last_dose is None:
        raise RuleRefusal("No medicine was given in this session: end it without a discharge.")
    if room.discharged and not any(entry.id == entry_id for entry in room.entries):
        raise RuleRefusal("This client has been discharged already. Strike that discharge first if it was wrong.")
    findings = read_release(room=room, attested=attested, at=at, **scores)
    left_open = [finding for finding in findings if not finding.met]
    fixed = [one for one in left_open if one.override is Override.NOBODY]
    may_go_on = bool(reason) and Role.PRESCRIBER in by.roles and not fixed
    if left_open and not may_go_on:
        raise RuleRefusal(
            "Not every criterion of release is met yet. What nobody may pass over must be met; for the others a "
            "prescriber may go on, with a reason.",
            reasons=tuple(f"{one.rule} {one.title}: {one.because} {one.resolve}".strip() for one in fixed or left_open),
        )
    return findings


def _pressures(room: Room) -> dict[str, Fact[Value]]:
    """The latest blood pressure, the one before it, and the baseline: the last before the first dose."""
    readings = [(entry.at, entry.reading) for entry in room.readings if entry.reading is not None]
    pressures = [(at, reading) for at, reading in readings if reading.systolic_mmhg is not None]
    facts: dict[str, Fact[Value]] = {}
    if pressures:
        facts |= _pair("", pressures[-1][1], pressures[-1][0])
    if len(pressures) > 1:
        facts["previous_sbp_mm_hg"] = Known(_decimal(pressures[-2][1].systolic_mmhg), pressures[-2][0])
    before = [(at, one) for at, one in pressures if at <= room.doses[0].given_at]
    if before:
        facts |= _pair("baseline_", before[-1][1], before[-1][0])
    return facts


def _pair(prefix: str, reading: Reading, at: datetime) -> dict[str, Fact[Value]]:
    return {
        f"{prefix}sbp_mm_hg": Known(_decimal(reading.systolic_mmhg), at),
        f"{prefix}dbp_mm_hg": Known(_decimal(reading.diastolic_mmhg), at),
    }


def _decimal(value: int | None) -> Decimal:
    if value is None:
        raise ValueError("a blood pressure has both numbers")
    return Decimal(value)
