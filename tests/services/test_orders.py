"""An order is signed, confirmed, replaced, taken back; what is kept, and that a refusal keeps nothing."""

from datetime import datetime, timedelta

import pytest
from tests.support.course import ORDERS, Traveller, to_the_gate
from tests.support.people import Place

from openkap.knowledge.rules import ROUTES
from openkap.records.ledger import find as ledger
from openkap.records.orders import find as orders
from openkap.records.orders.shapes import Order
from openkap.records.sessions import find as sessions
from openkap.services.record_weight import record_weight
from openkap.services.sign_order import cancel_order, confirm_order, sign_order
from openkap.services.standing_order import require_order
from openkap.terms.identity import Role
from openkap.terms.refusal import BadInput, Forbidden, NotFound, RuleRefusal


@pytest.fixture
def traveller(practice: Place, now: datetime) -> Traveller:
    return to_the_gate(practice, now).weigh()


def kept(traveller: Traveller) -> list[Order]:
    return orders.of_session(within=traveller.place.id, session_id=traveller.session)


def standing(traveller: Traveller) -> Order:
    found = orders.standing(within=traveller.place.id, session_id=traveller.session)
    assert found is not None
    return found


def in_force(traveller: Traveller) -> Order:
    session = sessions.session(within=traveller.place.id, session_id=traveller.session)
    return require_order(within=traveller.place.id, session=session, at=traveller.at)


def test_a_plain_order_by_each_route_is_kept_and_in_force(traveller: Traveller) -> None:
    for route in ORDERS:
        assert_kept_and_in_force(traveller, route)
    assert len(kept(traveller)) == len(ROUTES)


def assert_kept_and_in_force(traveller: Traveller, route: str) -> None:
    traveller.order(route)
    order = in_force(traveller)
    assert (order.route, order.ordered_by_name, order.needs_second) == (route, "Alder House prescriber", False)
    assert order.said["weight"] == "70 kg"
    assert order.said["previous"] == "none"
    assert {one["rule"]: one["standing"] for one in order.findings}["OR-01"] == "met"
    assert ledger.actions(within=traveller.place.id, subject_id=traveller.session)[-1] == "order.sign"


def test_nobody_but_a_prescriber_signs(traveller: Traveller) -> None:
    for role in set(Role) - {Role.PRESCRIBER}:
        with pytest.raises(Forbidden):
            sign_order(
                within=traveller.place.id,
                by=traveller.place[role],
                at=traveller.at,
                session_id=traveller.session,
                said=ORDERS["im"],
            )
    assert kept(traveller) == []


CANNOT_BE: tuple[tuple[str, object], ...] = (
    ("dose", "5,0 mg"),
    ("dose", "NaN mg"),
    ("dose", "1e400 mg"),
    ("dose", "٣٥ mg"),
    ("dose", "35"),
    ("dose", "35 g"),
    ("dose", ".5 mg"),
    ("dose", "-35 mg"),
    ("infusion_time", "-5 min"),
    ("concentration", "10"),
    ("height", "17 cm"),
    ("age", 230),
    ("route", "iv push"),
)


def test_what_cannot_be_is_named_and_nothing_is_kept(traveller: Traveller) -> None:
    for field, typed in CANNOT_BE:
        with pytest.raises(BadInput) as refused:
            sign_order(
                within=traveller.place.id,
                by=traveller.place[Role.PRESCRIBER],
                at=traveller.at,
                session_id=traveller.session,
                said=ORDERS["iv"] | {field: typed},
            )
        assert (refused.value.field, typed) == (field, typed)
    assert kept(traveller) == []


def test_without_a_weight_nobody_signs(practice: Place, now: datetime) -> None:
    traveller = to_the_gate(practice, now)
    with pytest.raises(RuleRefusal) as refused:
        traveller.order("im")
    assert any("weight" in reason.lower() for reason in refused.value.reasons)
    assert kept(traveller) == []


def test_numbers_that_contradict_one_another_are_not_signed_whatever_the_reason(traveller: Traveller) -> None:
    with pytest.raises(RuleRefusal) as refused:
        traveller.order("im", dose_per_kg="8.5 mg/kg", because="I am sure of it.")
    assert "0.86 mg/kg" in " ".join(refused.value.reasons)
    assert kept(traveller) == []


