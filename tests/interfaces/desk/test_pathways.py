"""Pathways at the desk: read, compared, changed and signed; a client's place, the gate's open points, nobody lost."""

from datetime import timedelta

import pytest
from tests.support.course import begin, in_the_room, to_the_gate
from tests.support.dosed import dose_and_end

from openkap.knowledge.pathways import pathway, pathway_keys
from openkap.knowledge.schedules import schedule
from openkap.records.pathways import find as pathways
from openkap.records.sessions import find as sessions
from openkap.services.course_facts import current_pathway
from openkap.services.kept_courses import forget
from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db


def _form(bob, key: str = "kap") -> dict[str, str]:
    """What a browser would send of the form as it opens."""
    form = bob(Role.LEAD).get(f"/desk/pathways/{key}/change/").context["form"]
    sent = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if value is True:
            sent[name] = "on"
        elif value not in (False, None):
            sent[name] = str(value)
        assert field.label or name == "from_edition"
    return sent


@pytest.mark.parametrize("key", pathway_keys())
def test_each_pathway_is_read_and_drawn(bob, read, key) -> None:
    page = bob(Role.GUIDE).get(f"/desk/pathways/{key}/")
    words = read(page)
    assert all(criterion.title in words for criterion in pathway(key).criteria)
    assert page.content.decode().count('<svg class="chart-') == 2
    assert "Change it" not in words
    assert "Change it" in read(bob(Role.LEAD).get(f"/desk/pathways/{key}/"))


def test_two_stand_side_by_side_with_their_differences(bob, read) -> None:
    words = read(bob(Role.PRESCRIBER).get("/desk/pathways/kap/?beside=iv_only"))
    assert "≠ 1 to 6 of 3 h, usually 3" in words
    assert "≠ 1 to 6 of 2 h, usually 6" in words
    assert "only here" in words
    assert bob(Role.GUIDE).get("/desk/pathways/nothing/").status_code == 404
    assert "two-ways" not in bob(Role.GUIDE).get("/desk/pathways/kap/?beside=nothing").content.decode()


def test_a_change_is_checked_and_drawn_at_once_and_kept_by_nobody(practice, bob, read) -> None:
    sent = _form(bob) | {"sessions[1].minutes": "90"}
    words = read(bob(Role.LEAD).post("/desk/pathways/kap/change/", sent))
    assert "Nothing stands against it" in words
    assert "sessions preparation minutes 60 90" in words
    assert "≠ 2 to 6 of 1 h 30 min, usually 3" in words
    assert pathways.editions(within=practice.id) == []


def test_what_is_asked_of_a_client_is_chosen_with_its_weeks_in_sight(practice, bob, read, now, stand_at) -> None:
    stand_at(now)
    sent = _form(bob, "kap_montreal")
    before = bob(Role.LEAD).get("/desk/pathways/kap_montreal/change/")
    after = bob(Role.LEAD).post("/desk/pathways/kap_montreal/change/", sent | {"schedule": "iv_only"})
    assert f"The budget of a week is {schedule('kap').budget_minutes} min" in read(before)
    assert before.context["week_rows"] != after.context["week_rows"] != []
    assert "schedule kap iv_only" in read(after)
    refused = bob(Role.LEAD).post("/desk/pathways/kap_montreal/change/", sent | {"schedule": "weather", "sign": "yes"})
    assert "weather" in read(refused)
    assert pathways.editions(within=practice.id) == []


BAD = [
    ({"sessions[1].minutes": "an hour"}, "must be a whole number from 1 to 1440, in minutes, not 'an hour'"),
    ({"sessions[1].minutes": "99999"}, "must be a whole number from 1 to 1440, not 99999"),
    ({"sessions[1].minimum": ""}, "minimum is missing"),
    ({"windows[0].from_hours": "80"}, "closes at 72 h, not after it opens at 80 h"),
    ({"windows[0].from_hours": "400", "windows[0].to_hours": "500"}, "it cannot be held before the next"),
    ({"criteria[0].at_least": "9"}, "there are never more than 6"),
    ({"new.test": "words_said", "new.with": "topic = weather"}, 'asks for "weather", which is never collected'),
    ({"new.test": "asked_answered", "new.with": "occasion = review"}, 'asks for "review", which is never collected'),
    ({"new.test": "words_said", "new.with": ""}, "topic is missing: words_said needs it"),
]


@pytest.mark.parametrize(("typed", "says"), BAD)
def test_what_cannot_work_is_said_and_not_signed(practice, bob, read, typed, says) -> None:
    sent = _form(bob) | typed | {"sign": "yes", "reason": "Agreed."}
    page = bob(Role.LEAD).post("/desk/pathways/kap/change/", sent)
    words = read(page)
    assert page.status_code == 409
    assert says in words
    assert "It is not signed yet" in words
    for name, value in typed.items():
        assert page.context["form"][name].value() == value
    assert pathways.editions(within=practice.id) == []


