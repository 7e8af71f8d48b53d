"""What is asked of a client and when, as a clinician can read it: the way of one client by days and hours.

The practice is in Chicago. Measures whose wording may not be shown are asked here too: what may be shown is decided
elsewhere (tests/knowledge/test_schedules.py)."""

from datetime import timedelta

import pytest
from tests.support.asking import Course, dosed, moment

from openkap.clinical.asking import State, minutes_of, questions_of, weeks_of, why_not_asked
from openkap.clinical.asking.days import at_clock
from openkap.knowledge.schedules import schedule

KAP, IV = schedule("kap"), schedule("iv_only")
DOSE_DAY = "2026-06-10"


@pytest.fixture
def course() -> Course:
    """Begun on 1 June; everything asked so far was answered; first dose on 10 June at 10:00, home at 12:00."""
    course = Course(KAP, moment("2026-06-01", "09:00"))
    for day in ("2026-06-01", "2026-06-02"):
        course.pass_by(moment(day))
        course.answer_all(moment(day, "13:00"))
    course.visit("medicine", moment(DOSE_DAY, "10:00"), "first")
    return course


def test_intake_at_once_and_the_rest_of_screening_on_the_second_evening() -> None:
    course = Course(KAP, moment("2026-06-01", "09:00"))
    assert course.due(moment("2026-06-01", "09:00")) == {"intake": ["phq9", "gad7", "health"]}
    assert "screening" not in course.due(moment("2026-06-02", "07:59"))
    assert course.due(moment("2026-06-02", "08:00"))["screening"][:3] == ["pcl5", "audit_c", "urinary_check"]
    # Screening is never overtaken: what is asked there has no later place to be asked in before the first dose.
    assert course.due(moment("2026-09-01"))["intake"] == ["phq9", "gad7", "health"]


def test_around_a_dose(course: Course) -> None:
    course.give(dosed(moment(DOSE_DAY, "10:00"), key="first"))
    at_hours = {
        # hours after the dose: what is due then
        2: {"return": ["ebi", "ceq", "meq30", "edi"]},
        23: {"return": ["ebi", "ceq", "meq30", "edi"]},
        25: {"return": ["ebi", "ceq", "meq30", "edi"], "after a dose": ["phq9", "cssrs_screen"]},
        # The scales of the return are asked the same day or the next; then their moment has passed.
        39: {"after a dose": ["phq9", "cssrs_screen"]},
        143: {"after a dose": ["phq9", "cssrs_screen"]},
        145: {},
        # A week on, at eight in the morning of the practice: 7 days, less the two hours from ten to eight.
        165: {},
        166: {"weekly": ["phq9", "gad7", "ies", "eis"]},
        334: {"weekly": ["phq9", "gad7", "ies", "eis"]},
    }
    for hours, wanted in at_hours.items():
        assert course.due(moment(DOSE_DAY, "10:00") + timedelta(hours=hours)) == wanted, f"{hours} h"


def test_the_day_of_the_dose_until_the_dose(course: Course) -> None:
    wanted = {"day of dose": ["phq2", "cssrs_screen"]}
    assert course.due(moment("2026-06-09", "23:59")) == {}
    assert course.due(moment(DOSE_DAY, "00:00")) == wanted
    assert course.due(moment(DOSE_DAY, "23:59")) == wanted
    assert course.due(moment("2026-06-11", "00:00")) == {}
    course.give(dosed(moment(DOSE_DAY, "10:00"), key="first", ended=False))
    assert course.due(moment(DOSE_DAY, "10:01")) == {}


@pytest.mark.parametrize(
    ("ends_after_minutes", "infusion_minutes", "asked_from_minutes"),
    [(120, 0, 120), (30, 0, 45), (60, 40, 85), (200, 40, 200)],
)
def test_the_scales_of_the_return_wait_for_the_end_and_for_the_peak(
    course: Course, ends_after_minutes: int, infusion_minutes: int, asked_from_minutes: int
) -> None:
    dose_at = moment(DOSE_DAY, "10:00")
    course.give(dosed(dose_at, key="first", minutes=ends_after_minutes, infusion=infusion_minutes))
    assert course.due(dose_at + timedelta(minutes=asked_from_minutes - 1)) == {}
    assert list(course.due(dose_at + timedelta(minutes=asked_from_minutes))) == ["return"]


