"""Whatever the way of a client, the promises of the asking hold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.asking import Course, dosed

from openkap.clinical.asking import slots
from openkap.knowledge.schedules import Anchor, schedules

# Ordinary, southern, one whose days begin at one when the clocks go forward, and one of three quarters of an hour.
ZONES = ("America/Chicago", "Australia/Sydney", "America/Havana", "Asia/Kathmandu")
_DOSE_ANCHORS = (Anchor.RETURN, Anchor.DOSE, Anchor.SERIES_END)


@st.composite
def ways(draw: st.DrawFn) -> tuple[Course, list[datetime]]:
    """A course with its doses given, and the moments of some weeks at which the clock comes by."""
    plan = draw(st.sampled_from(schedules()))
    began = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=draw(st.integers(0, 365 * 24)))
    course = Course(plan, began, typical=draw(st.integers(1, 6)), zone=ZoneInfo(draw(st.sampled_from(ZONES))))
    at = began
    for _ in range(draw(st.integers(0, 5))):
        at += timedelta(hours=draw(st.integers(20, 24 * 30)), minutes=draw(st.integers(0, 59)))
        one = dosed(at, minutes=draw(st.integers(5, 240)), infusion=draw(st.sampled_from((0, 40))))
        course.give(one)
        course.visit("medicine", at, one.id)
        course.visit("preparation", at - timedelta(hours=draw(st.integers(1, 400))))
    steps = draw(st.lists(st.integers(1, 40), min_size=1, max_size=60))
    moments, now = [], began + timedelta(hours=draw(st.integers(0, 24 * 40)))
    for hours in steps:
        now += timedelta(hours=hours)
        moments.append(now)
    return course, moments


def _by(course: Course, at: datetime) -> Course:
    """The course as it was known at that moment: a dose that is still to come is not known yet."""
    known = tuple(
        one if one.ended_at is None or one.ended_at <= at else replace(one, ended_at=None)
        for one in course.facts.dosed
        if one.first_at <= at
    )
    seen = Course(course.schedule, course.facts.began_at, typical=course.facts.doses_typical, zone=course.facts.zone)
    seen.facts = replace(course.facts, dosed=known)
    return seen


@settings(max_examples=60)
@given(ways(), st.data())
def test_the_promises_of_asking(way: tuple[Course, list[datetime]], data: st.DataObject) -> None:
    course, moments = way
    messages: dict[str, list[str]] = {}
    peak = timedelta(minutes=course.schedule.peak_minutes)
    for at in moments:
        now = _by(course, at)
        before = set(now.facts.asked)
        found = now.pass_by(at)
        course.facts = replace(course.facts, asked=now.facts.asked)
        day = course.facts.day(at).isoformat()
        if found.to_remind:
            assert day not in messages, "two reminders on one day"
            messages[day] = list(found.to_remind)
        assert not before & {slot.key for slot in found.to_ask}, "asked twice"
        last = now.facts.dosed[-1] if now.facts.dosed else None
        if last is not None and (last.ended_at is None or at < last.in_at + peak):
            assert not found.has_work, "asked in the session, or before the peak has passed"
        for slot in found.to_ask:
            if slot.occasion == "return":
                assert last is not None
                assert last.ended_at is not None
                assert at >= max(last.ended_at, last.in_at + peak)
        if asked := [key for key, one in course.facts.asked.items() if one.answered_at is None]:
            for key in data.draw(st.lists(st.sampled_from(sorted(asked)), max_size=2, unique=True)):
                course.answer(key, at)
    reminded = [key for keys in messages.values() for key in keys]
    assert all(reminded.count(key) <= 3 for key in reminded)
    for key, one in course.facts.asked.items():
        assert len(one.reminded) == reminded.count(key)
        assert not one.told or len(one.reminded) == course.schedule.reminders.most


@given(ways(), st.integers(1, 24 * 60))
def test_a_new_dose_resets_what_counts_from_it(way: tuple[Course, list[datetime]], hours: int) -> None:
    course, moments = way
    at = max([moments[0], *(one.ended_at for one in course.facts.dosed if one.ended_at)]) + timedelta(hours=hours)
    course.give(dosed(at, key="the new one"))
    of_dose = {one.key for one in course.schedule.occasions if one.anchor in _DOSE_ANCHORS}
    for slot in slots(course.schedule, course.facts):
        if slot.occasion in of_dose:
            assert ":the new one" in slot.key
            assert slot.since >= at
            assert slot.opens_at > at


@given(ways(), st.data())
def test_an_answer_never_makes_anything_due(way: tuple[Course, list[datetime]], data: st.DataObject) -> None:
    course, moments = way
    for at in moments[:-1]:
        _by(course, at)
        course.facts = replace(course.facts, asked=_passed(course, at))
    at = moments[-1]
    before = _by(course, at).judge(at)
    now = _by(course, at)
    measure = data.draw(st.sampled_from(sorted(now.facts.askable)))
    sent = at - timedelta(hours=data.draw(st.integers(0, 24 * 30)))
    open_keys = sorted(key for key, one in now.facts.asked.items() if one.answered_at is None)
    if open_keys and data.draw(st.booleans()):
        now.answer(data.draw(st.sampled_from(open_keys)), at)
    else:
        now.facts = replace(now.facts, answered=(*now.facts.answered, (measure, sent)))
    after = now.judge(at)
    assert {one.slot.key for one in after.due} <= {one.slot.key for one in before.due}
    assert {slot.key for slot in after.to_ask} <= {slot.key for slot in before.to_ask}
    assert set(after.to_remind) <= set(before.to_remind)
    assert set(after.to_tell) <= set(before.to_tell)


def _passed(course: Course, at: datetime) -> dict:  # type: ignore[type-arg]
    now = _by(course, at)
    now.pass_by(at)
    return dict(now.facts.asked)


@given(ways())
def test_nobody_finds_the_same_form_twice(way: tuple[Course, list[datetime]]) -> None:
    """Of what counts from a dose or a day, a measure is open in one place at a time."""
    course, moments = way
    early = {one.key for one in course.schedule.occasions if one.anchor in (Anchor.COURSE, Anchor.PREPARATION)}
    for at in moments:
        open_now = [
            slot.measure
            for slot in slots(course.schedule, _by(course, at).facts)
            if slot.is_open(at) and slot.occasion not in early
        ]
        assert len(open_now) == len(set(open_now))


def test_the_ways_cover_both_schedules() -> None:
    assert {plan.key for plan in schedules()} == {"kap", "iv_only"}
    with pytest.raises(ValueError, match="three times"):
        replace(schedules()[0].reminders, most=4)
