"""The gate through the services: what each missing thing says, who may override what, and that it closes again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.support.course import Traveller, begin, in_the_room, to_the_gate
from tests.support.people import Place

from openkap.clinical.pathway import GateJudgement
from openkap.records.sessions import find as sessions
from openkap.services.give_medicine import give_medicine
from openkap.services.judge_readiness import judge_readiness
from openkap.services.sign_consent import withdraw_consent
from openkap.terms.identity import Role, new_id
from openkap.terms.refusal import BadInput, Forbidden, RuleRefusal


def judge(traveller: Traveller) -> GateJudgement:
    session = sessions.session(within=traveller.place.id, session_id=traveller.session)
    return judge_readiness(within=traveller.place.id, session=session, at=traveller.at)


def give(traveller: Traveller, **values: str) -> None:
    give_medicine(
        within=traveller.place.id,
        by=traveller.place[Role.MONITOR],
        at=traveller.at,
        session_id=traveller.session,
        entry_id=new_id(traveller.at),
        **{"route": "im", "dose": "60", "unit": "mg", **values},
    )


@pytest.mark.parametrize("pathway", ["kap", "iv_only"])
def test_with_everything_in_place_it_is_ready(practice: Place, now: datetime, pathway: str) -> None:
    judgement = judge(to_the_gate(practice, now, pathway=pathway))
    assert (judgement.verdict.value, judgement.closed_by) == ("ready", ())


def test_with_nothing_known_every_criterion_says_what_to_do(practice: Place, now: datetime) -> None:
    traveller = begin(practice, now).plan_medicine()
    judgement = judge(traveller)
    assert judgement.verdict.value == "not yet"
    assert all(finding.because and finding.resolve and finding.by for finding in judgement.closed_by)
    assert {finding.rule for finding in judgement.closed_by} == {
        "RG-01",
        "RG-02",
        "RG-02b",
        "RG-03",
        "RG-04a",
        "RG-04b",
        "RG-05",
        "RG-06a",
        "RG-06b",
        "RG-06c",
        "RG-09",
        "RG-10",
        "RG-11",
    }


def test_iv_only_asks_less_and_says_what_it_leaves_out(practice: Place, now: datetime) -> None:
    judgement = judge(begin(practice, now, pathway="iv_only").plan_medicine())
    assert {finding.rule for finding in judgement.closed_by} == {"RG-02", "RG-02b", "RG-09", "RG-10", "RG-11"}
    assert "Intention" in {left.title for left in judgement.leaves_out}


def _alert(traveller: Traveller) -> None:
    session = traveller.book("preparation", traveller.at + timedelta(days=1))
    assert session
    from openkap.records.base import Act
    from openkap.records.responses import keep as responses

    act = Act(within=traveller.place.id, by=traveller.client, at=traveller.at)
    responses.ask(
        act,
        client_id=traveller.client_id,
        course_id=traveller.course_id,
        measure="phq9",
        edition="2026-11-23",
        occasion="weekly",
    )
    traveller.answer("phq9", {"9": "1"}, send=False)


def _withdraw(traveller: Traveller) -> None:
    withdraw_consent(within=traveller.place.id, by=traveller.client, at=traveller.at, course_id=traveller.course_id)


def _no(traveller: Traveller) -> None:
    traveller.choose(False)


def _half_a_year_later(traveller: Traveller) -> None:
    traveller.at += timedelta(days=200)


@pytest.mark.parametrize(
    ("change", "closes"),
    [(_alert, "RG-07"), (_withdraw, "RG-02"), (_no, "RG-11"), (_half_a_year_later, "RG-10")],
)
def test_it_closes_again_when_something_changes(
    practice: Place, now: datetime, change: Callable[[Traveller], None], closes: str
) -> None:
    traveller = to_the_gate(practice, now)
    change(traveller)
    assert closes in {finding.rule for finding in judge(traveller).closed_by}


def test_a_change_after_the_decision_stops_the_dose(practice: Place, now: datetime) -> None:
    traveller = in_the_room(practice, now)
    _withdraw(traveller)
    with pytest.raises(RuleRefusal) as error:
        give(traveller)
    assert any("Consent" in reason for reason in error.value.reasons)
    assert sessions.doses(within=practice.id, course_ids=[traveller.course_id]) == []


def test_low_trust_is_talked_through_not_counted_out(practice: Place, now: datetime) -> None:
    traveller = to_the_gate(practice, now)
    traveller.book("preparation", traveller.at + timedelta(days=2))
    traveller.answer("trust_sliders", {"1": "2", "2": "8", "3": "9"})
    assert [finding.rule for finding in judge(traveller).closed_by] == ["RG-03"]
    traveller.say("trust", "I would like to know who is outside the door.")
    assert judge(traveller).opens


def test_music_alone_makes_it_ready_with_conditions(practice: Place, now: datetime, monkeypatch) -> None:
    from tests.support import course

    monkeypatch.setattr(course, "WORDS", {key: text for key, text in course.WORDS.items() if key != "music"})
    judgement = judge(to_the_gate(practice, now))
    assert (judgement.verdict.value, judgement.opens) == ("ready with conditions", True)
    assert [finding.rule for finding in judgement.conditions] == ["RG-06d"]


def test_an_override_is_by_a_prescriber_with_a_reason(practice: Place, now: datetime, monkeypatch) -> None:
    from tests.support import course

    monkeypatch.setattr(course, "WORDS", {key: text for key, text in course.WORDS.items() if key != "life_story"})
    traveller = to_the_gate(practice, now)
    with pytest.raises(Forbidden, match="prescriber"):
        traveller.decide(role=Role.GUIDE, override_reason="We know each other for years.")
    traveller.decide(role=Role.GUIDE)
    with pytest.raises(RuleRefusal, match="not open"):
        traveller.start()
    traveller.decide(override_reason="The life story is known from ten years of therapy with this guide.")
    traveller.open_day().start()
    give(traveller)
    decision = sessions.gate_decision(within=practice.id, session_id=traveller.session)
    assert decision is not None
    assert (decision.verdict, decision.overridden_by_name) == ("not yet", practice[Role.PRESCRIBER].name)


@pytest.mark.parametrize("missing", ["consent", "escort", "choice", "clearance"])
def test_some_things_nobody_may_override(practice: Place, now: datetime, missing: str) -> None:
    traveller = begin(practice, now, pathway="iv_only").fill_intake()
    if missing != "clearance":
        traveller.clear()
    if missing != "consent":
        traveller.sign()
    traveller.plan_medicine()
    if missing != "escort":
        traveller.name_escort()
    if missing != "choice":
        traveller.choose()
    with pytest.raises(RuleRefusal, match="cannot be overridden") as error:
        traveller.decide(override_reason="It will be all right.")
    # A consent that is not signed is not understood either: two criteria speak of it.
    assert len(error.value.reasons) == (2 if missing == "consent" else 1)


def test_there_is_nothing_to_override_when_it_is_ready(practice: Place, now: datetime) -> None:
    with pytest.raises(RuleRefusal, match="nothing to override"):
        to_the_gate(practice, now).decide(override_reason="Just in case.")


def test_readiness_is_of_the_day(practice: Place, now: datetime) -> None:
    traveller = to_the_gate(practice, now)
    traveller.decide()
    traveller.at += timedelta(days=1)
    with pytest.raises(RuleRefusal, match="another day"):
        traveller.start()


def test_a_session_that_runs_past_midnight_stays_open(practice: Place, now: datetime) -> None:
    traveller = to_the_gate(practice, now.replace(hour=3) + timedelta(days=1))
    traveller.open_day().decide()
    traveller.start()
    traveller.at += timedelta(hours=20)
    give(traveller)
    assert len(sessions.doses(within=practice.id, course_ids=[traveller.course_id])) == 1


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"unit": ""}, "unit", "without its unit"),
        ({"unit": "mL"}, "unit", "mg"),
        ({"unit": "mg/kg"}, "unit", "mg"),
        ({"dose": ""}, "dose", "Enter a number"),
        ({"dose": "5,0"}, "dose", "with a point"),
        ({"dose": "NaN"}, "dose", "Enter a number"),
        ({"dose": "1e2"}, "dose", "Enter a number"),
        ({"dose": "Infinity"}, "dose", "Enter a number"),
        ({"dose": "-60"}, "dose", "Enter a number"),
        ({"dose": "0"}, "dose", "outside"),
        ({"dose": "٦٠"}, "dose", "Enter a number"),
        ({"dose": "60000"}, "dose", "outside"),
        ({"dose": "600"}, "read_back", "read the dose back"),
        ({"dose": "600", "read_back": "60"}, "read_back", "read the dose back"),
        ({"route": ""}, "route", "Choose the route"),
        ({"route": "rectal"}, "route", "Choose the route"),
        ({"route": "iv"}, "infusion_min", "number from 1 to 240 minutes"),
        ({"infusion_min": "40"}, "infusion_min", "Only an IV infusion"),
    ],
)
def test_a_dose_that_cannot_be_is_named_and_not_kept(
    practice: Place, now: datetime, values: dict[str, str], field: str, says: str
) -> None:
    traveller = in_the_room(practice, now)
    with pytest.raises(BadInput, match=says) as error:
        give(traveller, **values)
    assert error.value.field == field
    assert sessions.doses(within=practice.id, course_ids=[traveller.course_id]) == []


def test_a_guide_and_a_front_desk_give_no_medicine(practice: Place, now: datetime) -> None:
    traveller = in_the_room(practice, now)
    for role in (Role.GUIDE, Role.FRONT_DESK, Role.LEAD):
        with pytest.raises(Forbidden):
            give_medicine(
                within=practice.id,
                by=practice[role],
                at=traveller.at,
                session_id=traveller.session,
                entry_id=new_id(traveller.at),
                route="im",
                dose="60",
                unit="mg",
            )
