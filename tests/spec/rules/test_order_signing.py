"""What keeps an order from being signed, what is answered for with a reason, and what asks for a second person."""

import pytest
from tests.support.orders import IM, IV, SPRAVATO, check, last

from openkap.clinical.dosing import answered_for, asks_second, closed_to_signing, no_longer_holds

# order, what is changed, closed to signing, answered for with a reason, a second person
TABLE = [
    ("a plain order", IV, {}, [], [], False),
    ("weighed last week", IV, {"weighed_at": "2026-11-16T13:50:00-06:00"}, [], [], False),
    (
        "nobody weighed",
        IM,
        {"weight": None, "weighed_at": None},
        ["OR-02", "OR-06", "OR-07"],
        ["OR-04", "OR-05"],
        False,
    ),
    ("mg and mg/kg differ", IV, {"dose_per_kg": "5 mg/kg"}, ["OR-02"], [], False),
    ("mL and mg differ", IV, {"volume": "35 mL"}, ["OR-12"], [], False),
    ("above the usual range", IM, {"dose": "140 mg", "volume": None}, [], ["OR-05", "OR-06"], True),
    ("tenfold", IM, {"dose": "600 mg", "volume": None}, [], ["OR-05", "OR-06", "OR-07"], True),
    ("no infusion time", IV, {"infusion_time": None}, [], ["OR-11"], True),
    ("an unusual vial", IV, {"concentration": "20 mg/mL", "volume": None}, [], ["OR-13"], True),
    ("two days after the last", IV, last("iv", "35 mg", "2026-11-22T14:30:00-06:00"), [], ["OR-10"], False),
    ("no history said", IV, {"previous": None}, ["OR-10"], ["OR-08", "OR-09"], False),
    ("by another route, four times", IM, last("iv", "15 mg"), [], ["OR-09"], True),
    ("boosters by IV", IV, {"boosters": [{"dose": "5 mg", "after": "10 min"}]}, [], ["OR-14"], True),
    ("devices not said", SPRAVATO, {"devices": None}, ["OR-15"], [], False),
    ("70 mg of Spravato", SPRAVATO, {"dose": "70 mg"}, ["OR-15", "OR-16"], ["OR-17"], True),
]


@pytest.mark.parametrize(("name", "order", "changes", "closed", "reason", "second"), TABLE)
def test_signing(
    name: str, order: dict[str, object], changes: dict[str, object], closed: list[str], reason: list[str], second: bool
) -> None:
    found = check(order, changes).values()
    assert [one.rule for one in closed_to_signing(found)] == closed, name
    assert [one.rule for one in answered_for(found)] == reason
    assert asks_second(found) is second


def test_an_order_holds_while_nothing_opens_that_was_not_answered_for() -> None:
    now = check(IV, {"dose": "84 mg", "dose_per_kg": None, "volume": None}).values()
    opened = [one.rule for one in no_longer_holds(now, answered=())]
    assert opened == [one.rule for one in no_longer_holds(now, answered=("OR-13",))] == ["OR-05", "OR-06", "OR-11"]
    assert no_longer_holds(now, answered=opened) == ()


def test_the_weight_of_the_day_is_the_day_gate_s() -> None:
    assert no_longer_holds(check(IV, {"weighed_at": "2026-11-16T13:50:00-06:00"}).values(), answered=()) == ()
