"""Promise P3: a worrying answer is seen by a person. Raised with the answer, once, and open until acted on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from tests.support.course import Traveller, begin
from tests.support.people import Place

from openkap.records.alerts import find as alerts
from openkap.records.ledger import find as ledger
from openkap.records.responses import find as responses
from openkap.services.act_on_alert import act_on_alert
from openkap.services.answer_item import Kept, answer_item
from openkap.services.submit_response import submit_response
from openkap.terms.identity import Actor, ActorKind, Role
from openkap.terms.refusal import BadInput, Forbidden, NotFound, RuleRefusal


@pytest.fixture
def traveller(practice: Place, now: datetime) -> Traveller:
    return begin(practice, now)


def answer(traveller: Traveller, item: str, value: str | None) -> Kept:
    return answer_item(
        within=traveller.place.id,
        by=traveller.client,
        at=traveller.at,
        response_id=traveller.response("phq9"),
        item=item,
        value=value,
    )


def standing(traveller: Traveller) -> list[str]:
    return [alert.rule for alert in alerts.open_alerts(within=traveller.place.id)]


@pytest.mark.parametrize(("value", "raised"), [("0", []), ("1", ["phq9.9"]), ("2", ["phq9.9"]), ("3", ["phq9.9"])])
def test_item_9_above_zero_in_an_unfinished_form(traveller: Traveller, value: str, raised: list[str]) -> None:
    kept = answer(traveller, "9", value)
    assert kept.crisis_help is bool(raised)
    assert standing(traveller) == raised


def test_the_other_items_raise_nothing(traveller: Traveller) -> None:
    assert not any(answer(traveller, str(item), "3").crisis_help for item in range(1, 9))
    assert standing(traveller) == []


def test_it_is_raised_once_however_often_the_form_is_touched(traveller: Traveller) -> None:
    for item, value in (("9", "1"), ("9", "1"), ("1", "3"), ("9", "2"), ("9", "1"), ("2", "0")):
        assert answer(traveller, item, value).crisis_help
    assert standing(traveller) == ["phq9.9"]


def test_taking_the_answer_back_takes_no_alert_back(traveller: Traveller) -> None:
    answer(traveller, "9", "2")
    assert answer(traveller, "9", "0").crisis_help is False
    assert standing(traveller) == ["phq9.9"]


def test_help_shows_again_for_a_graver_answer_after_someone_has_acted(traveller: Traveller) -> None:
    answer(traveller, "9", "1")
    alert = alerts.open_alerts(within=traveller.place.id)[0]
    guide = traveller.place[Role.GUIDE]
    act_on_alert(within=traveller.place.id, by=guide, at=traveller.at, alert_id=alert.id, did="Called; safe tonight.")
    assert standing(traveller) == []
    answer(traveller, "9", "3")
    assert standing(traveller) == ["phq9.9"]


def test_alert_and_answer_stand_or_fall_together(traveller: Traveller) -> None:
    response_id = traveller.response("phq9")
    with (
        patch("openkap.records.alerts.keep.ledger.write", side_effect=OSError("the disk is gone")),
        pytest.raises(OSError, match="disk"),
    ):
        answer(traveller, "9", "1")
    assert responses.answers(within=traveller.place.id, response_id=response_id) == {}
    assert standing(traveller) == []


def test_other_writers_wait_for_the_end_alone(
    traveller: Traveller, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    """The practice's turn is taken once, after all that is read, judged and kept, and for one more statement."""
    traveller.response("phq9")
    with django_assert_max_num_queries(11) as made:
        answer(traveller, "9", "1")
    sent = [query["sql"] for query in made.captured_queries]
    (turn,) = [place for place, sql in enumerate(sent) if "FROM ledger_head" in sql]
    raised = next(place for place, sql in enumerate(sent) if "INSERT INTO alerts_alert" in sql)
    assert raised < turn
    after = [sql for sql in sent[turn + 1 :] if "SAVEPOINT" not in sql]
    assert len(after) == 1
    assert "INSERT INTO ledger_entry" in after[0]
    report = ledger.verify(traveller.place.id)
    assert report.whole
    assert ledger.actions(within=traveller.place.id, subject_id=traveller.client_id)[-1] == "alert.raise"


