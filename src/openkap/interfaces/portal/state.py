"""What the first page of a client's visit stands on, read with a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from openkap.knowledge.pathways import Pathway
from openkap.records.consent import find as consents
from openkap.records.consent.shapes import Signature
from openkap.records.courses import find as courses
from openkap.records.courses.shapes import Course, Words
from openkap.records.health import find as health
from openkap.records.health.shapes import Attestation, MedicineList
from openkap.records.responses import find as responses
from openkap.records.responses.shapes import Response
from openkap.records.sessions import find as sessions
from openkap.records.sessions.shapes import Escort, GoAhead, Session
from openkap.services.course_facts import pathway_of
from openkap.services.read_asking import AskingState, read_asking

__all__ = ["ClientState", "read_state"]


@dataclass(frozen=True, slots=True)
class ClientState:
    """`course` is the latest one; `sessions` are those of every course that lie ahead or are of today, in their order.

    `signature` is the one that stands, or else the last that was taken back. `medicine` is the next medicine session,
    with its escort and the client's own choice. `attested`: when the health history was looked at again.
    `asking` is how the questionnaires of the course stand.
    """

    now: datetime
    zone: ZoneInfo
    course: Course | None
    pathway: Pathway | None
    responses: tuple[Response, ...]
    medicines: MedicineList | None
    attested: Attestation | None
    signature: Signature | None
    words: dict[str, Words]
    sessions: tuple[Session, ...]
    medicine: Session | None
    escort: Escort | None
    go_ahead: GoAhead | None
    asking: AskingState | None

    def is_today(self, at: datetime) -> bool:
        """By the practice's calendar."""
        return at.astimezone(self.zone).date() == self.now.astimezone(self.zone).date()


def read_state(*, within: UUID, client_id: UUID, now: datetime, zone: ZoneInfo) -> ClientState:
    own = courses.of_client(within=within, client_id=client_id)
    course = own[0] if own else None
    signatures = consents.signatures(within=within, course_id=course.id) if course else []
    ahead = [
        session
        for session in sessions.sessions(within=within, course_ids=[one.id for one in own])
        if session.state in ("planned", "live")
        and session.planned_at.astimezone(zone).date() >= now.astimezone(zone).date()
    ]
    medicine = next((session for session in ahead if session.kind == "medicine"), None)
    return ClientState(
        now=now,
        zone=zone,
        course=course,
        pathway=pathway_of(within=within, course=course) if course else None,
        responses=tuple(responses.of_client(within=within, client_id=client_id)),
        medicines=(health.medicines(within=within, client_ids=[client_id]).get(client_id) or [None])[-1],
        attested=(health.attestations(within=within, client_ids=[client_id]).get(client_id) or [None])[-1],
        signature=next((one for one in signatures if one.withdrawn_at is None), signatures[0] if signatures else None),
        words=courses.words(within=within, course_id=course.id) if course else {},
        sessions=tuple(ahead),
        medicine=medicine,
        escort=sessions.escort(within=within, session_id=medicine.id) if medicine else None,
        go_ahead=sessions.go_ahead(within=within, session_id=medicine.id) if medicine else None,
        asking=read_asking(within=within, at=now, zone=zone, courses=[course])[0] if course else None,
    )
