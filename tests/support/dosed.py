"""A medicine session lived to its end: the medicine is given, the client is discharged, the next forms are waiting."""

from datetime import timedelta

from tests.support.course import Traveller

from openkap.services.discharge_client import ATTESTED, discharge_client
from openkap.services.end_session import end_session
from openkap.services.give_medicine import give_medicine
from openkap.services.record_reading import record_reading
from openkap.terms.identity import Role, new_id

__all__ = ["dose_and_end"]


def dose_and_end(traveller: Traveller) -> Traveller:
    """The medicine is given and the client goes home; the next PHQ-9 is then waiting."""
    place, monitor = traveller.place, traveller.place[Role.MONITOR]
    common = {"within": place.id, "by": monitor, "session_id": traveller.session}
    signs = {"sbp": "120", "dbp": "80", "hr": "70", "spo2": "98", "rr": "14", "moaas": "5"}
    record_reading(**common, at=traveller.at, entry_id=new_id(traveller.at), signs=signs)
    traveller.at += timedelta(minutes=5)
    give_medicine(
        **common, at=traveller.at, entry_id=new_id(traveller.at), route="im", dose="50", unit="mg", infusion_min=""
    )
    for _ in range(2):
        traveller.at += timedelta(minutes=90)
        record_reading(**common, at=traveller.at, entry_id=new_id(traveller.at), signs=signs)
    ticked = frozenset(one.fact for one in ATTESTED if one.only_route in ("", "im"))
    discharge_client(
        **(common | {"by": place[Role.PRESCRIBER]}),
        at=traveller.at,
        entry_id=new_id(traveller.at),
        attested=ticked,
        aldrete="10",
        reason="Nobody else is booked; the integration session is agreed by phone.",
    )
    end_session(**common, at=traveller.at, entry_id=new_id(traveller.at))
    return traveller
