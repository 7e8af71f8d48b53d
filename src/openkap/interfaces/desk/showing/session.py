"""A session's page: what everyone sees, and what its kind adds for clinicians."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from openkap.clinical.authority import Doing, may
from openkap.interfaces.desk.forms.acting import Cancel
from openkap.interfaces.desk.forms.session import DecideGate, Hold, NameEscort, Trust
from openkap.interfaces.desk.showing.banner import banner_of, today_of
from openkap.interfaces.desk.showing.distress import distress_lines
from openkap.interfaces.desk.showing.gate import decided, gate_of
from openkap.interfaces.desk.showing.outcomes import notes_text
from openkap.interfaces.desk.showing.timeline import in_short
from openkap.interfaces.desk.showing.trust import trust_lines, waiting_trust
from openkap.interfaces.desk.showing.words import said_by_topic
from openkap.interfaces.desk.wording import KINDS, state_words
from openkap.interfaces.kit import written
from openkap.interfaces.kit.ordered import order_words
from openkap.interfaces.kit.parts import Line, Link
from openkap.interfaces.kit.predicted import Predicted, show_beside, show_prediction
from openkap.knowledge.pathways import Pathway
from openkap.records.courses import find as courses
from openkap.records.day import find as day
from openkap.records.orders import find as orders
from openkap.records.pathways import find as pathways
from openkap.records.people import find as people
from openkap.records.responses import find as responses
from openkap.records.sessions import find as sessions
from openkap.records.sessions import timeline
from openkap.records.sessions.shapes import Entry, Session
from openkap.services.course_facts import pathway_of
from openkap.services.judge_readiness import judge_readiness
from openkap.services.read_exposure import predict, session_beside_last

__all__ = ["read_hold_form", "session_page"]

Values = dict[str, Any]


def session_page(request: HttpRequest, session: Session, forms: Values) -> Values:
    """`forms`: those that came back with something open, by name; the others are fresh."""
    who = people.client(within=request.practice.id, client_id=session.client_id)
    is_medicine = session.kind == "medicine"
    is_open = session.state in ("planned", "live")
    page: Values = {
        "page_title": KINDS[session.kind],
        "banner": banner_of(request, who),
        "back": Link(label="Client", url=reverse("desk:client", args=[who.id])),
        "session": session,
        "lines": _lines(request, session),
        "may_invite": may(request.actor, Doing.INVITE),
        "client_id": who.id,
    }
    if session.state == "planned" and may(request.actor, Doing.BOOK):
        page["cancel"] = forms.get("cancel") or Cancel()
    if is_medicine:
        page["day_lines"] = _escort_lines(request, session)
        page["escort_named"] = bool(page["day_lines"][0].value)
        page["escort"] = (forms.get("escort") or NameEscort()) if is_open else None
    if not may(request.actor, Doing.SEE_CLINICAL):
        return page
    return page | (_medicine(request, session, forms) if is_medicine else _talk(request, session, forms))


def read_hold_form(request: HttpRequest, session: Session, data: Any = None) -> Hold:
    """The form that records the session, with the topics of a preparation as they stand."""
    course = courses.course(within=request.practice.id, course_id=session.course_id)
    model = pathway_of(within=request.practice.id, course=course)
    topics = []
    if session.kind == "preparation":
        said = courses.words(within=request.practice.id, course_id=session.course_id)
        topics = said_by_topic(request, model, said, with_trust=True)
    initial: dict[str, datetime] = {"began_at": session.planned_at, "ended_at": min(session.planned_until, request.now)}
    return Hold(data, topics=topics, initial=initial if session.planned_at < request.now else {})


def _lines(request: HttpRequest, session: Session) -> list[Line]:
    zone = request.practice.zone
    until = written.clock(session.planned_until, zone)
    lines = [
        Line(term="When", value=f"{written.appointment(session.planned_at, zone)} to {until}"),
        Line(term="Guide", value=session.guide_name or "", unknown="none yet"),
        Line(term="Room", value=session.room_name or "", unknown="none yet"),
        Line(term="State", value=state_words(session, request.now)),
    ]
    if session.started_at is not None:
        lines.append(Line(term="Began", value=written.moment(session.started_at, zone)))
    if session.ended_at is not None:
        lines.append(Line(term="Ended", value=written.moment(session.ended_at, zone)))
    return lines


def _escort_lines(request: HttpRequest, session: Session) -> list[Line]:
    named = sessions.escort(within=request.practice.id, session_id=session.id)
    if named is None:
        return [Line(term="Takes them home", unknown="nobody named yet")]
    when = written.moment(named.named_at, request.practice.zone)
    return [Line(term="Takes them home", value=named.name, note=f"{named.phone}, named {when}")]


def _medicine(request: HttpRequest, session: Session, forms: Values) -> Values:
    within = request.practice.id
    past = sessions.gate_decisions(within=within, session_id=session.id)
    page: Values = {
        "decisions": [decided(request, one) for one in past],
        "day_lines": [*_escort_lines(request, session), _go_ahead(request, session)],
    }
    if session.state != "cancelled":
        page |= _order_and_day(request, session)
    if session.state == "planned":
        course = courses.course(within=within, course_id=session.course_id)
        model = pathway_of(within=within, course=course)
        gate = gate_of(judge_readiness(within=within, session=session, at=request.now), _attest_urls(session, model))
        page["gate"] = gate
        page["is_decided"] = bool(past) and past[0].opens and _is_today(request, past[0].decided_at)
        page["may_decide"] = may(request.actor, Doing.DECIDE_GATE)
        if gate.overridable and may(request.actor, Doing.OVERRIDE_GATE):
            page["override"] = forms.get("gate") or DecideGate()
        page["two_people"] = any(one.second_person for one in model.gates)
        page["asked"] = _asked(request, session)
    if session.state != "cancelled":
        page["room_url"] = reverse("console:room", args=[session.id])
    if session.state == "ended":
        entries = timeline.entries(within=within, session_id=session.id)
        page["happenings"] = in_short(request, entries)
        page["predictions"] = _predictions(request, session, entries)
    return page


def _order_and_day(request: HttpRequest, session: Session) -> Values:
    """What is ordered and how the gate of the day was decided; both are looked at in full on their own pages."""
    within = request.practice.id
    order = orders.standing(within=within, session_id=session.id)
    decided = next(iter(day.decisions(within=within, session_id=session.id)), None)
    page: Values = {
        "order_words": "Nothing is ordered yet." if order is None else order_words(order),
        "order_label": "Write the order" if order is None and may(request.actor, Doing.ORDER) else "Open the order",
        "may_check_day": may(request.actor, Doing.CHECK_DAY),
    }
    if order is not None and order.waits_for_second:
        page["order_words"] += ". It waits for a second person."
    if decided is not None and _is_today(request, decided.decided_at):
        page["day_words"] = f"decided today: {decided.colour}"
        page["day_tone"] = {"green": "ok", "amber": "watch", "red": "alert"}[decided.colour]
    return page


def _predictions(request: HttpRequest, session: Session, entries: list[Entry]) -> list[Predicted]:
    """The curve of what was given, and the same beside the session before, where there was one."""
    within, zone = request.practice.id, request.practice.zone
    doses = sorted((one.dose for one in entries if one.dose and not one.struck), key=lambda dose: dose.given_at)
    who = people.client(within=within, client_id=session.client_id)
    prediction = predict(doses=doses, client=who)
    if prediction is None:
        return []
    found = [show_prediction(prediction, zone=zone, title="Predicted concentration of this session")]
    two = session_beside_last(within=within, client=who, doses=doses)
    if two is not None and two.last.first_at is not None:
        before = written.day(two.last.first_at.astimezone(zone).date())
        names = (f"Session of {before}", "This session")
        found.append(show_beside(two, names=names, title="This session beside the one before"))
    return found


def _attest_urls(session: Session, model: Pathway) -> dict[str, str]:
    """Where somebody says that a criterion is so, by the criterion's id."""
    url = reverse("desk:attest", args=[session.course_id])
    return {
        one.id: f"{url}?{urlencode({'what': what, 'session_id': session.id, 'back': 'session'})}"
        for one in model.criteria
        if (what := one.condition.text("what"))
    }