def test_a_tenfold_slip_needs_a_reason_and_a_second_person(traveller: Traveller) -> None:
    with pytest.raises(BadInput) as refused:
        traveller.order("iv", dose="350 mg")
    assert refused.value.field == "because"
    assert "Tenfold slip" in refused.value.message
    traveller.order("iv", dose="350 mg", because="Discussed with anaesthesia.")
    with pytest.raises(RuleRefusal, match="second person"):
        in_force(traveller)
    traveller.confirm()
    assert in_force(traveller).confirmed_by_name == "Alder House monitor"


def test_the_one_who_signed_does_not_confirm(traveller: Traveller) -> None:
    traveller.order("iv", dose="84 mg", because="Tolerated elsewhere.")
    with pytest.raises(RuleRefusal, match="Somebody else"):
        traveller.confirm(Role.PRESCRIBER)
    assert standing(traveller).waits_for_second
    traveller.confirm(Role.GUIDE)
    with pytest.raises(RuleRefusal, match="does not wait"):
        traveller.confirm(Role.MONITOR)
    assert standing(traveller).confirmed_by_name == "Alder House guide"


def test_a_plain_order_does_not_wait_for_a_second_person(traveller: Traveller) -> None:
    traveller.order("im")
    with pytest.raises(RuleRefusal, match="does not wait"):
        traveller.confirm()


def test_a_new_order_replaces_and_the_old_one_stays_readable(traveller: Traveller) -> None:
    traveller.order("im")
    traveller.order("im", dose="50 mg")
    latest, first = kept(traveller)
    assert (latest.dose_mg, latest.stands) == (50, True)
    assert (first.dose_mg, first.stands, first.replaced_at) == (60, False, latest.ordered_at)
    with pytest.raises(RuleRefusal, match="no longer stands"):
        cancel_order(
            within=traveller.place.id,
            by=traveller.place[Role.PRESCRIBER],
            at=traveller.at,
            order_id=first.id,
            reason="Too late.",
        )


def test_an_order_that_was_taken_back_gives_nothing(traveller: Traveller) -> None:
    traveller.order("im")
    order = standing(traveller)
    common = {"within": traveller.place.id, "by": traveller.place[Role.PRESCRIBER], "at": traveller.at}
    with pytest.raises(BadInput):
        cancel_order(**common, order_id=order.id, reason=" ")
    cancel_order(**common, order_id=order.id, reason="The client would rather wait.")
    with pytest.raises(RuleRefusal, match="no order"):
        in_force(traveller)
    assert kept(traveller)[0].cancelled_because == "The client would rather wait."


def test_the_weight_of_the_day_can_open_an_order_again(traveller: Traveller) -> None:
    traveller.order("im", dose_per_kg="0.86 mg/kg")
    assert in_force(traveller).dose_mg == 60
    traveller.at += timedelta(minutes=5)
    traveller.weigh("90")
    with pytest.raises(RuleRefusal, match="no longer holds") as refused:
        in_force(traveller)
    assert any("0.67 mg/kg" in reason for reason in refused.value.reasons)


def test_what_was_answered_for_stays_answered_for(traveller: Traveller) -> None:
    traveller.order("im", dose="160 mg", because="As in the letter of the referring clinic.")
    traveller.confirm()
    traveller.at += timedelta(minutes=5)
    traveller.weigh("69.5")
    assert in_force(traveller).because == "As in the letter of the referring clinic."


def test_a_weight_that_cannot_be_is_not_kept(traveller: Traveller) -> None:
    before = orders.weights(within=traveller.place.id, client_id=traveller.client_id, until=traveller.at)
    for typed in ("700", "0.7", "70,5", "NaN", "", "٧٠", "1e2", "-70"):
        with pytest.raises(BadInput) as refused:
            traveller.weigh(typed)
        assert (refused.value.field, typed) == ("weight", typed)
    assert orders.weights(within=traveller.place.id, client_id=traveller.client_id, until=traveller.at) == before


def test_nobody_was_weighed_tomorrow(traveller: Traveller) -> None:
    with pytest.raises(BadInput, match="future"):
        record_weight(
            within=traveller.place.id,
            by=traveller.place[Role.MONITOR],
            at=traveller.at,
            client_id=traveller.client_id,
            weight="70",
            weighed_at=traveller.at + timedelta(minutes=1),
        )


def test_another_practice_has_no_such_order(traveller: Traveller, now: datetime) -> None:
    from tests.support.people import found

    traveller.order("iv", dose="84 mg", because="Tolerated elsewhere.")
    elsewhere = found(now, "Birch Clinic")
    with pytest.raises(NotFound):
        confirm_order(within=elsewhere.id, by=elsewhere[Role.MONITOR], at=traveller.at, order_id=standing(traveller).id)
