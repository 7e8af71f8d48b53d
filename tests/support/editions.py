"""A practice's own editions, for tests that need one; and somebody whose gate asks two people."""

from datetime import datetime, timedelta

from tests.support.course import Traveller, begin
from tests.support.people import Place

from openkap.knowledge.pathways import pathway_text
from openkap.services.course_facts import current_pathway
from openkap.services.sign_pathway import sign_pathway
from openkap.terms.identity import Role

TWO_PEOPLE = ("second_person = false", "second_person = true")


def sign(place: Place, at: datetime, *changes: tuple[str, str], key: str = "kap", role: Role = Role.LEAD) -> str:
    text = pathway_text(key)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    present = current_pathway(within=place.id, key=key).edition
    return sign_pathway(
        within=place.id, by=place[role], at=at, key=key, text=text, from_edition=present, reason="Agreed with the team."
    )


def without_the_life_story(practice: Place, now: datetime) -> Traveller:
    """Before the gate, with one thing open that a prescriber may override; the pathway asks two people."""
    sign(practice, now, TWO_PEOPLE)
    traveller = begin(practice, now + timedelta(minutes=1)).fill_intake()
    traveller.at += timedelta(hours=2)
    traveller.hold(traveller.consult_id)
    traveller.clear().sign()
    for number in range(2):
        session_id = traveller.book("preparation", traveller.at + timedelta(hours=1))
        if number == 0:
            traveller.answer("trust_sliders", {"1": "8", "2": "8", "3": "9"})
        traveller.at += timedelta(hours=2)
        traveller.hold(session_id)
    for topic in ("motivations", "intention", "when_afraid", "boundaries", "stop_signal"):
        traveller.say(topic, "Said.")
    return traveller.plan_medicine().name_escort().attest().choose()
