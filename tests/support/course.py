"""A course brought to any point through the services, for tests that need someone in the middle of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tests.support.healthy import FOUND_WELL, HEALTHY, examine
from tests.support.people import Place
from tests.support.well import GOOD_WHEN_YES

from openkap.clinical.eligibility import Colour
from openkap.clinical.pathway import GateJudgement
from openkap.knowledge.rules.fact_spec import FactKind, fact_specs
from openkap.knowledge.texts import consent
from openkap.records.base import Act
from openkap.records.calendar import find as calendar
from openkap.records.calendar import keep as keep_calendar
from openkap.records.courses import find as courses
from openkap.records.orders import find as orders
from openkap.records.responses import find as responses
from openkap.records.sessions import keep as keep_sessions
from openkap.services.answer_item import answer_item
from openkap.services.ask_what_is_due import ask_what_is_due
from openkap.services.attest import attest
from openkap.services.book_consult import book_consult
from openkap.services.book_session import book_session
from openkap.services.check_day import ask_safety, decide_day, find_out, go_past, measure
from openkap.services.check_said import CheckedOrder
from openkap.services.course_facts import pathway_of
from openkap.services.day_facts import AT_THE_TABLET
from openkap.services.decide_clearance import Decided, decide_clearance
from openkap.services.decide_gate import decide_gate
from openkap.services.health_form import HEALTH
from openkap.services.hold_session import hold_session
from openkap.services.name_escort import name_escort
from openkap.services.record_weight import record_weight
from openkap.services.say_go_ahead import say_go_ahead
from openkap.services.say_words import say_words
from openkap.services.sign_consent import sign_consent
from openkap.services.sign_order import confirm_order, sign_order
from openkap.services.start_session import start_session
from openkap.services.state_medicines import state_medicines
from openkap.services.submit_response import submit_response
from openkap.terms.identity import Actor, ActorKind, Role, new_id
from openkap.terms.moment import iso
from openkap.terms.sitter import Sitter

WORDS = {
    "life_story": "A long road.",
    "motivations": "To sleep.",
    "intention": "To meet what comes.",
    "when_afraid": "Slow breathing.",
    "boundaries": "Nobody I have not met.",
    "touch": "None.",
    "stop_signal": "Left hand up.",
    "music": "Cello.",
}


# An order by each route that the checks have nothing to say about, for somebody of 70 kg who has had no dose yet.
ORDERS: dict[str, dict[str, object]] = {
    "iv": {"route": "iv", "dose": "35 mg", "infusion_time": "40 min"},
    "im": {"route": "im", "dose": "60 mg"},
    "sl-rdt": {"route": "sl-rdt", "dose": "200 mg"},
    "in-racemic": {"route": "in-racemic", "dose": "60 mg"},
    "oral": {"route": "oral", "dose": "100 mg"},
    "in-esketamine": {
        "route": "in-esketamine",
        "dose": "56 mg",
        "devices": 2,
        "device_times": ["0 min", "5 min"],
        "age": 44,
        "indication": "treatment-resistant depression",
    },
}
WELL = {"sbp": "122", "dbp": "78", "hr": "72", "spo2": "98", "rr": "14"}
_MEASURED: dict[str, object] = {"height": "170 cm", "sex_at_birth": "female"}
ORDERS = {route: order | _MEASURED for route, order in ORDERS.items()}


@dataclass
class Traveller:
    """One client on the way. Each step moves the clock of the story (`at`) and goes through the services."""

    place: Place
    at: datetime
    client_id: UUID
    course_id: UUID
    consult_id: UUID
    pathway: str
    medicine_id: UUID | None = None

    @property
    def client(self) -> Actor:
        return Actor(ActorKind.CLIENT, id=self.client_id)

    def response(self, measure: str) -> UUID:
        asked = responses.of_client(within=self.place.id, client_id=self.client_id, measure=measure)
        return next(one.id for one in reversed(asked) if not one.done)

    def ask(self) -> "Traveller":
        """The clock has come round: what is due by now is asked."""
        ask_what_is_due(within=self.place.id, at=self.at)
        return self

    def answer(self, measure: str, answers: dict[str, str], *, send: bool = True, leave_open: bool = False) -> UUID:
        response_id = self.response(measure)
        for item, value in answers.items():
            answer_item(
                within=self.place.id, by=self.client, at=self.at, response_id=response_id, item=item, value=value
            )
        if send:
            submit_response(
                within=self.place.id, by=self.client, at=self.at, response_id=response_id, leave_open=leave_open
            )
        return response_id

    def fill_intake(self) -> "Traveller":
        self.answer("phq9", {str(n): "1" for n in range(1, 9)} | {"9": "0"})
        self.answer("gad7", {str(n): "1" for n in range(1, 8)})
        self.answer(HEALTH, HEALTHY)
        state_medicines(
            within=self.place.id, by=self.client, at=self.at, client_id=self.client_id, lines=[], nothing=True
        )
        return self

    def clear(self) -> "Traveller":
        """Examined, found well by the prescriber, and cleared with the conditions that are left."""
        examine(self.place, self.client_id, self.at)
        decide_clearance(
            within=self.place.id,
            by=self.place[Role.PRESCRIBER],
            at=self.at,
            course_id=self.course_id,
            decided=Decided(kind="cleared", reason="Reviewed."),
            found=FOUND_WELL,
        )
        return self

    def sign(self) -> "Traveller":
        text = consent(self.pathway)
        sign_consent(
            within=self.place.id,
            by=self.client,
            at=self.at,
            course_id=self.course_id,
            shown_sha256=text.sha256,
            typed_name="Pat Doe",
            understood={question.key: question.right for question in text.teach_back},
        )
        return self

    def book(self, kind: str, starts_at: datetime, *, because: str = "") -> UUID:
        return book_session(
            within=self.place.id,
            by=self.place[Role.FRONT_DESK],
            at=self.at,
            course_id=self.course_id,
            kind=kind,
            starts_at=starts_at,
            guide_id=self.place[Role.GUIDE].id,
            room_id=None,
            outside_window_because=because,
        )

    def hold(self, session_id: UUID, *, said: dict[str, str] | None = None) -> None:
        hold_session(
            within=self.place.id,
            by=self.place[Role.GUIDE],
            at=self.at,
            session_id=session_id,
            began_at=self.at - timedelta(minutes=50),
            ended_at=self.at,
            note="Held.",
            said=said,
        )

    def prepare(self) -> "Traveller":
        """Two preparation sessions, the words, and trust that is high."""
        for number in range(2):
            session_id = self.book("preparation", self.at + timedelta(hours=1))
            if number == 0:
                self.answer("trust_sliders", {"1": "8", "2": "8", "3": "9"})
            self.at += timedelta(hours=2)
            self.hold(session_id, said=WORDS if number else None)
            self.at += timedelta(days=1)
        return self

    def say(self, topic: str, text: str) -> None:
        say_words(within=self.place.id, by=self.client, at=self.at, course_id=self.course_id, said={topic: text})

    def plan_medicine(self) -> "Traveller":
        self.medicine_id = self.book("medicine", self.at + timedelta(hours=2, minutes=30))
        return self

    def name_escort(self) -> "Traveller":
        name_escort(
            within=self.place.id,
            by=self.client,
            at=self.at,
            session_id=self.session,
            name="Sam",
            phone="512 555 0123",
        )
        return self

    def attest(self, *what: str) -> "Traveller":
        """A guide says that these are so; with none named, everything that the gate asks somebody to say."""
        course = courses.course(within=self.place.id, course_id=self.course_id)
        asked = [one.condition.text("what") for one in pathway_of(within=self.place.id, course=course).criteria]
        for one in what or [key for key in asked if key]:
            attest(
                within=self.place.id,
                by=self.place[Role.GUIDE],
                at=self.at,
                course_id=self.course_id,
                session_id=self.medicine_id,
                what=one,
            )
        return self

    def choose(self, chooses: bool = True) -> "Traveller":
        self.at += timedelta(seconds=1)
        say_go_ahead(within=self.place.id, by=self.client, at=self.at, session_id=self.session, chooses=chooses)
        return self

    @property
    def session(self) -> UUID:
        assert self.medicine_id is not None
        return self.medicine_id

    def weigh(self, weight: str = "70") -> "Traveller":
        record_weight(
            within=self.place.id,
            by=self.place[Role.MONITOR],
            at=self.at,
            client_id=self.client_id,
            weight=weight,
        )
        return self

    def order(self, route: str = "im", *, because: str = "", **said: object) -> CheckedOrder:
        """The prescriber signs an order; where it asks for a second person, it waits."""
        self.at += timedelta(seconds=1)
        return sign_order(
            within=self.place.id,
            by=self.place[Role.PRESCRIBER],
            at=self.at,
            session_id=self.session,
            said=ORDERS[route] | said,
            because=because,
        )

    def confirm(self, role: Role = Role.MONITOR) -> "Traveller":
        """The second person confirms the order that waits."""
        self.at += timedelta(seconds=1)
        order = orders.standing(within=self.place.id, session_id=self.session)
        assert order is not None
        confirm_order(within=self.place.id, by=self.place[role], at=self.at, order_id=order.id)
        return self

    def check_day(self, *, but: dict[str, object] | None = None) -> "Traveller":
        """Everything the gate of the day asks is found out and measured, and all is well; `but` changes answers."""
        common = {"within": self.place.id, "by": self.place[Role.MONITOR], "session_id": self.session}
        self.at += timedelta(seconds=1)
        measure(**common, at=self.at, signs=WELL, weight="70")
        name_escort(
            within=self.place.id, by=self.client, at=self.at, session_id=self.session, name="Sam", phone="512 555 0123"
        )
        said = {name: name in GOOD_WHEN_YES for name in AT_THE_TABLET if fact_specs()[name].kind is FactKind.YES_NO}
        said |= {
            "last_food_at": iso(self.at - timedelta(hours=10)).replace("Z", "+00:00"),
            "last_drink_at": iso(self.at - timedelta(hours=3)).replace("Z", "+00:00"),
            "escort_time": iso(self.at + timedelta(hours=3)).replace("Z", "+00:00"),
            "medicines": [],
            "prescriber_today": "Alder House prescriber",
            "monitor_today": "Alder House monitor",
            "guide_today": "Alder House guide",
        }
        find_out(**common, at=self.at, said=said | (but or {}))
        ask_safety(**common, at=self.at, answers={"1": False, "2": False, "6": False})
        return self

    def go_past(self, rule: str, reason: str = "Agreed with the client by phone.") -> "Traveller":
        self.at += timedelta(seconds=1)
        go_past(
            within=self.place.id,
            by=self.place[Role.PRESCRIBER],
            at=self.at,
            session_id=self.session,
            rule=rule,
            reason=reason,
        )
        return self

    def decide_day(self, role: Role = Role.MONITOR) -> Colour:
        self.at += timedelta(seconds=1)
        return decide_day(within=self.place.id, by=self.place[role], at=self.at, session_id=self.session)

    def open_day(self, route: str = "im", **said: object) -> "Traveller":
        """Weighed, ordered, checked and decided: medicine may be given by this order."""
        self.weigh()
        self.order(route, because="As agreed at the last review.", **said)
        order = orders.standing(within=self.place.id, session_id=self.session)
        if order is not None and order.waits_for_second:
            self.confirm()
        self.check_day()
        if self.pathway == "kap":
            self.go_past("GT-03")
        assert self.decide_day() is Colour.GREEN
        return self

    def decide(self, *, override_reason: str = "", role: Role = Role.PRESCRIBER) -> GateJudgement:
        self.at += timedelta(seconds=1)
        return decide_gate(
            within=self.place.id,
            by=self.place[role],
            at=self.at,
            session_id=self.session,
            override_reason=override_reason,
        )

    def start(self) -> "Traveller":
        start_session(
            within=self.place.id,
            by=self.place[Role.MONITOR],
            at=self.at,
            session_id=self.session,
            entry_id=new_id(self.at),
        )
        return self


def begin(place: Place, at: datetime, *, pathway: str = "kap", sitter: Sitter | None = None) -> Traveller:
    """A client whose consult has been booked for an hour from now."""
    room = calendar.rooms(within=place.id)[0]
    booked = book_consult(
        within=place.id,
        by=place[Role.FRONT_DESK],
        at=at,
        request_id=None,
        given_name="Pat",
        family_name="Doe",
        born_on=None,
        phone="512 555 0199",
        email="",
        pathway_key=pathway,
        sitter=Sitter.NONE if pathway == "iv_only" and sitter is None else sitter,
        guide_id=place[Role.GUIDE].id,
        room_id=room.id,
        starts_at=at + timedelta(hours=1),
    )
    return Traveller(place, at, booked.client_id, booked.course_id, booked.session_id, pathway)


def to_the_gate(place: Place, at: datetime, *, pathway: str = "kap") -> Traveller:
    """A client before their first medicine session today, with everything that the gate asks."""
    traveller = begin(place, at, pathway=pathway).fill_intake()
    traveller.at += timedelta(hours=2)
    traveller.hold(traveller.consult_id)
    traveller.clear().sign()
    if pathway == "kap":
        traveller.prepare()
    return traveller.plan_medicine().name_escort().attest().choose()


def in_the_room(place: Place, at: datetime, *, pathway: str = "kap", route: str = "im", dose: str = "") -> Traveller:
    """A medicine session that has been started, with an order by this route and an open gate of the day."""
    ample = {"dose": "100 mg", "boosters": [{"dose": "50 mg", "after": "15 min"}]} if route == "im" else {}
    traveller = to_the_gate(place, at, pathway=pathway).open_day(route, **ample)
    traveller.decide()
    return traveller.start()


def begun_session(act: Act, *, client_id: UUID, course_id: UUID, starts: datetime) -> UUID:
    """A medicine session that has begun, by the records alone, without its way to the gate."""
    appointment_id = keep_calendar.appointment(
        act,
        client_id=client_id,
        course_id=course_id,
        kind="medicine",
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        guide_id=None,
        room_id=None,
    )
    session_id = keep_sessions.plan(
        act,
        course_id=course_id,
        client_id=client_id,
        kind="medicine",
        appointment_id=appointment_id,
        planned_at=starts,
    )
    keep_sessions.entry(act, entry_id=act.new_id(), session_id=session_id, kind="start", at=act.at)
    return session_id
