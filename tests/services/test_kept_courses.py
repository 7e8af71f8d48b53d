"""What is kept of courses between two askings is what judging them anew would say; always, and for any write."""

import gc
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.support.course import begin, to_the_gate
from tests.support.people import Place

from openkap.interfaces.demo import clinic as demo
from openkap.interfaces.demo.doings import Journey
from openkap.interfaces.demo.script import Clinic, Diary, Script, Step
from openkap.records.courses import find as courses
from openkap.records.ledger import find as ledger
from openkap.records.ledger.find import Link
from openkap.services import kept_courses
from openkap.services.kept_courses import forget, read_kept_courses
from openkap.services.read_clearance import ClearanceState, read_clearance
from openkap.services.read_courses import CourseState, read_courses

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many courses were judged anew, at each asking that judged any."""
    counts: list[int] = []

    def counted(**asked: Any) -> list[CourseState]:
        found = read_courses(**asked)
        counts.append(len(found))
        return found

    monkeypatch.setattr(kept_courses, "read_courses", counted)
    return counts


def test_forty_lives_are_told_as_if_each_were_judged_anew(
    db: None, now: datetime, monkeypatch: pytest.MonkeyPatch, judged: list[int]
) -> None:
    """After each few steps of the demo's people the kept states are those of judging everybody anew."""
    seen = [0, 0]
    write_way = demo.write_way

    def watched(clinic: Clinic, diary: Diary, journey: Journey) -> Script:
        way = write_way(clinic, diary, journey)
        way.steps[:] = [Step(step.at, lambda at, step=step: then_compare(clinic.id, step, at)) for step in way.steps]
        return way

    def then_compare(practice_id: UUID, step: Step, at: datetime) -> None:
        step.do(at)
        seen[0] += 1
        if seen[0] % 7 == 0:
            fresh = read_courses(within=practice_id, at=at)
            seen[1] += len(fresh)
            assert read_kept_courses(within=practice_id, at=at) == fresh

    monkeypatch.setattr(demo, "write_way", watched)
    demo.make_clinic(now=now)

    assert seen[0] > 300
    assert sum(judged) < seen[1] / 2  # so that it is not true of keeping nothing


def test_only_whom_something_was_written_of_is_judged_anew(practice: Place, now: datetime, judged: list[int]) -> None:
    first, second = begin(practice, now), begin(practice, now + timedelta(hours=2))
    at = now + timedelta(hours=8)

    def asked() -> list[int]:
        read_kept_courses(within=practice.id, at=at)
        return judged

    assert asked() == [2]
    assert asked() == [2]
    second.fill_intake()
    assert asked() == [2, 1]
    third = begin(practice, now + timedelta(hours=4))
    assert asked() == [2, 1, 1]
    assert {one.course.id for one in read_kept_courses(within=practice.id, at=at)} == {
        first.course_id,
        second.course_id,
        third.course_id,
    }


def test_what_changes_with_the_time_is_judged_anew_in_its_time(
    practice: Place, now: datetime, judged: list[int]
) -> None:
    begin(practice, now)  # with a consult that is booked
    state = read_kept_courses(within=practice.id, at=now)[0]
    assert state.until is not None
    read_kept_courses(within=practice.id, at=state.until - timedelta.resolution)
    assert judged == [1]
    assert read_kept_courses(within=practice.id, at=state.until) == read_courses(within=practice.id, at=state.until)
    assert judged == [1, 1]
    read_kept_courses(within=practice.id, at=now)  # a moment before it is another question
    assert judged == [1, 1, 1]


def test_a_ledger_that_is_not_the_one_it_was_forgets_everything(
    practice: Place, now: datetime, judged: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a backup was brought back the places of the chain are filled with other links."""
    begin(practice, now)
    read_kept_courses(within=practice.id, at=now)
    kept = kept_courses._KEPT[practice.id]
    other = Link(kept.link.seq, "0" * 64)
    monkeypatch.setitem(kept_courses._KEPT, practice.id, kept_courses._Kept(other, kept.courses, kept.states))
    read_kept_courses(within=practice.id, at=now)
    assert judged == [1, 1]


@pytest.mark.parametrize(("action", "subject"), [("policy.choose", "practice"), ("moon.rise", "moon")])
def test_what_is_written_of_the_whole_practice_or_of_nobody_knows_what_forgets_everything(
    practice: Place, now: datetime, judged: list[int], monkeypatch: pytest.MonkeyPatch, action: str, subject: str
) -> None:
    begin(practice, now)
    at = now + timedelta(hours=8)
    read_kept_courses(within=practice.id, at=at)
    monkeypatch.setattr(ledger, "subjects_since", lambda link, *, within: {(action, subject, within)})
    begin(practice, now + timedelta(hours=2))
    read_kept_courses(within=practice.id, at=at)
    assert judged == [1, 2]


def test_a_chain_tells_what_came_after_one_of_its_links(practice: Place, now: datetime) -> None:
    before = ledger.head(practice.id)
    traveller = begin(practice, now)
    told = ledger.subjects_since(before, within=practice.id)
    assert told is not None
    assert ("course", traveller.course_id) in {(subject, id_) for _, subject, id_ in told}
    assert ledger.subjects_since(ledger.head(practice.id), within=practice.id) == set()
    assert ledger.subjects_since(Link(before.seq + 10_000, "x"), within=practice.id) is None


def test_a_clearance_stands_as_it_stands_until_the_moment_it_names(practice: Place, now: datetime) -> None:
    """From one such moment to the next, until one of its parts has grown too old."""
    course = courses.course(within=practice.id, course_id=to_the_gate(practice, now).course_id)

    def stands(at: datetime) -> ClearanceState:
        return read_clearance(within=practice.id, course=course, at=at)

    at, moments = now + timedelta(days=4), 0
    while (state := stands(at)).standing == "cleared":
        assert state.until is not None
        assert state.until > at
        for then in (at + (state.until - at) / 2, state.until - timedelta.resolution):
            assert stands(then) == state
        at, moments = state.until, moments + 1
    assert moments > 0
    assert state.standing == "expired"
    assert state.because != ("Its date has passed.",)  # one of its parts, before its date


def test_the_collector_leaves_alone_what_is_kept_of_many(practice, now, monkeypatch) -> None:
    begin(practice, now)
    read_kept_courses(within=practice.id, at=now)
    assert gc.get_freeze_count() == 0, "a few are not worth it"
    monkeypatch.setattr(kept_courses, "_MANY", 1)
    forget()
    (state,) = read_kept_courses(within=practice.id, at=now)
    try:
        assert gc.get_freeze_count() > 0
        assert not any(one is state for one in gc.get_objects())
    finally:
        gc.unfreeze()