def test_a_new_dose_begins_anew_what_counts_from_it(course: Course) -> None:
    course.give(dosed(moment(DOSE_DAY, "10:00")))
    course.pass_by(moment("2026-06-17", "12:00"))
    assert list(course.due(moment("2026-06-19"))) == ["weekly"]
    course.give(dosed(moment("2026-06-20", "10:00")))
    assert list(course.due(moment("2026-06-20", "13:00"))) == ["return"]
    assert list(course.due(moment("2026-06-24"))) == ["after a dose"]
    assert course.due(moment("2026-06-26")) == {}
    assert list(course.due(moment("2026-06-27", "08:00"))) == ["weekly"]


def test_end_of_the_series_and_the_months_after_it(course: Course) -> None:
    for day in (DOSE_DAY, "2026-06-20", "2026-06-30"):
        course.give(dosed(moment(day, "10:00")))
    when = {
        "2026-07-07": ["end of series"],
        "2026-07-20": ["end of series"],
        "2026-07-29": [],
        "2026-07-30": ["1 month"],
        "2026-08-21": [],
        "2026-09-30": ["3 months"],
        "2026-12-30": ["6 months"],
        "2027-06-30": ["12 months"],
        "2027-08-01": [],
    }
    for day, occasions in when.items():
        assert list(course.due(moment(day))) == occasions, day
    assert course.due(moment("2026-07-07"))["end of series"][:5] == ["phq9", "gad7", "pcl5", "urinary_check", "audit_c"]


def test_a_series_that_stops_early_ends_three_weeks_after_its_last_dose(course: Course) -> None:
    course.give(dosed(moment(DOSE_DAY, "10:00")))
    assert list(course.due(moment("2026-06-25"))) == ["weekly"]
    assert list(course.due(moment("2026-07-01"))) == ["end of series"]


def test_infusions_faster_than_weekly_do_not_put_off_the_weekly_questions() -> None:
    course = Course(IV, moment("2026-06-01", "09:00"), typical=6)
    for day in ("2026-06-01", "2026-06-02"):
        course.pass_by(moment(day))
        course.answer_all(moment(day, "13:00"))
    for day in ("10", "13", "16"):
        course.give(dosed(moment(f"2026-06-{day}", "10:00"), infusion=40))
    assert course.due(moment("2026-06-17", "12:00"))["weekly"] == ["gad7"]  # the PHQ-9 of yesterday's dose is open
    assert course.due(moment("2026-06-17", "12:00"))["after a dose"] == ["phq9", "cssrs_screen"]


def test_what_was_answered_a_few_days_ago_stands() -> None:
    course = Course(KAP, moment("2026-06-01", "09:00"))
    course.give(dosed(moment(DOSE_DAY, "10:00")))
    course.pass_by(moment("2026-06-11", "12:00"))
    key = next(key for key in course.facts.asked if key.startswith("after a dose") and key.endswith("phq9"))
    course.answer(key, moment("2026-06-14", "12:00"))
    assert course.due(moment("2026-06-17"))["weekly"] == ["gad7", "ies", "eis"]
    standing = {one.slot.key: one.state for one in course.judge(moment("2026-06-17")).askings}
    assert [state for key, state in standing.items() if ":1:phq9" in key] == [State.STANDS]
    # Before the dose, the same answer says nothing about what follows it.
    early = Course(KAP, moment("2026-06-01", "09:00"))
    early.pass_by(moment("2026-06-09", "12:00"))
    early.answer_all(moment("2026-06-09", "12:00"))
    early.give(dosed(moment(DOSE_DAY, "10:00")))
    assert "phq9" in early.due(moment("2026-06-11"))["after a dose"]


def test_each_preparation_session_asks_once_and_the_next_takes_its_place() -> None:
    course = Course(KAP, moment("2026-06-01", "09:00"))
    course.visit("preparation", moment("2026-06-05", "10:00"), "first")
    course.visit("preparation", moment("2026-06-09", "10:00"), "second")
    assert course.due(moment("2026-06-04"))["preparation"] == ["trust_sliders", "pps", "wai_sr"]
    course.pass_by(moment("2026-06-04"))
    course.pass_by(moment("2026-06-06"))
    keys = [key for key in course.facts.asked if key.endswith("trust_sliders")]
    assert keys == ["preparation:first:trust_sliders", "preparation:second:trust_sliders"]
    due = [one.slot.key for one in course.judge(moment("2026-06-06")).due]
    assert [key for key in due if key.endswith("trust_sliders")] == ["preparation:second:trust_sliders"]