def test_the_ledger_tells_that_it_was_raised_and_never_what_was_said(traveller: Traveller) -> None:
    answer(traveller, "9", "2")
    assert "alert.raise" in ledger.actions(within=traveller.place.id, subject_id=traveller.client_id)


def test_it_stands_until_a_named_person_has_said_what_they_did(traveller: Traveller) -> None:
    place = traveller.place
    answer(traveller, "9", "1")
    alert = alerts.open_alerts(within=place.id)[0]
    with pytest.raises(BadInput, match="write a few words"):
        act_on_alert(within=place.id, by=place[Role.GUIDE], at=traveller.at, alert_id=alert.id, did="  ")
    with pytest.raises(Forbidden, match="These roles may"):
        act_on_alert(within=place.id, by=place[Role.FRONT_DESK], at=traveller.at, alert_id=alert.id, did="Called.")
    with pytest.raises(Forbidden):
        act_on_alert(within=place.id, by=traveller.client, at=traveller.at, alert_id=alert.id, did="I am fine.")
    assert standing(traveller) == ["phq9.9"]
    act_on_alert(within=place.id, by=place[Role.GUIDE], at=traveller.at, alert_id=alert.id, did="Called. Safe tonight.")
    acted = alerts.alert(within=place.id, alert_id=alert.id)
    assert (acted.open, acted.closed_by_name) == (False, place[Role.GUIDE].name)
    with pytest.raises(RuleRefusal, match="already acted"):
        act_on_alert(within=place.id, by=place[Role.LEAD], at=traveller.at, alert_id=alert.id, did="Called again.")


def test_nobody_else_can_answer_or_send_this_form(traveller: Traveller, now: datetime) -> None:
    other = begin(traveller.place, now + timedelta(hours=3))
    response_id = traveller.response("phq9")
    with pytest.raises(NotFound):
        answer_item(within=traveller.place.id, by=other.client, at=now, response_id=response_id, item="9", value="0")
    with pytest.raises(NotFound):
        submit_response(within=traveller.place.id, by=other.client, at=now, response_id=response_id, leave_open=True)
    with pytest.raises(Forbidden):
        answer_item(
            within=traveller.place.id,
            by=Actor(ActorKind.VISITOR),
            at=now,
            response_id=response_id,
            item="9",
            value="0",
        )


@pytest.mark.parametrize(
    ("item", "value", "says"),
    [
        ("9", "4", "0, 1, 2 or 3"),
        ("9", "-1", "0, 1, 2 or 3"),
        ("9", "one", "0, 1, 2 or 3"),
        ("9", "١", "0, 1, 2 or 3"),
        ("10", "1", "no item"),
        ("", "1", "items are"),
    ],
)
def test_what_does_not_fit_is_named_and_not_kept(traveller: Traveller, item: str, value: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        answer(traveller, item, value)
    assert responses.answers(within=traveller.place.id, response_id=traveller.response("phq9")) == {}


def test_an_open_question_is_asked_about_once(traveller: Traveller) -> None:
    response_id = traveller.response("phq9")
    for item in range(1, 9):
        answer(traveller, str(item), "1")
    with pytest.raises(BadInput, match="Question 9 has no answer yet") as error:
        submit_response(within=traveller.place.id, by=traveller.client, at=traveller.at, response_id=response_id)
    assert error.value.field == "item-9"
    submit_response(
        within=traveller.place.id, by=traveller.client, at=traveller.at, response_id=response_id, leave_open=True
    )
    kept = responses.response(within=traveller.place.id, response_id=response_id)
    assert (kept.done, kept.total, kept.band) == (True, None, None)


def test_a_form_is_sent_once(traveller: Traveller) -> None:
    response_id = traveller.answer("phq9", {str(item): "1" for item in range(1, 10)})
    kept = responses.response(within=traveller.place.id, response_id=response_id)
    assert (kept.total, kept.band) == (9, "mild")
    with pytest.raises(RuleRefusal, match="already sent"):
        submit_response(within=traveller.place.id, by=traveller.client, at=traveller.at, response_id=response_id)
    with pytest.raises(RuleRefusal, match="already sent"):
        answer_item(
            within=traveller.place.id,
            by=traveller.client,
            at=traveller.at,
            response_id=response_id,
            item="9",
            value="3",
        )