def _asked(request: HttpRequest, session: Session) -> Values | None:
    """An override that waits for a second person today, and whether that can be this reader."""
    found = pathways.override_asked(within=request.practice.id, session_id=session.id)
    if found is None or found.agrees is not None or not _is_today(request, found.asked_at):
        return None
    return {
        "reason": found.reason,
        "who": found.asked_by_name,
        "when": written.moment(found.asked_at, request.practice.zone),
        "mine": found.asked_by_id == request.actor.id,
        "open_then": [one["title"] for one in found.findings if one["standing"] != "met"],
    }


def _is_today(request: HttpRequest, at: datetime) -> bool:
    return bool(at.astimezone(request.practice.zone).date() == today_of(request))


def _go_ahead(request: HttpRequest, session: Session) -> Line:
    said = sessions.go_ahead(within=request.practice.id, session_id=session.id)
    if said is None:
        return Line(term="The client chooses", unknown="not asked yet; they are asked on the day, on their phone")
    when = written.moment(said.said_at, request.practice.zone)
    return Line(term="The client chooses", value="to go ahead" if said.chooses else "not to go ahead", note=when)


def _talk(request: HttpRequest, session: Session, forms: Values) -> Values:
    """Consult, preparation and integration."""
    within, page = request.practice.id, {}
    if session.state == "planned" and may(request.actor, Doing.HOLD_SESSION):
        page["hold"] = forms.get("hold") or read_hold_form(request, session)
        page["is_ahead"] = session.planned_at > request.now and not _is_today(request, session.planned_at)
    if session.state == "ended":
        page["happenings"] = in_short(request, timeline.entries(within=within, session_id=session.id))
    if session.kind == "preparation":
        asked = responses.of_client(within=within, client_id=session.client_id, measure="trust_sliders")
        page["trust_lines"] = trust_lines(request, asked)
        page["trust_waits"] = waiting_trust(asked) is not None
        if page["trust_waits"] and may(request.actor, Doing.WRITE_WORDS):
            page["trust"] = forms.get("trust") or Trust()
    if session.kind in ("preparation", "integration"):
        page["distress_lines"] = distress_lines(request, session)
    if session.kind == "integration":
        page |= _before_integration(request, session)
    return page


def _before_integration(request: HttpRequest, session: Session) -> Values:
    """The intention again, and the last medicine session in short."""
    within = request.practice.id
    intention = courses.words(within=within, course_id=session.course_id).get("intention")
    doses = sessions.doses(within=within, course_ids=[session.course_id])
    last = doses[-1].session_id if doses else None
    asked = responses.of_client(within=within, client_id=session.client_id)
    return {
        "note_insert": notes_text(request, asked, doses),
        "intention": intention.text if intention else "",
        "medicine": in_short(request, timeline.entries(within=within, session_id=last)) if last else [],
        "medicine_url": reverse("desk:session", args=[last]) if last else "",
    }