def test_three_reminders_a_day_apart_and_then_a_person() -> None:
    course = Course(KAP, moment("2026-06-01", "09:00"))
    hours = [moment("2026-06-01", "09:00") + timedelta(hours=hour) for hour in range(24 * 9)]
    for at in hours:
        course.pass_by(at)
    told = [at.astimezone(course.facts.zone).strftime("%d %H:%M") for at in course.messages]
    # Asked on the 1st and (screening) on the 2nd: three each, and the days they share are one message.
    assert told == ["02 09:00", "03 09:00", "04 09:00", "05 09:00"]
    assert sorted({key.split(":")[0] for key in course.told}) == ["intake", "screening"]
    assert len(course.told) == len(set(course.told)) == 12


def test_nobody_is_reminded_at_night_nor_after_an_answer_nor_who_has_stopped() -> None:
    course = Course(KAP, moment("2026-06-01", "09:00"))
    course.pass_by(moment("2026-06-01", "09:00"))
    assert course.judge(moment("2026-06-02", "08:59")).to_remind == ()
    assert course.judge(moment("2026-06-02", "20:00")).to_remind == ()
    assert len(course.judge(moment("2026-06-02", "19:59")).to_remind) == 3
    course.choose(False)
    stopped = course.judge(moment("2026-06-02", "12:00"))
    assert not stopped.has_work
    assert [one.slot.measure for one in stopped.due[:3]] == ["phq9", "gad7", "health"]  # can still be answered
    course.choose(True)
    course.answer("intake:course:phq9", moment("2026-06-02", "09:30"))
    assert course.judge(moment("2026-06-02", "12:00")).to_remind == ("intake:course:gad7", "intake:course:health")


@pytest.mark.parametrize(
    ("dose", "opens"),
    [
        # The clocks go forward on 8 March and back on 1 November: eight in the morning stays eight in the morning.
        ("2026-03-04", "2026-03-11T13:00"),
        ("2026-10-28", "2026-11-04T14:00"),
    ],
)
def test_a_week_is_seven_days_of_the_practice_whatever_the_clocks_do(dose: str, opens: str) -> None:
    course = Course(KAP, moment("2026-01-01"))
    course.give(dosed(moment(dose, "10:00")))
    weekly = next(one.slot for one in course.judge(moment(dose)).askings if one.slot.occasion == "weekly")
    assert weekly.opens_at.strftime("%Y-%m-%dT%H:%M") == opens
    after = next(one.slot for one in course.judge(moment(dose)).askings if one.slot.occasion == "after a dose")
    assert after.opens_at - moment(dose, "10:00") == timedelta(hours=24)  # hours are real hours


def test_a_night_without_midnight_still_begins_its_day() -> None:
    """In Havana the clocks went from 00:00 to 01:00 on 8 March 2026: the day begins at one."""
    from datetime import date, time
    from zoneinfo import ZoneInfo

    havana = ZoneInfo("America/Havana")
    begins = at_clock(date(2026, 3, 8), time.min, havana)
    assert begins.astimezone(havana).isoformat() == "2026-03-08T01:00:00-04:00"
    assert begins == at_clock(date(2026, 3, 7), time(23, 59), havana) + timedelta(minutes=1)


def test_the_end_of_a_month_stays_in_its_month() -> None:
    course = Course(KAP, moment("2026-06-01"))
    course.give(dosed(moment("2026-08-31", "10:00")))
    months = {one.slot.occasion: one.slot for one in course.judge(moment("2026-09-01")).askings}
    assert months["6 months"].opens_at == moment("2027-02-28", "08:00")


def test_what_may_be_asked_and_how_long_it_takes() -> None:
    reasons = {
        "phq9": None,
        "health": None,
        "cssrs_screen": "A clinician asks and rates it.",
        "ebi": "Its wording may not be shown here: numbers and scoring only.",
        "who5": "Its wording may be shown on a condition that nobody has confirmed here",
    }
    for key, wanted in reasons.items():
        said = why_not_asked(key)
        assert said is None if wanted is None else said is not None and said.startswith(wanted), key
    # Ten seconds a question, up to the next minute: 20 questions are 200 s, and 200 s are 4 min.
    assert (questions_of("pcl5"), minutes_of("pcl5")) == (20, 4)
    assert (questions_of("phq2"), minutes_of("phq2")) == (2, 1)


def test_the_burden_of_a_usual_course_week_by_week() -> None:
    shown = frozenset(ask.measure for one in KAP.occasions for ask in one.asks if why_not_asked(ask.measure) is None)
    weeks = weeks_of(KAP, doses_typical=3, preparations=3, askable=shown)
    minutes = [week.minutes for week in weeks]
    assert minutes[:7] == [17, 2, 1, 6, 3, 7, 11]
    assert sum(week.doses for week in weeks) == 3
    assert [week.number for week in weeks if week.minutes > KAP.budget_minutes] == [1, 7, 10]
