"""What is known for the gate of the day: from the records where they say it, from the tablet for the rest.

What nobody has said is unknown, and unknown never passes. A contraindication that the records hold is not answered away
at the tablet: the prescriber settles it in the clearance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from openkap.clinical.eligibility import Pressure, asked_facts, read_fact
from openkap.knowledge.rules import Occasion, contraindications, rules
from openkap.knowledge.rules.condition import Value
from openkap.knowledge.rules.fact_spec import FactKind, fact_specs
from openkap.knowledge.texts import consent
from openkap.records.consent import find as find_consent
from openkap.records.courses import find as courses
from openkap.records.courses.shapes import Course
from openkap.records.day import find as day
from openkap.records.day.shapes import Fact as Entered
from openkap.records.day.shapes import Signs
from openkap.records.orders import find as orders
from openkap.records.orders.shapes import Order
from openkap.records.sessions import find as sessions
from openkap.records.sessions.shapes import Session
from openkap.services.check_said import earlier_doses
from openkap.services.course_facts import pathway_of
from openkap.services.read_clearance import read_clearance
from openkap.services.read_facts import read_facts
from openkap.terms.fact import Fact, Known, Unknown
from openkap.terms.moment import iso

__all__ = ["AT_THE_TABLET", "DayFacts", "day_facts"]

# Known from the records, the scale, or forms of their own; everything else that the rules ask is asked at the tablet.
_FROM_RECORDS = frozenset(
    {
        *("consent_signed", "consent_materially_changed", "says_go_ahead_today", "medical_clearance", "kap_pathway"),
        *("preparation_complete", "integration_expected", "integration_arranged", "doses_so_far", "treatment_week"),
        *("doses_in_last_7_days", "age_years", "escort_name", "escort_phone", "escort_arranged", "weight_kg"),
        *("sbp_mm_hg", "dbp_mm_hg", "hr_per_min", "spo2_percent", "rr_per_min", "cssrs_since_last_contact"),
    }
)
AT_THE_TABLET = frozenset(
    spec.name
    for spec, _ in asked_facts(rules(Occasion.DAY))
    if spec.name not in _FROM_RECORDS and spec.kind is not FactKind.DERIVED
)


@dataclass(frozen=True, slots=True)
class DayFacts:
    """facts: by name, for the rules. entered: what was said at the tablet, with who and when. signs: every reading."""

    facts: Mapping[str, Fact[Value]]
    entered: Mapping[str, Entered]
    signs: tuple[Signs, ...]

    @property
    def pressures(self) -> tuple[Pressure, ...]:
        return tuple(Pressure(one.taken_at, one.systolic_mmhg, one.diastolic_mmhg) for one in self.signs if one.stands)


def day_facts(*, within: UUID, session: Session, order: Order, at: datetime) -> DayFacts:
    """`at` in the practice's zone."""
    course = courses.course(within=within, course_id=session.course_id)
    entered = day.facts(within=within, session_id=session.id)
    signs = tuple(day.signs(within=within, session_id=session.id))
    health = _health(within, course, at)
    said = {name: _read(kept) for name, kept in entered.items()}
    settled = {rule.asks for rule in contraindications()}
    kept = {name: fact for name, fact in health.items() if name in settled and fact == Known(True, _since(fact))}
    known = {
        **health,
        **said,
        **kept,
        **_course(within, course, session, order, at),
        **_measured(within, session, signs, at),
    }
    return DayFacts(known, entered, signs)


def _health(within: UUID, course: Course, at: datetime) -> dict[str, Fact[Value]]:
    """What every source says of the client's health, with what the prescriber found in the clearance."""
    own = [one.id for one in courses.of_client(within=within, client_id=course.client_id)]
    state = read_clearance(within=within, course=course, at=at)
    known = read_facts(within=within, client_id=course.client_id, at=at, course_ids=own, decided=state.decided)
    facts = dict(known.facts)
    if state.standing == "cleared" and state.decided is not None:
        facts["medical_clearance"] = Known(True, state.decided.decided_at)
    return facts


def _course(within: UUID, course: Course, session: Session, order: Order, at: datetime) -> dict[str, Fact[Value]]:
    model = pathway_of(within=within, course=course)
    held = sessions.of_course(within=within, course_id=course.id)
    asked = max(
        (
            one.condition.number("at_least") or 0
            for one in model.criteria
            if one.test == "sessions_completed" and one.condition.text("kind") == "preparation"
        ),
        default=0,
    )
    prepared = sum(one.kind == "preparation" and one.state == "ended" for one in held)
    given = {dose.session_id for dose in earlier_doses(within=within, session=session)}
    facts: dict[str, Fact[Value]] = {
        "kap_pathway": Known(course.pathway.startswith("kap")),
        "preparation_complete": Known(prepared >= asked),
        "integration_expected": Known(model.window("integration") is not None),
        "integration_arranged": Known(
            any(
                one.kind == "integration" and one.state == "planned" and one.planned_at > session.planned_at
                for one in held
            )
        ),
        "doses_so_far": Known(Decimal(len(given))),
        "says_go_ahead_today": Unknown("the client has not been asked today"),
    }
    if not given:
        facts["in_maintenance"] = Known(False)
    for name in ("treatment_week", "doses_in_last_7_days"):
        if isinstance(order.said.get(name), int):
            facts[name] = Known(Decimal(order.said[name]))
    signature = find_consent.standing(within=within, course_ids=[course.id]).get(course.id)
    if signature is not None:
        facts["consent_signed"] = Known(True, signature.signed_at)
        facts["consent_materially_changed"] = Known(signature.sha256 != consent(course.pathway).sha256)
    go_ahead = sessions.go_ahead(within=within, session_id=session.id)
    if go_ahead is not None:
        facts["says_go_ahead_today"] = Known(go_ahead.chooses, go_ahead.said_at)
    escort = sessions.escort(within=within, session_id=session.id)
    if escort is not None:
        facts |= {
            "escort_name": Known(escort.name, escort.named_at),
            "escort_phone": Known(escort.phone, escort.named_at),
            "escort_arranged": Known(True, escort.named_at),
        }
    return facts


def _measured(within: UUID, session: Session, signs: tuple[Signs, ...], at: datetime) -> dict[str, Fact[Value]]:
    """The last value of each sign, and the last weighing. Blood pressure goes by `pressures`."""
    facts: dict[str, Fact[Value]] = {}
    for one in (one for one in signs if one.stands):
        taken = {
            "hr_per_min": one.heart_rate_per_min,
            "spo2_percent": one.spo2_percent,
            "rr_per_min": one.respiratory_rate_per_min,
        }
        facts |= {name: Known(Decimal(value), one.taken_at) for name, value in taken.items() if value is not None}
    weighed = orders.weights(within=within, client_id=session.client_id, until=at)
    if weighed:
        facts["weight_kg"] = Known(weighed[0].weight_kg, weighed[0].weighed_at)
    return facts


def _read(kept: Entered) -> Fact[Value]:
    if kept.value is None or kept.name not in fact_specs():
        return Unknown("asked, and not known")
    return read_fact(kept.name, {"value": kept.value, "at": iso(kept.observed_at).replace("Z", "+00:00")})


def _since(fact: Fact[Value]) -> datetime | None:
    return fact.since if isinstance(fact, Known) else None
