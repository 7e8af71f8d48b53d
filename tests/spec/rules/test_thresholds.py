"""Thresholds of the session: the value on each side of every limit. One line per edge, for clinicians to review."""

from datetime import UTC, datetime, timedelta

import pytest

from openkap.clinical.monitoring import Reading, Vitals, judge_reading
from openkap.knowledge.thresholds import Level, Watch, signs, thresholds
from openkap.terms.finding import Standing

AT = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
BASELINE = Vitals(sbp=120, dbp=70, hr=70, spo2=98, rr=14, moaas=5)


def crossed(
    vitals: Vitals | None, *, baseline: Vitals | None = BASELINE, previous: tuple[Reading, ...] = (), seen: str = ""
) -> set[str]:
    reading = Reading(AT, vitals, frozenset([seen]) if seen else frozenset())
    found = judge_reading(thresholds=thresholds(), reading=reading, baseline=baseline, previous=previous)
    return {each.rule for each in found if each.standing is Standing.NOT_YET}


# vital signs, the thresholds they cross (on a single reading, baseline 120/70)
EDGES = [
    ({"sbp": 159, "dbp": 94}, set()),
    ({"sbp": 160, "dbp": 94}, {"TH-BP1", "TH-BP3"}),
    ({"sbp": 150, "dbp": 94}, set()),
    ({"sbp": 150, "dbp": 95}, {"TH-BP3"}),
    ({"sbp": 150, "dbp": 99}, {"TH-BP3"}),
    ({"sbp": 150, "dbp": 100}, {"TH-BP1", "TH-BP3"}),
    ({"sbp": 200, "dbp": 94}, {"TH-BP1", "TH-BP3"}),  # a single reading does not make TH-BP2
    ({"sbp": 90, "dbp": 50}, set()),
    ({"sbp": 89, "dbp": 50}, {"TH-BP5"}),
    ({"sbp": 100, "dbp": 40}, set()),  # mean 60
    ({"sbp": 99, "dbp": 40}, {"TH-BP5"}),  # mean 59.7
    ({"hr": 110}, set()),
    ({"hr": 111}, {"TH-HR1"}),
    ({"hr": 130}, {"TH-HR1"}),
    ({"hr": 131}, {"TH-HR1", "TH-HR2"}),
    ({"hr": 45}, set()),
    ({"hr": 44}, {"TH-HR2"}),
    ({"spo2": 94}, set()),
    ({"spo2": 93}, {"TH-SAT1"}),
    ({"spo2": 90}, {"TH-SAT1"}),
    ({"spo2": 89}, {"TH-SAT1", "TH-SAT2"}),
    ({"rr": 8}, set()),
    ({"rr": 7}, {"TH-RR"}),
    ({"rr": 0}, {"TH-RR"}),
    ({"moaas": 4}, set()),
    ({"moaas": 3}, {"TH-SED1"}),
    ({"moaas": 2}, {"TH-SED1"}),
    ({"moaas": 1}, {"TH-SED1", "TH-SED2"}),
    ({"moaas": 0}, {"TH-SED1", "TH-SED2"}),
]


@pytest.mark.parametrize(("values", "expected"), EDGES)
def test_both_sides_of_every_limit(values: dict[str, int], expected: set[str]) -> None:
    assert crossed(Vitals(**values)) == expected


HIGH, VERY_HIGH, NORMAL = Vitals(sbp=179, dbp=80), Vitals(sbp=180, dbp=80), Vitals(sbp=130, dbp=80)


def ago(minutes: float, vitals: Vitals | None) -> Reading:
    return Reading(AT - timedelta(minutes=minutes), vitals)


