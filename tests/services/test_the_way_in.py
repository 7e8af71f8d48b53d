"""A client's link opens once, in time, for the right person; and what went wrong is a sentence."""

from datetime import datetime, timedelta

import pytest
from tests.support.course import Traveller, begin
from tests.support.people import Place, found

from openkap.records.people import find as people
from openkap.services.make_link import LINK_LASTS, hash_token, make_link
from openkap.services.open_link import check_link, open_link
from openkap.terms.identity import Role
from openkap.terms.refusal import Forbidden, NotFound, RuleRefusal


@pytest.fixture
def traveller(practice: Place, now: datetime) -> Traveller:
    return begin(practice, now)


def link(traveller: Traveller) -> str:
    place = traveller.place
    return make_link(within=place.id, by=place[Role.FRONT_DESK], at=traveller.at, client_id=traveller.client_id)


def test_it_opens_for_its_client(traveller: Traveller) -> None:
    assert open_link(token=link(traveller), at=traveller.at).id == traveller.client_id


def test_it_opens_once(traveller: Traveller) -> None:
    token = link(traveller)
    open_link(token=token, at=traveller.at)
    with pytest.raises(RuleRefusal, match="used already"):
        open_link(token=token, at=traveller.at)


def test_looking_at_it_uses_nothing_up(traveller: Traveller) -> None:
    token = link(traveller)
    for _ in range(3):
        check_link(token=token, at=traveller.at)
    assert open_link(token=token, at=traveller.at).id == traveller.client_id


@pytest.mark.parametrize(("late", "opens"), [(timedelta(0), False), (timedelta(microseconds=1), True)])
def test_it_runs_out_to_the_moment(traveller: Traveller, late: timedelta, opens: bool) -> None:
    token = link(traveller)
    moment = traveller.at + LINK_LASTS - late
    if opens:
        assert open_link(token=token, at=moment).id == traveller.client_id
    else:
        with pytest.raises(RuleRefusal, match="run out"):
            open_link(token=token, at=moment)


@pytest.mark.parametrize("token", ["", "x", "a" * 5000, "\x00", "../../me", "ß\ud800"])
def test_any_other_text_opens_nothing(db: None, now: datetime, token: str) -> None:
    with pytest.raises(RuleRefusal, match="does not open anything"):
        open_link(token=token, at=now)


def test_only_its_hash_is_kept(traveller: Traveller) -> None:
    token = link(traveller)
    kept = people.link_by_hash(hash_token(token))
    assert kept is not None
    assert token not in repr(kept)
    assert people.link_by_hash(token) is None


def test_clinicians_who_do_not_invite_and_other_practices_make_none(traveller: Traveller, now: datetime) -> None:
    with pytest.raises(Forbidden, match="front desk"):
        make_link(
            within=traveller.place.id,
            by=traveller.place[Role.MONITOR],
            at=now,
            client_id=traveller.client_id,
        )
    elsewhere = found(now, "Birch Clinic")
    with pytest.raises(NotFound):
        make_link(within=elsewhere.id, by=elsewhere[Role.FRONT_DESK], at=now, client_id=traveller.client_id)
