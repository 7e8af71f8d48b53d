"""The order's page: checked as it is written, signed, confirmed by another person; bad input keeps what was typed."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client as Browser
from tests.interfaces.console.support import Clock, text
from tests.support.course import Traveller, to_the_gate
from tests.support.people import Place

from openkap.interfaces.kit import clock as kit_clock
from openkap.records.orders import find as orders
from openkap.terms.identity import Role

WRITTEN = {"route": "im", "dose": "60", "height": "170", "sex_at_birth": "female", "dose_per_kg": "0.86"}


@pytest.fixture
def traveller(practice: Place, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Traveller:
    made = to_the_gate(practice, now).weigh()
    held = Clock(made.at)
    monkeypatch.setattr(kit_clock, "now", lambda: held.at)
    return made


@pytest.fixture
def url(traveller: Traveller) -> str:
    return f"/desk/sessions/{traveller.session}/order/"


def test_nothing_on_the_page_is_a_dose_before_somebody_writes_one(
    bob: Callable[[Role], Browser], traveller: Traveller, url: str
) -> None:
    page = bob(Role.PRESCRIBER).get(url)
    assert page.status_code == 200
    for name in ("dose", "dose_per_kg", "infusion_time", "volume", "concentration", "booster_1"):
        assert page.context["form"][name].value() in (None, "")
    assert "none of them names a dose to give" in text(page)


def test_the_checks_answer_as_it_is_written_and_keep_nothing(
    bob: Callable[[Role], Browser], traveller: Traveller, url: str
) -> None:
    browser = bob(Role.PRESCRIBER)
    said = text(browser.post(f"{url}check/", WRITTEN))
    assert "Nothing stands open" in said
    assert "Adjusted" in said
    assert "0.86" in said
    said = text(browser.post(f"{url}check/", WRITTEN | {"dose": "600", "dose_per_kg": ""}))
    assert "Tenfold slip" in said
    assert "A second person confirms it" in said
    for typed in ("5,0", "NaN", "1e400", "٦٠", "-60", "60 mg"):
        answer = browser.post(f"{url}check/", WRITTEN | {"dose": typed})
        assert answer.status_code == 200
        assert "with a point for decimals" in text(answer)
    assert "Write the route and the dose" in text(browser.post(f"{url}check/", {}))
    assert orders.of_session(within=traveller.place.id, session_id=traveller.session) == []


def test_it_is_signed_and_stands(bob: Callable[[Role], Browser], traveller: Traveller, url: str) -> None:
    browser = bob(Role.PRESCRIBER)
    assert browser.post(f"{url}sign/", WRITTEN).status_code == 303
    page = text(browser.get(url))
    assert "in force" in page
    assert "60 mg, IM injection" in page
    assert "Write a new order in its place" in page
    again = browser.get(url).context["form"]
    assert (again["dose"].value(), again["height"].value()) == (None, "170")


def test_what_was_typed_stays_when_it_is_refused(
    bob: Callable[[Role], Browser], traveller: Traveller, url: str
) -> None:
    browser = bob(Role.PRESCRIBER)
    refused = browser.post(f"{url}sign/", WRITTEN | {"dose_per_kg": "8.6", "because": "Sure."})
    assert refused.status_code == 409
    assert "Dose in mg and in mg/kg agree" in text(refused)
    assert 'value="8.6"' in refused.content.decode()
    open_check = browser.post(f"{url}sign/", WRITTEN | {"dose": "140", "dose_per_kg": ""})
    assert open_check.status_code == 422
    assert "Write why you sign" in text(open_check)
    assert "Something stands open" in text(open_check)
    assert 'value="140"' in open_check.content.decode()
    wrong = browser.post(f"{url}sign/", WRITTEN | {"booster_1": "20"})
    assert "Booster 1" in text(wrong)
    assert orders.of_session(within=traveller.place.id, session_id=traveller.session) == []


def test_somebody_else_confirms(bob: Callable[[Role], Browser], traveller: Traveller, url: str) -> None:
    prescriber, guide = bob(Role.PRESCRIBER), bob(Role.GUIDE)
    prescriber.post(f"{url}sign/", WRITTEN | {"dose": "140", "dose_per_kg": "", "because": "As in the letter."})
    order = orders.standing(within=traveller.place.id, session_id=traveller.session)
    assert order is not None
    assert "I have read it and confirm it" not in text(prescriber.get(url))
    assert "waits for a second person" in text(guide.get(url))
    assert "Ceiling of the route" in text(guide.get(url))
    assert prescriber.post(f"/desk/orders/{order.id}/confirm/").status_code == 409
    assert guide.get(f"/desk/orders/{order.id}/confirm/").status_code == 200
    assert guide.post(f"/desk/orders/{order.id}/confirm/").status_code == 303
    assert "in force" in text(guide.get(url))


def test_it_is_taken_back_with_a_reason(bob: Callable[[Role], Browser], traveller: Traveller, url: str) -> None:
    browser = bob(Role.PRESCRIBER)
    traveller.order("im")
    order = orders.standing(within=traveller.place.id, session_id=traveller.session)
    assert order is not None
    assert browser.post(f"/desk/orders/{order.id}/cancel/", {"reason": ""}).status_code == 422
    assert browser.post(f"/desk/orders/{order.id}/cancel/", {"reason": "Not today."}).status_code == 303
    assert "Not today." in text(browser.get(url))


def test_a_weight_is_kept_beside_the_earlier_ones(
    bob: Callable[[Role], Browser], traveller: Traveller, url: str
) -> None:
    browser, weigh = bob(Role.MONITOR), f"/desk/sessions/{traveller.session}/weight/"
    for typed in ("700", "0.7", "70,5", ""):
        assert browser.post(weigh, {"weight": typed}).status_code == 422
    assert browser.post(weigh, {"weight": "71.5"}).status_code == 303
    page = text(browser.get(url))
    assert "71.5 kg" in page
    assert "70 kg" in page


def test_the_page_asks_the_database_a_fixed_number_of_times(
    bob: Callable[[Role], Browser], traveller: Traveller, url: str, django_assert_num_queries: Callable[..., object]
) -> None:
    browser = bob(Role.PRESCRIBER)
    for _ in range(4):
        traveller.order("im")
    with django_assert_num_queries(24):
        browser.get(url)
    with django_assert_num_queries(19):
        browser.post(f"{url}check/", WRITTEN)