@pytest.mark.parametrize(
    ("now", "previous", "expected"),
    [
        (VERY_HIGH, (ago(5, VERY_HIGH),), True),
        (VERY_HIGH, (ago(4.9, VERY_HIGH),), False),
        (VERY_HIGH, (ago(5, HIGH),), False),
        (HIGH, (ago(5, VERY_HIGH),), False),
        (VERY_HIGH, (ago(10, VERY_HIGH), ago(5, NORMAL)), False),  # it came down between
        (VERY_HIGH, (ago(2, VERY_HIGH), ago(6, VERY_HIGH)), True),
        (VERY_HIGH, (ago(2, Vitals(hr=80)), ago(6, VERY_HIGH)), True),  # a reading without pressure says nothing
        (VERY_HIGH, (ago(2, None), ago(6, VERY_HIGH)), True),
        (Vitals(sbp=150, dbp=110), (ago(5, Vitals(sbp=150, dbp=110)),), True),
        (Vitals(sbp=150, dbp=109), (ago(5, Vitals(sbp=150, dbp=110)),), False),
        (VERY_HIGH, (ago(-5, VERY_HIGH),), False),  # a later reading does not count as an earlier one
    ],
)
def test_very_high_counts_on_two_readings_5_minutes_apart(
    now: Vitals, previous: tuple[Reading, ...], expected: bool
) -> None:
    assert ("TH-BP2" in crossed(now, previous=previous)) is expected


@pytest.mark.parametrize(
    ("seen", "vitals", "expected"),
    [
        ("chest_pain", Vitals(sbp=140, dbp=80), {"TH-BP4"}),
        ("chest_pain", Vitals(sbp=139, dbp=89), set()),
        ("severe_headache", Vitals(sbp=139, dbp=90), {"TH-BP4"}),
        ("vomiting", Vitals(moaas=4), {"TH-NV"}),
        ("vomiting", Vitals(moaas=5), set()),
        ("irregular_rhythm", None, {"TH-HR2-RHYTHM"}),
        ("apnoea_over_15_s", None, {"TH-RR-SEEN"}),
        ("etco2_over_50_or_flat", None, {"TH-RR-SEEN"}),
        ("stop_signal", None, {"TH-ANX"}),
        ("distress_not_settling", None, {"TH-ANX"}),
        ("unsafe_agitation", None, {"TH-PSY"}),
        ("psychosis_persisting", None, {"TH-PSY"}),
        ("stridor", None, {"TH-LAR"}),
        ("site_pain_or_swelling", None, {"TH-EXTR"}),
    ],
)
def test_signs_that_a_person_enters(seen: str, vitals: Vitals | None, expected: set[str]) -> None:
    assert crossed(vitals, seen=seen) == expected


def test_a_warning_sign_without_a_pressure_asks_for_one_and_keeps_its_level() -> None:
    reading = Reading(AT, Vitals(hr=80), frozenset(["chest_pain"]))
    found = judge_reading(thresholds=thresholds(), reading=reading, baseline=BASELINE, previous=())
    four = next(each for each in found if each.rule == "TH-BP4")
    assert (four.standing, four.level) == (Standing.UNKNOWN, Level.EMERGENCY)
    assert "systolic" in four.resolve


def test_a_rise_without_a_baseline_is_not_known() -> None:
    found = judge_reading(thresholds=thresholds(), reading=Reading(AT, NORMAL), baseline=None, previous=())
    three = next(each for each in found if each.rule == "TH-BP3")
    assert three.standing is Standing.UNKNOWN
    assert three.because.startswith("Not entered: systolic above the baseline, diastolic above the baseline.")


def test_the_sentence_names_value_limit_and_source() -> None:
    found = judge_reading(
        thresholds=thresholds(), reading=Reading(AT, Vitals(sbp=164, dbp=88)), baseline=None, previous=()
    )
    first = found[0]
    assert first.because == (
        "Entered: systolic 164, diastolic 88. Threshold: systolic 160 mmHg or more, or diastolic 100 mmHg or more."
    )
    assert (first.rule, first.edition, first.level, first.sources) == ("TH-BP1", "2026-11-23", "amber", ("POLICY",))


def test_every_threshold_and_sign_is_tried_here_or_belongs_to_the_clock() -> None:
    tried = {rule for _, rules in EDGES for rule in rules} | {"TH-BP2", "TH-BP4", "TH-NV"}
    for each in thresholds():
        assert each.id in tried or each.watch in (Watch.CLOCK, Watch.PERSON), each.id
    assert {sign for each in thresholds() for sign in each.on_signs} == set(signs())
