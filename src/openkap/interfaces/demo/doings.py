"""The demo's people at work: each function does through the services what a real person would do on a screen."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from openkap.interfaces.demo.day import begin_day, open_day
from openkap.interfaces.demo.people import FOUND, Invented
from openkap.interfaces.demo.script import Clinic
from openkap.interfaces.demo.words import INTEGRATION_NOTES, LIFE_EVENTS, MEDICINES, voice
from openkap.knowledge.measures import measure
from openkap.knowledge.texts import consent
from openkap.records.responses import find as responses
from openkap.services.add_life_event import add_life_event
from openkap.services.answer_item import answer_item
from openkap.services.attest import attest, attestable
from openkap.services.attest_health import attest_health
from openkap.services.book_consult import Booked, book_consult
from openkap.services.book_session import book_session
from openkap.services.choose_questionnaires import choose_questionnaires
from openkap.services.course_facts import current_pathway
from openkap.services.decide_clearance import Decided, decide_clearance
from openkap.services.decide_gate import decide_gate
from openkap.services.discharge_client import ATTESTED, discharge_client
from openkap.services.end_session import end_session
from openkap.services.enter_results import enter_results
from openkap.services.give_medicine import give_medicine
from openkap.services.health_form import HEALTH
from openkap.services.hold_session import hold_session
from openkap.services.make_link import make_link
from openkap.services.name_escort import name_escort
from openkap.services.open_link import open_link
from openkap.services.record_distress import record_distress
from openkap.services.record_reading import record_reading
from openkap.services.request_care import request_care
from openkap.services.say_go_ahead import say_go_ahead
from openkap.services.say_words import say_words
from openkap.services.sign_consent import sign_consent
from openkap.services.sign_record import sign_record
from openkap.services.start_session import start_session
from openkap.services.state_medicines import state_medicines
from openkap.services.submit_response import submit_response
from openkap.services.write_entry import mark_event, write_note
from openkap.services.write_therapy_note import write_therapy_note
from openkap.terms.identity import Actor, ActorKind, new_id
from openkap.terms.source import Source

__all__ = ["Journey"]


@dataclass(slots=True)
class Journey:
    """One invented person's way, as far as it has come. `number` deals out voices, guides and rooms."""

    clinic: Clinic
    who: Invented
    number: int
    request_id: UUID | None = None
    booked: Booked | None = None
    sessions: list[UUID] = field(default_factory=list)
    dosed: list[UUID] = field(default_factory=list)
    doses: int = 0

    @property
    def guide(self) -> Actor:
        return self.clinic.guides[self.number % len(self.clinic.guides)]

    @property
    def room(self) -> UUID:
        return self.clinic.rooms[self.number % len(self.clinic.rooms)]

    @property
    def course_id(self) -> UUID:
        return self._booked.course_id

    @property
    def client(self) -> Actor:
        return Actor(ActorKind.CLIENT, id=self._booked.client_id)

    @property
    def _booked(self) -> Booked:
        if self.booked is None:
            raise LookupError("this person has no course yet")
        return self.booked

    @property
    def _email(self) -> str:
        return f"{self.who.given}.{self.who.family}@mail.example".lower().replace(" ", "")

    def request(self, at: datetime) -> None:
        self.request_id = request_care(
            within=self.clinic.id,
            at=at,
            name=f"{self.who.given} {self.who.family}",
            phone=f"512 555 01{10 + self.number:02d}",
            email=self._email,
            interest="undecided" if self.number % 4 == 3 else self.who.pathway,
            message=self.who.words,
        )

    def book_consult(self, at: datetime, starts_at: datetime) -> None:
        self.booked = book_consult(
            within=self.clinic.id,
            by=self.clinic.front,
            at=at,
            request_id=self.request_id,
            given_name=self.who.given,
            family_name=self.who.family,
            born_on=date.fromisoformat(self.who.born),
            phone=f"512 555 01{10 + self.number:02d}",
            email=self._email,
            pathway_key=self.who.pathway,
            sitter=self.who.sitter,
            guide_id=self.guide.id,
            room_id=self.room,
            starts_at=starts_at,
        )
        self.sessions.append(self.booked.session_id)

    def come_in(self, at: datetime) -> None:
        token = make_link(within=self.clinic.id, by=self.clinic.front, at=at, client_id=self._booked.client_id)
        open_link(token=token, at=at + timedelta(minutes=2))

    def fill_intake(self, at: datetime, *, send: bool) -> None:
        """PHQ-9 to its first total, GAD-7, health and medicines; unsent, only the PHQ-9 is begun and left."""
        self.answer("phq9", at, _spread(self.who.phq9[0], self.who.low, items=9), send=send)
        if not send:
            return
        self.answer("gad7", at, _spread(min(self.who.phq9[0], 20), 0, items=7), send=True)
        unsure = "bp_rise_hazard" if self.who.until == "intake sent" and self.number % 2 else None
        self.answer(HEALTH, at, self.who.health(unsure), send=True)
        lines = MEDICINES[self.number % len(MEDICINES)]
        state_medicines(
            within=self.clinic.id,
            by=self.client,
            at=at,
            client_id=self._booked.client_id,
            lines=lines,
            nothing=not lines,
        )
        if self.number % 4 == 1:
            day = at.astimezone(self.clinic.zone).date()
            add_life_event(
                within=self.clinic.id,
                by=self.client,
                at=at,
                today=day,
                client_id=self._booked.client_id,
                on=day - timedelta(days=9),
                what=LIFE_EVENTS[self.number // 4 % len(LIFE_EVENTS)],
            )

    def answer(self, key: str, at: datetime, answers: dict[str, str], *, send: bool) -> None:
        """Answers the form of this measure that is waiting."""
        asked = responses.of_client(within=self.clinic.id, client_id=self._booked.client_id, measure=key)
        waiting = next(one for one in reversed(asked) if not one.done)
        # Some prefer to answer when they are here.
        source = Source.TABLET if self.number % 5 == 2 else Source.PHONE
        given = dict(list(answers.items())[:6]) | ({"9": answers["9"]} if "9" in answers else {})
        for item, value in (answers if send else given).items():
            at += timedelta(seconds=7)
            answer_item(
                within=self.clinic.id,
                by=self.client,
                at=at,
                response_id=waiting.id,
                item=item,
                value=value,
                source=source,
            )
        if send:
            submit_response(within=self.clinic.id, by=self.client, at=at, response_id=waiting.id, source=source)

    def answer_phq9(self, at: datetime, total: int) -> None:
        """Comes in by a link, which asks what is due, and answers it."""
        self.come_in(at)
        self.answer("phq9", at + timedelta(minutes=3), _spread(total, 0, items=9), send=True)

    def answer_what_waits(self, at: datetime, *, mood: int | None = None) -> None:
        """Comes in by a link and answers what was asked last of each form, the PHQ-9 where a total is given for it."""
        self.come_in(at)
        asked = responses.of_client(within=self.clinic.id, client_id=self._booked.client_id)
        for one in {form.measure: form for form in asked if not form.done}.values():
            at += timedelta(minutes=3)
            if one.measure == "phq9" and mood is not None:
                self.answer("phq9", at, _spread(mood, 0, items=9), send=True)
            elif one.measure not in ("phq9", "trust_sliders", HEALTH):
                items = enumerate(measure(one.measure, one.edition).items)
                given = {item.number: str(item.lowest + (place + self.number) % 2) for place, item in items}
                self.answer(one.measure, at, given, send=True)

    def stop_questionnaires(self, at: datetime) -> None:
        choose_questionnaires(within=self.clinic.id, by=self.client, at=at, wants=False)

    def answer_trust(self, at: datetime) -> None:
        low = 4 if self.number % 3 == 0 else 8
        self.answer("trust_sliders", at, {"1": str(low), "2": "8", "3": "9"}, send=True)

    def decide(self, at: datetime, *, clear: bool) -> None:
        """What was measured at the consult is entered; the prescriber finds what only a clinician can, and decides."""
        enter_results(
            within=self.clinic.id,
            by=self.clinic.monitor,
            at=at - timedelta(minutes=20),
            client_id=self._booked.client_id,
            values=self.who.results(clear=clear),
            observed_at=at - timedelta(minutes=30),
            source="measured here, laboratory report",
        )
        if clear:
            decided = Decided(
                kind="conditions",
                reason="History, medicines, results and vital signs reviewed; no contraindication found.",
                conditions="Blood pressure every 15 minutes for the first hour. Medicines gone through again before "
                "each session.",
            )
        else:
            decided = Decided(
                kind="needs",
                reason="Blood pressure was 168/98 at the consult.",
                from_whom="the family doctor, with two weeks of readings at home",
            )
        decide_clearance(
            within=self.clinic.id,
            by=self.clinic.prescriber,
            at=at,
            course_id=self.course_id,
            decided=decided,
            found=FOUND if clear else {},
            route="iv" if self.who.pathway == "iv_only" else "im",
        )

    def sign(self, at: datetime) -> None:
        text = consent(self.who.pathway)
        sign_consent(
            within=self.clinic.id,
            by=self.client,
            at=at,
            course_id=self.course_id,
            shown_sha256=text.sha256,
            typed_name=f"{self.who.given} {self.who.family}",
            understood={question.key: question.right for question in text.teach_back},
        )

    def book(self, at: datetime, kind: str, starts_at: datetime, *, because: str = "") -> None:
        self.sessions.append(
            book_session(
                within=self.clinic.id,
                by=self.clinic.front,
                at=at,
                course_id=self.course_id,
                kind=kind,
                starts_at=starts_at,
                guide_id=self.guide.id,
                room_id=self.room,
                outside_window_because=because,
            )
        )

    def hold(self, at: datetime, *, minutes: int, topics: tuple[str, ...] = (), note: str = "") -> None:
        """The session booked last took place and ended at `at`."""
        said = {topic: text for topic, text in voice(self.number).items() if topic in topics}
        hold_session(
            within=self.clinic.id,
            by=self.guide,
            at=at,
            session_id=self.sessions[-1],
            began_at=at - timedelta(minutes=minutes),
            ended_at=at,
            note=note or INTEGRATION_NOTES[self.number % len(INTEGRATION_NOTES)],
            said=said,
        )

    def write_words(self, at: datetime) -> None:
        say_words(
            within=self.clinic.id,
            by=self.client,
            at=at,
            course_id=self.course_id,
            said={"intention": voice(self.number)["intention"]},
        )

    def name_escort(self, at: datetime) -> None:
        name_escort(
            within=self.clinic.id,
            by=self.client,
            at=at,
            session_id=self.sessions[-1],
            name="Alex " + self.who.family,
            phone=f"512 555 02{10 + self.number:02d}",
        )

    def attest(self, at: datetime, *what: str) -> None:
        """What somebody says is so: at the gate, or after a dose."""
        by = self.guide if self.who.pathway == "kap" else self.clinic.prescriber
        known = attestable(current_pathway(within=self.clinic.id, key=self.who.pathway))
        for one in what:
            if one in known:
                attest(
                    within=self.clinic.id,
                    by=by,
                    at=at,
                    course_id=self.course_id,
                    what=one,
                    session_id=self.sessions[-1] if known[one] else None,
                )

    def call(self, at: datetime, what: str, number: int) -> None:
        """What is due after the dose of that number, done."""
        by = self.guide if self.who.pathway == "kap" else self.clinic.monitor
        session_id = self.dosed[number]
        attest(within=self.clinic.id, by=by, at=at, course_id=self.course_id, what=what, session_id=session_id, said="")

    def choose(self, at: datetime) -> None:
        """Whoever is at the gate now still has the question about changes before them."""
        if not self.who.until.startswith("at the gate"):
            attest_health(
                within=self.clinic.id,
                by=self.client,
                at=at - timedelta(minutes=2),
                client_id=self._booked.client_id,
                changed=[],
                nothing=True,
            )
        say_go_ahead(within=self.clinic.id, by=self.client, at=at, session_id=self.sessions[-1], chooses=True)

    @property
    def _order(self) -> dict[str, str]:
        """What is ordered for this person, every time the same."""
        if self.who.pathway == "iv_only":
            dose, route = 35 + self.number % 4 * 2, {"route": "iv", "infusion_time": "40 min"}
        else:
            dose, route = 50 + self.number % 3 * 10, {"route": "im"}
        return route | {"dose": f"{dose} mg", "height": "172 cm", "sex_at_birth": "female"}

    def begin_day(self, at: datetime) -> None:
        client_id = self._booked.client_id
        begin_day(self.clinic, at, session_id=self.sessions[-1], client_id=client_id, order=self._order)

    def open_gate(self, at: datetime) -> None:
        self.attest(at, "safety_plan", "no_crisis", "next_day_free")
        open_day(
            self.clinic,
            at,
            session_id=self.sessions[-1],
            client=self.client,
            escort=("Alex " + self.who.family, f"512 555 02{10 + self.number:02d}"),
            order=self._order,
            kap=self.who.pathway == "kap",
        )
        by = self.guide if self.who.pathway == "kap" else self.clinic.prescriber
        decide_gate(within=self.clinic.id, by=by, at=at, session_id=self.sessions[-1])

    def start(self, at: datetime) -> None:
        start_session(
            within=self.clinic.id, by=self.clinic.monitor, at=at, session_id=self.sessions[-1], entry_id=new_id(at)
        )

    def read_vitals(self, at: datetime, systolic: int, diastolic: int, rate: int) -> None:
        record_reading(
            within=self.clinic.id,
            by=self.clinic.monitor,
            at=at,
            session_id=self.sessions[-1],
            entry_id=new_id(at),
            signs={"sbp": str(systolic), "dbp": str(diastolic), "hr": str(rate), "spo2": "98", "rr": "14"},
        )

    def dose(self, at: datetime) -> None:
        self.dosed.append(self.sessions[-1])
        iv = self.who.pathway == "iv_only"
        give_medicine(
            within=self.clinic.id,
            by=self.clinic.monitor,
            at=at,
            session_id=self.sessions[-1],
            entry_id=new_id(at),
            route=self._order["route"],
            dose=self._order["dose"].removesuffix(" mg"),
            unit="mg",
            infusion_min="40" if iv else "",
        )
        self.doses += 1

    def mark(self, at: datetime, what: str, text: str = "") -> None:
        mark_event(
            within=self.clinic.id,
            by=self.guide,
            at=at,
            session_id=self.sessions[-1],
            entry_id=new_id(at),
            what=what,
            text=text,
        )

    def distress(self, at: datetime, level: int) -> None:
        record_distress(
            within=self.clinic.id,
            by=self.guide,
            at=at,
            session_id=self.sessions[-1],
            entry_id=new_id(at),
            level=str(level),
        )

    def note_apart(self, at: datetime, text: str) -> None:
        write_therapy_note(
            within=self.clinic.id,
            by=self.guide,
            at=at,
            session_id=self.sessions[-1],
            note_id=new_id(at),
            text=text,
        )

    def sign_record(self, at: datetime) -> None:
        for by in (self.clinic.monitor, self.guide):
            sign_record(within=self.clinic.id, by=by, at=at, session_id=self.sessions[-1])

    def note(self, at: datetime, text: str) -> None:
        write_note(
            within=self.clinic.id,
            by=self.guide,
            at=at,
            session_id=self.sessions[-1],
            entry_id=new_id(at),
            text=text,
        )

    def discharge(self, at: datetime) -> None:
        """Everything met but, where nothing is booked yet, the integration appointment: the prescriber goes on."""
        session_id = self.sessions[-1]
        discharge_client(
            within=self.clinic.id,
            by=self.clinic.prescriber,
            at=at,
            session_id=session_id,
            entry_id=new_id(at),
            attested=frozenset(item.fact for item in ATTESTED),
            aldrete="10",
            reason="The integration appointment is made by phone tomorrow.",
        )
        end_session(
            within=self.clinic.id,
            by=self.clinic.monitor,
            at=at + timedelta(minutes=2),
            session_id=session_id,
            entry_id=new_id(at),
        )


def _spread(total: int, ninth: int, *, items: int) -> dict[str, str]:
    """Answers of 0 to 3 that add up to `total`, item 9 kept at `ninth`, the rest as even as they can be."""
    answers = dict.fromkeys((str(number) for number in range(1, items + 1)), 0)
    last = "9" if items == 9 else None
    left = total
    if last is not None:
        answers[last] = ninth
        left -= ninth
    while left > 0:
        for item in answers:
            if item != last and answers[item] < 3 and left > 0:
                answers[item] += 1
                left -= 1
    return {item: str(value) for item, value in answers.items()}
