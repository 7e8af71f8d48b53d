"""The day of a medicine session in the demo: weighed, ordered, asked and measured, decided; as staff would do it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from openkap.interfaces.demo.script import Clinic
from openkap.knowledge.rules.fact_spec import FactKind, fact_specs
from openkap.records.orders import find as orders
from openkap.services.check_day import ask_safety, decide_day, find_out, go_past, measure
from openkap.services.day_facts import AT_THE_TABLET
from openkap.services.name_escort import name_escort
from openkap.services.record_weight import record_weight
from openkap.services.sign_order import confirm_order, sign_order
from openkap.terms.identity import Actor
from openkap.terms.moment import iso

__all__ = ["begin_day", "open_day"]

# Questions of the day whose "yes" is what one hopes for; to all others a person who is well says no.
_YES = {
    *("identity_checked_twice", "order_read_back", "separate_consents_answered", "substances_asked"),
    *("medicines_checked", "no_driving_understood", "safe_place_after", "phone_contact"),
    *("emergency_equipment_checked", "comfort_checked", "intention_and_touch_confirmed", "room_ready"),
    *("controlled_drug_count_agrees", "lot_recorded", "vial_in_date", "misuse_asked"),
}


def begin_day(clinic: Clinic, at: datetime, *, session_id: UUID, client_id: UUID, order: dict[str, Any]) -> None:
    """Weighed, and ordered with boosters beyond the usual, so that the order waits for a second person; the first blood
    pressure is high, and is to be repeated after rest."""
    common: dict[str, Any] = {"within": clinic.id, "at": at}
    record_weight(**common, by=clinic.monitor, client_id=client_id, weight="71.5")
    boosters = [{"dose": "45 mg", "after": "10 min"}] if order["route"] == "im" else []
    sign_order(
        **common,
        by=clinic.prescriber,
        session_id=session_id,
        said=order | {"boosters": boosters},
        because="The last session was gentle; agreed with the client and the guide.",
    )
    signs = {"sbp": "146", "dbp": "88", "hr": "78", "spo2": "98", "rr": "14"}
    measure(**common, by=clinic.monitor, session_id=session_id, signs=signs)
    find_out(
        **common,
        by=clinic.monitor,
        session_id=session_id,
        said={"emergency_equipment_checked": True, "room_ready": True, **_staffed(clinic)},
    )


def open_day(
    clinic: Clinic,
    at: datetime,
    *,
    session_id: UUID,
    client: Actor,
    escort: tuple[str, str],
    order: dict[str, Any],
    kap: bool,
) -> None:
    """Everything that is asked on the day, and the decision: medicine may be given by this order."""
    common: dict[str, Any] = {"within": clinic.id, "at": at}
    here: dict[str, Any] = common | {"by": clinic.monitor, "session_id": session_id}
    assert client.id is not None  # noqa: S101
    record_weight(**common, by=clinic.monitor, client_id=client.id, weight="71.5")
    sign_order(
        **common,
        by=clinic.prescriber,
        session_id=session_id,
        said=order,
        because="As agreed with the client and the guide.",
    )
    signed = orders.standing(within=clinic.id, session_id=session_id)
    if signed is not None and signed.waits_for_second:
        confirm_order(**common, by=clinic.monitor, order_id=signed.id)
    measure(**here, signs={"sbp": "122", "dbp": "76", "hr": "70", "spo2": "98", "rr": "14"})
    name_escort(**common, by=client, session_id=session_id, name=escort[0], phone=escort[1])
    said: dict[str, Any] = {name: name in _YES for name in AT_THE_TABLET if fact_specs()[name].kind is FactKind.YES_NO}
    said |= {name: iso(at + timedelta(hours=h)).replace("Z", "+00:00") for name, h in _TIMES.items()}
    find_out(**here, said=said | {"medicines": ["sertraline"], **_staffed(clinic)})
    ask_safety(**here, answers={"1": False, "2": False, "6": False})
    if kap:
        reason = "The integration session is made by phone tomorrow morning."
        go_past(**common, by=clinic.prescriber, session_id=session_id, rule="GT-03", reason=reason)
    decide_day(**here)


def _staffed(clinic: Clinic) -> dict[str, str]:
    who = {"prescriber_today": clinic.prescriber, "monitor_today": clinic.monitor, "guide_today": clinic.guides[0]}
    return {fact: actor.name for fact, actor in who.items()}


_TIMES = {"last_food_at": -11, "last_drink_at": -3, "escort_time": 4}