def test_an_edition_is_changed_checked_and_signed(practice, bob, read, now, stand_at) -> None:
    stand_at(now)
    sent = _form(bob)
    sent |= {"sessions[1].minutes": "90", "gates[0].second_person": "on", "criteria[14].left-out": "on"}
    sent |= {"new.test": "words_said", "new.with": "topic = touch, fresh_days = 30", "new.title": "Touch, again"}
    page = bob(Role.LEAD).post("/desk/pathways/kap/change/", sent | {"sign": "yes", "reason": ""})
    assert (page.status_code, "write a few words here" in read(page)) == (422, True)
    page = bob(Role.LEAD).post("/desk/pathways/kap/change/", sent | {"sign": "yes", "reason": "Longer talks."})
    assert page.status_code == 303
    own = current_pathway(within=practice.id, key="kap")
    preparation = own.session("preparation")
    assert preparation is not None
    assert (preparation.minutes, own.gates[0].second_person) == (90, True)
    assert preparation.source.startswith("site policy of this practice; shipped: at least 2")
    assert own.criteria[-1].title == "Touch, again"
    assert pathway("kap").criteria[14].id not in {one.id for one in own.criteria}
    assert "Longer talks." in read(bob(Role.GUIDE).get("/desk/pathways/kap/"))
    traveller = begin(practice, now)
    assert own.edition in read(bob(Role.GUIDE).get(f"/desk/clients/{traveller.client_id}/"))


def test_the_gate_is_blocked_resolved_and_passed(practice, bob, read, now, stand_at) -> None:
    traveller = to_the_gate(practice, now)
    traveller.choose(False)
    stand_at(traveller.at + timedelta(seconds=1))
    url = f"/desk/sessions/{traveller.session}/"
    assert "The client does not choose to go ahead today" in read(bob(Role.GUIDE).get(url))
    traveller.choose()
    stand_at(traveller.at + timedelta(seconds=1))
    assert "Decide: ready" in read(bob(Role.GUIDE).get(url))
    assert bob(Role.GUIDE).post(f"{url}gate/", {"override_reason": ""}).status_code == 303
    assert "Open the session room" in read(bob(Role.GUIDE).get(url))


def test_what_the_gate_asks_is_said_from_its_page(practice, bob, read, now, stand_at) -> None:
    traveller = begin(practice, now).plan_medicine()
    stand_at(traveller.at + timedelta(seconds=1))
    page = bob(Role.GUIDE).get(f"/desk/sessions/{traveller.session}/")
    assert "Say that it is so" in read(page)
    url = f"/desk/courses/{traveller.course_id}/attest/"
    opened = bob(Role.GUIDE).get(f"{url}?what=support_plan&session_id={traveller.session}&back=session")
    assert "The plan for support is written" in read(opened)
    sent = {"what": "support_plan", "session_id": str(traveller.session), "back": "session", "said": ""}
    kept = bob(Role.GUIDE).post(url, sent)
    assert (kept.status_code, kept.headers["Location"]) == (303, f"/desk/sessions/{traveller.session}/")
    refused = bob(Role.GUIDE).post(url, sent | {"what": "weather"})
    assert (refused.status_code, "asks nobody" in read(refused)) == (422, True)


def test_nobody_is_lost_after_a_dose(practice, bob, read, now, stand_at) -> None:
    traveller = dose_and_end(in_the_room(practice, now))
    dosed = sessions.doses(within=practice.id, course_ids=[traveller.course_id])[0]
    stand_at(dosed.given_at + timedelta(hours=13))
    words = read(bob(Role.GUIDE).get("/desk/"))
    assert "After a dose: nobody lost" in words
    assert "overdue Same-evening check" in words
    assert "due now Call within 24 h" in words
    url = f"/desk/courses/{traveller.course_id}/attest/"
    bob(Role.GUIDE).post(url, {"what": "evening", "session_id": str(traveller.session), "said": "Slept well."})
    words = read(bob(Role.GUIDE).get("/desk/"))
    assert "Same-evening check" not in words
    assert "After a dose" not in read(bob(Role.FRONT_DESK).get("/desk/"))
    chart = read(bob(Role.GUIDE).get(f"/desk/clients/{traveller.client_id}/"))
    assert "done Same-evening check" in chart


def test_a_course_is_held_and_goes_on(practice, bob, read, now, stand_at) -> None:
    traveller = begin(practice, now)
    stand_at(now + timedelta(minutes=1))
    url = f"/desk/courses/{traveller.course_id}/turn/"
    assert bob(Role.GUIDE).get(url).status_code == 403
    refused = bob(Role.PRESCRIBER).post(url, {"turn": "hold", "rule": "suicidality", "said": ""})
    assert (refused.status_code, "write a few words" in read(refused)) == (422, True)
    kept = bob(Role.PRESCRIBER).post(url, {"turn": "hold", "rule": "suicidality", "said": "We talk first."})
    assert kept.status_code == 303
    stand_at(now + timedelta(minutes=2))
    assert "We talk first." in read(bob(Role.PRESCRIBER).get("/desk/"))
    assert "Let it go on" in read(bob(Role.PRESCRIBER).get(url))


def test_lists_ask_a_fixed_number_of_queries(practice, bob, now, stand_at, django_assert_max_num_queries) -> None:
    browser = bob(Role.LEAD)
    for place in range(3):
        begin(practice, now + timedelta(hours=2 * place))
    stand_at(now + timedelta(hours=9))
    browser.get("/desk/")
    forget()
    with django_assert_max_num_queries(31) as few:
        browser.get("/desk/")
    begin(practice, now + timedelta(hours=10))
    stand_at(now + timedelta(hours=12))
    forget()
    with django_assert_max_num_queries(len(few.captured_queries)):
        browser.get("/desk/")
