"""A medicine session lived to its end: the medicine is given, the client is discharged, the next forms are waiting."""

from datetime import timedelta

from tests.support.course import Traveller

from openkap.services.discharge_client import ATTESTED, discharge_client
from openkap.services.end_session import end_session
from openkap.services.give_medicine import give_medicine
from openkap.services.record_reading import record_reading
from openkap.terms.identity import Role, new_id

__all__ = ["dose", "dose_and_end", "give"]


_SIGNS = {"sbp": "120", "dbp": "80", "hr": "70", "spo2": "98", "rr": "14", "moaas": "5"}


def give(traveller: Traveller) -> None:
    give_medicine(
        within=traveller.place.id,
        by=traveller.place[Role.MONITOR],
        at=traveller.at,
        session_id=traveller.session,
        entry_id=new_id(traveller.at),
        route="im",
        dose="50",
        unit="mg",
    )


def dose(traveller: Traveller) -> Traveller:
    """The medicine is given, and three hours have passed with vital signs as before."""
    _read(traveller)
    traveller.at += timedelta(minutes=5)
    give(traveller)
    for _ in range(2):
        traveller.at += timedelta(minutes=90)
        _read(traveller)
    return traveller


def dose_and_end(traveller: Traveller) -> Traveller:
    """The medicine is given and the client goes home; the next PHQ-9 is then waiting."""
    dose(traveller)
    place = traveller.place
    discharge_client(
        within=place.id,
        by=place[Role.PRESCRIBER],
        at=traveller.at,
        session_id=traveller.session,
        entry_id=new_id(traveller.at),
        attested=frozenset(one.fact for one in ATTESTED if one.only_route in ("", "im")),
        aldrete="10",
        reason="Nobody else is booked; the integration session is agreed by phone.",
    )
    end_session(
        within=place.id,
        by=place[Role.MONITOR],
        at=traveller.at,
        session_id=traveller.session,
        entry_id=new_id(traveller.at),
    )
    return traveller


def _read(traveller: Traveller) -> None:
    record_reading(
        within=traveller.place.id,
        by=traveller.place[Role.MONITOR],
        at=traveller.at,
        session_id=traveller.session,
        entry_id=new_id(traveller.at),
        signs=_SIGNS,
    )
