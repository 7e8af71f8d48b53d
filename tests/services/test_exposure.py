"""What was given, as a prediction: from the record's own facts, with what is not known said, and two side by side."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from tests.support.course import in_the_room
from tests.support.dosed import dose_and_end
from tests.support.people import found

from openkap.clinical.dosing import Booster, Order
from openkap.records.people import find as people
from openkap.records.people.shapes import Client
from openkap.records.sessions import find as sessions
from openkap.records.sessions.shapes import Dose
from openkap.services.read_exposure import order_beside_last, predict, session_beside_last
from openkap.terms.fact import Known

NOON = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


def someone(born_on: date | None = date(1980, 11, 24)) -> Client:
    return Client(uuid4(), uuid4(), 1, "Ada", "Quill", born_on, "", "")


def dose(route: str, mg: str, *, minutes: float = 0, infusion_min: int | None = None) -> Dose:
    drug = "esketamine" if route == "in-esketamine" else "racemic"
    return Dose(uuid4(), uuid4(), drug, route, Decimal(mg), infusion_min, NOON + timedelta(minutes=minutes))


def test_nothing_given_is_nothing_predicted():
    assert predict(doses=[], client=someone()) is None


@pytest.mark.parametrize(
    ("route", "infusion_min", "model"),
    [
        ("iv", 40, "kamp-2020"),
        ("im", None, "hybrid-im"),
        ("sl-rdt", None, "hybrid-sublingual"),
        ("oral", None, "hybrid-oral"),
        ("in-racemic", None, "hybrid-in-racemic"),
        ("in-esketamine", None, "perez-ruixo-2021"),
    ],
)
def test_each_route_of_the_record_has_its_model(route, infusion_min, model):
    found = predict(doses=[dose(route, "56", infusion_min=infusion_min)], client=someone())
    assert found.exposure.model_ids == (model,)
    assert (found.first_at, found.because) == (NOON, "")


def test_what_is_not_known_stays_unknown_and_is_not_invented():
    nobody_said = predict(doses=[dose("im", "50")], client=someone(None))
    assert (nobody_said.weight_kg, nobody_said.age_y) == (None, None)
    typical = predict(doses=[dose("im", "50")], client=someone(), weight_kg=70)
    assert nobody_said.exposure.middle == typical.exposure.middle
    assert (typical.weight_kg, typical.age_y) == (70, 45)  # the day before the birthday
    heavier = predict(doses=[dose("im", "50")], client=someone(), weight_kg=110)
    assert max(heavier.exposure.middle) < max(typical.exposure.middle)


def test_a_booster_counts_from_the_first_dose():
    both = predict(doses=[dose("im", "60"), dose("im", "25", minutes=12.5)], client=someone())
    assert [one.minute for one in both.given] == [0, 12.5]
    alone = predict(doses=[dose("im", "60")], client=someone())
    assert both.exposure.area_ng_h_per_ml.usual == pytest.approx(85 / 60 * alone.exposure.area_ng_h_per_ml.usual)


def test_racemate_and_esketamine_have_no_curve_together_and_a_reason():
    found = predict(doses=[dose("im", "50"), dose("in-esketamine", "28", minutes=20)], client=someone())
    assert found.exposure is None
    assert "different drugs" in found.because


@pytest.fixture
def treated(db):
    """A client whose medicine session has ended: 50 mg into the muscle."""
    began = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    place = found(began, "Alder House", time_zone="America/Chicago")
    return dose_and_end(in_the_room(place, began))


def of(traveller):
    within = traveller.place.id
    session = sessions.session(within=within, session_id=traveller.session)
    doses = sessions.doses(within=within, course_ids=[session.course_id])
    return within, people.client(within=within, client_id=session.client_id), doses


def an_order(route: str, dose_mg: int, **more: object) -> Order:
    drug = "esketamine" if route == "in-esketamine" else "racemic"
    return Order(drug, route, Decimal(dose_mg), datetime(2026, 12, 1, 18, 0, tzinfo=UTC), **more)


def test_an_order_stands_beside_the_last_session(treated, django_assert_num_queries):
    within, client, _ = of(treated)
    with django_assert_num_queries(2):
        two = order_beside_last(within=within, client=client, order=an_order("im", 100))
    assert [one.dose_mg for one in two.last.given] == [50]
    assert two.this.first_at is None
    assert two.sentences[2].startswith("Its peak is 2 times that of the last session")
    assert two.reasons == ()


def test_boosters_devices_and_the_weight_of_an_order_are_reckoned_with(treated):
    within, client, _ = of(treated)
    boosters = (Booster(Decimal(20), Decimal(10)), Booster(Decimal(15), Decimal(10)))
    two = order_beside_last(
        within=within, client=client, order=an_order("im", 50, boosters=boosters, weight_kg=Known(Decimal(84)))
    )
    assert [(one.minute, one.dose_mg) for one in two.this.given] == [(0, 50), (10, 20), (20, 15)]
    assert (two.this.weight_kg, two.last.weight_kg) == (84, 84)
    two = order_beside_last(
        within=within, client=client, order=an_order("in-esketamine", 56, device_minutes=(Decimal(0), Decimal(5)))
    )
    assert [(one.minute, one.dose_mg) for one in two.this.given] == [(0, 28), (5, 28)]


def test_an_order_of_another_drug_is_not_compared_and_says_why(treated):
    within, client, _ = of(treated)
    two = order_beside_last(within=within, client=client, order=an_order("in-esketamine", 56))
    assert two.sentences == ()
    assert any("different drugs" in reason for reason in two.reasons)


def test_a_first_order_and_a_first_session_have_nothing_beside_them(treated):
    within, client, doses = of(treated)
    assert order_beside_last(within=within, client=someone(), order=an_order("im", 50)) is None
    assert order_beside_last(within=uuid4(), client=client, order=an_order("im", 50)) is None
    assert session_beside_last(within=within, client=client, doses=doses) is None


def test_a_later_session_stands_beside_the_one_before(treated):
    within, client, doses = of(treated)
    later = Dose(uuid4(), uuid4(), "racemic", "iv", Decimal(35), 40, doses[0].given_at + timedelta(days=7))
    two = session_beside_last(within=within, client=client, doses=[later])
    assert two.last.exposure.model_ids == ("hybrid-im",)
    assert two.sentences[0].startswith("This session is highest")
